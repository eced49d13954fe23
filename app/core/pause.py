"""A pause: nobody can arrive, and clocks and time limits stand still. Waiting workers go on waiting."""

from msgspec.structs import replace

from app.core import barrier as barriers
from app.core import commands
from app.core.checks import Result, check_host_of_class, check_running
from app.core.events import AnyEvent, Paused
from app.core.lesson import NEEDS_HOST
from app.core.outcomes import trip, with_deadline
from app.core.room import Room


def pause(room: Room, command: commands.Pause, at_ms: int) -> Result:
    check_host_of_class(room, command.by, NEEDS_HOST)
    check_running(room)
    since_ms = room.lesson.paused_since_ms
    if command.on == (since_ms is not None):
        return room, [], {}
    if since_ms is None:
        room = replace(room, deadline_ms=None, lesson=replace(room.lesson, paused_since_ms=at_ms))
        return room, [Paused(at_ms=at_ms, on=True)], {}
    generation = room.barrier.generation
    paused = (generation, paused_ms(room) + at_ms - since_ms)
    room = _later(replace(room, lesson=replace(room.lesson, paused_since_ms=None, paused=paused)), since_ms, at_ms)
    events: list[AnyEvent] = [Paused(at_ms=at_ms, on=False)]
    if barriers.is_complete(room.barrier):  # somebody for whom all were waiting has left meanwhile
        room, more = trip(room, "departure", at_ms)
        events += more
    return room, events, {}


def _later(room: Room, since_ms: int, at_ms: int) -> Room:
    """The room as if its clocks had stood still: every moment before the pause is later by the pause."""
    barrier = room.barrier
    waiting = {
        number: replace(waiter, at_ms=shifted(waiter.at_ms, since_ms, at_ms))
        for number, waiter in barrier.waiting.items()
    }
    workers = {
        number: worker
        if worker.away_since_ms is None
        else replace(worker, away_since_ms=shifted(worker.away_since_ms, since_ms, at_ms))
        for number, worker in room.workers.items()
    }
    room = replace(
        room,
        barrier=replace(barrier, since_ms=shifted(barrier.since_ms, since_ms, at_ms), waiting=waiting),
        workers=workers,
        timeout_set_at_ms=shifted(room.timeout_set_at_ms, since_ms, at_ms),
    )
    return with_deadline(room)


def paused_ms(room: Room) -> int:
    """How long the generation that is filling was paused; a pause that is on is not counted yet."""
    generation, so_far_ms = room.lesson.paused
    return so_far_ms if generation == room.barrier.generation else 0


def shifted(moment_ms: int, since_ms: int, at_ms: int) -> int:
    """A moment as if nothing had passed from `since_ms` to `at_ms`."""
    return min(moment_ms, since_ms) + at_ms - since_ms
