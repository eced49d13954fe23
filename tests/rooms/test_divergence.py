"""Two processes that have one room compare it with what is stored."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from app.core import commands
from app.rooms import archive
from app.rooms.rooms import Rooms
from app.settings import Settings
from app.stores.base import Line
from app.stores.open_store import open_store
from tests.support.redis_server import needs_redis, running_redis
from tests.support.stage import ManualClock, ManualTimers
from tests.support.threads import until

pytestmark = needs_redis
CODE = "BRRRRR"


class Process(Rooms):
    def __init__(self, line: Line) -> None:
        clock = ManualClock()
        super().__init__(line, clock, ManualTimers(clock), CODE)
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
    one, other = processes
    one.find(CODE)
    before = other.find(CODE)
    for _ in range(9):
        one.seat()
    other.catch_up()
    assert other.find(CODE) is before, "it is the same"
    with before.lock:
        before.room = replace(before.room, seq=before.room.seq + 1)
    for _ in range(5):
        one.seat()
    other.catch_up()
    until(lambda: other.find(CODE) is not before)
    assert other.find(CODE).room == one.find(CODE).room
    assert "it is loaded anew" in caplog.text


def test_a_room_of_another_form_is_not_compared(processes: tuple[Process, Process]) -> None:
    """Another release may give rooms a field more, while processes of both follow one line."""
    one, _ = processes
    for _ in range(5):
        one.seat()
    live = one.find(CODE)
    number, own = live.digest
    one.on_snapshot(CODE, number, "another0:0")
    assert one.find(CODE) is live
    one.on_snapshot(CODE, number, own.partition(":")[0] + ":0")
    assert one.find(CODE) is not live
