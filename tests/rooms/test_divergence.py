"""Two processes that have one room compare it with what is stored."""

from collections.abc import Iterator

import pytest
from msgspec.inspect import FrozenSetType, SetType, StructType, type_info
from msgspec.structs import replace

from app.core import commands
from app.core.room import Room
from app.rooms import archive
from app.rooms.log import digest
from app.rooms.peers import Peers
from app.rooms.rooms import Rooms
from app.settings import Settings
from app.stores.base import Line
from app.stores.open_store import open_store
from tests.support.redis_server import needs_redis, running_redis
from tests.support.stage import ManualClock, ManualTimers
from tests.support.story import Story
from tests.support.threads import until

pytestmark = needs_redis
CODE = "BRRRRR"


class Process(Rooms):
    def __init__(self, line: Line) -> None:
        clock = ManualClock()
        super().__init__(line, clock, ManualTimers(clock), CODE, Peers(is_shared=True))
        self.line = line

    def seat(self) -> None:
        self.submit(CODE, commands.Join(token_hash=f"{self.process} {len(self.find(CODE).room.workers)}"))

    def catch_up(self) -> None:
        """With the line, and with what others have said about it."""
        self.line.check()
        self.line.take_tokens("after all that was pushed", 0, 1, 1)


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Process, Process]]:
    monkeypatch.setattr(archive, "SNAPSHOT_EVERY", 5)
    with running_redis() as redis:
        lines = [open_store(Settings(redis_url=redis.url)) for _ in range(2)]
        yield Process(lines[0]), Process(lines[1])
        for line in lines:
            line.close()


def test_who_has_another_room_than_the_store_loads_it_anew(
    processes: tuple[Process, Process], caplog: pytest.LogCaptureFixture
) -> None:
    this, other = processes
    this.find(CODE)
    before = other.find(CODE)
    for _ in range(9):
        this.seat()
    other.catch_up()
    assert other.find(CODE) is before, "it is the same"
    with before.lock:
        before.room = replace(before.room, seq=before.room.seq + 1)
    for _ in range(5):
        this.seat()
    other.catch_up()
    until(lambda: other.find(CODE) is not before)
    assert other.find(CODE).room == this.find(CODE).room
    assert "it is loaded anew" in caplog.text


def test_a_room_of_another_form_is_not_compared(processes: tuple[Process, Process]) -> None:
    """Another release may give rooms a field more, while processes of both follow one line."""
    this, _ = processes
    for _ in range(5):
        this.seat()
    live = this.find(CODE)
    number, own = this.archive._logs[live].digest
    this.on_snapshot(CODE, number, "another0:0")
    assert this.find(CODE) is live
    this.on_snapshot(CODE, number, own.partition(":")[0] + ":0")
    assert this.find(CODE) is not live


def test_a_digest_sorts_every_set_of_a_room() -> None:
    """Each process keeps the texts in a set in an order of its own."""
    room = type_info(Room)
    assert isinstance(room, StructType)
    assert [field.name for field in room.fields if has_set(field.type)] == ["kept_out"]
    kept_out = ["aaa", "bbb", "ccc", "ddd"]
    rooms = [one_room(frozenset(order)) for order in (kept_out, kept_out[::-1])]
    assert digest(rooms[0]) == digest(rooms[1]) != digest(one_room(frozenset(kept_out[1:])))


def has_set(value: object) -> bool:
    """Is there a set in values of this type, however deep?"""
    if isinstance(value, SetType | FrozenSetType):
        return True
    if isinstance(value, list | tuple):
        return any(map(has_set, value))
    return hasattr(value, "__struct_fields__") and any(
        has_set(getattr(value, name)) for name in value.__struct_fields__
    )


def one_room(kept_out: frozenset[str]) -> Room:
    return replace(Story().room, kept_out=kept_out)
