"""What an earlier release has put into a line, this one reads to the same room: while a release is installed, processes
of both follow the lines, and afterwards rooms of the earlier one go on."""

import base64
import itertools
import json
from pathlib import Path
from typing import Any, get_args

import pytest

from app.core.commands import AnyCommand
from app.core.room import RULES_VERSION
from app.rooms import log as room_log
from app.stores.base import Entry, Loaded
from tests.support.record_lines import FOLDER, recorded, room_as_json
from tests.support.record_logs import round_with_five

PATHS = sorted(FOLDER.glob("*.json"))
reading = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
WHY = "an earlier release makes another room of it: keep what it does, under the rules' version that the room has"


def load(path: Path) -> tuple[Any, list[Entry]]:
    record = json.loads(path.read_text(encoding="utf-8"))
    return record, [Entry(nth, at_ms, text.encode()) for nth, (at_ms, text) in enumerate(record["line"], 1)]


def only_known(here: Any, there: Any) -> Any:
    """What is here, without the fields that are not there: a release may add some."""
    if isinstance(here, dict) and isinstance(there, dict):
        return {key: only_known(value, there.get(key)) for key, value in here.items() if key in there}
    if isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        return [only_known(value, other) for value, other in zip(here, there, strict=True)]
    return here


@reading
def test_a_recorded_line_leads_to_the_recorded_room(path: Path) -> None:
    record, entries = load(path)
    room, number, *_ = room_log.replay(Loaded(None, 0, entries))
    assert number == len(entries)
    assert only_known(room_as_json(room), record["room"]) == record["room"], WHY


@reading
def test_a_recorded_snapshot_and_the_rest_of_the_line_lead_there_too(path: Path) -> None:
    record, entries = load(path)
    halfway = record["halfway"]
    snapshot, number = base64.b64decode(halfway["room"]), halfway["number"]
    room, *_ = room_log.replay(Loaded(snapshot, number, entries[number:], halfway["weight"]))
    assert only_known(room_as_json(room), record["room"]) == record["room"], WHY


@reading
def test_the_commands_are_written_as_an_earlier_release_reads_them(path: Path) -> None:
    for entry in load(path)[1]:
        assert room_log.encode(room_log.decode(entry.command)) == entry.command


@reading
def test_its_rules_are_known(path: Path) -> None:
    assert 1 <= load(path)[0]["room"]["rules"] <= RULES_VERSION


def test_every_command_is_in_a_line() -> None:
    """A new one gets a line, and then every later release is held to it: `python -m tests.support.record_lines`."""
    types = {json.loads(entry.command)["type"] for path in PATHS for entry in load(path)[1]}
    assert types == {command.__struct_config__.tag for command in get_args(AnyCommand)}


def test_some_commands_were_refused_where_they_stood() -> None:
    n_refused = 0
    for path in PATHS:
        states = list(room_log.states(load(path)[1]))
        n_refused += sum(not events and room is before for (before, _), (room, events) in itertools.pairwise(states))
    assert n_refused > 50


def test_what_is_recorded_can_be_written_anew() -> None:
    """So that the next story's record has the form of the others."""
    record = json.loads((FOLDER / "round_with_five.json").read_text(encoding="utf-8"))
    assert recorded(round_with_five()).keys() == record.keys()
