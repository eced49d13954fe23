"""Seat tokens and the host key go to their owners, and nowhere else: no broadcast, no page, no QR code, no log."""

import urllib.request

import pytest

from app.lib.tokens import hash_token
from app.web.pages import qr_svg
from tests.support.clients import DEADLINE_S, Client, create_room, http, text_of
from tests.support.running import StartServer

PAGES = ("", "/host", "/qr.svg", "/report")


@pytest.mark.parametrize("hosted", [True, False])
def test_secrets_reach_nobody_but_their_owners(start_server: StartServer, hosted: bool) -> None:
    server = start_server()
    made = create_room(server.url, hosted=hosted)
    code, key = made["code"], made["host_key"]
    others: list[object] = [made["url"]]
    with Client(server.url) as host, Client(server.url) as phone, Client(server.url) as viewer:
        joined = host.join(code, **({"role": "host", "host_key": key} if hosted else {}))
        viewer_joined = viewer.join(code, role="viewer")
        phone.join(code, view="brief", name="Ana")
        ben = Client(server.url)
        ben.join(code, name="Ben")
        secrets = [phone.token, ben.token, *([key] if hosted else [host.token])]

        host.command("start")
        phone.arrive()
        host.command("nudge", worker=ben.worker)
        ben.command("rename", name="Benno")
        with Client(server.url) as again:
            again.join(code, token=ben.token)
            again.command("arrive", generation=0)
        ben.close()
        if not hosted:
            host.arrive()
        phone.until(lambda: any(brief["last"] for brief in phone.briefs))
        host.command("abort", generation=1)
        host.command("reset", generation=1)
        host.command("drop", worker=ben.worker, keep_out=True)
        with Client(server.url) as kept_out:
            others.append(kept_out.join(code, token=ben.token))
            others.append(kept_out.join(code, role="host", host_key=ben.token))
            others.append(kept_out.call("join", {"v": 1, "code": code, "role": 1, "token": ben.token, "host_key": key}))
            others.append(kept_out.call("join", {"v": 1, "code": code, "role": "worker", "token": [ben.token, key]}))
        others += [host.call("sync", {"seq": 0}) | {"you": None}, viewer.call("sync", {"seq": 0}), viewer_joined]
        others += [
            message for client in (host, phone, viewer) for message in (client.events, client.briefs, client.notices)
        ]
        others.append({**joined, "you": None})

        api = f"{server.url}/api/rooms/{code}"
        others.append(http("POST", f"{api}/reset", {"generation": [key]}, bearer=ben.token))
        others += [text_of(f"{server.url}/{code}{page}") for page in PAGES]
        others += [text_of(f"{api}{path}", key) for path in ("", "/log.json", "/report.json", "/timeline.csv")]
    server.terminate()
    others.append(server.output)

    told = repr(others)
    assert "Benno" in told, "it is this room that was listened to"
    assert '"tripped"' in told, "the history was read"
    for secret in secrets:
        assert secret not in told
        assert hash_token(secret) not in told


def test_the_qr_code_is_of_the_join_address_and_nothing_else(start_server: StartServer) -> None:
    server = start_server()
    made = create_room(server.url)
    with urllib.request.urlopen(f"{server.url}/{made['code']}/qr.svg", timeout=DEADLINE_S) as response:
        assert response.read() == qr_svg(f"{server.url}/{made['code']}")
    assert made["host_url"] == f"{made['url']}/host#{made['host_key']}", "behind the #, which no browser sends"
