"""The documents list every setting, route, message, command, event and error code, and nothing that does not exist."""

import json
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from app.core.events import AnyEvent
from app.core.refusals import SENTENCES
from app.settings import SETTINGS, Settings
from app.stores.base import Durability
from app.wire import messages
from tests.support.clients import create_room, http
from tests.support.documents import OPERATIONS, PROTOCOL, README, table
from tests.support.running import ROOT, Server

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("app/", "static/", "tests/", "trials/", "docs/", "bin/", "templates/")
BUILT = ("static/dist/", "tests/pictures/")
"""Not in the repository."""


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_headings(path: Path) -> None:
    for target, place in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", path.read_text()):
        text = (path.parent / target if target else path).read_text()
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        assert place in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, place


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_named_files_exist(path: Path) -> None:
    for name in re.findall(r"`([\w./-]+)`", path.read_text()):
        if name.startswith(FOLDERS) and not name.startswith(BUILT):
            assert (ROOT / name).exists(), name


def test_every_target_of_make_is_documented() -> None:
    (targets,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = set(re.findall(r"`make ([a-z]+)`", README + OPERATIONS))
    assert named == set(targets.split()) - {"setup", "setup-dev"}


def test_settings() -> None:
    rows = table("name", README)
    assert rows == {name: f"{default} | {meaning}" for name, (default, meaning) in SETTINGS.items()}


def test_what_acknowledged_means_on_each_store() -> None:
    assert set(table("`durability`", OPERATIONS)) == set(get_args(Durability))


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
    assert all(f"`{notice}`" in table("message to the client")["notice"] for notice in get_args(messages.NoticeType))


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
    source = (ROOT / "app" / "web" / "long_polls.py").read_text()
    assert set(table("state")) == set(re.findall(r'"state": "(\w+)"', source))


def test_lines_for_a_shell_run_in_cmd_too_and_say_when_they_fail() -> None:
    """cmd.exe knows no single quotes; without -f, curl writes the page of an error into the file."""
    for block in re.findall(r"```sh\n(.*?)```", README + PROTOCOL, re.DOTALL):
        for line in block.splitlines():
            assert "TOKEN" in line or "'" not in line, line
            assert not re.search(r"curl (?!-f)", line), line


def test_the_two_lines_of_curl_are_a_worker(server: Server) -> None:
    (block,) = re.findall(r"```sh\n(TOKEN=.*?)```", PROTOCOL, re.DOTALL)
    assert len(block.splitlines()) == 2
    room = create_room(server.url, hosted=False, parties=1, names="shown")
    lines = block.replace("http://127.0.0.1:8000", server.url).replace("BRRRRR", str(room["code"]))
    shell = subprocess.run(["sh", "-c", lines], capture_output=True, text=True, timeout=30)
    answer = json.loads(shell.stdout)
    assert (answer["state"], answer["index"]) == ("released", 0)
    workers = http("GET", f"{server.url}/api/rooms/{room['code']}")[1]["workers"]
    assert [(worker["name"], worker["kind"]) for worker in workers] == [("Ana", "program")]


def test_the_core_lists_its_files() -> None:
    core = ROOT / "app" / "core"
    named = set(re.findall(r"`(\w+\.py)`", (core / "README.md").read_text()))
    assert named == {path.name for path in core.glob("*.py")} - {"__init__.py"}
