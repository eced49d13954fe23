"""Who comes, who goes, and how many the barrier waits for.

Under the rule `everyone` the parties follow the seated workers (Java's Phaser: `register`, `arriveAndDeregister`);
under `fixed` they stay a number, as in CPython, and surplus arrivals belong to the next generation.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from app.core import barrier as barriers
from app.core.events import AnyEvent, Kind, LeftReason, WorkerJoined, WorkerLeft
from app.core.lookalikes import fold, fold_number
from app.core.names import clean_avatar, made_up_avatar, made_up_name
from app.core.outcomes import Step, break_barrier, trip, with_deadline
from app.core.refusals import Refusal
from app.core.room import Robot, Room, Worker, public_name
from app.core.rules import MAX_WORKERS


def seat(
    room: Room,
    at_ms: int,
    kind: Kind,
    *,
    name: str | None = None,
    avatar: str | None = None,
    token_hash: str | None = None,
    origin_hash: str | None = None,
    address_hash: str | None = None,
    robot: Robot | None = None,
    parties: int | None = None,
    via: str | None = None,
    connection: str | None = None,
) -> Step:
    """A new worker gets on, and may expect so many `parties` at least. An empty room's generation begins with its first
    worker."""
    if len(room.workers) >= MAX_WORKERS:
        raise Refusal("room_full", f"This room has {MAX_WORKERS} people. Ask for another one.")
    number = room.next_number
    is_first = not room.workers
    room, own_name = claim_name(room, number, name)
    worker = Worker(
        number=number,
        kind=kind,
        avatar=clean_avatar(avatar, made_up_avatar(room.seed, number)),
        joined_at_ms=at_ms,
        own_name=own_name,
        token_hash=token_hash,
        origin_hash=origin_hash,
        address_hash=address_hash,
        robot=robot,
        via=via,
        connection=connection,
    )
    room = replace(
        room,
        workers={**room.workers, number: worker},
        next_number=number + 1,
        seats={**room.seats, token_hash: number} if token_hash else room.seats,
    )
    room = _expecting(room, number, parties)
    if is_first and room.stage == "running" and room.barrier.state == "filling":
        room = replace(room, barrier=replace(room.barrier, since_ms=at_ms))
    room = with_parties(room, parties_for(room, len(room.workers)))
    joined = WorkerJoined(
        at_ms=at_ms,
        worker=number,
        name=public_name(room, worker),
        avatar=worker.avatar,
        kind=kind,
        parties=room.barrier.parties,
    )
    return room, [joined]


def unseat(room: Room, numbers: Iterable[int], reason: LeftReason, at_ms: int) -> Step:
    """Those workers go, and their calls of `wait()` are withdrawn; the barrier trips if only they were missing."""
    leaving = [room.workers[number] for number in sorted(numbers)]
    gone = frozenset(worker.number for worker in leaving)
    tokens = {worker.token_hash for worker in leaving}
    actor_leaves = room.barrier.actor in gone
    if not gone.isdisjoint(room.expecting):
        staying = {number: parties for number, parties in room.expecting.items() if number not in gone}
        room = replace(room, expecting=staying)
    events: list[AnyEvent] = []
    for seated, worker in enumerate(reversed(leaving), start=len(room.workers) - len(leaving)):
        left = WorkerLeft(at_ms=at_ms, worker=worker.number, reason=reason, parties=parties_for(room, seated))
        events.insert(0, left)
    room = replace(
        free_names(room, leaving),
        workers={number: worker for number, worker in room.workers.items() if number not in gone},
        seats={token: number for token, number in room.seats.items() if token not in tokens},
    )
    room = replace(room, barrier=barriers.withdraw(room.barrier, gone))
    if actor_leaves:
        room, more = break_barrier(room, "action", None, at_ms)
        return with_parties(room, parties_for(room, len(room.workers))), events + more
    room = with_deadline(with_parties(room, parties_for(room, len(room.workers))))
    if barriers.is_complete(room.barrier) and room.lesson.paused_since_ms is None:
        room, more = trip(room, "departure", at_ms)
        return room, events + more
    return room, events


def parties_for(room: Room, seated: int) -> int:
    """How many arrivals trip the barrier with this many seated workers."""
    if room.parties_rule == "fixed":
        return room.barrier.parties
    return max(room.min_parties, seated, *room.expecting.values())


def _expecting(room: Room, number: int, parties: int | None) -> Room:
    """The room in which the newest worker expects so many; whom enough have joined expects nobody any more."""
    if parties is None and not room.expecting:
        return room
    expecting = {**room.expecting, number: parties or 0}
    seated = len(room.workers)
    return replace(room, expecting={worker: least for worker, least in expecting.items() if least > seated})


def with_parties(room: Room, parties: int) -> Room:
    return replace(room, barrier=replace(room.barrier, parties=parties))


def display_name(room: Room, worker: Worker) -> str:
    """The name that the worker bears while names are shown."""
    return worker.own_name or made_up_name(room.seed, worker.number)


def claim_name(room: Room, number: int, wanted: str | None) -> tuple[Room, str | None]:
    """The room with the name taken, and the worker's own name: `wanted`, numbered if taken; None is the made-up one."""
    made_up = made_up_name(room.seed, number)
    name = wanted or made_up
    taken = dict(room.names_taken)
    key = fold(name)
    if key in taken:
        count = taken[key]
        while (numbered := key + fold_number(count)) in taken:  # somebody may have taken two thousand of them
            count += 1
        taken[key] = count + 1
        name, key = f"{name} {count}", numbered
    taken[key] = 2
    return replace(room, names_taken=taken), None if name == made_up else name


def free_names(room: Room, workers: Iterable[Worker]) -> Room:
    """The room in which others may bear the names of these workers."""
    taken = dict(room.names_taken)
    for worker in workers:
        taken.pop(fold(display_name(room, worker)), None)
    return replace(room, names_taken=taken)
