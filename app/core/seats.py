"""Seats: who gets on and off, what they are called, and who is kept out."""

from typing import Any

from msgspec.structs import replace

from app.core import commands
from app.core.checks import Result, check_host, seated
from app.core.configure import start_afresh_when_deserted
from app.core.events import AnyEvent, WorkerRenamed
from app.core.names import ROBOT_NAME, clean_avatar
from app.core.parties import claim_name, free_names, seat, unseat
from app.core.refusals import Refusal
from app.core.room import Robot, Room, Worker, public_name
from app.core.rules import MAX_WORKERS


def join(room: Room, command: commands.Join, at_ms: int) -> Result:
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


def add_robots(room: Room, command: commands.AddRobots, at_ms: int) -> Result:
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


def gone(room: Room, command: commands.Gone, at_ms: int) -> Result:
    worker = room.workers.get(command.worker)
    is_due = (
        worker is not None
        and room.gone == "let_go"
        and room.lesson.paused_since_ms is None
        and worker.away_since_ms == command.away_since_ms
        and at_ms >= command.away_since_ms + room.gone_after_s * 1000
    )
    return _depart(room, [command.worker], "gone", at_ms) if is_due else (room, [], {})


def leave(room: Room, command: commands.Leave, at_ms: int) -> Result:
    seated(room, command.worker)
    return _depart(room, [command.worker], "left", at_ms)


def drop(room: Room, command: commands.Drop, at_ms: int) -> Result:
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


def let_in(room: Room, command: commands.LetIn, at_ms: int) -> Result:
    check_host(room, command.by)
    return (replace(room, kept_out=frozenset()) if room.kept_out else room), [], {}


def remove_all_since(room: Room, command: commands.RemoveAllSince, at_ms: int) -> Result:
    check_host(room, command.by)
    newcomers = [worker.number for worker in room.workers.values() if worker.joined_at_ms > command.since_ms]
    if not newcomers:
        return room, [], {"workers": []}
    room, events, _ = _depart(room, newcomers, "dropped", at_ms)
    return room, events, {"workers": newcomers}


def _depart(room: Room, numbers: list[int], reason: Any, at_ms: int) -> Result:
    room, events = unseat(room, numbers, reason, at_ms)
    room, more = start_afresh_when_deserted(room, at_ms)
    return room, events + more, {}


def rename(room: Room, command: commands.Rename, at_ms: int) -> Result:
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
