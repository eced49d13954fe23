"""Whether programs are there, in time that the test lets pass."""

from collections.abc import Iterator

import pytest

from app.core import commands
from app.presence.programs import ASKS_AGAIN_WITHIN_MS, WORKS_QUIETLY_MS, ProgramPresence
from app.rooms.room_timers import TRY_AGAIN_MS
from tests.support.shared_line import SharedLine
from tests.support.stage import Stage

CODE = "BRRRRR"
HOLD_MS = 5_000
FOUND_OUT_WITHIN_MS = 18_000


@pytest.fixture
def presence(stage: Stage) -> ProgramPresence:
    presence = ProgramPresence(stage.rooms, stage.timers, stage.store)
    stage.rooms.listeners.add(presence)
    return presence


def get_on(stage: Stage, presence: ProgramPresence) -> int:
    join = commands.Join(token_hash="ana", kind="program", name="Ana")
    worker = int(str(stage.rooms.submit(CODE, join).answer["worker"]))
    presence.works(CODE, worker)
    return worker


def is_connected(stage: Stage, worker: int) -> bool:
    return stage.rooms.find(CODE).room.workers[worker].away_since_ms is None


def test_who_was_killed_while_waiting_is_found_out(stage: Stage, presence: ProgramPresence) -> None:
    ana = get_on(stage, presence)
    for _ in range(20):
        presence.waits(CODE, ana, HOLD_MS)
        stage.pass_ms(HOLD_MS)
        assert is_connected(stage, ana)
    stage.pass_ms(FOUND_OUT_WITHIN_MS - HOLD_MS)
    assert not is_connected(stage, ana)


def test_who_asks_again_is_back(stage: Stage, presence: ProgramPresence) -> None:
    ana = get_on(stage, presence)
    presence.waits(CODE, ana, 0)
    stage.pass_ms(ASKS_AGAIN_WITHIN_MS)
    assert not is_connected(stage, ana)
    presence.waits(CODE, ana, HOLD_MS)
    assert is_connected(stage, ana)


def test_who_works_may_be_silent_for_longer(stage: Stage, presence: ProgramPresence) -> None:
    ana = get_on(stage, presence)
    presence.waits(CODE, ana, HOLD_MS)
    presence.works(CODE, ana)
    stage.pass_ms(WORKS_QUIETLY_MS - 1)
    assert is_connected(stage, ana)
    stage.pass_ms(1)
    assert not is_connected(stage, ana)


def test_a_killed_waiter_is_let_go_where_that_is_the_rule(stage: Stage, presence: ProgramPresence) -> None:
    ana = get_on(stage, presence)
    stage.rooms.find(CODE).seated.update(dict.fromkeys(stage.seat(2), "a screen"))
    stage.arrive(ana)
    presence.waits(CODE, ana, HOLD_MS)
    stage.pass_ms(HOLD_MS + ASKS_AGAIN_WITHIN_MS + 29_999)
    assert ana in stage.rooms.find(CODE).room.barrier.waiting, "kept for gone_after_s"
    stage.pass_ms(1)
    room = stage.rooms.find(CODE).room
    assert (list(room.workers), dict(room.barrier.waiting), room.barrier.parties) == ([2, 3], {}, 2)


def test_a_killed_waiter_stays_counted_where_seats_are_held(stage: Stage, presence: ProgramPresence) -> None:
    ana = get_on(stage, presence)
    stage.seat(1)
    stage.rooms.submit(CODE, commands.Configure(by=ana, configuration=commands.Configuration(gone="hold")))
    stage.arrive(ana)
    presence.waits(CODE, ana, HOLD_MS)
    stage.pass_ms(3600_000)
    assert not is_connected(stage, ana)
    assert ana in stage.rooms.find(CODE).room.barrier.waiting


def test_after_a_restart_a_waiting_program_has_time_to_ask(stage: Stage, presence: ProgramPresence) -> None:
    ana = get_on(stage, presence)
    stage.seat(1)
    stage.arrive(ana)
    stage.restart()
    stage.rooms.listeners.add(ProgramPresence(stage.rooms, stage.timers, stage.store))
    stage.rooms.find(CODE)
    stage.pass_ms(ASKS_AGAIN_WITHIN_MS - 1)
    assert is_connected(stage, ana)
    stage.pass_ms(1)
    assert not is_connected(stage, ana)


def test_a_busy_program_leaves_no_heap_of_timers(stage: Stage, presence: ProgramPresence) -> None:
    ana = get_on(stage, presence)
    for _ in range(1000):
        presence.waits(CODE, ana, HOLD_MS)
        presence.works(CODE, ana)
        stage.pass_ms(100)
    assert len(stage.timers) == 1


