"""The one door."""

from collections.abc import Callable, Collection, Iterator

import pytest

from app.core import commands
from app.core.apply import Applied
from app.core.events import AnyEvent, Tripped, WorkerLeft
from app.core.refusals import Refusal
from app.core.room import Room
from app.rooms.archive import SNAPSHOT_EVERY
from app.rooms.housekeeping import FORGET_AFTER_MS, IDLE_MS, NOTE_USE_EVERY_MS, REST_MS, SWEEP_EVERY_MS
from app.rooms.listener import RoomListener
from app.rooms.live_room import NEW_SEATS_BURST, NEW_SEATS_PER_SECOND, ByRoom, LiveRoom
from app.rooms.log import encode
from app.rooms.robots import Robots
from app.rooms.room_timers import TRY_AGAIN_MS
from app.stores.base import StoreError
from app.web.answers import answer_refusal
from tests.support.stage import START_MS, Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        yield stage


def test_the_shared_room_is_there_without_being_made(stage: Stage) -> None:
    assert not stage.rooms.find("BRRRRR").room.is_hosted


def test_a_code_without_a_room_is_refused(stage: Stage) -> None:
    with pytest.raises(Refusal, match="room_not_found"):
        stage.rooms.find("BBBBBB")


def test_what_is_refused_is_not_stored(stage: Stage) -> None:
    ana, _ = stage.seat(2)
    with pytest.raises(Refusal, match="future_generation"):
        stage.arrive(ana, generation=5)
    assert len(list(stage.store.entries("BRRRRR"))) == 3


def test_what_changes_nothing_is_not_stored(stage: Stage) -> None:
    ana, _ = stage.seat(2)
    stage.arrive(ana, ana, ana)
    assert len(list(stage.store.entries("BRRRRR"))) == 4


def test_what_cannot_be_stored_has_not_happened(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = stage.seat(2)
    stage.arrive(ana)
    before = stage.rooms.find("BRRRRR").room

    def fail(*_: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(stage.store, "append", fail)
    with pytest.raises(Refusal, match="unavailable"):
        stage.arrive(ben)
    assert stage.rooms.find("BRRRRR").room == before
    monkeypatch.undo()
    stage.arrive(ben)
    assert stage.rooms.find("BRRRRR").room.barrier.generation == 1


def test_a_room_is_the_same_after_a_restart(stage: Stage) -> None:
    ana, ben, chloe = stage.seat(3)
    stage.arrive(ana, ben)
    before = stage.rooms.find("BRRRRR").room
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == before
    stage.arrive(chloe)
    assert stage.rooms.find("BRRRRR").room.last_release is not None


def test_a_long_log_is_opened_from_its_snapshot(stage: Stage) -> None:
    workers = stage.seat(2)
    for generation in range(SNAPSHOT_EVERY):
        stage.arrive(*workers, generation=generation)
    before = stage.rooms.find("BRRRRR").room
    loaded = stage.store.load("BRRRRR")
    assert loaded is not None
    assert loaded.snapshot is not None
    assert len(loaded.entries) < SNAPSHOT_EVERY
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == before


def test_a_snapshot_that_cannot_be_read_is_made_again_from_the_log(stage: Stage) -> None:
    stage.seat(3)
    before = stage.rooms.find("BRRRRR")
    stage.store.save_snapshot("BRRRRR", before.number, b"of another version", 0)
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == before.room


def test_a_damaged_log_is_said_and_the_other_rooms_go_on(stage: Stage) -> None:
    stage.seat(1)
    stage.store.append("BRRRRR", stage.rooms.find("BRRRRR").number + 1, stage.clock.ms, b"not a command")
    stage.restart()
    with pytest.raises(Refusal, match="damaged") as refused:
        stage.rooms.find("BRRRRR")
    assert refused.value.code == "unavailable"
    assert stage.seat(1, stage.rooms.create(None, commands.Configuration()).code)


def test_a_room_whose_log_has_a_gap_is_not_opened(stage: Stage) -> None:
    stage.seat(1)
    stage.store.append("BRRRRR", 4, START_MS, encode(commands.Join(token_hash="after the gap")))
    stage.restart()
    with pytest.raises(Refusal, match="damaged"):
        stage.rooms.find("BRRRRR")


def test_the_clock_of_a_room_never_runs_backwards(stage: Stage) -> None:
    (ana,) = stage.seat(1)
    stage.clock.ms -= 10_000
    stage.arrive(ana)
    live = stage.rooms.find("BRRRRR")
    assert live.room.barrier.waiting[ana].at_ms >= live.room.workers[ana].joined_at_ms


def test_an_idle_room_leaves_the_memory_and_comes_back(stage: Stage) -> None:
    stage.housekeeping.start()
    ana, _ = stage.seat(2)
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(gone="hold")))
    before = stage.rooms.find("BRRRRR")
    stage.pass_ms(IDLE_MS + 120_000)
    assert len(stage.rooms) == 0
    assert before.is_out_of_memory
    assert {worker.number for worker in stage.rooms.find("BRRRRR").room.workers.values()} == {1, 2}


