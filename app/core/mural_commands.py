"""What the commands of the mural do: a run begins or is put away, and without the barrier `arrive` paints at once."""

from msgspec.structs import replace

from app.core import commands
from app.core.checks import Result, check_host, check_running
from app.core.events import MuralSet, Painted
from app.core.mural import N_STEPS, Gate, Mural, after_press, is_turn_of, paints_after, strip_of
from app.core.outcomes import Step, reset_barrier, with_last, with_worker
from app.core.refusals import Refusal
from app.core.room import Call, Room, Worker


def set_mural(room: Room, command: commands.SetMural, at_ms: int) -> Result:
    """A new picture begins; `off` puts it away. Without the barrier nobody may be waiting, unless it is forced: then
    the waiters get the error, as with a barrier of another size."""
    check_host(room, command.by)
    if command.gate == "off":
        return *put_away(room, at_ms), {}
    if room.drill is not None:
        raise Refusal("held")
    owners: tuple[int, ...] = ()
    if command.gate == "none":
        check_running(room)
        owners = tuple(room.workers)
        if not owners:
            raise Refusal("bad_request", "Nobody is here to paint.")
        if room.barrier.waiting and not command.force:
            raise Refusal(
                "busy", f"{len(room.barrier.waiting)} are waiting. A run without the barrier gives them an error."
            )
    room, events = begin(room, command.gate, owners, at_ms)
    if command.gate == "none" and room.barrier.waiting:
        room, more = reset_barrier(room, "configure", command.by, at_ms)
        events += more
    return room, events, {"run": room.n_murals - 1}


def begin(room: Room, gate: Gate, owners: tuple[int, ...], at_ms: int, *, in_turn: bool = False) -> Step:
    """A new picture, in the place of the one before. `owners` are by strip, without the barrier only."""
    run = room.n_murals
    mural = Mural(run, gate, at_ms, owners, (0,) * len(owners), in_turn=in_turn)
    room = replace(room, mural=mural, n_murals=run + 1)
    return room, [MuralSet(at_ms=at_ms, run=run, gate=gate, owners=owners)]


def put_away(room: Room, at_ms: int) -> Step:
    if room.mural is None:
        return room, []
    return replace(room, mural=None), [MuralSet(at_ms=at_ms, run=None, gate="off", owners=())]


def is_free(room: Room) -> bool:
    """Does the room paint without the barrier, so that nobody waits?"""
    return room.mural is not None and room.mural.gate == "none"


def next_generation(room: Room, worker: int) -> int | None:
    """The generation that the worker's next `arrive` names in a run without the barrier: the barrier's, which does not
    move, and the worker's own steps. None for a worker without a strip, and while it is another one's turn."""
    assert room.mural is not None
    strip = strip_of(room.mural, worker, room.workers)
    if strip is None or not is_turn_of(room.mural, strip):
        return None
    return room.barrier.generation + room.mural.steps[strip]


def press(room: Room, worker: Worker, command: commands.Arrive, at_ms: int, *, is_held: bool) -> Result:
    """`arrive` without the barrier: it paints the worker's strip, and is answered at once. Repeated, it gives the same
    answer and paints nothing."""
    mural, generation = room.mural, command.generation
    assert mural is not None
    if worker.last is not None and command.ticket is not None and worker.last.ticket == command.ticket:
        return room, [], _answer(mural, worker.last.generation, command)
    strip = strip_of(mural, worker.number, room.workers)
    if strip is None:
        raise Refusal("busy", "All strips of this picture are taken. You get one in the next picture.")
    step = generation - room.barrier.generation
    if step < 0:
        raise Refusal("stale_generation")
    if step < mural.steps[strip]:
        return room, [], _answer(mural, generation, command)
    if step > mural.steps[strip] or step >= N_STEPS:
        raise Refusal("future_generation")
    if is_held:
        raise Refusal("held")
    if not is_turn_of(mural, strip):
        raise Refusal("busy", "It is another strip's turn.")
    mural = after_press(mural, strip, at_ms)
    room = replace(room, mural=mural)
    if command.ticket is not None:
        call = Call(generation, 0, "painted", 0, at_ms, None, command.ticket)
        room = with_worker(room, with_last(worker, call))
    return room, [Painted(at_ms=at_ms, strips=(strip,))], _answer(mural, generation, command)


def _answer(mural: Mural, generation: int, command: commands.Arrive) -> dict[str, object]:
    """With the next paintings after those that the client knows."""
    paints = [] if command.known is None else paints_after(mural, command.known)
    return {"generation": generation, "index": 0, "paints": paints}
