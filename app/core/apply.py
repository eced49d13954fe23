"""What each command does: `apply(room, command, at_ms)`, the one place where a room changes."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from app.core import arrivals, commands, drill_commands, lesson, mural_commands, pause
from app.core import barrier as barriers
from app.core.barrier import Barrier
from app.core.checks import Result, check_host, check_running, done, seated
from app.core.commands import AnyCommand
from app.core.configure import default_rules, rule_events, start_afresh_when_deserted, with_rules
from app.core.events import AnyEvent, Presence, Started, WorkerRenamed
from app.core.names import ROBOT_NAME, clean_avatar
from app.core.outcomes import Step, break_barrier, reset_barrier, with_worker
from app.core.parties import claim_name, free_names, seat, unseat
from app.core.refusals import Refusal
from app.core.room import Robot, Room, Worker, public_name
from app.core.rules import MAX_WORKERS


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


def _join(room: Room, command: commands.Join, at_ms: int) -> Result:
    if (known := room.seats.get(command.token_hash)) is not None:
        return room, [], {"worker": known}
    marks = (command.token_hash, command.known_token_hash, command.origin_hash, command.address_hash)
    if not room.kept_out.isdisjoint(marks):
        raise Refusal("kept_out")
    if room.door == "locked":
        raise Refusal("room_locked")
    room, events = seat(
        room,
        at_ms,
        command.kind,
        name=command.name,
        avatar=command.avatar,
        token_hash=command.token_hash,
        origin_hash=command.origin_hash,
        address_hash=command.address_hash,
        parties=command.parties,
        via=command.via,
        connection=command.connection,
    )
    return room, events, {"worker": room.next_number - 1}


def _connect(room: Room, command: commands.Connect, at_ms: int) -> Result:
    worker = seated(room, command.worker)
    if worker.kind == "program":
        return _connect_program(room, worker, command, at_ms)
    connected = replace(worker, via=command.via, connection=command.connection)
    if worker.away_since_ms is not None:
        return done(_present(room, replace(connected, away_since_ms=None), at_ms))
    return (room if connected == worker else with_worker(room, connected)), [], {}


def _connect_program(room: Room, worker: Worker, command: commands.Connect, at_ms: int) -> Result:
    """A page that joins with a program's token is its screen, and says nothing of whether it runs: its requests do."""
    if command.connection is not None:
        shown = replace(worker, via=command.via, connection=command.connection)
        return (room if shown == worker else with_worker(room, shown)), [], {}
    if worker.away_since_ms is None:
        return room, [], {}
    return done(_present(room, replace(worker, away_since_ms=None), at_ms))


def _disconnect(room: Room, command: commands.Disconnect, at_ms: int) -> Result:
    worker = seated(room, command.worker)
    if worker.kind == "program" and command.connection is not None:
        is_its_own = command.connection == worker.connection
        return (with_worker(room, _without_screen(worker)) if is_its_own else room), [], {}
    if worker.away_since_ms is not None or command.connection not in (None, worker.connection):
        return room, [], {}
    return done(_absent(room, worker, at_ms))


def _process_gone(room: Room, command: commands.ProcessGone, at_ms: int) -> Result:
    events: list[AnyEvent] = []
    for worker in room.workers.values():
        if worker.via != command.via:
            continue
        if worker.kind == "program":
            room = with_worker(room, _without_screen(worker))
        else:
            room, more = _absent(room, worker, at_ms)
            events += more
    return room, events, {}


def _fork(room: Room, command: commands.Fork, at_ms: int) -> Result:
    if room.forked_in == command.run:
        return room, [], {}
    return replace(room, epoch=at_ms, forked_in=command.run), [], {}


def _absent(room: Room, worker: Worker, at_ms: int) -> Step:
    away = replace(worker, away_since_ms=at_ms)
    return _present(room, away if worker.kind == "program" else _without_screen(away), at_ms)


def _without_screen(worker: Worker) -> Worker:
    return replace(worker, via=None, connection=None)


def _present(room: Room, worker: Worker, at_ms: int) -> Step:
    room = with_worker(room, worker)
    return room, [Presence(at_ms=at_ms, worker=worker.number, connected=worker.away_since_ms is None)]


def _gone(room: Room, command: commands.Gone, at_ms: int) -> Result:
    worker = room.workers.get(command.worker)
    is_due = (
        worker is not None
        and room.gone == "let_go"
        and room.lesson.paused_since_ms is None
        and worker.away_since_ms == command.away_since_ms
        and at_ms >= command.away_since_ms + room.gone_after_s * 1000
    )
    return _depart(room, [command.worker], "gone", at_ms) if is_due else (room, [], {})


