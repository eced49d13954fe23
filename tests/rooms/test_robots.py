"""Robots, in time that the test lets pass."""

from collections.abc import Iterator

import pytest

from app.core import commands
from app.core.refusals import Refusal
from app.rooms.capacity import FEW_ROBOTS
from app.rooms.robots import TAP_S, TICK_MS, TURN_MS, WORK_S, Robots, work_ms
from tests.support.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        robots = Robots(stage.rooms, stage.timers)
        stage.rooms.listeners.add(robots)
        (ana,) = stage.seat(1)
        live = stage.rooms.find("BRRRRR")
        live.seated[ana] = "ana"
        live.screens = 1
        robots.wake(live)
        yield stage


def add(stage: Stage, count: int, pace: commands.Pace = "steady") -> None:
    stage.rooms.submit("BRRRRR", commands.AddRobots(by=1, count=count, pace=pace, seed=7))


def restart(stage: Stage, code: str) -> None:
    """Another server takes over, and somebody watches the room."""
    stage.restart()
    robots = Robots(stage.rooms, stage.timers)
    stage.rooms.listeners.add(robots)
    live = stage.rooms.find(code)
    live.screens = 1
    robots.wake(live)


def test_the_same_seed_gives_the_same_times() -> None:
    assert [work_ms(7, "steady", g) for g in range(5)] == [work_ms(7, "steady", g) for g in range(5)]
    assert len({work_ms(7, "steady", g) for g in range(5)}) == 5


@pytest.mark.parametrize("pace", WORK_S)
def test_work_takes_as_long_as_the_pace_says(pace: commands.Pace) -> None:
    shortest, longest = WORK_S[pace]
    assert all(shortest * 1000 <= work_ms(seed, pace, 0) <= longest * 1000 for seed in range(200))


def test_four_robots_are_there_within_the_time_of_their_pace_and_wait_for_the_visitor(stage: Stage) -> None:
    add(stage, 4)
    stage.pass_ms(int(WORK_S["steady"][1] * 1000))
    barrier = stage.rooms.find("BRRRRR").room.barrier
    assert (barrier.generation, set(barrier.waiting)) == (0, {2, 3, 4, 5})
    stage.pass_ms(60_000)
    assert stage.rooms.find("BRRRRR").room.barrier.generation == 0
    stage.arrive(1)
    assert stage.rooms.find("BRRRRR").room.barrier.generation == 1


