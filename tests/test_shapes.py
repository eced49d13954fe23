"""What a screen gets is documented and mirrored, key by key: the stories of the recorded logs show every key."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

import pytest

from app.core.apply import apply
from app.core.events import AnyEvent, Event
from app.core.mural_view import Asker
from app.core.room import Room
from app.core.rules import RULES
from app.core.snapshot import brief, snapshot, you
from app.release.tally import Tally
from app.wire import messages
from tests.support import typescript
from tests.support.documents import table
from tests.support.record_logs import STORIES
from tests.support.story import Story

PROTOCOL = "core/protocol.ts"
ROOM = "core/protocol_room.ts"
LESSON = "core/protocol_lesson.ts"
DRILL = "core/protocol_drill.ts"

SHAPES = {
    "snapshot": [(PROTOCOL, "Snapshot"), (LESSON, "LessonView"), (ROOM, "Rules")],
    "barrier": [(ROOM, "Barrier")],
    "broken": [(ROOM, "Broken")],
    "worker": [(ROOM, "Worker")],
    "waiter": [(ROOM, "Waiter")],
    "release": [(ROOM, "Release")],
    "brief": [(PROTOCOL, "Brief"), (LESSON, "LessonView")],
    "you": [(PROTOCOL, "You")],
    "spread": [(PROTOCOL, "Spread")],
    "lesson": [(LESSON, "LessonPlace")],
    "asking": [(LESSON, "Asking")],
    "result": [(LESSON, "AskingResult")],
    "turned": [(LESSON, "TurnedCard")],
    "card": [(LESSON, "HeldCard")],
    "mural of a snapshot": [(LESSON, "MuralState")],
    "mural of a brief": [(LESSON, "MuralBrief")],
    "strip": [(LESSON, "YourStrip")],
    "drill of a snapshot": [(DRILL, "DrillState")],
    "drill of a brief": [(DRILL, "DrillBrief")],
    "seat": [(DRILL, "YourSeat")],
    "face": [(DRILL, "SeatPerson")],
}
"""What the browser's side calls each: the fields of these interfaces together."""


@pytest.mark.parametrize("shape", SHAPES)
def test_the_browser_knows_every_key(shape: str) -> None:
    assert set.union(*(typescript.keys(*interface) for interface in SHAPES[shape])) == seen()[shape]


@pytest.mark.parametrize(
    ("heading", "shapes"),
    [
        ("key of a snapshot", ["snapshot"]),
        ("key of a barrier", ["barrier"]),
        ("key of a brief", ["brief"]),
        ("key of `you`", ["you"]),
        ("key of a spread", ["spread"]),
        ("key of a mural", ["mural of a snapshot", "mural of a brief"]),
        ("key of a drill", ["drill of a snapshot", "drill of a brief"]),
    ],
)
def test_every_key_is_documented(heading: str, shapes: list[str]) -> None:
    documented = [key for cell in table(heading) for key in re.findall(r"\w+", cell)]
    assert sorted(documented) == sorted(set.union(*(seen()[shape] for shape in shapes)))


@pytest.mark.parametrize(
    ("heading", "key", "shape"),
    [
        ("key of a snapshot", "workers", "worker"),
        ("key of a snapshot", "last_release", "release"),
        ("key of a barrier", "waiting", "waiter"),
        ("key of a brief", "last", "last of a brief"),
        ("key of `you`", "waiting", "waiting of you"),
        ("key of `you`", "last", "last of you"),
        ("key of a lesson", "lesson", "lesson"),
        ("key of a lesson", "asking", "asking"),
        ("key of a lesson", "turned", "turned"),
    ],
)
def test_every_key_of_a_value_is_documented(heading: str, key: str, shape: str) -> None:
    assert seen()[shape] <= set(re.findall(r"`(\w+)`", table(heading)[key]))


def test_every_key_of_a_lesson_is_documented() -> None:
    assert set(table("key of a lesson")) == typescript.keys(LESSON, "LessonView") | {"still_ms"}


@pytest.mark.parametrize("request_type", get_args(messages.CommandRequest), ids=lambda t: t.__struct_config__.tag)
def test_fields_of_a_command(request_type: Any) -> None:
    fields = table("command")[request_type.__struct_config__.tag].split("|")[0]
    assert named(fields) == set(request_type.__struct_fields__)


@pytest.mark.parametrize("event", get_args(AnyEvent), ids=lambda t: t.__struct_config__.tag)
def test_fields_of_an_event(event: Any) -> None:
    fields = table("event of a room")[event.__struct_config__.tag].rstrip("|")
    rules = set() if event.__struct_config__.tag != "configured" else set(RULES)
    assert named(fields) == set(event.__struct_fields__) - set(Event.__struct_fields__) - rules


@pytest.mark.parametrize(
    ("message", "request_type"),
    [
        ("join", messages.JoinRequest),
        ("clock", messages.ClockRequest),
        ("sync", messages.SyncRequest),
        ("shown", messages.ShownRequest),
    ],
)
def test_fields_of_a_message(message: str, request_type: Any) -> None:
    payload = table("message to the server")[message].split("|")[0]
    assert named(payload) == set(request_type.__struct_fields__)


def named(cell: str) -> set[str]:
    """The fields in a cell: what stands in parentheses are their values."""
    return set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", cell)))


@cache
def seen() -> dict[str, set[str]]:
    """The keys of each shape in all moments of all stories."""
    keys: dict[str, set[str]] = defaultdict(set)
    keys["spread"] = set(Tally(0, 1, 0, 0, frozenset()).message())
    for tell in STORIES:
        for room in moments(tell()):
            for shape, value in shapes_of(room):
                keys[shape] |= value.keys()
    return keys


def moments(story: Story) -> Iterator[Room]:
    """Every room on the story's way."""
    room = story.first
    yield room
    for command, at_ms in story.log:
        room = apply(room, command, at_ms)[0]
        yield room


def shapes_of(room: Room) -> Iterator[tuple[str, dict[str, Any]]]:
    whole = snapshot(room, 0)
    yield from (("snapshot", whole), ("barrier", whole["barrier"]))
    yield from (("worker", worker) for worker in whole["workers"])
    yield from (("waiter", waiter) for waiter in whole["barrier"]["waiting"])
    for shape, value in (
        ("broken", whole["barrier"]["broken"]),
        ("release", whole["last_release"]),
        ("mural of a snapshot", whole.get("mural")),
        ("drill of a snapshot", whole.get("drill")),
    ):
        if value:
            yield shape, value
    for asker in (None, Asker(run=0)):
        short = brief(room, asker=asker)
        yield "brief", short
        for key in ("lesson", "asking", "turned"):
            if short.get(key):
                yield key, short[key]
        for key in ("mural", "drill", "last"):
            if short.get(key):
                yield f"{key} of a brief", short[key]
        yield from (("result", result) for result in (short.get("asking") or {}).get("results") or ())
    for number in room.workers:
        own = you(room, number, "worker", "token")
        yield "you", own
        yield from ((key, own[key]) for key in ("card", "strip", "seat") if own.get(key))
        yield from ((f"{key} of you", own[key]) for key in ("waiting", "last") if own[key])
        yield from (("face", face) for face in (own.get("seat") or {}).get("faces", ()))
