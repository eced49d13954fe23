"""What the world may see of a mural. Each key is there only while the room has one."""

from typing import Any

from app.core.mural import N_STEPS, done_bits, is_all_done, n_strips, paints_after, strip_of
from app.core.room import Room, public_name
from app.core.value import Value

MOST_NEAR = 12
"""Up to this many strips they are whole rows, and a phone calls the neighbours by name."""


class Asker(Value, frozen=True):
    """A phone that asks how things stand. It knows the first `known` paintings of a mural's run."""

    run: int | None = None
    known: int = 0


def mural_view(room: Room) -> dict[str, Any]:
    """For pages that draw the whole room. `paints` has an entry a trip with the barrier, and one a press without."""
    mural = room.mural
    if mural is None:
        return {}
    view = {
        "run": mural.run,
        "gate": mural.gate,
        "n_steps": N_STEPS,
        "since_ms": mural.since_ms,
        "painted_ms": mural.painted_ms,
        "owners": list(mural.owners),
        "paints": list(mural.paints),
    }
    return {"mural": view}


def mural_brief(room: Room, asker: Asker | None) -> dict[str, Any]:
    """For phones, and no more than they draw. Without the barrier the paintings are in an answer alone: each phone gets
    them with its own. `done` is left empty where a phone calls no neighbour by name."""
    mural = room.mural
    if mural is None:
        return {}
    n, is_free = n_strips(mural, room.workers), mural.gate == "none"
    view: dict[str, Any] = {
        "run": mural.run,
        "gate": mural.gate,
        "n": n,
        "deal": _deal(room),
        "painted_ms": mural.painted_ms,
        "done": done_bits(mural, room.workers, room.barrier.waiting) if is_free or n <= MOST_NEAR else "",
    }
    if is_free and asker and asker.run == mural.run:
        view |= {"known": asker.known, "paints": paints_after(mural, asker.known)}
    elif asker or not is_free:
        view["paints"] = list(mural.paints)
    return {"mural": view}


def your_strip(room: Room, number: int) -> dict[str, Any]:
    """The strip of this worker: null where the deal was before it came. `near` are the strips above and below, where
    strips are whole rows."""
    mural = room.mural
    if mural is None:
        return {}
    strip, n = strip_of(mural, number, room.workers), n_strips(mural, room.workers)
    if strip is None:
        return {"strip": None}
    near = [_neighbour(room, other) for other in (strip - 1, strip + 1) if 0 <= other < n <= MOST_NEAR]
    return {"strip": {"index": strip, "n": n, "deal": _deal(room), "near": near}}


def _deal(room: Room) -> int:
    """Another number whenever a phone must ask again: in another run, when somebody has left (who comes gets the last
    strip), when there are other neighbours to be called by name, and when a run without the barrier is over."""
    mural = room.mural
    assert mural is not None
    n = n_strips(mural, room.workers)
    n_left = 0 if mural.gate == "none" else room.next_number - 1 - len(room.workers)
    is_over = mural.gate == "none" and is_all_done(mural, room.workers)
    return ((mural.run * (MOST_NEAR + 2) + min(n, MOST_NEAR + 1)) * 2 + is_over) * 2**20 + n_left


def _neighbour(room: Room, strip: int) -> dict[str, Any]:
    assert room.mural is not None
    numbers = room.mural.owners if room.mural.gate == "none" else tuple(room.workers)
    worker = room.workers.get(numbers[strip])
    if worker is None:
        return {"strip": strip, "name": None, "avatar": "", "kind": "person"}
    return {"strip": strip, "name": public_name(room, worker), "avatar": worker.avatar, "kind": worker.kind}
