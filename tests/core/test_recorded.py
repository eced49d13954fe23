"""The recorded logs are what the core does today, and folding their events leads where they say."""

import json
from collections.abc import Callable
from typing import get_args

import pytest

from app.core.events import AnyEvent
from tests.support.fold import fold
from tests.support.record_logs import FOLDER, STORIES, text_of
from tests.support.story import Story

telling = pytest.mark.parametrize("tell", STORIES, ids=lambda tell: tell.__name__)


@telling
def test_the_file_is_up_to_date(tell: Callable[[], Story]) -> None:
    path = FOLDER / f"{tell.__name__}.json"
    assert path.read_text(encoding="utf-8") == text_of(tell()), "run `python -m tests.support.record_logs`"


@telling
def test_folding_the_events_gives_the_snapshot(tell: Callable[[], Story]) -> None:
    log = json.loads((FOLDER / f"{tell.__name__}.json").read_text(encoding="utf-8"))
    assert fold(log["before"], log["events"]) == log["after"]


def test_there_is_no_other_log() -> None:
    """A list is a table of cases that other tests read."""
    logs = {
        path.stem
        for path in FOLDER.glob("*.json")
        if not isinstance(json.loads(path.read_text(encoding="utf-8")), list)
    }
    assert logs == {tell.__name__ for tell in STORIES}


def test_every_event_is_in_a_log() -> None:
    """So that no fold, here or in the browser, can forget one."""
    logs = [json.loads((FOLDER / f"{tell.__name__}.json").read_text(encoding="utf-8")) for tell in STORIES]
    recorded = {event["type"] for log in logs for event in log["events"]}
    assert recorded == {event.__struct_config__.tag for event in get_args(AnyEvent)}


def test_every_event_changes_a_snapshot() -> None:
    """One that a fold forgets may be hidden by what comes after it: a withdrawal by the next trip."""
    changing: set[str] = set()
    for tell in STORIES:
        log = json.loads((FOLDER / f"{tell.__name__}.json").read_text(encoding="utf-8"))
        snapshot = log["before"]
        for event in log["events"]:
            after = fold(snapshot, [event])
            if after != snapshot | {"seq": snapshot["seq"] + 1}:
                changing.add(event["type"])
            snapshot = after
    assert changing == {event.__struct_config__.tag for event in get_args(AnyEvent)}
