"""What the world may see of a room: the snapshot, the brief, and what one connection may know of itself.

The shapes are those of the protocol. Tokens and keys are not in the value that goes in except as hashes, and no hash
comes out.
"""

from collections.abc import Iterable
from typing import Any

from app.core.barrier import Waiter
from app.core.cards import may_be_person, played_by
from app.core.drill_view import drill_brief, drill_view, your_seat
from app.core.lesson_view import lesson_view, still_view
from app.core.mural_view import Asker, mural_brief, mural_view, your_strip
from app.core.room import Room, Worker, public_name
from app.core.rules import RULES

VERSION = 1
MAX_FACES = 8
MAX_MISSING = 4


def snapshot(room: Room, now_ms: int, *, host_here: bool = False) -> dict[str, Any]:
    """The whole room, for pages that draw it. Size: about 130 bytes a worker. `host_here` is no part of the room's log:
    is a host's screen connected now?"""
    barrier, release = room.barrier, room.last_release
    return {
        "v": VERSION,
        "code": room.code,
        "epoch": room.epoch,
        "seq": room.seq,
        "now_ms": now_ms,
        "hosted": room.is_hosted,
        "host_here": host_here,
        "stage": room.stage,
        **{rule: getattr(room, rule) for rule in RULES if rule != "parties_rule"},
        "timeout_set_at_ms": room.timeout_set_at_ms,
        "barrier": {
            "parties": barrier.parties,
            "parties_rule": room.parties_rule,
            "generation": barrier.generation,
            "releases": barrier.releases,
            "since_ms": barrier.since_ms,
            "deadline_ms": room.deadline_ms,
            "state": barrier.state,
            "cause": barrier.broken.cause if barrier.broken else None,
            "waiting": [_waiter(waiter) for waiter in barrier.waiting.values()],
            "broken": barrier.broken
            and {
                "by": barrier.broken.by,
                "at_ms": barrier.broken.at_ms,
                "waiting": [_waiter(waiter) for waiter in barrier.broken.waiting],
            },
        },
        "workers": [_worker(room, worker) for worker in room.workers.values()],
        "last_release": release
        and {
            "generation": release.generation,
            "order": list(release.order),
            "arrived_ms": list(release.arrived_ms),
            "since_ms": release.since_ms,
            "at_ms": release.at_ms,
            "release_at_ms": release.release_at_ms,
        },
        **lesson_view(room),
        **mural_view(room),
        **drill_view(room),
    }


def _waiter(waiter: Waiter) -> dict[str, int]:
    return {"worker": waiter.worker, "index": waiter.index, "at_ms": waiter.at_ms}


def _worker(room: Room, worker: Worker) -> dict[str, Any]:
    return {
        "worker": worker.number,
        "name": public_name(room, worker),
        "avatar": worker.avatar,
        "kind": worker.kind,
        "connected": worker.away_since_ms is None,
        "joined_at_ms": worker.joined_at_ms,
        "away_since_ms": worker.away_since_ms,
    }


def brief(room: Room, *, host_here: bool = False, asker: Asker | None = None) -> dict[str, Any]:
    """What a phone needs: absolute, and of the same small size however many workers there are. In the answer to an
    asker it has the paintings of a mural that is painted without the barrier, too."""
    barrier, last, release = room.barrier, room.last_outcome, room.last_release
    left: dict[str, Any] = {}
    if last and release and last.generation == release.generation:
        left = {"parties": len(release.order), **({} if barrier.waiting else _faces(room, release.order))}
    return {
        "seq": room.seq,
        "hosted": room.is_hosted,
        "host_here": host_here,
        "stage": room.stage,
        "door": room.door,
        "names": room.names,
        "phases": list(room.phases),
        "generation": barrier.generation,
        "releases": barrier.releases,
        "state": barrier.state,
        "cause": barrier.broken.cause if barrier.broken else None,
        "n_waiting": len(barrier.waiting),
        "parties": barrier.parties,
        "parties_rule": room.parties_rule,
        "workers": len(room.workers),
        **({} if room.deadline_ms is None else {"deadline_ms": room.deadline_ms}),
        **_people(room),
        **_faces(room, barrier.waiting),
        **_never_came(room),
        "lead_ms": room.lead_ms,
        "last": last
        and {
            "generation": last.generation,
            "outcome": last.outcome,
            "cause": last.cause,
            "at_ms": last.at_ms,
            "release_at_ms": last.release_at_ms,
            **left,
        },
        **lesson_view(room),
        **still_view(room),
        **mural_brief(room, asker),
        **drill_brief(room),
    }


def _people(room: Room) -> dict[str, int]:
    """How many of the workers are persons, unless all are."""
    people = [worker.kind for worker in room.workers.values()].count("person")
    return {} if people == len(room.workers) else {"people": people}


def _faces(room: Room, numbers: Iterable[int]) -> dict[str, list[str]]:
    """`faces` of the first of them, "" for one who has left; and their `kinds`, unless all are persons. None beside a
    mural: a phone draws strips then."""
    if room.mural is not None:
        return {"faces": []}
    first = [room.workers.get(number) for number, _ in zip(numbers, range(MAX_FACES), strict=False)]
    faces = {"faces": [worker.avatar if worker else "" for worker in first]}
    kinds = [worker.kind if worker else "person" for worker in first]
    return faces if set(kinds) <= {"person"} else {**faces, "kinds": list(kinds)}


def _never_came(room: Room) -> dict[str, list[str]]:
    """The `missing` when the time ran out, if they are few enough to be called by name."""
    broken = room.barrier.broken
    if broken is None or broken.cause != "timeout" or may_be_person(room):
        return {}
    if len(room.workers) - len(broken.waiting) > MAX_MISSING:
        return {}
    missing = sorted(room.workers.keys() - {waiter.worker for waiter in broken.waiting})
    if not 0 < len(missing) <= MAX_MISSING:
        return {}
    return {"missing": [public_name(room, room.workers[number]) for number in missing]}


def you(room: Room, number: int | None, role: str, token: str | None) -> dict[str, Any]:
    """What a connection may know of itself; `token` is its own. All but the role is null without a seat."""
    worker = None if number is None else room.workers.get(number)
    if worker is None:
        nobody = ("worker", "token", "name", "avatar", "waiting", "last")
        return {"role": role, **dict.fromkeys(nobody)}
    waiter = room.barrier.waiting.get(worker.number)
    return {
        "worker": worker.number,
        "token": token,
        "role": role,
        "name": public_name(room, worker),
        "avatar": worker.avatar,
        **({} if worker.kind == "person" else {"kind": worker.kind}),
        "waiting": waiter and {"generation": room.barrier.generation, "index": waiter.index, "at_ms": waiter.at_ms},
        "last": None
        if worker.last is None or worker.last.outcome == "painted"
        else {
            "generation": worker.last.generation,
            "index": worker.last.index,
            "outcome": worker.last.outcome,
            "waited_ms": worker.last.waited_ms,
        },
        **({"guesses": dict(worker.guesses)} if worker.guesses else {}),
        **({"card": card} if (card := played_by(room, worker.number)) else {}),
        **your_strip(room, worker.number),
        **your_seat(room, worker.number),
    }
