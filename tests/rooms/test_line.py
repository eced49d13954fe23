"""Rooms on a line that is elsewhere: it answers later, dates by a clock of its own, and has others who write to it."""

from collections.abc import Iterator

import pytest

from app.core import commands
from app.core.commands import AnyCommand
from app.core.refusals import Refusal
from app.rooms.handed import Outcome, UnknownError
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.room_timers import TOO_EARLY_MS, TRY_AGAIN_MS
from app.stores.base import Entry, StoreError
from tests.support.slow_line import SlowLine
from tests.support.stage import Stage

CODE = "BRRRRR"


@pytest.fixture
def line() -> SlowLine:
    return SlowLine()


@pytest.fixture
def stage(line: SlowLine) -> Iterator[Stage]:
    with Stage(line) as stage:
        yield stage


def hand_over(stage: Stage, command: AnyCommand) -> list[Outcome]:
    """What has come of it, when something has."""
    outcomes: list[Outcome] = []
    with stage.rooms.held(CODE) as live:
        stage.rooms.hand_over(live, command, outcomes.append)
    return outcomes


def arrival(worker: int, generation: int = 0) -> commands.Arrive:
    return commands.Arrive(worker=worker, generation=generation)


def test_nothing_has_happened_before_it_has_come_out_of_the_line(stage: Stage, line: SlowLine) -> None:
    ana, _ = stage.seat(2)
    line.is_open = False
    outcomes = hand_over(stage, arrival(ana))
    assert (outcomes, stage.rooms.find(CODE).room.barrier.waiting) == ([], {})
    line.let_through()
    assert isinstance(outcomes[0], tuple) and outcomes[0].answer["index"] == 0
    assert list(stage.rooms.find(CODE).room.barrier.waiting) == [ana]


def test_two_who_go_in_together_come_out_in_order_and_the_last_trips(stage: Stage, line: SlowLine) -> None:
    ana, ben = stage.seat(2)
    line.is_open = False
    outcomes = hand_over(stage, arrival(ana)), hand_over(stage, arrival(ben))
    line.let_through()
    assert [outcome[0].answer["index"] for outcome in outcomes if isinstance(outcome[0], tuple)] == [0, 1]
    assert stage.rooms.find(CODE).room.barrier.generation == 1


def test_a_refusal_never_comes_from_an_old_copy(stage: Stage, line: SlowLine) -> None:
    ana, ben = stage.seat(2)
    line.is_behind = True
    line.others = [arrival(ana), arrival(ben)]
    outcome = hand_over(stage, arrival(ana, 1))[0]
    assert isinstance(outcome, tuple) and outcome.answer["generation"] == 1
    (refused,) = hand_over(stage, arrival(ana, 7))
    assert isinstance(refused, Refusal) and refused.code == "future_generation"


def test_what_the_store_refuses_later_is_unavailable(stage: Stage, line: SlowLine) -> None:
    ana, _ = stage.seat(2)
    line.is_open = False
    outcomes = hand_over(stage, arrival(ana))
    stage.rooms.on_refused(CODE, line.waiting.pop()[2], StoreError("full"))
    assert isinstance(outcomes[0], Refusal) and outcomes[0].code == "unavailable"


def test_what_is_not_known_is_no_refusal(stage: Stage, line: SlowLine) -> None:
    ana, _ = stage.seat(2)
    line.is_open = False
    outcomes = hand_over(stage, arrival(ana))
    stage.rooms.on_unknown(CODE, line.waiting[0][2])
    assert isinstance(outcomes[0], UnknownError)


def test_what_comes_out_when_the_room_has_left_the_memory_is_not_known(stage: Stage, line: SlowLine) -> None:
    ana, _ = stage.seat(2)
    line.is_open = False
    outcomes = hand_over(stage, arrival(ana))
    with stage.rooms.held(CODE) as live:
        stage.rooms.put_out(live)
    line.follow(CODE, live.number)
    line.let_through()
    assert isinstance(outcomes[0], UnknownError)
    assert list(stage.rooms.find(CODE).room.barrier.waiting) == [ana], "it has happened"


def test_a_limit_that_the_lines_clock_has_not_reached_ends_later(stage: Stage, line: SlowLine) -> None:
    ana, ben = stage.seat(2)
    stage.rooms.submit(CODE, commands.Configure(by=ana, configuration=commands.Configuration(timeout_s=2.0)))
    stage.arrive(ben)
    line.behind_ms = 80
    stage.pass_ms(2_000)
    assert stage.rooms.find(CODE).room.barrier.state == "filling"
    stage.pass_ms(2 * TOO_EARLY_MS)
    assert stage.rooms.find(CODE).room.barrier.state == "broken"


