"""How rooms come into memory: what it costs, and who waits meanwhile."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from app.core import commands
from app.core.commands import Configuration
from app.core.refusals import Refusal
from app.core.rules import MAX_WORKERS
from app.rooms import archive
from app.rooms.archive import SNAPSHOT_EVERY_MS
from app.rooms.live_room import LiveRoom
from app.rooms.log import replay
from app.stores.base import Loaded
from app.stores.sqlite import SqliteStore
from tests.support.stage import Stage
from tests.support.threads import until

N_DEAR = 60


class SlowStore(SqliteStore):
    """Loads the room with the `slow_code` when it `may_load`; counts how often."""

    slow_code = ""
    n_loaded = 0

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.may_load = threading.Event()

    def load(self, code: str) -> Loaded | None:
        loaded = super().load(code)
        if code == self.slow_code:
            self.n_loaded += 1
            assert self.may_load.wait(10)
        return loaded


@pytest.fixture
def store() -> SlowStore:
    return SlowStore()


@pytest.fixture
def slow(store: SlowStore) -> Iterator[Stage]:
    """A room of which nothing is in memory, and which is slow to load."""
    with Stage(store) as stage:
        store.slow_code = stage.rooms.create(None, Configuration()).code
        yield stage


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def hide_and_show(stage: Stage, code: str) -> None:
    """A full room in which each of these commands looks at all names, and tells next to nothing."""
    stage.rooms.submit(code, commands.AddRobots(by="host", count=MAX_WORKERS, seed=1, pace="slow"))
    for nth in range(N_DEAR):
        names = Configuration(names="hidden" if nth % 2 == 0 else "shown")
        stage.rooms.submit(code, commands.Configure(by="host", configuration=names))


def cost_of_opening_ms(stage: Stage, code: str) -> float:
    loaded = stage.store.load(code)
    assert loaded is not None
    return replay(loaded).redo_ms


def opened(pool: ThreadPoolExecutor, store: SlowStore, stage: Stage) -> Future[LiveRoom]:
    """The slow room, asked for by somebody who waits now."""
    asked = pool.submit(stage.rooms.find, store.slow_code)
    until(lambda: store.n_loaded > 0)
    return asked


def test_after_dear_commands_a_room_is_stored_sooner(stage: Stage) -> None:
    code = stage.rooms.create("hash", Configuration()).code
    hide_and_show(stage, code)
    assert cost_of_opening_ms(stage, code) < SNAPSHOT_EVERY_MS
    before = stage.rooms.find(code).room
    stage.restart()
    assert stage.rooms.find(code).room == before


def test_a_room_that_was_dear_to_open_is_not_dear_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that an older version has kept."""
    code = stage.rooms.create("hash", Configuration()).code
    monkeypatch.setattr(archive, "SNAPSHOT_EVERY_MS", 1e9)
    hide_and_show(stage, code)
    monkeypatch.undo()
    assert cost_of_opening_ms(stage, code) > 2 * SNAPSHOT_EVERY_MS
    stage.restart()
    stage.rooms.find(code)
    assert cost_of_opening_ms(stage, code) == 0


def test_arrivals_are_cheap_to_do_again(stage: Stage) -> None:
    workers = stage.seat(100)
    before_ms = cost_of_opening_ms(stage, "BRRRRR")
    stage.arrive(*workers[1:])
    assert cost_of_opening_ms(stage, "BRRRRR") - before_ms < len(workers) * 0.03
    before_ms = cost_of_opening_ms(stage, "BRRRRR")
    stage.arrive(workers[0])
    assert cost_of_opening_ms(stage, "BRRRRR") - before_ms > 0.1, "all go"


def test_who_opens_the_same_room_waits_for_the_same_replay(
    slow: Stage, store: SlowStore, pool: ThreadPoolExecutor
) -> None:
    first = opened(pool, store, slow)
    others = [pool.submit(slow.rooms.find, store.slow_code) for _ in range(3)]
    store.may_load.set()
    assert all(other.result(10) is first.result(10) for other in others)
    assert store.n_loaded == 1


def test_other_rooms_are_opened_and_removed_meanwhile(slow: Stage, store: SlowStore, pool: ThreadPoolExecutor) -> None:
    first = opened(pool, store, slow)
    other = slow.rooms.create(None, Configuration()).code
    assert pool.submit(slow.rooms.find, other).result(10).room.code == other
    assert pool.submit(slow.rooms.remove, lambda: [other]).result(10)
    store.may_load.set()
    assert first.result(10).room.code == store.slow_code


def test_a_room_that_is_removed_while_it_is_opened_is_not_there(
    slow: Stage, store: SlowStore, pool: ThreadPoolExecutor
) -> None:
    first = opened(pool, store, slow)
    slow.rooms.remove(lambda: store.remove_untouched(slow.clock.ms + 1))
    store.may_load.set()
    with pytest.raises(Refusal, match="room_not_found"):
        first.result(10)
    assert not slow.rooms.in_memory(store.slow_code)


def test_all_who_wait_hear_that_a_room_cannot_be_opened(
    slow: Stage, store: SlowStore, pool: ThreadPoolExecutor
) -> None:
    store._db.execute("UPDATE entry SET command = x'00' WHERE code = ?", (store.slow_code,))
    first = opened(pool, store, slow)
    other = pool.submit(slow.rooms.find, store.slow_code)
    store.may_load.set()
    for asked in (first, other):
        with pytest.raises(Refusal, match="damaged"):
            asked.result(10)
