"""How a generation ends: released, broken or reset. Each ends every call of `wait()` in it, once and for all."""

from typing import Literal

from msgspec.structs import replace

from app.core import barrier as barriers
from app.core.barrier import Waiter
from app.core.events import AnyEvent, Broken, BrokenCause, By, ResetCause, TripCause, Tripped, WasReset
from app.core.mural import after_trip
from app.core.room import MAX_SPENT_TICKETS, Call, LastOutcome, Release, Room, Worker, waiter_deadline_ms

Step = tuple[Room, list[AnyEvent]]
"""A room, and the events that led to it."""


def trip(room: Room, cause: TripCause, at_ms: int) -> Step:
    """Everybody who waits goes, at one moment a little ahead, and never before those of the generation before."""
    before = room.barrier
    release_at_ms = at_ms + room.lead_ms
    if room.last_release is not None:
        release_at_ms = max(release_at_ms, room.last_release.release_at_ms)
    waiters = tuple(before.waiting.values())
    order = tuple(waiter.worker for waiter in waiters)
    release = Release(
        generation=before.generation,
        order=order,
        arrived_ms=tuple(waiter.at_ms for waiter in waiters),
        since_ms=before.since_ms,
        at_ms=at_ms,
        release_at_ms=release_at_ms,
    )
    room = end_calls(room, waiters, "released", None, release_at_ms)
    room = replace(
        room,
        barrier=barriers.trip(before, release_at_ms),
        deadline_ms=None,
        last_release=release,
        mural=after_trip(room.mural, room.workers, order, at_ms),
        last_outcome=LastOutcome(before.generation, "released", cause, at_ms, release_at_ms),
    )
    tripped = Tripped(at_ms=at_ms, generation=before.generation, order=order, release_at_ms=release_at_ms, cause=cause)
    return room, [tripped]


def break_barrier(room: Room, cause: BrokenCause, by: By, at_ms: int) -> Step:
    """Everybody who waits gets the error. A broken barrier stays as it is."""
    before = room.barrier
    if before.state == "broken":
        return room, []
    waiters = tuple(before.waiting.values())
    room = end_calls(room, waiters, "broken", cause, at_ms)
    room = replace(
        room,
        barrier=barriers.break_(before, cause, by, at_ms),
        deadline_ms=None,
        last_outcome=LastOutcome(before.generation, "broken", cause, at_ms, None),
    )
    waiting = tuple(waiter.worker for waiter in waiters)
    return room, [Broken(at_ms=at_ms, generation=before.generation, cause=cause, by=by, waiting=waiting)]


def reset_barrier(room: Room, cause: ResetCause, by: By, at_ms: int) -> Step:
    """Everybody who waits gets the error, and the next generation fills."""
    before = room.barrier
    waiters = tuple(before.waiting.values())
    room = end_calls(room, waiters, "reset", cause, at_ms)
    room = replace(
        room,
        barrier=barriers.reset(before, at_ms),
        deadline_ms=None,
        last_outcome=LastOutcome(before.generation, "reset", cause, at_ms, None),
    )
    waiting = tuple(waiter.worker for waiter in waiters)
    return room, [WasReset(at_ms=at_ms, generation=room.barrier.generation, cause=cause, by=by, waiting=waiting)]


def end_calls(
    room: Room,
    waiters: tuple[Waiter, ...],
    outcome: Literal["released", "broken", "reset"],
    cause: str | None,
    end_ms: int,
) -> Room:
    """Note with each worker how its call ended: a repeated question gets the same answer."""
    workers = dict(room.workers)
    for waiter in waiters:
        waited_ms = end_ms - waiter.at_ms
        call = Call(room.barrier.generation, waiter.index, outcome, waited_ms, end_ms, cause, waiter.ticket)
        workers[waiter.worker] = with_last(workers[waiter.worker], call)
    return replace(room, workers=workers)


def with_worker(room: Room, worker: Worker) -> Room:
    return replace(room, workers={**room.workers, worker.number: worker})


def with_last(worker: Worker, call: Call) -> Worker:
    """The worker whose latest call this is; the ticket of the one before is spent."""
    if worker.last is None or worker.last.ticket is None:
        return replace(worker, last=call)
    return replace(with_spent(worker, worker.last.ticket), last=call)


def with_spent(worker: Worker, ticket: str) -> Worker:
    """The worker, for whom this ticket is spent."""
    return replace(worker, spent_tickets=(*worker.spent_tickets, ticket)[-MAX_SPENT_TICKETS:])


def with_deadline(room: Room) -> Room:
    """The room with the earliest limit of those who wait, looked up again. In a pause limits stand still, and once all
    have come there are none."""
    if room.lesson.paused_since_ms is not None or room.barrier.state != "filling":
        return replace(room, deadline_ms=None)
    limits = [
        limit
        for waiter in room.barrier.waiting.values()
        if (limit := waiter_deadline_ms(waiter, room.timeout_s, room.timeout_set_at_ms)) is not None
    ]
    return replace(room, deadline_ms=min(limits, default=None))
