"""Which processes there are, and what becomes of the people of one that has ended."""

from collections.abc import Iterator

import pytest

from app.core import commands
from app.presence.processes import BEAT_MS, ENDED_AFTER_MS, Processes
from app.rooms.peers import TURN_MS
from app.rooms.room_timers import RETURN_WITHIN_MS, TRY_AGAIN_MS
from tests.support.shared_line import SharedLine
from tests.support.stage import Stage

CODE = "BRRRRR"


@pytest.fixture
def line() -> SharedLine:
    return SharedLine()


@pytest.fixture
def stage(line: SharedLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with Stage(line) as stage:
        monkeypatch.setattr("app.presence.processes.time.monotonic", lambda: stage.clock.ms / 1000)
        yield stage


@pytest.fixture
def processes(stage: Stage, line: SharedLine) -> Processes:
    processes = Processes(stage.rooms, line, stage.timers)
    stage.rooms.listeners.add(processes)
    return processes


def get_on(stage: Stage, via: str) -> int:
    join = commands.Join(token_hash=via, via=via, connection=f"of {via}")
    return int(str(stage.rooms.submit(CODE, join).answer["worker"]))


def is_there(stage: Stage, worker: int) -> bool:
    return stage.rooms.find(CODE).room.workers[worker].away_since_ms is None


def test_people_of_a_process_that_is_silent_are_away(stage: Stage, line: SharedLine, processes: Processes) -> None:
    line.silent_ms = {"p": 100, "q": 100}
    ana, ben = get_on(stage, "p"), get_on(stage, "q")
    processes.start()
    stage.pass_ms(2 * ENDED_AFTER_MS)
    assert is_there(stage, ana) and is_there(stage, ben)
    line.silent_ms["p"] = ENDED_AFTER_MS
    stage.pass_ms(BEAT_MS)
    assert not is_there(stage, ana) and is_there(stage, ben)


def test_whoever_was_cut_off_itself_says_nothing_about_others_for_a_while(
    stage: Stage, line: SharedLine, processes: Processes
) -> None:
    line.silent_ms = {"p": 100}
    ana = get_on(stage, "p")
    processes.start()
    stage.pass_ms(ENDED_AFTER_MS)
    line.is_away = True
    stage.pass_ms(60_000)
    line.is_away, line.silent_ms = False, {"p": 60_000}
    stage.pass_ms(ENDED_AFTER_MS - BEAT_MS)
    assert is_there(stage, ana)
    stage.pass_ms(2 * BEAT_MS)
    assert not is_there(stage, ana)


def test_whose_screen_is_here_is_not_away_whatever_others_say(stage: Stage, processes: Processes) -> None:
    ana = get_on(stage, stage.rooms.process)
    live = stage.rooms.find(CODE)
    live.seated[ana] = f"of {stage.rooms.process}"
    stage.rooms.submit(CODE, commands.ProcessGone(via=stage.rooms.process))
    worker = live.room.workers[ana]
    assert (worker.away_since_ms, worker.via, worker.connection) == (None, stage.rooms.process, live.seated[ana])


def test_whose_screen_is_here_is_back_when_the_line_can_be_read(
    stage: Stage, line: SharedLine, processes: Processes
) -> None:
    ana = get_on(stage, stage.rooms.process)
    stage.rooms.find(CODE).seated[ana] = "ana"
    line.is_away = True
    stage.rooms.submit(CODE, commands.ProcessGone(via=stage.rooms.process))
    stage.pass_ms(10 * TRY_AGAIN_MS)
    assert not is_there(stage, ana)
    line.is_away = False
    stage.pass_ms(TRY_AGAIN_MS)
    assert is_there(stage, ana)


def test_whose_screen_has_gone_before_the_line_can_be_read_is_away(
    stage: Stage, line: SharedLine, processes: Processes
) -> None:
    ana = get_on(stage, stage.rooms.process)
    live = stage.rooms.find(CODE)
    live.seated[ana] = "ana"
    line.is_away = True
    stage.rooms.submit(CODE, commands.ProcessGone(via=stage.rooms.process))
    del live.seated[ana]
    line.is_away = False
    stage.pass_ms(10 * TRY_AGAIN_MS)
    assert not is_there(stage, ana)


def test_a_room_that_is_opened_here_takes_nobody_of_another_process_for_absent(
    stage: Stage, line: SharedLine, processes: Processes
) -> None:
    line.silent_ms = {"p": 100, "q": ENDED_AFTER_MS}
    ana, ben, chloe = get_on(stage, "p"), get_on(stage, "q"), get_on(stage, "r")
    processes.start()
    stage.pass_ms(2 * ENDED_AFTER_MS)
    with stage.rooms.held(CODE) as live:
        stage.rooms.put_out(live)
    stage.rooms.find(CODE)
    stage.pass_ms(RETURN_WITHIN_MS)
    assert [is_there(stage, worker) for worker in (ana, ben, chloe)] == [True, False, False]


def test_a_process_that_has_just_started_is_taken_for_alive(
    stage: Stage, line: SharedLine, processes: Processes
) -> None:
    """This one was frozen since, and looks for those who are absent before it has heard of anybody."""
    stage.rooms.find(CODE)
    processes.start()
    stage.pass_ms(BEAT_MS - 1)
    ben = get_on(stage, "young")
    seq = stage.rooms.find(CODE).room.seq
    line.silent_ms = {"young": 1}
    line.is_away = True
    stage.pass_ms(RETURN_WITHIN_MS)
    line.is_away = False
    stage.pass_ms(2 * ENDED_AFTER_MS)
    assert is_there(stage, ben)
    assert stage.rooms.find(CODE).room.seq == seq, "not even for a moment"


def test_a_process_that_nobody_knows_has_ended_at_the_next_beat(
    stage: Stage, line: SharedLine, processes: Processes
) -> None:
    processes.start()
    stage.pass_ms(2 * ENDED_AFTER_MS)
    ben = get_on(stage, "long gone")
    assert stage.rooms.peers.lives_elsewhere("long gone")
    stage.pass_ms(2 * BEAT_MS)
    assert not stage.rooms.peers.lives_elsewhere("long gone")
    assert not is_there(stage, ben)


def test_processes_take_turns(stage: Stage, line: SharedLine, processes: Processes) -> None:
    line.silent_ms = {"": 100, "~": 100}
    processes.start()
    assert stage.rooms.peers.turn_ms == TURN_MS


def test_with_a_file_there_is_nobody_else() -> None:
    with Stage() as stage:
        Processes(stage.rooms, stage.store, stage.timers).start()
        assert not stage.rooms.peers.lives_elsewhere("another")
        assert len(stage.timers) == 0
