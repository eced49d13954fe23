"""What each command does: `apply(room, command, at_ms)`, the one place where a room changes."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from app.core import arrivals, commands, drill_commands, lesson, mural_commands, pause, presence, seats
from app.core import barrier as barriers
from app.core.barrier import Barrier
from app.core.checks import Result, check_host, check_running, done, seated
from app.core.commands import AnyCommand
from app.core.configure import default_rules, rule_events, with_rules
from app.core.events import AnyEvent, Started
from app.core.outcomes import break_barrier, reset_barrier
from app.core.refusals import Refusal
from app.core.room import Room


class Applied(NamedTuple):
    """The room after the command, the events that tell the difference, and the answer for the sender.

    The room is the same object where the command changed nothing.
    """

    room: Room
    events: tuple[AnyEvent, ...]
    answer: Mapping[str, object]


def create(command: commands.Create, at_ms: int) -> Room:
    """A new room. A hosted room begins in the lobby, where nobody can arrive; an open one is running."""
    room = Room(
        code=command.code,
        epoch=at_ms,
        seed=command.seed,
        rules=command.rules,
        host_key_hash=command.host_key_hash,
        created_as=command.configuration,
        barrier=Barrier(parties=1, since_ms=at_ms),
        touched_ms=at_ms,
        stage="running" if command.host_key_hash is None else "lobby",
    )
    return with_rules(with_rules(room, default_rules(room.is_hosted), at_ms), command.configuration, at_ms)


def apply(room: Room, command: AnyCommand, at_ms: int) -> Applied:
    """Do the command at the moment `at_ms` (room clock, never earlier than the command before).

    Raises:
        Refusal: the command cannot be done; nothing has changed.
    """
    before = room
    room, events, answer = HANDLERS[type(command)](room, command, at_ms)
    if room is not before:
        if lesson.is_concerned(before, room):
            room, more = lesson.follow(before, room, at_ms)
            events = [*events, *more]
        room = replace(room, seq=before.seq + len(events), touched_ms=at_ms)
        if events and room.deadline_ms != before.deadline_ms:
            events[-1] = replace(events[-1], deadline_ms=room.deadline_ms)
    return Applied(room, tuple(events), answer)


def _fork(room: Room, command: commands.Fork, at_ms: int) -> Result:
    if room.forked_in == command.run:
        return room, [], {}
    return replace(room, epoch=at_ms, forked_in=command.run), [], {}


def _start(room: Room, command: commands.Start, at_ms: int) -> Result:
    check_host(room, command.by)
    if room.stage == "running":
        return room, [], {}
    room = replace(room, stage="running", barrier=replace(room.barrier, since_ms=at_ms))
    return room, [Started(at_ms=at_ms)], {}


def _abort(room: Room, command: commands.Abort, at_ms: int) -> Result:
    check_host(room, command.by)
    check_running(room)
    barriers.check_generation(room.barrier, command.generation)
    return done(break_barrier(room, "abort", command.by, at_ms))


def _reset(room: Room, command: commands.Reset, at_ms: int) -> Result:
    check_host(room, command.by)
    check_running(room)
    barriers.check_generation(room.barrier, command.generation)
    return done(reset_barrier(room, "reset", command.by, at_ms))


def _configure(room: Room, command: commands.Configure, at_ms: int) -> Result:
    check_host(room, command.by)
    after = with_rules(room, command.configuration, at_ms)
    if after == room:
        return room, [], {}
    builds_anew = after.barrier.parties != room.barrier.parties and bool(room.barrier.waiting)
    if builds_anew and not command.force:
        n_waiting = len(room.barrier.waiting)
        who = "Somebody is" if n_waiting == 1 else f"{n_waiting} are"
        raise Refusal("busy", f"{who} waiting. Changing the number of seats gives them an error.")
    events = rule_events(room, after, at_ms)
    if builds_anew:
        after, more = reset_barrier(after, "configure", command.by, at_ms)
        events += more
    return after, events, {}


def _tune_lead(room: Room, command: commands.TuneLead, at_ms: int) -> Result:
    if not room.lead_is_auto or command.lead_ms == room.lead_ms:
        return room, [], {}
    after = replace(room, lead_ms=command.lead_ms)
    return after, rule_events(room, after, at_ms), {}


def _note_spread(room: Room, command: commands.NoteSpread, at_ms: int) -> Result:
    generation, known = command.spread.generation, room.last_spread
    if generation >= room.barrier.generation or (known is not None and generation <= known.generation):
        return room, [], {}
    return replace(room, last_spread=command.spread), [], {}


def _nudge(room: Room, command: commands.Nudge, at_ms: int) -> Result:
    check_host(room, command.by)
    seated(room, command.worker, "worker_unknown")
    return replace(room, touched_ms=at_ms), [], {}  # it goes into the line: the screen may be another process's


HANDLERS: Mapping[type, Callable[[Room, Any, int], Result]] = {
    commands.Join: seats.join,
    commands.Connect: presence.connect,
    commands.Disconnect: presence.disconnect,
    commands.ProcessGone: presence.process_gone,
    commands.Fork: _fork,
    commands.Gone: seats.gone,
    commands.Arrive: arrivals.arrive,
    commands.Withdraw: arrivals.withdraw,
    commands.FinishAction: arrivals.finish_action,
    commands.Expire: arrivals.expire,
    commands.Leave: seats.leave,
    commands.Rename: seats.rename,
    commands.Start: _start,
    commands.Abort: _abort,
    commands.Reset: _reset,
    commands.Configure: _configure,
    commands.Drop: seats.drop,
    commands.LetIn: seats.let_in,
    commands.RemoveAllSince: seats.remove_all_since,
    commands.TuneLead: _tune_lead,
    commands.NoteSpread: _note_spread,
    commands.AddRobots: seats.add_robots,
    commands.Nudge: _nudge,
    commands.Guess: lesson.guess,
    commands.Lesson: lesson.move,
    commands.Ask: lesson.ask,
    commands.Run: lesson.run,
    commands.Tell: lesson.tell,
    commands.Deal: lesson.deal,
    commands.Pause: pause.pause,
    commands.SetMural: mural_commands.set_mural,
    commands.SetDrill: drill_commands.set_drill,
    commands.Signal: drill_commands.signal,
}
