"""Coming and going: who is there, who has no signal, who is gone, and whether the teacher's screen is."""

import json
import socket
import threading
import urllib.request

import pytest

from app.server.application import PING_TIMEOUT_S
from tests.support.clients import DEADLINE_S, Client, create_room, http
from tests.support.programs.threads import until
from tests.support.running import Server, StartServer

SILENCE_S = 18
"""A screen that answers nothing counts as without signal within this."""
LATE_S = 12
"""At most this much later on a busy machine: a server as it comes would take twice as long."""


@pytest.fixture
def hosted(server: Server) -> tuple[str, str]:
    """Code and host key of a fresh hosted room."""
    made = create_room(server.url, hosted=True)
    return made["code"], made["host_key"]


def _server_s(client: Client) -> float:
    """The server's clock: this process may be held up, and the server is not."""
    return float(client.call("clock", {"t0": 0})["t_ms"]) / 1000


def _until_away(host: Client, worker: int, since_s: float) -> float:
    """Seconds from that moment until the server finds that this worker has no signal."""
    return float(host.hear("presence", worker=worker, connected=False)["at_ms"]) / 1000 - since_s


class Silent:
    """Joins over polling, bare HTTP, and then says and asks nothing any more."""

    def __init__(self, url: str, code: str) -> None:
        self.url = f"{url}/socket.io/?EIO=4&transport=polling"
        sid = json.loads(self._request()[1:])["sid"]
        self.url += f"&sid={sid}"
        self._request("40")
        self._request()
        self._request("420" + json.dumps(["join", {"v": 1, "code": code, "role": "worker"}]))
        answer = self._request()
        self.worker = int(json.loads(answer[answer.index("[") :].split(chr(30))[0])[0]["you"]["worker"])

    def _request(self, body: str | None = None) -> str:
        request = urllib.request.Request(self.url, data=None if body is None else body.encode())
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as response:
            return str(response.read().decode())


def test_silence_is_noticed(server: Server, hosted: tuple[str, str]) -> None:
    code, key = hosted
    with Client(server.url) as host, Client(server.url) as ana:
        host.join(code, role="host", host_key=key)
        ana.join(code)
        pauses = threading.Event()
        ana.io.eio._send_packet = lambda _packet: pauses.wait(60)  # the line is open, and nothing comes any more
        ben = Silent(server.url, code)
        silent_s = _server_s(host)
        took_s = {name: _until_away(host, worker, silent_s) for name, worker in (("a", ana.worker), ("b", ben.worker))}
        pauses.set()
        assert max(took_s.values()) <= SILENCE_S + LATE_S, took_s


def test_a_closed_socket_is_noticed_when_it_closes(server: Server, hosted: tuple[str, str]) -> None:
    code, key = hosted
    with Client(server.url) as host:
        host.join(code, role="host", host_key=key)
        for is_polite in (True, False):
            ana = Client(server.url)
            ana.join(code)
            if is_polite:
                ana.close()
            else:
                ana.io.eio.ws.sock.shutdown(socket.SHUT_RDWR)  # the phone is switched off, its network says so
            assert _until_away(host, ana.worker, _server_s(host)) < PING_TIMEOUT_S
            ana.close()


def test_a_hosted_room_holds_the_seat_until_its_rule_says_otherwise(server: Server, hosted: tuple[str, str]) -> None:
    code, key = hosted
    with Client(server.url) as host, Client(server.url) as ana:
        host.join(code, role="host", host_key=key)
        ana.join(code)
        ben = Client(server.url)
        ben.join(code)
        host.command("start")
        ana.arrive()
        assert host.command("configure", gone_after_s=5)["ok"]
        assert host.command("configure", gone_after_s=4)["error"] == "bad_request"
        assert host.command("configure", gone_after_s=301)["error"] == "bad_request"
        ben.close()
        away = host.hear("presence", worker=ben.worker, connected=False)
        assert host.command("configure", gone="let_go")["ok"]
        left, decided = host.hear("worker_left", worker=ben.worker), host.hear("configured", gone="let_go")
        assert left["reason"] == "gone"
        assert ana.hear("tripped")["cause"] == "departure"
        assert left["at_ms"] >= max(decided["at_ms"], away["at_ms"] + 5000)