def test_a_room_that_nobody_touched_for_a_day_is_removed(stage: Stage) -> None:
    stage.housekeeping.start()
    code = stage.rooms.create(None, commands.Configuration()).code
    stage.rooms.find(code)
    stage.pass_ms(FORGET_AFTER_MS + 120_000)
    with pytest.raises(Refusal, match="room_not_found"):
        stage.rooms.find(code)


def test_a_time_limit_breaks_the_barrier(stage: Stage) -> None:
    ana, ben = stage.seat(2)
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(timeout_s=2.0)))
    stage.arrive(ben)
    stage.pass_ms(1999)
    assert stage.rooms.find("BRRRRR").room.barrier.state == "filling"
    stage.pass_ms(1)
    assert stage.rooms.find("BRRRRR").room.barrier.state == "broken"


def test_who_stays_away_is_let_go_and_who_comes_back_is_not(stage: Stage) -> None:
    ana, ben, chloe = stage.seat(3)
    live = stage.rooms.find("BRRRRR")
    live.seated.update({ana: "a", ben: "b", chloe: "c"})
    stage.rooms.submit("BRRRRR", commands.Disconnect(worker=ana))
    stage.rooms.submit("BRRRRR", commands.Disconnect(worker=ben))
    stage.pass_ms(10_000)
    stage.rooms.submit("BRRRRR", commands.Connect(worker=ben))
    stage.pass_ms(25_000)
    assert set(live.room.workers) == {ben, chloe}


def test_a_rule_that_is_set_later_holds_for_those_who_are_away_already(stage: Stage) -> None:
    code = stage.rooms.create(None, commands.Configuration(gone="hold")).code
    ana, ben = stage.seat(2, code)
    live = stage.rooms.find(code)
    live.seated.update({ana: "a", ben: "b"})
    stage.rooms.submit(code, commands.Disconnect(worker=ben))
    stage.pass_ms(60_000)
    assert set(live.room.workers) == {ana, ben}
    stage.rooms.submit(code, commands.Configure(by=ana, configuration=commands.Configuration(gone="let_go")))
    stage.pass_ms(1)
    assert set(live.room.workers) == {ana}


def test_workers_who_do_not_come_back_after_a_restart_are_away(stage: Stage) -> None:
    stage.seat(2)
    stage.restart()
    live = stage.rooms.find("BRRRRR")
    live.seated[1] = "back"
    stage.pass_ms(6_000)
    assert [worker.away_since_ms is None for worker in live.room.workers.values()] == [True, False]


def test_the_history_is_the_log_done_again(stage: Stage) -> None:
    workers = stage.seat(2)
    stage.arrive(*workers)
    states = list(stage.rooms.history("BRRRRR"))
    assert states[-1][0] == stage.rooms.find("BRRRRR").room
    assert sum(len(events) for _, events in states) == states[-1][0].seq


@pytest.fixture
def now_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    time_s = [100.0]
    monkeypatch.setattr("app.lib.limits.time.monotonic", lambda: time_s[0])
    return time_s


def join(stage: Stage, token: str, code: str = "BRRRRR") -> bool:
    """Did a new worker get a seat?"""
    try:
        stage.rooms.submit(code, commands.Join(token_hash=token))
    except Refusal as refusal:
        if answer_refusal(refusal).headers.get("Retry-After") != "1":
            raise
        return False
    return True