def test_of_programs_that_come_and_go_nothing_remains(stage: Stage, presence: ProgramPresence) -> None:
    stage.rooms.find(CODE)
    n_of_the_room = len(stage.timers)
    for _ in range(100):
        stage.rooms.submit(CODE, commands.Leave(worker=get_on(stage, presence)))
    assert len(stage.timers) == n_of_the_room


def test_of_a_program_that_left_and_asks_nothing_remains(stage: Stage, presence: ProgramPresence) -> None:
    ana = get_on(stage, presence)
    stage.rooms.submit(CODE, commands.Leave(worker=ana))
    presence.works(CODE, ana)
    stage.pass_ms(WORKS_QUIETLY_MS)
    assert len(stage.timers) == 0


@pytest.fixture
def line() -> SharedLine:
    return SharedLine()


@pytest.fixture
def shared(line: SharedLine) -> Iterator[Stage]:
    """A process that shares the room with others."""
    with Stage(line) as stage:
        yield stage


@pytest.fixture
def nearby(shared: Stage, line: SharedLine) -> ProgramPresence:
    presence = ProgramPresence(shared.rooms, shared.timers, line)
    shared.rooms.listeners.add(presence)
    return presence


def test_who_waited_here_and_works_with_an_answer_from_elsewhere_may_be_silent(
    shared: Stage, line: SharedLine, nearby: ProgramPresence
) -> None:
    ana = get_on(shared, nearby)
    nearby.waits(CODE, ana, HOLD_MS)
    shared.pass_ms(1_000)
    line.note_program(CODE, ana, WORKS_QUIETLY_MS)  # by the other process, which has answered
    seq = shared.rooms.find(CODE).room.seq
    shared.pass_ms(FOUND_OUT_WITHIN_MS)
    assert shared.rooms.find(CODE).room.seq == seq, "not away, not even for a moment"
    line.program_left_ms = 0
    shared.pass_ms(WORKS_QUIETLY_MS)
    assert not is_connected(shared, ana)


def test_who_is_given_up_elsewhere_and_may_be_silent_is_brought_back(
    shared: Stage, line: SharedLine, nearby: ProgramPresence
) -> None:
    """A process of the release before judges by its own answers only."""
    ana = get_on(shared, nearby)
    shared.rooms.submit(CODE, commands.Disconnect(worker=ana))
    assert is_connected(shared, ana)
    line.program_left_ms = 0
    shared.rooms.submit(CODE, commands.Disconnect(worker=ana))
    assert not is_connected(shared, ana)


def test_nobody_is_given_up_while_it_is_not_known_whom_it_asked(
    shared: Stage, line: SharedLine, nearby: ProgramPresence
) -> None:
    ana = get_on(shared, nearby)
    line.program_left_ms = None
    shared.pass_ms(2 * WORKS_QUIETLY_MS)
    assert is_connected(shared, ana)
    line.program_left_ms = 0
    shared.pass_ms(TRY_AGAIN_MS)
    assert not is_connected(shared, ana)


def test_who_dies_together_with_its_process_is_found_out_by_another(
    shared: Stage, line: SharedLine, nearby: ProgramPresence
) -> None:
    join = commands.Join(token_hash="ana", kind="program", name="Ana")
    ana = int(str(shared.rooms.submit(CODE, join).answer["worker"]))  # at the other process
    line.note_program(CODE, ana, HOLD_MS)
    shared.pass_ms(WORKS_QUIETLY_MS)
    assert is_connected(shared, ana)
    line.program_left_ms = 0
    shared.pass_ms(HOLD_MS)
    assert not is_connected(shared, ana)
    line.note_program(CODE, ana, HOLD_MS)
    shared.rooms.submit(CODE, commands.Connect(worker=ana))  # it has asked the other process again
    line.program_left_ms = 0
    shared.pass_ms(WORKS_QUIETLY_MS)
    assert not is_connected(shared, ana)


def test_who_asks_here_is_found_out_as_soon_where_others_share_the_room(
    shared: Stage, line: SharedLine, nearby: ProgramPresence
) -> None:
    ana = get_on(shared, nearby)
    for _ in range(2):
        nearby.waits(CODE, ana, HOLD_MS)
        assert is_connected(shared, ana)
        line.program_left_ms = 0
        shared.pass_ms(FOUND_OUT_WITHIN_MS)
        assert not is_connected(shared, ana)