@pytest.mark.parametrize("turn_s", [10.0, 0.0], ids=["in one turn", "one a turn"])
def test_a_seat_that_is_not_yet_due_by_the_lines_clock_goes_later(
    stage: Stage, line: SlowLine, turn_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.lib.turns.TURN_S", turn_s)
    ana, ben = stage.seat(2)
    live = stage.rooms.find(CODE)
    live.seated.update({ana: "a", ben: "b"})
    stage.rooms.submit(CODE, commands.Disconnect(worker=ben))
    line.behind_ms = 80
    stage.pass_ms(30_000)
    assert set(live.room.workers) == {ana, ben}
    stage.pass_ms(2 * TOO_EARLY_MS)
    assert set(live.room.workers) == {ana}


def test_what_a_timer_does_not_know_is_tried_again(stage: Stage, line: SlowLine) -> None:
    ana, ben = stage.seat(2)
    stage.rooms.find(CODE).seated.update({ana: "a"})
    line.is_open = False
    stage.rooms.post(CODE, commands.Disconnect(worker=ben))
    stage.rooms.on_unknown(CODE, line.waiting.pop()[2])
    line.is_open = True
    stage.pass_ms(TRY_AGAIN_MS)
    assert stage.rooms.find(CODE).room.workers[ben].away_since_ms is not None


def test_a_long_log_is_marked_by_the_one_whose_entry_it_is(
    stage: Stage, line: SlowLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.rooms.archive.MARK_EVERY_BYTES", 1_000)
    marks: list[int] = []
    monkeypatch.setattr(line, "mark", lambda _code, number, _room: marks.append(number))
    ana, _ = stage.seat(2)
    live = stage.rooms.find(CODE)
    log = stage.rooms.archive._logs[live]
    line.is_behind, log.weight = True, 990
    line.others = [arrival(ana)]
    assert isinstance(hand_over(stage, arrival(ana, 5))[0], Refusal)
    assert (marks, log.weight) == ([], 0), "another process has marked it"
    log.weight = 990
    stage.rooms.submit(CODE, commands.Disconnect(worker=ana))
    assert (marks, log.weight) == ([live.number], 0)


class Witness(RoomListener):
    def __init__(self) -> None:
        self.forked: list[LiveRoom] = []

    def on_fork(self, live: LiveRoom) -> None:
        self.forked.append(live)


def test_a_copy_that_is_not_what_the_store_has_is_given_up(stage: Stage) -> None:
    witness = Witness()
    stage.rooms.listeners.add(witness)
    stage.seat(2)
    before = stage.rooms.find(CODE)
    epoch, workers = before.room.epoch, before.room.workers
    stage.pass_ms(1_000)
    stage.rooms.on_fork(CODE, "run 2")
    assert witness.forked == [before] and before.is_out_of_memory
    after = stage.rooms.find(CODE)
    assert after is not before
    assert after.room.epoch > epoch, "another epoch is another log"
    assert after.room.workers == workers
    stage.rooms.on_fork(CODE, "run 2")
    assert stage.rooms.find(CODE).room.epoch == after.room.epoch, "once for each run"


def test_a_room_with_an_entry_of_a_newer_version_is_closed_here(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    live = stage.rooms.find("BRRRRR")
    stage.rooms.on_entry("BRRRRR", Entry(live.number + 1, 0, b'{"type": "of_tomorrow"}'), None)
    assert live.is_out_of_memory
    assert "a newer version has written it" in caplog.text


def test_what_the_rules_refuse_is_unavailable_where_the_line_cannot_be_read(stage: Stage, line: SlowLine) -> None:
    """Nobody hears of a refusal that comes from an old copy."""
    ana, _ = stage.seat(2)
    line.is_behind = line.is_cut_off = True
    [outcome] = hand_over(stage, arrival(ana, generation=1))
    assert isinstance(outcome, Refusal) and outcome.code == "unavailable"


def test_where_only_the_beginning_of_a_line_is_missing_it_is_loaded_anew_and_nobody_else_notices(
    stage: Stage, line: SlowLine
) -> None:
    before = stage.rooms.find(CODE)
    stage.rooms.on_fork(CODE, None)
    live = stage.rooms.find(CODE)
    assert live is not before
    assert live.room == before.room