def test_a_thousand_people_get_on_within_a_minute(stage: Stage, now_s: list[float]) -> None:
    for nth in range(1000):
        assert join(stage, f"token {nth}")
        now_s[0] += 0.06


def test_a_hall_of_three_hundred_that_comes_at_once_sits_at_once(stage: Stage, now_s: list[float]) -> None:
    assert all(join(stage, f"token {nth}") for nth in range(300))


def test_a_flood_gets_few_seats_and_touches_no_other_room(stage: Stage, now_s: list[float]) -> None:
    assert sum(join(stage, f"flood {nth}") for nth in range(NEW_SEATS_BURST + 200)) == NEW_SEATS_BURST
    now_s[0] += 1
    assert sum(join(stage, f"more {nth}") for nth in range(500)) == NEW_SEATS_PER_SECOND
    assert join(stage, "Ana", stage.rooms.create(None, commands.Configuration()).code)
    assert len(list(stage.store.entries("BRRRRR"))) == 1 + NEW_SEATS_BURST + NEW_SEATS_PER_SECOND


def test_who_is_refused_anyway_takes_no_turn(stage: Stage, now_s: list[float]) -> None:
    (ana,) = stage.seat(1)
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(door="locked")))
    for nth in range(500):
        with pytest.raises(Refusal, match="room_locked"):
            stage.rooms.submit("BRRRRR", commands.Join(token_hash=f"flood {nth}"))
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(door="open")))
    assert join(stage, "Ben")


@pytest.fixture
def fill_the_disk(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def fail(*_: object) -> None:
        raise StoreError("disk full")

    return lambda: monkeypatch.setattr(stage.store, "append", fail)


def test_a_time_limit_that_cannot_be_stored_is_kept_later(
    stage: Stage, fill_the_disk: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = stage.seat(2)
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(timeout_s=2.0)))
    stage.arrive(ben)
    fill_the_disk()
    stage.pass_ms(10_000)
    assert stage.rooms.find("BRRRRR").room.barrier.state == "filling"
    monkeypatch.undo()
    stage.pass_ms(TRY_AGAIN_MS)
    assert stage.rooms.find("BRRRRR").room.barrier.state == "broken"