def test_processes_move_a_robot_one_after_the_other(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one has nothing to post: the first one's arrival has come out of the line."""
    stage.rooms.peers.turn_ms = 40
    add(stage, 2, "quick")
    stage.pass_ms(min(work_ms(seed, "quick", 0) for seed in (7, 8)) + 39)
    assert not stage.rooms.find("BRRRRR").room.barrier.waiting
    stage.pass_ms(1)
    (first,) = stage.rooms.find("BRRRRR").room.barrier.waiting
    stage.arrive(*{2, 3} - {first})
    posted: list[object] = []
    monkeypatch.setattr(stage.rooms, "hand_over", lambda *arguments: posted.append(arguments))
    stage.pass_ms(5_000)
    assert posted == []


def test_the_last_robot_opens_the_gate_for_a_visitor_who_came_first(stage: Stage) -> None:
    add(stage, 4)
    stage.arrive(1)
    stage.pass_ms(20_000)
    assert stage.rooms.find("BRRRRR").room.barrier.generation == 1


def test_robots_rest_while_nobody_watches(stage: Stage) -> None:
    add(stage, 2, "quick")
    stage.rooms.find("BRRRRR").screens = 0
    stage.pass_ms(20_000)
    assert not stage.rooms.find("BRRRRR").room.barrier.waiting


def test_robots_play_with_programs_where_no_screen_is(stage: Stage) -> None:
    add(stage, 2, "quick")
    stage.rooms.find("BRRRRR").screens = 0
    stage.pass_ms(20_000)
    program = stage.rooms.submit("BRRRRR", commands.Join(token_hash="program", kind="program")).answer["worker"]
    stage.pass_ms(5_000)
    assert set(stage.rooms.find("BRRRRR").room.barrier.waiting) == {2, 3}
    stage.rooms.submit("BRRRRR", commands.Reset(by=1, generation=0))
    stage.rooms.submit("BRRRRR", commands.Disconnect(worker=int(str(program))))
    stage.pass_ms(20_000)
    assert not stage.rooms.find("BRRRRR").room.barrier.waiting, "the program is away"


def test_after_a_restart_robots_play_with_a_program_that_is_there(stage: Stage) -> None:
    add(stage, 2, "quick")
    stage.rooms.submit("BRRRRR", commands.Join(token_hash="program", kind="program"))
    stage.rooms.submit("BRRRRR", commands.Disconnect(worker=1))
    stage.restart()
    stage.rooms.listeners.add(Robots(stage.rooms, stage.timers))
    stage.rooms.find("BRRRRR")
    stage.pass_ms(5_000)
    assert set(stage.rooms.find("BRRRRR").room.barrier.waiting) == {2, 3}


def test_robots_begin_anew_after_a_reset(stage: Stage) -> None:
    add(stage, 2, "quick")
    stage.pass_ms(5_000)
    stage.rooms.submit("BRRRRR", commands.Reset(by=1, generation=0))
    assert not stage.rooms.find("BRRRRR").room.barrier.waiting
    stage.pass_ms(5_000)
    assert set(stage.rooms.find("BRRRRR").room.barrier.waiting) == {2, 3}


def test_a_thousand_resets_leave_one_timer(stage: Stage) -> None:
    add(stage, 50, "slow")
    for generation in range(1000):
        stage.rooms.submit("BRRRRR", commands.Reset(by=1, generation=generation))
    assert len(stage.timers) <= 3


def test_robots_of_all_rooms_take_turns_and_rest(stage: Stage) -> None:
    codes = ["BRRRRR", stage.rooms.create(None, commands.Configuration()).code]
    for code in codes:
        live = stage.rooms.find(code)
        live.screens = 1
        (by,) = stage.seat(1, code)
        stage.rooms.submit(code, commands.AddRobots(by=by, count=300, pace="quick", seed=7))
    stage.clock.ms += 4_000
    due = stage.timers.take_due(stage.clock.ms)
    shares = []
    while due is not None:
        due[1]()
        waiting = [len(stage.rooms.find(code).room.barrier.waiting) for code in codes]
        shares.append(abs(waiting[0] - waiting[1]))
        if waiting == [300, 300]:
            break
        stage.clock.ms += 1
        due = stage.timers.take_due(stage.clock.ms) or (0, lambda: None)
    assert waiting == [300, 300]
    assert len(shares) > 5, "one turn does not do it all"
    assert max(shares) < 100, "neither room waits for the other"


def hall(stage: Stage, count: int) -> str:
    """The code of another room, which somebody watches, with so many robots."""
    code = stage.rooms.create(None, commands.Configuration()).code
    stage.rooms.find(code).screens = 1
    (by,) = stage.seat(1, code)
    stage.rooms.submit(code, commands.AddRobots(by=by, count=count, seed=7))
    return code


def test_the_server_moves_so_many_robots(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.rooms.capacity.MAX_ROBOTS", FEW_ROBOTS + 10)
    other = hall(stage, FEW_ROBOTS + 10)
    with pytest.raises(Refusal, match="room_full"):
        add(stage, FEW_ROBOTS + 1)
    add(stage, FEW_ROBOTS)
    stage.rooms.submit(other, commands.RemoveAllSince(by=1, since_ms=0))
    assert stage.rooms.capacity.n_robots(stage.rooms.find(other)) == 0
    add(stage, 10)


def test_robots_that_nobody_watches_take_no_place(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.rooms.capacity.MAX_ROBOTS", 100)
    stage.rooms.find(hall(stage, 100)).screens = 0
    add(stage, 100)
    stage.restart()
    assert stage.rooms.capacity.n_robots(stage.rooms.find("BRRRRR")) == 100


def test_robots_take_turns_at_a_mural_that_is_painted_in_turn(stage: Stage) -> None:
    """Also after another server has taken over in the middle."""
    code = stage.rooms.create("hash", commands.Configuration()).code
    live = stage.rooms.find(code)
    live.screens = 1
    for command in (
        commands.Start(by="host"),
        commands.Ask(by="host", question="turns"),
        commands.Run(by="host", seed=3),
    ):
        stage.rooms.submit(code, command)
    stage.pass_ms(TURN_MS * 17)
    mural = stage.rooms.find(code).room.mural
    assert mural is not None and mural.paints == tuple(i % 5 for i in range(17))
    restart(stage, code)
    stage.pass_ms(TURN_MS * 60)
    mural = stage.rooms.find(code).room.mural
    assert mural is not None and mural.paints == tuple(i % 5 for i in range(60))


def test_robots_paint_together_where_nobody_waits(stage: Stage) -> None:
    """Otherwise three hundred would wake the server eighty times a second."""
    code = hall(stage, 30)
    live = stage.rooms.find(code)
    live.screens = 1
    stage.rooms.submit(code, commands.SetMural(by=1, gate="none"))
    painted_at_ms = set()
    for _ in range(10_000 // 10):
        stage.pass_ms(10)
        assert live.room.mural is not None
        if live.room.mural.painted_ms is not None:
            painted_at_ms.add(live.room.mural.painted_ms)
    assert len(painted_at_ms) > 5 and all(at_ms % TICK_MS == 0 for at_ms in painted_at_ms)


def test_robots_pass_it_on_when_they_have_been_told(stage: Stage) -> None:
    """Three fill up; they wait for the visitor's signals, and go on after another server has taken over."""
    code = stage.rooms.create("hash", commands.Configuration()).code
    (ana,) = stage.seat(1, code)
    stage.rooms.find(code).screens = 1
    stage.rooms.submit(code, commands.Start(by="host"))
    stage.rooms.submit(code, commands.SetDrill(by="host", kind="dissemination", seed=3))
    stage.pass_ms(30_000)
    assert done_by_seat(stage, code) == (0, 1, 2, 2)
    stage.rooms.submit(code, commands.Signal(worker=ana, run=0, k=0))
    restart(stage, code)
    stage.pass_ms(int(TAP_S[1] * 1000))
    stage.rooms.submit(code, commands.Signal(worker=ana, run=0, k=1))
    assert done_by_seat(stage, code) == (2, 2, 2, 2)


def done_by_seat(stage: Stage, code: str) -> tuple[int, ...]:
    drill = stage.rooms.find(code).room.drill
    assert drill is not None
    return drill.done
