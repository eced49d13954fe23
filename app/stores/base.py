"""What a store does: it keeps each room's commands in one line, and hands them out in that order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class StoreError(Exception):
    """The store cannot do it now: no disk, no room on it, no file. Nothing was written."""


class StoreConflict(StoreError):
    """Somebody else has written at this place of the line."""


@dataclass(frozen=True)
class Entry:
    """One command of a room: its place in the line (1, 2, 3 …), its moment on the room clock, its JSON."""

    number: int
    at_ms: int
    command: bytes


@dataclass(frozen=True)
class Loaded:
    """What it takes to have a room again: the latest snapshot, and the commands after it."""

    snapshot: bytes | None
    snapshot_number: int
    entries: list[Entry]


class Store(Protocol):
    """All methods raise StoreError when the store fails. They may be called from any thread."""

    def create(self, code: str, at_ms: int, command: bytes) -> bool:
        """Begin a room's line with this command. False: the code is taken, and nothing was written."""

    def append(self, code: str, number: int, at_ms: int, command: bytes) -> None:
        """Write the command with this number, which is the next one. When it returns, the command survives the
        end of this process.

        Raises:
            StoreConflict: the number is taken, or the room is not there.
        """

    def load(self, code: str) -> Loaded | None:
        """What the room is made of; None where there is no such room."""

    def save_snapshot(self, code: str, number: int, snapshot: bytes) -> None:
        """Keep the room's state as it was after the command with this number, instead of an older one."""

    def entries(self, code: str, after: int = 0) -> Iterator[Entry]:
        """The room's line behind the command with this number, read piece by piece."""

    def remove_untouched(self, before_ms: int) -> list[str]:
        """Remove the rooms whose latest command is older than that; returns their codes."""

    def close(self) -> None:
        """Give up the file or the connection."""
