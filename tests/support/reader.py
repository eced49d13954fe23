"""Follows the rooms of a store, and remembers what comes out of their lines."""

import threading
import time
from collections.abc import Callable

from app.stores.base import Entry, Follower, Line, StoreError

DEADLINE_S = 30


class Reader(Follower):
    def __init__(self, line: Line) -> None:
        self.line = line
        line.follower = self
        self.entries: list[tuple[str, Entry, object]] = []
        """Code, entry, and what was handed over with it."""
        self.refused: list[object] = []
        self.unknown: list[object] = []
        self.forks: list[str] = []
        self.shortened: list[str] = []
        """Rooms whose line had lost its beginning before this process had read it."""
        self.n_away = 0
        self.n_back = 0
        self._changed = threading.Condition()

    def on_entry(self, code: str, entry: Entry, handed: object, /) -> None:
        with self._changed:
            self.entries.append((code, entry, handed))
            self._changed.notify_all()

    def on_refused(self, _code: str, handed: object, _error: StoreError, /) -> None:
        with self._changed:
            self.refused.append(handed)
            self._changed.notify_all()

    def on_unknown(self, _code: str, handed: object, /) -> None:
        with self._changed:
            self.unknown.append(handed)
            self._changed.notify_all()

    def on_fork(self, code: str, run: str | None, /) -> None:
        with self._changed:
            (self.shortened if run is None else self.forks).append(code)
            self._changed.notify_all()

    def on_away(self) -> None:
        with self._changed:
            self.n_away += 1
            self._changed.notify_all()

    def on_back(self) -> None:
        with self._changed:
            self.n_back += 1
            self._changed.notify_all()

    def create(self, code: str, at_ms: int = 1, command: bytes = b"1") -> None:
        """A room that is followed."""
        assert self.line.create(code, at_ms, command)
        self.line.follow(code, 1)

    def put(self, code: str, command: bytes, at_ms: int = 1) -> Entry:
        """Into the line; the entry that comes out of it."""
        handed = object()
        self.line.hand_over(code, command, at_ms, handed)
        return self.wait_for(handed)

    def put_when_back(self, code: str, command: bytes) -> Entry:
        """As `put`, after the store was away: while it loads its file, it may be back for moments only."""
        until_s = time.monotonic() + DEADLINE_S
        while True:
            assert time.monotonic() < until_s, "it is not back"
            handed = object()
            try:
                self.line.hand_over(code, command, 1, handed)
            except StoreError:
                time.sleep(0.01)
                continue
            self.wait_until(lambda handed=handed: handed in self.refused or self._has_come(handed))  # type: ignore[misc]
            if self._has_come(handed):
                return self.wait_for(handed)

    def _has_come(self, handed: object) -> bool:
        return any(it is handed for _, _, it in self.entries)

    def wait_for(self, handed: object) -> Entry:
        self.wait_until(lambda: self._has_come(handed))
        return next(entry for _, entry, it in self.entries if it is handed)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, DEADLINE_S)
