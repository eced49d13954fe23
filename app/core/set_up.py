"""What a step sets up for real, and how that goes again: rules, robots and the mural of the room."""

from typing import Any, Literal

from msgspec.structs import replace

from app.core.commands import Configuration
from app.core.configure import rule_events, with_rules
from app.core.events import AnyEvent
from app.core.lesson_state import SetUpRoom
from app.core.mural_commands import begin, put_away
from app.core.names import ROBOT_NAME
from app.core.outcomes import Step, reset_barrier
from app.core.parties import seat, unseat
from app.core.questions import SetUp
from app.core.room import Robot, Room


def put_up(room: Room, wanted: SetUp, seed: int, at_ms: int) -> Step:
    """The room with this world in it. Call it when nobody waits, and nothing else is set up."""
    n_here = len(room.workers)
    seats: dict[str, int | Literal["everyone"]] = {
        "one_each": "everyone",
        "those_here": max(1, n_here),
        "one_more": n_here + wanted.robots + 1,
    }
    after, events = with_seats(room, seats[wanted.seats], at_ms, timeout_s=wanted.timeout_s)
    robots = []
    for nth in range(wanted.robots):
        robots.append(after.next_number)
        after, more = add_robot(after, Robot(seed=seed + nth, pace=wanted.pace), at_ms)
        events += more
    set_up = SetUpRoom(
        parties="everyone" if room.parties_rule == "everyone" else room.barrier.parties,
        timeout_s=room.timeout_s,
        robots=tuple(robots),
        crashed=robots[0] if wanted.crashes else None,
        paints=wanted.mural is not None,
    )
    after = replace(after, lesson=replace(after.lesson, set_up=set_up))
    after, more = _mural(after, wanted, tuple(robots), at_ms)
    return after, [*events, *more]


def _mural(room: Room, wanted: SetUp, robots: tuple[int, ...], at_ms: int) -> Step:
    """The picture that belongs to this world, if there is one."""
    match wanted.mural:
        case None:
            return room, []
        case "barrier":
            return begin(room, "barrier", (), at_ms)
        case "free":
            return begin(room, "none", tuple(room.workers), at_ms)
        case "in_turn":
            return begin(room, "none", robots, at_ms, in_turn=True)


def add_robot(room: Room, robot: Robot, at_ms: int) -> Step:
    return seat(room, at_ms, "robot", name=ROBOT_NAME, robot=robot)


def take_down(room: Room, at_ms: int, *, ends_round: bool) -> Step:
    """The room as it was before the step. A new barrier comes first, so that no departure opens the gate: those who
    wait get the error. Without a set-up only `ends_round` does that."""
    set_up = room.lesson.set_up
    events: list[AnyEvent] = []
    is_in_use = bool(room.barrier.waiting) or room.barrier.state != "filling"
    if is_in_use and (ends_round or set_up is not None):
        room, events = reset_barrier(room, "lesson", "host", at_ms)
    if set_up is None:
        return room, events
    if set_up.paints:
        room, more = put_away(room, at_ms)
        events += more
    leaving = [number for number in set_up.robots if number in room.workers]
    if leaving:
        room, more = unseat(room, leaving, "left", at_ms)
        events += more
    after, more = with_seats(room, set_up.parties, at_ms, timeout_s=set_up.timeout_s)
    return replace(after, lesson=replace(after.lesson, set_up=None)), [*events, *more]


def with_seats(room: Room, seats: int | Literal["everyone"], at_ms: int, **rules: Any) -> Step:
    """The room with this number of seats, and the events that say so."""
    after = with_rules(room, Configuration(parties=seats, **rules), at_ms)
    return after, rule_events(room, after, at_ms)
