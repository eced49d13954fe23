"""Follows the rooms of a store, and remembers what comes out of their lines."""

import threading

from app.stores.base import Entry, Follower, Line

DEADLINE_S = 30


class Reader(Follower):
    def __init__(self, line: Line) -> None:
        self._line = line
        line.follower = self
        self.entries: list[tuple[str, Entry, object]] = []
        """Code, entry, and what was handed over with it."""
        self._changed = threading.Condition()

    def on_entry(self, code: str, entry: Entry, handed: object, /) -> None:
        with self._changed:
            self.entries.append((code, entry, handed))
            self._changed.notify_all()

    def create(self, code: str, at_ms: int = 1, command: bytes = b"1") -> None:
        """A room that is followed."""
        assert self._line.create(code, at_ms, command)
        self._line.follow(code, 1)

    def put(self, code: str, command: bytes, at_ms: int = 1) -> Entry:
        """Into the line; the entry that comes out of it."""
        handed = object()
        self._line.hand_over(code, command, at_ms, handed)
        return self.wait_for(handed)

    def wait_for(self, handed: object) -> Entry:
        with self._changed:
            assert self._changed.wait_for(lambda: any(it is handed for _, _, it in self.entries), DEADLINE_S)
        return next(entry for _, entry, it in self.entries if it is handed)
