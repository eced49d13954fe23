"""What the commands of a call of `wait()` do: it comes, it may withdraw, run the action, or run out of patience."""

from msgspec.structs import replace

from app.core import barrier as barriers
from app.core import cards, commands
from app.core.barrier import Waiter
from app.core.checks import Result, check_running, done, held, seated
from app.core.events import Acting, AnyEvent, Arrived, Withdrew
from app.core.mural_commands import is_free, press
from app.core.outcomes import break_barrier, trip, with_deadline, with_last, with_spent, with_worker
from app.core.refusals import Refusal
from app.core.room import Call, Room, Worker, waiter_deadline_ms


def arrive(room: Room, command: commands.Arrive, at_ms: int) -> Result:
    worker = seated(room, command.worker)
    check_running(room)
    if is_free(room):
        return press(room, worker, command, at_ms, is_held=held(room) is not None)
    barrier, generation = room.barrier, command.generation
    if (known := _known_ticket(room, worker, command, at_ms)) is not None:
        return known
    waiter = barrier.waiting.get(worker.number)
    if waiter is not None and generation == barrier.generation:
        return room, [], {"generation": generation, "index": waiter.index}
    if worker.last is not None and worker.last.generation == generation and worker.last.outcome == "released":
        return room, [], {"generation": generation, "index": worker.last.index}
    barriers.check_generation(barrier, generation)
    if held(room) is not None:
        raise Refusal("held")
    if room.lesson.set_up is not None and (played := cards.play(room, worker.number, at_ms)) is not None:
        return played[0], [], played[1]
    barrier = barriers.arrive(barrier, worker.number, at_ms, command.timeout_s, command.ticket)
    waiter = barrier.waiting[worker.number]
    room = replace(room, barrier=barrier, deadline_ms=_earlier(room, waiter))
    events: list[AnyEvent] = [Arrived(at_ms=at_ms, worker=worker.number, generation=generation, index=waiter.index)]
    answer = {"generation": generation, "index": waiter.index}
    if not barriers.is_complete(barrier):
        if command.timeout_s is not None and command.timeout_s <= 0:  # CPython: wait(0) breaks before anybody can come
            room, more = break_barrier(room, "timeout", None, at_ms)
            return room, events + more, answer
        return room, events, answer
    if cards.fails(room):
        room, more = break_barrier(cards.play_action(room, worker.number), "action", worker.number, at_ms)
        return room, events + more, {**answer, **(cards.played_by(room, worker.number) or {})}
    if command.action:
        room = replace(room, barrier=barriers.begin_action(barrier, worker.number), deadline_ms=None)
        return room, [*events, Acting(at_ms=at_ms, worker=worker.number, generation=generation)], answer
    room, more = trip(room, "arrival", at_ms)
    return room, events + more, answer


def will_count(room: Room, command: commands.Arrive) -> bool:
    """Is this certainly a new arrival, whatever its moment? Of others only `arrive` knows."""
    return (
        command.ticket is None
        and command.worker in room.workers
        and room.stage == "running"
        and room.barrier.state == "filling"
        and command.generation == room.barrier.generation
        and command.worker not in room.barrier.waiting
        and room.lesson.set_up is None
        and held(room) is None
        and not is_free(room)
    )


def _known_ticket(room: Room, worker: Worker, command: commands.Arrive, at_ms: int) -> Result | None:
    """What becomes of a program's ticket that is no new arrival; None for one that is, and without a ticket.

    A ticket arrives once, whatever the network does to its requests. One that finds the barrier broken has its outcome
    by that, and keeps it beyond a reset.
    """
    ticket, barrier = command.ticket, room.barrier
    if ticket is None:
        return None
    if ticket in worker.spent_tickets:
        raise Refusal("stale_generation", "A later call has replaced this ticket.")
    if worker.last is not None and worker.last.ticket == ticket:
        return room, [], {"generation": worker.last.generation, "index": worker.last.index}
    waiter = barrier.waiting.get(worker.number)
    if waiter is not None:
        answer = {"generation": barrier.generation, "index": waiter.index}
        if waiter.ticket == ticket:
            return room, [], answer
        room = replace(room, barrier=barriers.take_over(barrier, worker.number, ticket))
        if waiter.ticket is not None:
            room = with_worker(room, with_spent(worker, waiter.ticket))
        return room, [], answer
    barriers.check_generation(barrier, command.generation)
    if barrier.broken is not None:
        call = Call(barrier.generation, None, "broken", 0, at_ms, barrier.broken.cause, ticket)
        return with_worker(room, with_last(worker, call)), [], {"generation": barrier.generation, "index": None}
    return None


def _earlier(room: Room, waiter: Waiter) -> int | None:
    limit_ms = waiter_deadline_ms(waiter, room.timeout_s, room.timeout_set_at_ms)
    if limit_ms is None or room.deadline_ms is None:
        return limit_ms or room.deadline_ms
    return min(limit_ms, room.deadline_ms)


def withdraw(room: Room, command: commands.Withdraw, at_ms: int) -> Result:
    """While the generation is filling; later the call has, or will have, the outcome of all. The seat stays."""
    worker = seated(room, command.worker)
    if command.ticket in worker.spent_tickets or (worker.last is not None and worker.last.ticket == command.ticket):
        return room, [], {}
    barriers.check_generation(room.barrier, command.generation)
    waiter = room.barrier.waiting.get(worker.number)
    is_waiting = waiter is not None and waiter.ticket == command.ticket
    if is_waiting and room.barrier.state == "acting":
        raise Refusal("busy", "Everybody is here, and the barrier's action is running.")
    room = with_worker(room, with_spent(worker, command.ticket))
    if not is_waiting:
        return room, [], {}
    room = with_deadline(replace(room, barrier=barriers.withdraw(room.barrier, frozenset({worker.number}))))
    return room, [Withdrew(at_ms=at_ms, worker=worker.number, generation=command.generation)], {}


def finish_action(room: Room, command: commands.FinishAction, at_ms: int) -> Result:
    worker = seated(room, command.worker)
    barriers.check_generation(room.barrier, command.generation)
    if room.barrier.actor != worker.number:
        raise Refusal("stale_generation", "This worker is not running an action.")
    if command.ok:
        return done(trip(room, "arrival", at_ms))
    return done(break_barrier(room, "action", worker.number, at_ms))


def expire(room: Room, command: commands.Expire, at_ms: int) -> Result:
    barrier = room.barrier
    is_due = (
        barrier.state == "filling"
        and barrier.generation == command.generation
        and room.deadline_ms is not None
        and at_ms >= room.deadline_ms
    )
    return done(break_barrier(room, "timeout", None, at_ms)) if is_due else (room, [], {})
