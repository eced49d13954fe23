"""A room's log: its commands as the store keeps them, and the room that they lead to when they are done again."""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, get_args

import msgspec

from app.core import commands
from app.core.apply import Applied, apply, create
from app.core.commands import AnyCommand
from app.core.events import AnyEvent, Broken, MuralSet, Tripped, WasReset
from app.core.refusals import Refusal
from app.core.room import Room
from app.rooms.budgets import ROBOT_MS, WORKER_MS, more_ms
from app.stores.base import Entry, Loaded

encode = msgspec.json.Encoder().encode
_decode: Callable[[bytes], AnyCommand] = msgspec.json.Decoder(AnyCommand).decode
encode_room = msgspec.msgpack.Encoder().encode
decode_room = msgspec.msgpack.Decoder(Room).decode


KNOWN = frozenset(command.__struct_config__.tag for command in get_args(AnyCommand))
"""The types of commands in this release."""


class NewerError(ValueError):
    """A newer release has written this command."""


class _OfSomeType(msgspec.Struct):
    type: str


def decode(command: bytes) -> AnyCommand:
    """The command as `encode` has written it.

    Raises:
        NewerError, ValueError
    """
    try:
        return _decode(command)
    except msgspec.ValidationError:
        if msgspec.json.decode(command, type=_OfSomeType).type in KNOWN:
            raise
    raise NewerError


def digest(room: Room) -> str:
    """The same for all who have the same room, in whichever order a process keeps its one set. It begins with `form`
    and a colon."""
    ordered = msgspec.structs.replace(room, kept_out=sorted(room.kept_out))
    return f"{form()}:{hashlib.sha256(encode_room(ordered)).hexdigest()}"


@functools.cache
def form() -> str:
    """Which fields this program's rooms have, and how they are encoded: another release may have others, and its
    digests are of another form."""
    schema = msgspec.json.encode(msgspec.json.schema(Room), order="deterministic")
    return hashlib.sha256(b"msgpack" + schema).hexdigest()[:8]


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
REDO_MS = 0.02
"""To read a command and do it again, in a small room."""
FOR_FEW = frozenset(
    {
        commands.Arrive,
        commands.Connect,
        commands.Disconnect,
        commands.Guess,
        commands.Nudge,
        commands.Signal,
        commands.Withdraw,
    }
)
"""Commands that take no longer in a large room, unless they end a generation. All others copy what it has of each."""


def do(room: Room, command: AnyCommand, at_ms: int) -> Applied | Refusal:
    """What the command does where it stands in the line. One that came later than what makes it impossible is refused
    there, and has changed nothing. A room's moments never run backwards, whatever dates the entries."""
    try:
        return apply(room, command, max(at_ms, room.touched_ms))
    except Refusal as refusal:
        return refusal


def burden(before: Room, command: AnyCommand, encoded: bytes, applied: Applied | Refusal) -> tuple[int, float]:
    """How many bytes a command adds to the log, and to the histories that are made of it; and how many ms it takes to
    do it again, for those who open the room: as for the first time, without screens that hear of it."""
    if isinstance(applied, Refusal):
        return 0, 0.0
    n_lines, n_numbers, is_for_few = len(applied.events), 0, type(command) in FOR_FEW
    for event in applied.events:
        if type(event) in ENDS:
            n_lines += len(applied.room.workers)
            is_for_few = False
        elif isinstance(event, MuralSet):
            n_numbers += len(event.owners)
    weight = ENTRY_BYTES + len(encoded) + EVENT_BYTES * n_lines + NUMBER_BYTES * n_numbers
    if is_for_few:
        return weight, REDO_MS
    robots = command.count if isinstance(command, commands.AddRobots) else 0
    return weight, REDO_MS + ROBOT_MS * robots + (WORKER_MS + more_ms(before, command)) * len(before.workers)


class Replayed(NamedTuple):
    """The room, the number of its last command, what the log weighs since its latest mark, and how long it takes to do
    again what came after the snapshot."""

    room: Room
    number: int
    weight: int
    redo_ms: float


def replay(loaded: Loaded, give_way: Callable[[], object] = lambda: None) -> Replayed:
    """What the stored snapshot and the commands after it lead to. `give_way` is called before each of them."""
    room = None if loaded.snapshot is None else decode_room(loaded.snapshot)
    number, total, total_ms = loaded.snapshot_number, loaded.weight, 0.0
    for entry in loaded.entries:
        give_way()
        assert entry.number == number + 1, "a log has no gaps"
        command = decode(entry.command)
        if isinstance(command, commands.Create):
            room = create(command, entry.at_ms)
        else:
            assert room is not None, "a log begins with create"
            applied = do(room, command, entry.at_ms)
            weight, redo_ms = burden(room, command, entry.command, applied)
            total, total_ms = total + weight, total_ms + redo_ms
            if not isinstance(applied, Refusal):
                room = applied.room
        number = entry.number
    assert room is not None, "a stored room has a snapshot or a log"
    return Replayed(room, number, total, total_ms)


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
