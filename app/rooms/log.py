"""A room's log: its commands as the store keeps them, and the room that they lead to when they are done again."""

import functools
import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from app.core import commands
from app.core.apply import Applied, apply, create
from app.core.commands import AnyCommand
from app.core.events import AnyEvent, Broken, MuralSet, Tripped, WasReset
from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.turns import Turn
from app.stores.base import Entry, Loaded

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(AnyCommand).decode
encode_room = msgspec.msgpack.Encoder().encode
decode_room = msgspec.msgpack.Decoder(Room).decode


def digest(room: Room) -> str:
    """The same for all who have the same room, in whichever order a process keeps its sets. It begins with `form` and a
    colon."""
    ordered = msgspec.to_builtins(room, str_keys=True, order="deterministic")
    return f"{form()}:{hashlib.sha256(msgspec.json.encode(ordered)).hexdigest()}"


@functools.cache
def form() -> str:
    """Which fields this program's rooms have: another release may have others, and its digests are of another form."""
    return hashlib.sha256(msgspec.json.encode(msgspec.json.schema(Room), order="deterministic")).hexdigest()[:8]


def differs(own: str, other: str) -> bool:
    """Are these digests of two rooms? What cannot be compared does not differ."""
    return own.partition(":")[0] == other.partition(":")[0] and own != other


ENTRY_BYTES = 100
"""What an entry takes beside its command."""
EVENT_BYTES = 100
"""An event, or a worker of a generation, as histories tell them."""
NUMBER_BYTES = 5
"""Each of the workers whose strips a new picture lists."""

ENDS = frozenset({Tripped, Broken, WasReset})
"""Events that end a generation."""


def do(room: Room, command: AnyCommand, at_ms: int) -> Applied | Refusal:
    """What the command does where it stands in the line. One that came later than what makes it impossible is refused
    there, and has changed nothing. A room's moments never run backwards, whatever dates the entries."""
    try:
        return apply(room, command, max(at_ms, room.touched_ms))
    except Refusal as refusal:
        return refusal


def weight(command: bytes, applied: Applied) -> int:
    """How many bytes a command adds to the log, and to the histories that are made of it."""
    n_lines, n_numbers = len(applied.events), 0
    for event in applied.events:
        if type(event) in ENDS:
            n_lines += len(applied.room.workers)
        elif isinstance(event, MuralSet):
            n_numbers += len(event.owners)
    return ENTRY_BYTES + len(command) + EVENT_BYTES * n_lines + NUMBER_BYTES * n_numbers


def replay(loaded: Loaded) -> tuple[Room, int, int]:
    """The room that the stored snapshot and the commands after it lead to, the number of the last command, and what the
    log weighs since its latest mark."""
    room = None if loaded.snapshot is None else decode_room(loaded.snapshot)
    number, total, turn = loaded.snapshot_number, loaded.weight, Turn()
    for entry in loaded.entries:
        turn.give_way()
        assert entry.number == number + 1, "a log has no gaps"
        command = decode(entry.command)
        if isinstance(command, commands.Create):
            room = create(command, entry.at_ms)
        else:
            assert room is not None, "a log begins with create"
            applied = do(room, command, entry.at_ms)
            if not isinstance(applied, Refusal):
                room, total = applied.room, total + weight(entry.command, applied)
        number = entry.number
    assert room is not None, "a stored room has a snapshot or a log"
    return room, number, total


class GapError(Exception):
    """Entries were left out of the log while it was being read."""


def states(
    entries: Iterable[Entry], after: int = 0, room: Room | None = None
) -> Iterator[tuple[Room, tuple[AnyEvent, ...]]]:
    """The room as created with no events, then the room after each command with its events; or what came `after` the
    command with this number, which has led to this `room`.

    Raises:
        GapError
    """
    number = after
    for entry in entries:
        number += 1
        if entry.number != number:
            raise GapError
        command = decode(entry.command)
        if isinstance(command, commands.Create):
            room = create(command, entry.at_ms)
            yield room, ()
            continue
        assert room is not None, "a log begins with create"
        applied = do(room, command, entry.at_ms)
        if isinstance(applied, Refusal):
            yield room, ()
            continue
        room = applied.room
        yield room, applied.events
