"""README lists every setting, route, message, command, event and error code, and nothing that is not there."""

import json
import re
import subprocess
from typing import get_args

import pytest

from app.core.events import AnyEvent
from app.core.refusals import SENTENCES
from app.settings import SETTINGS, Settings
from app.wire import messages
from tests.support.clients import create_room, http
from tests.support.running import ROOT, Server

README = (ROOT / "README.md").read_text()


def table(heading: str) -> dict[str, str]:
    """The table under this first column's heading: name in back quotes -> the rest of the row."""
    match = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[- |]+\|\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert match, f"README has no table headed {heading!r}"
    rows = [row.strip("|").split("|", 1) for row in match.group(1).splitlines()]
    return {name.strip().strip("`"): rest.strip() for name, rest in rows}


def test_settings() -> None:
    rows = table("name")
    assert rows == {name: f"{default} | {meaning}" for name, (default, meaning) in SETTINGS.items()}


def test_error_codes() -> None:
    assert table("error code") == SENTENCES


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("message to the server", messages.CLIENT_EVENTS),
        ("message to the client", messages.SERVER_EVENTS),
        ("command", [request.__struct_config__.tag for request in get_args(messages.CommandRequest)]),
        ("event of a room", [event.__struct_config__.tag for event in get_args(AnyEvent)]),
    ],
)
def test_messages(heading: str, names: list[str]) -> None:
    assert set(table(heading)) == set(names)


def test_notices() -> None:
    assert all(f"`{notice}`" in table("message to the client")["notice"] for notice in messages.NOTICES)


def test_fields_of_configure() -> None:
    row = table("command")["configure"]
    for field in (*messages.ConfigureFields.__struct_fields__, "force"):
        assert f"`{field}`" in row


def test_routes() -> None:
    from app.server.application import Application
    from app.stores.sqlite import SqliteStore

    application = Application(Settings(database=":memory:"), SqliteStore(":memory:"))
    rules = {
        (method, rule.rule.replace("<code>", "<CODE>"))
        for rule in application.flask.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    listed = {("GET", path) for path in table("path")} | {tuple(call.split(" ")) for call in table("call")}
    assert rules == listed
    application.close()


def test_states_of_a_wait() -> None:
    assert set(table("state")) == {"released", "broken", "run_action", "waiting"}


def test_the_two_lines_of_curl_are_a_worker(server: Server) -> None:
    (block,) = re.findall(r"```sh\n(TOKEN=.*?)```", README, re.DOTALL)
    assert len(block.splitlines()) == 2
    room = create_room(server.url, hosted=False, parties=1, names="shown")
    lines = block.replace("http://127.0.0.1:8000", server.url).replace("BRRRRR", str(room["code"]))
    shell = subprocess.run(["sh", "-c", lines], capture_output=True, text=True, timeout=30)
    answer = json.loads(shell.stdout)
    assert (answer["state"], answer["index"]) == ("released", 0)
    workers = http("GET", f"{server.url}/api/rooms/{room['code']}")[1]["workers"]
    assert [(worker["name"], worker["kind"]) for worker in workers] == [("Ana", "program")]
