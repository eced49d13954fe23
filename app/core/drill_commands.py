"""What the commands of a drill do: one begins or is put away, and a worker sends the next signal of its seat."""

from msgspec.structs import replace

from app.core import commands
from app.core.checks import Result, check_host_of_class, check_running, done, held, seated
from app.core.drill import LEAST_SEATS, MOST_SEATS, Drill, after_signal, next_signal
from app.core.events import AnyEvent, DrillSet, Signalled
from app.core.mural_commands import put_away as put_mural_away
from app.core.outcomes import Step, reset_barrier
from app.core.parties import seat
from app.core.refusals import Refusal
from app.core.room import Robot, Room

NEEDS_HOST = "This needs a host. Start a room."


def set_drill(room: Room, command: commands.SetDrill, at_ms: int) -> Result:
    """A drill begins, in the place of the one before; `off` puts it away. While somebody waits only `force` begins
    one: then the waiters get the error."""
    check_host_of_class(room, command.by, NEEDS_HOST)
    if command.kind == "off":
        return done(put_away(room, at_ms))
    check_running(room)
    if room.lesson.asking is not None or (room.drill is None and held(room) is not None):
        raise Refusal("held", "Go on with what is on the screen first.")
    if room.barrier.waiting and not command.force:
        raise Refusal("busy", f"{len(room.barrier.waiting)} are waiting. This gives them an error.")
    events: list[AnyEvent] = []
    if room.barrier.waiting:
        room, events = reset_barrier(room, "lesson", command.by, at_ms)
    room, more = put_mural_away(room, at_ms)
    room, robots = _filled_up(room, command.seed, at_ms)
    seats = _seats(room)
    run = room.n_drills
    drill = Drill(run, command.kind, seats, at_ms, (0,) * len(seats))
    room = replace(room, drill=drill, n_drills=run + 1)
    begun = DrillSet(at_ms=at_ms, run=run, kind=command.kind, seats=seats)
    return room, [*events, *more, *robots, begun], {"run": run}


def put_away(room: Room, at_ms: int) -> Step:
    if room.drill is None:
        return room, []
    return replace(room, drill=None), [DrillSet(at_ms=at_ms, run=None, kind="off", seats=())]


def _players(room: Room, kind: str) -> list[int]:
    """Who can tap now: no program, and nobody without a signal."""
    return [worker.number for worker in room.workers.values() if worker.kind == kind and worker.away_since_ms is None]


def _filled_up(room: Room, seed: int, at_ms: int) -> Step:
    events: list[AnyEvent] = []
    n_players = len(_players(room, "person")) + len(_players(room, "robot"))
    for nth in range(LEAST_SEATS - n_players):
        room, more = seat(room, at_ms, "robot", name="Robot", robot=Robot(seed=seed + nth, pace="quick"))
        events += more
    return room, events


def _seats(room: Room) -> tuple[int, ...]:
    """People first, where there are more than seats; in the order of their numbers."""
    players = [*_players(room, "person"), *_players(room, "robot")][:MOST_SEATS]
    return tuple(sorted(players))


def signal(room: Room, command: commands.Signal, at_ms: int) -> Result:
    """The next signal of the worker's seat. Repeated, it changes nothing and is answered the same."""
    worker = seated(room, command.worker)
    drill = room.drill
    if drill is None or command.run != drill.run:
        raise Refusal("stale_generation", "This game is over. Look at the big screen.")
    if worker.number not in drill.seats:
        raise Refusal("busy", "All seats are taken. You can watch.")
    own = drill.seats.index(worker.number)
    answer = {"k": command.k}
    if command.k < drill.done[own]:
        return room, [], answer
    if command.k != next_signal(drill, own):
        raise Refusal("future_generation", "Not yet. Somebody has to tell you first.")
    if room.lesson.paused_since_ms is not None:
        raise Refusal("held")
    room = replace(room, drill=after_signal(drill, own, at_ms))
    return room, [Signalled(at_ms=at_ms, seat=own, k=command.k)], answer
