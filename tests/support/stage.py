"""A stage for unit tests: rooms on a store in memory, with time that moves when the test says so."""

import itertools
from typing import Self

from app.core import commands
from app.lib.clock import RoomClock
from app.lib.timers import Timers
from app.rooms.housekeeping import Housekeeping
from app.rooms.peers import Peers
from app.rooms.rooms import Rooms
from app.stores.sqlite import SqliteStore

START_MS = 1_700_000_000_000


class ManualClock(RoomClock):
    def __init__(self) -> None:
        self.ms = START_MS

    def precise_ms(self) -> float:
        return float(self.ms)


class ManualTimers(Timers):
    """Timers that fire when the stage's time passes them."""

    def start(self) -> None:
        """Nothing runs by itself."""


class Stage:
    def __init__(self, store: SqliteStore | None = None) -> None:
        self._tokens = itertools.count()
        self.clock = ManualClock()
        self.timers = ManualTimers(self.clock)
        self.store = store or SqliteStore(":memory:")
        self.rooms = self._open()
        self.housekeeping = Housekeeping(self.rooms, self.store, self.timers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def restart(self) -> None:
        """Another server on the same store."""
        self.timers = ManualTimers(self.clock)
        self.rooms = self._open()
        self.housekeeping = Housekeeping(self.rooms, self.store, self.timers)

    def _open(self) -> Rooms:
        peers = Peers(is_shared=self.store.is_shared)
        return Rooms(self.store, self.clock, self.timers, "BRRRRR", peers)

    def seat(self, count: int, code: str = "BRRRRR") -> list[int]:
        """This many new workers; their numbers."""
        joins = [commands.Join(token_hash=f"token {next(self._tokens)}") for _ in range(count)]
        return [int(str(self.rooms.submit(code, join).answer["worker"])) for join in joins]

    def arrive(self, *workers: int, generation: int = 0, code: str = "BRRRRR") -> None:
        for worker in workers:
            self.rooms.submit(code, commands.Arrive(worker=worker, generation=generation))

    def write_entry(self, number: int, command: bytes) -> None:
        """Into the shared room's log, past its line."""
        entry = ("BRRRRR", number, self.clock.ms, command)
        self.store._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", entry)

    def pass_ms(self, ms: int) -> None:
        """Let time pass, and let each timer fire at its moment."""
        end_ms = self.clock.ms + ms
        while (due := self.timers.take_due(end_ms)) is not None:
            due_ms, call = due
            self.clock.ms = max(self.clock.ms, due_ms)
            call()
        self.clock.ms = end_ms