def _depart(room: Room, numbers: list[int], reason: Any, at_ms: int) -> Result:
    room, events = unseat(room, numbers, reason, at_ms)
    room, more = start_afresh_when_deserted(room, at_ms)
    return room, events + more, {}


def _leave(room: Room, command: commands.Leave, at_ms: int) -> Result:
    seated(room, command.worker)
    return _depart(room, [command.worker], "left", at_ms)


def _rename(room: Room, command: commands.Rename, at_ms: int) -> Result:
    if command.worker is None or command.worker == command.by:
        if command.by == "host":
            raise Refusal("bad_request", "The host has no name. Say which worker to rename.")
        worker = seated(room, command.by)
        name = command.name or worker.own_name
    else:
        check_host(room, command.by)
        worker = seated(room, command.worker, "worker_unknown")
        name = command.name
    before = public_name(room, worker), worker.avatar
    avatar = clean_avatar(command.avatar, worker.avatar)
    changed, own_name = claim_name(free_names(room, [worker]), worker.number, name)
    if own_name != worker.own_name or avatar != worker.avatar:
        worker = replace(worker, own_name=own_name, avatar=avatar)
        room = replace(changed, workers={**room.workers, worker.number: worker})
    after = public_name(room, worker), worker.avatar
    answer = {"name": after[0], "avatar": after[1]}
    if after == before:
        return room, [], answer
    return room, [WorkerRenamed(at_ms=at_ms, worker=worker.number, name=after[0], avatar=after[1])], answer


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


def _drop(room: Room, command: commands.Drop, at_ms: int) -> Result:
    check_host(room, command.by)
    worker = seated(room, command.worker, "worker_unknown")
    if command.keep_out and worker.token_hash is not None:
        room = replace(room, kept_out=room.kept_out | _marks(room, worker, has_neighbours=command.has_neighbours))
    return _depart(room, [worker.number], "dropped", at_ms)


def _marks(room: Room, worker: Worker, *, has_neighbours: bool) -> set[str]:
    """By what this worker is known when it comes again. A program that can take any name is known by its address, but
    for one that others have, too: a class behind it must not be locked out."""
    shares = has_neighbours or any(
        other.address_hash == worker.address_hash for other in room.workers.values() if other is not worker
    )
    marks = {worker.token_hash, worker.origin_hash, None if shares else worker.address_hash}
    return {mark for mark in marks if mark is not None}


def _let_in(room: Room, command: commands.LetIn, at_ms: int) -> Result:
    check_host(room, command.by)
    return (replace(room, kept_out=frozenset()) if room.kept_out else room), [], {}


def _remove_all_since(room: Room, command: commands.RemoveAllSince, at_ms: int) -> Result:
    check_host(room, command.by)
    newcomers = [worker.number for worker in room.workers.values() if worker.joined_at_ms > command.since_ms]
    if not newcomers:
        return room, [], {"workers": []}
    room, events, _ = _depart(room, newcomers, "dropped", at_ms)
    return room, events, {"workers": newcomers}


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


def _add_robots(room: Room, command: commands.AddRobots, at_ms: int) -> Result:
    check_host(room, command.by)
    if len(room.workers) + command.count > MAX_WORKERS:
        raise Refusal("room_full", f"A room takes at most {MAX_WORKERS} workers, including robots.")
    events: list[AnyEvent] = []
    numbers = []
    for nth in range(command.count):
        robot = Robot(seed=command.seed + nth, pace=command.pace)
        numbers.append(room.next_number)
        room, more = seat(room, at_ms, "robot", name=ROBOT_NAME, robot=robot)
        events += more
    return room, events, {"workers": numbers}


def _nudge(room: Room, command: commands.Nudge, at_ms: int) -> Result:
    check_host(room, command.by)
    seated(room, command.worker, "worker_unknown")
    return room, [], {}


HANDLERS: Mapping[type, Callable[[Room, Any, int], Result]] = {
    commands.Join: _join,
    commands.Connect: _connect,
    commands.Disconnect: _disconnect,
    commands.ProcessGone: _process_gone,
    commands.Fork: _fork,
    commands.Gone: _gone,
    commands.Arrive: arrivals.arrive,
    commands.Withdraw: arrivals.withdraw,
    commands.FinishAction: arrivals.finish_action,
    commands.Expire: arrivals.expire,
    commands.Leave: _leave,
    commands.Rename: _rename,
    commands.Start: _start,
    commands.Abort: _abort,
    commands.Reset: _reset,
    commands.Configure: _configure,
    commands.Drop: _drop,
    commands.LetIn: _let_in,
    commands.RemoveAllSince: _remove_all_since,
    commands.TuneLead: _tune_lead,
    commands.NoteSpread: _note_spread,
    commands.AddRobots: _add_robots,
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
