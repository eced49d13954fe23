"""What becomes due in a room: time limits, seats that are given up, and what could not be stored."""

from collections.abc import Callable

import pytest

from app.core import commands
from app.core.room import Room
from app.rooms.housekeeping import IDLE_MS, REST_MS, SWEEP_EVERY_MS
from app.rooms.live_room import LiveRoom
from app.rooms.robots import Robots
from app.rooms.room_timers import TRY_AGAIN_MS
from app.stores.base import StoreError
from tests.support.stage import Stage


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


@pytest.fixture
def fill_the_disk(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def fail(*_: object) -> None:
        raise StoreError("disk full")

    return lambda: monkeypatch.setattr(stage.store, "hand_over", fail)


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
        stage.rooms.post("BRRRRR", commands.Disconnect(worker=worker))
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
        stage.rooms.post("BRRRRR", commands.Disconnect(worker=worker))
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


def test_timers_hold_on_to_no_room_that_was(stage: Stage) -> None:
    (ana,) = stage.seat(1)
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(timeout_s=3600.0)))
    stage.rooms.listeners.add(Robots(stage.rooms, stage.timers))
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
