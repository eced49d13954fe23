"""What a store does: it keeps each room's commands in a line, and hands them out in that order.

A command goes into the room's line first, and is done where it comes out: everybody who follows the room does the same
commands in the same order.

    hand_over ─> line: number, moment, stored ─> on_entry, for everybody who follows the room
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

Durability = Literal["file", "memory", "always", "everysec", "aof", "none"]


class StoreError(Exception):
    """The store failed: no disk, no space on it, no file. Nothing was written."""


class Entry(NamedTuple):
    """One command of a room: its number (1, 2, 3 …), its time on the room clock, its JSON, and where it comes from, if
    that is stored."""

    number: int
    at_ms: int
    command: bytes
    origin: str = ""


@dataclass(frozen=True)
class Loaded:
    """What a room is restored from: the latest snapshot, what was stored with it, and the commands after it."""

    snapshot: bytes | None
    snapshot_number: int
    entries: list[Entry]
    weight: int = 0


class Follower:
    """Hears of the rooms that it follows: of each room in the order of its line. Calls may come on any thread, but only
    one at a time of each room. Each follower overrides what it needs, and none may wait for the line."""

    def on_entry(self, code: str, entry: Entry, handed: object, /) -> None:
        """The line has this entry now. `handed` is what was handed over with the command; None for entries from
        elsewhere."""

    def on_refused(self, code: str, handed: object, error: StoreError, /) -> None:
        """What was handed over is certainly not in the line, and will never be."""

    def on_unknown(self, code: str, handed: object, /) -> None:
        """For too long it has not been known whether what was handed over is in the line."""

    def on_fork(self, code: str, run: str | None, /) -> None:
        """What this process has of the room is worth nothing: load it again. `run` names the run of the store
        in which it was found to have lost entries that it had acknowledged; None: the line is whole, but its beginning
        was deleted before this process had read it."""

    def on_away(self) -> None:
        """The store cannot be reached."""

    def on_back(self) -> None:
        """The store can be reached (again)."""

    def on_snapshot(self, code: str, number: int, digest: str, /) -> None:
        """Somebody has stored the room's state after this entry; as given to `save_snapshot`."""

    def on_facts(self, code: str, process: str, facts: bytes, /) -> None:
        """What a process has shared about the room; empty: nothing any more."""

    def on_time(self, now_ms: float, /) -> None:
        """The clock by which the store dates shows this now."""


class Line(Protocol):
    """All methods raise StoreError when the store fails. They may be called from any thread."""

    follower: Follower
    secret: bytes
    """Known to all who use the store, and to nobody else."""
    is_shared: bool
    """May other processes use the store at the same time?"""
    durability: Durability
    """What becomes of an entry that the follower has heard of. docs/operations.md says what each word means."""

    def create(self, code: str, at_ms: int, command: bytes) -> bool:
        """Begin a room's line with this command. False: the code is taken, and nothing was written."""

    def load(self, code: str) -> Loaded | None:
        """What to restore the room from; None if there is no such room."""

    def follow(self, code: str, after: int) -> None:
        """From now on `on_entry` hears of the room's entries after the one with this number."""

    def unfollow(self, code: str) -> None:
        """`on_entry` hears of this room no more."""

    def hand_over(self, code: str, command: bytes, at_ms: int, handed: object, /) -> None:
        """Put the command into the line of a room that is followed; a line in this process takes `at_ms` as its moment.
        When the follower hears of the entry, the command survives the end of this process. Where everything is in this
        process that is before this returns. Never waits for another machine.

        Raises:
            StoreError: the command is certainly not in the line.
        """

    def catch_up(self, code: str, then: Callable[[bool], object], /) -> bool:
        """Call `then(True)` when `on_entry` has heard of all that is in the line by now, or `then(False)` when that
        cannot be read. False: it has heard of it already, and `then` is not called."""

    def save_snapshot(self, code: str, number: int, snapshot: bytes, weight: int, digest: str = "") -> None:
        """Store the room's state after the command with this number, in place of an older snapshot; `weight` is kept
        with it. All who follow the room in other processes hear of its `digest`."""

    def mark(self, code: str, number: int, snapshot: bytes) -> None:
        """Keep the room's state after this command until there are two newer marks. From the second mark on the log
        begins after the older of the latest two; what was before it is deleted by `clean_up`."""

    def beginning(self, code: str) -> tuple[int, bytes] | None:
        """Number and state after which the log begins; None where it begins with its first command."""

    def entries(self, code: str, after: int = 0) -> Iterator[Entry]:
        """The room's commands after the one with this number, read in batches."""

    def touch(self, code: str, at_ms: int, /) -> None:
        """Note that the room is in use at this moment, without a command."""

    def newest_ms(self) -> int:
        """The latest moment of all commands and touches; 0 in an empty store."""

    def now_ms(self) -> float | None:
        """What the clock shows by which the store dates; None: it takes the moments that it is given."""

    def remove_untouched(self, before_ms: int, /) -> list[str] | None:
        """Look at a portion of the rooms: those that were neither touched nor changed since then are there no longer;
        returns their codes. None: there were no more to look at. Each code is free again when `clean_up` has deleted
        what was stored of it."""

    def clean_up(self) -> bool:
        """Delete a portion of what is needed no more, which takes some milliseconds. False: there was nothing."""

    def give_back_memory(self) -> None:
        """Nobody uses the store for a while."""

    def check(self) -> None:
        """Is what was opened still there? Raises StoreError if not."""

    def is_nearly_full(self) -> bool:
        """Is there so little space left that no more rooms should begin?"""

    def announce(self, process: str, then: Callable[[Mapping[str, int]], object], /) -> None:
        """Say that the process of this name is there. `then` gets the names of all that have done so of late, and for
        how many ms each has been silent. Only for a store that is shared."""

    def listen(self, process: str, on_message: Callable[[bytes], object], /) -> None:
        """From now on `on_message` gets what others send to the process of this name; it must not wait. Only for a
        store that is shared."""

    def send_to(self, process: str, message: bytes, then: Callable[[int], object], /) -> None:
        """Send the process of this name a message. `then` gets how many have heard: 0 also where that is
        not known. Only for a store that is shared."""

    def share(self, code: str, process: str, facts: bytes, /) -> None:
        """Tell all who follow the room what this process knows about it, in place of what it said before; empty:
        nothing any more. It is no part of the line. Only for a store that is shared."""

    def note_program(self, code: str, worker: int, silent_ms: int, /) -> None:
        """This worker, a program, has asked for something, and may be silent for so long now. Only for a store that is
        shared."""

    def ask_program(self, code: str, worker: int, then: Callable[[int | None], object], /) -> None:
        """`then` gets for how many ms this worker may be silent yet, whichever process it asked last: 0 if it should
        have asked by now; None: that is not known at present. Only for a store that is shared."""

    def take_tokens(self, key: str, tokens: int, per_second: float, burst: float, /) -> tuple[bool, float]:
        """Take so many tokens out of a bucket that all who use the store share, as `TokenBucket.take` does. Were there
        as many, and how many are left? Only for a store that is shared."""

    def close(self) -> None:
        """Close the file or the connection."""