def test_who_goes_while_nothing_can_be_stored_is_away_later_and_who_is_back_is_not(
    stage: Stage, fill_the_disk: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = stage.seat(2)
    live = stage.rooms.find("BRRRRR")
    fill_the_disk()
    for worker in (ana, ben):
        stage.rooms.submit_quietly("BRRRRR", commands.Disconnect(worker=worker))
    live.seated[ben] = "back"
    monkeypatch.undo()
    stage.pass_ms(TRY_AGAIN_MS)
    assert [worker.away_since_ms is None for worker in live.room.workers.values()] == [False, True]


def test_a_full_disk_and_a_class_that_leaves_make_no_avalanche(
    stage: Stage, fill_the_disk: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = stage.seat(30)
    stage.pass_ms(0)
    fill_the_disk()
    for worker in workers:
        stage.rooms.submit_quietly("BRRRRR", commands.Disconnect(worker=worker))
    for _ in range(20):
        stage.pass_ms(TRY_AGAIN_MS)
        assert len(stage.timers) <= 2
    monkeypatch.undo()
    stage.pass_ms(TRY_AGAIN_MS)
    assert all(worker.away_since_ms is not None for worker in stage.rooms.find("BRRRRR").room.workers.values())


def test_a_limit_of_ten_years_keeps_no_room_in_memory_and_leaves_no_timer(stage: Stage) -> None:
    (ana,) = stage.seat(1)
    stage.housekeeping.start()
    for generation in range(50):
        call = commands.Arrive(worker=ana, generation=generation, timeout_s=3e8)
        stage.rooms.submit("BRRRRR", call)
        stage.rooms.submit("BRRRRR", commands.Reset(by=ana, generation=generation))
    stage.rooms.submit("BRRRRR", commands.Arrive(worker=ana, generation=50, timeout_s=3e8))
    stage.pass_ms(IDLE_MS + 2 * SWEEP_EVERY_MS + REST_MS)
    assert (len(stage.rooms), len(stage.timers)) == (0, 2), "those of the housekeeping"


def test_a_screen_that_is_open_counts_as_use(stage: Stage) -> None:
    stage.seat(1)
    stage.housekeeping.start()
    live = stage.rooms.find("BRRRRR")
    live.screens = 1
    stage.pass_ms(3 * FORGET_AFTER_MS)
    assert stage.rooms.find("BRRRRR") is live
    live.screens = 0
    stage.pass_ms(FORGET_AFTER_MS - 2 * NOTE_USE_EVERY_MS)
    assert stage.rooms.find("BRRRRR").room.epoch == live.room.epoch
    stage.pass_ms(2 * NOTE_USE_EVERY_MS + 2 * SWEEP_EVERY_MS)
    assert stage.rooms.find("BRRRRR").room.epoch > live.room.epoch


class Ears(RoomListener):
    """Notes the events of each change that it hears of."""

    def __init__(self, hears_of: Collection[type[AnyEvent]] | None) -> None:
        self.hears_of = hears_of
        self.heard: list[list[str]] = []

    def on_change(self, _live: LiveRoom, _before: Room, applied: Applied) -> None:
        self.heard.append([type(event).__name__ for event in applied.events])


def test_a_listener_that_fails_keeps_the_news_from_nobody_else(stage: Stage) -> None:
    class Deaf(RoomListener):
        hears_of = None

        def on_change(self, *_: object) -> None:
            raise RuntimeError("no ears")

    ears = Ears(None)
    stage.rooms.listen(Deaf(), ears)
    assert stage.seat(1) == [1]
    assert ears.heard == [["WorkerJoined"]]


def test_who_listens_for_some_events_hears_of_no_other_changes(stage: Stage) -> None:
    ears = Ears((Tripped, WorkerLeft))
    stage.rooms.listen(ears)
    ana, ben = stage.seat(2)
    for worker in (ana, ben):
        stage.rooms.submit("BRRRRR", commands.Arrive(worker=worker, generation=0))
    assert ears.heard == [["Arrived", "Tripped"]]


def test_what_is_kept_by_room_is_its_owners_alone_and_goes_with_the_room(stage: Stage) -> None:
    mine, yours = ByRoom[list[int]](list), ByRoom[list[int]](list)
    live, other = stage.rooms.find("BRRRRR"), stage.rooms.find(stage.rooms.create(None, commands.Configuration()).code)
    mine[live].append(1)
    assert (mine[live], yours[live], mine[other]) == ([1], [], [])
    stage.housekeeping.start()
    stage.pass_ms(IDLE_MS + 2 * SWEEP_EVERY_MS)
    assert mine[stage.rooms.find("BRRRRR")] == []


def test_a_log_that_cannot_be_read_is_refused(stage: Stage) -> None:
    stage.seat(1)
    stage.store.close()
    with pytest.raises(Refusal, match="unavailable"):
        list(stage.rooms.history("BRRRRR"))


def test_timers_hold_on_to_no_room_that_was(stage: Stage) -> None:
    (ana,) = stage.seat(1)
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(timeout_s=3600.0)))
    stage.rooms.listen(Robots(stage.rooms, stage.timers))
    stage.rooms.submit("BRRRRR", commands.AddRobots(by=ana, count=2, pace="slow", seed=1))
    for generation in range(20):
        stage.rooms.submit("BRRRRR", commands.Disconnect(worker=ana))
        stage.rooms.submit("BRRRRR", commands.Connect(worker=ana))
        stage.arrive(ana, generation=generation)
        stage.rooms.submit("BRRRRR", commands.Reset(by=ana, generation=generation))
    pending = [timer.call for timer in stage.timers._heap if timer.call is not None]
    held = [cell.cell_contents for call in pending for cell in call.__closure__ or ()]
    assert len(held) >= len(pending) > 0
    assert not [value for value in held if isinstance(value, Room | LiveRoom)]
    assert len(pending) <= 5, "one for each purpose, however often the room was reset"