def test_letting_the_last_missing_go_opens_the_barrier_at_once(server: Server, hosted: tuple[str, str]) -> None:
    code, key = hosted
    with Client(server.url) as host, Client(server.url) as ana, Client(server.url) as ben:
        host.join(code, role="host", host_key=key)
        ana.join(code, view="brief")
        ben.join(code)
        host.command("start")
        ana.arrive()
        assert host.command("drop", worker=ben.worker)["ok"]
        ana.until(lambda: any((brief["last"] or {}).get("outcome") == "released" for brief in ana.briefs))
        left, trip = host.hear("worker_left", worker=ben.worker), host.hear("tripped")
        assert trip["at_ms"] == left["at_ms"], "nobody waits for a seat that is gone"


def test_a_waiting_phone_without_signal_stays_counted_and_finds_the_release_that_it_missed(
    server: Server, hosted: tuple[str, str]
) -> None:
    code, key = hosted
    with Client(server.url) as host, Client(server.url) as ben:
        host.join(code, role="host", host_key=key)
        ana = Client(server.url)
        ana.join(code, view="brief")
        ben.join(code)
        host.command("start")
        ana.arrive()
        token = ana.token
        ana.close()
        host.hear("presence", worker=ana.worker, connected=False)
        ben.arrive()
        assert host.hear("tripped")["order"] == [ana.worker, ben.worker]
        with Client(server.url) as again:
            you = again.join(code, token=token, view="brief")["you"]
            assert (you["worker"], you["waiting"]) == (ana.worker, None)
            assert (you["last"]["outcome"], you["last"]["index"]) == ("released", 0)


@pytest.mark.parametrize(("keep_out", "error"), [(False, "worker_unknown"), (True, "kept_out")])
def test_who_was_let_go_while_away_comes_back_to_no_seat(
    keep_out: bool, error: str, server: Server, hosted: tuple[str, str]
) -> None:
    code, key = hosted
    with Client(server.url) as host, Client(server.url) as again:
        host.join(code, role="host", host_key=key)
        ana = Client(server.url)
        ana.join(code)
        ana.close()
        host.command("drop", worker=ana.worker, keep_out=keep_out)
        refusal = again.join(code, token=ana.token, back=True)
        assert (refusal["ok"], refusal["error"]) == (False, error)
        assert again.call("sync", {"seq": 0})["error"] == "not_joined"
        assert again.join(code)["you"]["worker"] == ana.worker + 1  # on the same connection, on a new seat


def test_everybody_hears_that_the_teachers_screen_is_away_and_back(server: Server, hosted: tuple[str, str]) -> None:
    code, key = hosted
    with Client(server.url) as phone, Client(server.url) as wide:
        brief = phone.join(code, view="brief")["brief"]
        assert (brief["hosted"], brief["host_here"]) == (True, False)
        wide.join(code)
        first, other = Client(server.url), Client(server.url)
        assert first.join(code, role="host", host_key=key)["snapshot"]["host_here"]
        phone.hear_notice("host_here")
        wide.hear_notice("host_here")
        assert wide.call("sync", {"seq": 10_000})["snapshot"]["host_here"]
        other.join(code, role="host", host_key=key)
        first.close()
        other.close()
        phone.hear_notice("host_away")
        wide.hear_notice("host_away")
        until(lambda: not http("GET", f"{server.url}/api/rooms/{code}")[1]["host_here"])
        wide.arrive()
        assert "host_here" not in str(wide.events), "it is no event of the room"


def test_after_a_restart_the_teacher_is_awaited_before_being_called_away(start_server: StartServer) -> None:
    server = start_server()
    made = create_room(server.url, hosted=True)
    with Client(server.url) as ana:
        ana.join(made["code"])
        token = ana.token
        server.kill()
    server.start()
    with Client(server.url) as ana:
        assert ana.join(made["code"], token=token)["snapshot"]["host_here"]
        ana.hear_notice("host_away")
