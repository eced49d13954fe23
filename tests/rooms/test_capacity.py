"""How much all rooms together may hold."""

import sys
from collections.abc import Iterator

import pytest

from app.core import commands
from app.core.events import WasReset
from app.core.refusals import Refusal
from app.rooms import archive, capacity
from app.rooms.capacity import CLASS_SIZE, LISTED_BYTES, PAINTED_BYTES
from app.rooms.housekeeping import LOOK_EVERY_MS, RESTED_MS
from app.rooms.live_room import LiveRoom
from tests.support.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.housekeeping.start()
        yield stage


def room_of(stage: Stage, count: int, *, screens: int = 0) -> LiveRoom:
    live = stage.rooms.find(stage.rooms.create(None, commands.Configuration(gone="hold")).code)
    live.screens = screens
    stage.seat(count, live.room.code)
    return live


def test_rooms_that_rest_leave_a_memory_that_is_full_the_longest_first(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = []
    for _ in range(4):
        rooms.append(room_of(stage, 10))
        stage.pass_ms(RESTED_MS + 1000)
    watched, fresh = room_of(stage, 10, screens=1), room_of(stage, 10)
    watched.room = rooms[0].room
    monkeypatch.setattr(capacity, "MAX_BYTES", 5 * stage.rooms.capacity.n_bytes(fresh))
    stage.pass_ms(LOOK_EVERY_MS)
    assert [live.is_out_of_memory for live in rooms] == [True, True, False, False]
    assert not watched.is_out_of_memory and not fresh.is_out_of_memory
    assert not stage.rooms.capacity.is_full
    assert stage.rooms.find(rooms[0].room.code).room == rooms[0].room, "it comes back when somebody asks for it"


def test_a_wait_that_reaches_its_limit_soon_keeps_its_room(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    live = room_of(stage, 2)
    stage.rooms.submit(live.room.code, commands.Arrive(worker=1, generation=0, timeout_s=60))
    monkeypatch.setattr(capacity, "MAX_BYTES", 1)
    stage.pass_ms(61_000)
    assert live.room.barrier.state == "broken"


def test_a_memory_that_stays_full_takes_classes_but_no_halls(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = room_of(stage, 5, screens=1), room_of(stage, CLASS_SIZE + 1, screens=1)
    unwatched = room_of(stage, CLASS_SIZE + 1)
    monkeypatch.setattr(capacity, "MAX_BYTES", 1)
    stage.pass_ms(2 * RESTED_MS)
    assert stage.seat(1, small.room.code)
    for code, command in (
        (large.room.code, commands.Join(token_hash="one more")),
        (small.room.code, commands.AddRobots(by=1, count=1_000, seed=1)),
    ):
        with pytest.raises(Refusal, match="room_full"):
            stage.rooms.submit(code, command)
    stage.rooms.submit(small.room.code, commands.AddRobots(by=1, count=4, seed=1))
    with pytest.raises(Refusal, match="server is full"):
        stage.rooms.create(None, commands.Configuration())
    with pytest.raises(Refusal, match="server is full"):
        stage.rooms.find(unwatched.room.code)
    monkeypatch.undo()
    stage.pass_ms(LOOK_EVERY_MS)
    assert stage.rooms.find(unwatched.room.code).room.workers
    assert stage.seat(1, large.room.code) and stage.rooms.create(None, commands.Configuration())


def test_on_a_disk_that_is_nearly_full_rooms_go_on_and_no_new_one_begins(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = room_of(stage, 1)
    monkeypatch.setattr(stage.store, "is_nearly_full", lambda: True)
    stage.pass_ms(LOOK_EVERY_MS)
    with pytest.raises(Refusal, match="nearly full") as refused:
        stage.rooms.create(None, commands.Configuration())
    assert refused.value.code == "unavailable"
    assert stage.seat(1, live.room.code)
    monkeypatch.undo()
    stage.pass_ms(LOOK_EVERY_MS)
    assert stage.rooms.create(None, commands.Configuration())


def test_on_a_disk_that_is_nearly_full_long_logs_get_shorter(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    live = room_of(stage, 2)
    monkeypatch.setattr(archive, "MARK_EVERY_BYTES_ON_A_FULL_DISK", 10_000)

    def n_entries_after_use() -> int:
        for _ in range(200):
            generation = live.room.barrier.generation
            stage.rooms.submit(live.room.code, commands.Reset(by=1, generation=generation))
        stage.pass_ms(LOOK_EVERY_MS)
        return len(list(stage.store.entries(live.room.code)))

    before = n_entries_after_use()
    assert before > 200
    monkeypatch.setattr(stage.store, "is_nearly_full", lambda: True)
    stage.pass_ms(LOOK_EVERY_MS)
    assert n_entries_after_use() < before / 2


def test_a_room_keeps_out_only_so_many_until_they_are_let_in_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are copied with every one more, and stored with the room."""
    monkeypatch.setattr(capacity, "MOST_KEPT_OUT", 2)
    code = stage.rooms.create(None, commands.Configuration()).code
    ana, ben, chloe, dan, eve = stage.seat(5, code)
    live = stage.rooms.find(code)
    n_bytes = stage.rooms.capacity.n_bytes
    n_before = n_bytes(live)
    for worker in (ben, chloe):
        stage.rooms.submit(code, commands.Drop(by=ana, worker=worker, keep_out=True))
    assert n_bytes(live) > n_before - 2 * capacity.WORKER_BYTES + 2 * capacity.KEPT_OUT_BYTES
    with pytest.raises(Refusal, match="keeps out as many as it can") as refused:
        stage.rooms.submit(code, commands.Drop(by=ana, worker=dan, keep_out=True))
    assert refused.value.code == "unavailable" and dan in live.room.workers
    stage.rooms.submit(code, commands.Drop(by=ana, worker=dan))
    stage.rooms.submit(code, commands.LetIn(by=ana))
    stage.rooms.submit(code, commands.Drop(by=ana, worker=eve, keep_out=True))
    assert len(live.room.kept_out) == 1


def test_a_room_is_as_large_as_what_its_events_list(stage: Stage) -> None:
    live, n_bytes = room_of(stage, 100), stage.rooms.capacity.n_bytes
    before, n_events = n_bytes(live), len(live.recent)
    for _ in range(10):
        generation = live.room.barrier.generation
        stage.arrive(*range(1, 100), generation=generation, code=live.room.code)
        stage.rooms.submit(live.room.code, commands.Reset(by=1, generation=generation))
    more = n_bytes(live) - before - capacity.EVENT_BYTES * (len(live.recent) - n_events)
    n_kept = sum(isinstance(event, WasReset) for event in live.recent)
    assert more == n_kept * 99 * LISTED_BYTES > 0


def test_a_room_is_as_large_as_the_strips_of_its_mural(stage: Stage) -> None:
    live, n_bytes = room_of(stage, 100), stage.rooms.capacity.n_bytes
    code = live.room.code
    stage.rooms.submit(code, commands.Configure(by=1, configuration=commands.Configuration(parties=99)))
    stage.arrive(*range(1, 100), code=code)
    stage.rooms.submit(code, commands.SetMural(by=1, gate="barrier"))
    live.recent.clear()
    before = n_bytes(live)
    stage.arrive(*range(1, 100), generation=1, code=code)
    live.recent.clear()
    assert n_bytes(live) - before == 100 * PAINTED_BYTES


def test_a_room_is_as_large_as_the_tickets_of_its_programs(stage: Stage) -> None:
    live, n_bytes, tickets = (
        room_of(stage, 2),
        stage.rooms.capacity.n_bytes,
        ["\N{BUS}" * 99 + str(n) for n in range(3)],
    )
    sizes = []
    for n_tickets, ticket in enumerate(tickets):
        stage.rooms.submit(live.room.code, commands.Arrive(worker=1, generation=n_tickets, ticket=ticket))
        stage.arrive(2, generation=n_tickets, code=live.room.code)
        live.recent.clear()
        sizes.append(n_bytes(live))
        assert live.room.workers[1].spent_tickets == tuple(tickets[:n_tickets])
    assert sizes[2] - sizes[1] == sizes[1] - sizes[0] == sys.getsizeof(tickets[0]) > 400
