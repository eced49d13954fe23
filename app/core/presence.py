"""Who is there: a worker's connection comes and goes, and its seat stays."""

from msgspec.structs import replace

from app.core import commands
from app.core.checks import Result, done, seated
from app.core.events import AnyEvent, Presence
from app.core.outcomes import Step, with_worker
from app.core.room import Room, Worker


def connect(room: Room, command: commands.Connect, at_ms: int) -> Result:
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


def disconnect(room: Room, command: commands.Disconnect, at_ms: int) -> Result:
    worker = seated(room, command.worker)
    if worker.kind == "program" and command.connection is not None:
        is_its_own = command.connection == worker.connection
        return (with_worker(room, _without_screen(worker)) if is_its_own else room), [], {}
    if worker.away_since_ms is not None or command.connection not in (None, worker.connection):
        return room, [], {}
    return done(_absent(room, worker, at_ms))


def process_gone(room: Room, command: commands.ProcessGone, at_ms: int) -> Result:
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


def _absent(room: Room, worker: Worker, at_ms: int) -> Step:
    away = replace(worker, away_since_ms=at_ms)
    return _present(room, away if worker.kind == "program" else _without_screen(away), at_ms)


def _without_screen(worker: Worker) -> Worker:
    return replace(worker, via=None, connection=None)


def _present(room: Room, worker: Worker, at_ms: int) -> Step:
    room = with_worker(room, worker)
    return room, [Presence(at_ms=at_ms, worker=worker.number, connected=worker.away_since_ms is None)]
