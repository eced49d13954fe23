"""The one door: live rooms, and `submit`, through which every change of a room goes."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core import commands
from app.core.apply import Applied, apply, create
from app.core.codes import CODE_LENGTH, CODE_LETTERS
from app.core.commands import AnyCommand
from app.core.events import AnyEvent
from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.clock import RoomClock
from app.lib.timers import Timers
from app.lib.tokens import new_seed
from app.rooms.archive import Archive
from app.rooms.capacity import Capacity, n_robots_after
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.room_timers import RoomTimers
from app.stores.base import Store

log = logging.getLogger(__name__)

MOST_PORTIONS = 10
"""Of a removed room that are deleted while somebody waits for the next one under its code."""


class Rooms:
    """All rooms of this process.

    Every command goes: apply it to the room, write it to the store, and only then show it (to the listeners) and
    answer. What was acknowledged is therefore in the log; what could not be written has not happened.
    """

    def __init__(self, store: Store, clock: RoomClock, timers: Timers, shared_code: str | None) -> None:
        self.clock = clock
        self.capacity = Capacity(self.all_in_memory)
        self.archive = Archive(store)
        self._room_timers = RoomTimers(timers, clock, self.submit, self.in_memory)
        self.shared_code = shared_code
        """Of the room that is there without being made."""
        self._live: dict[str, LiveRoom] = {}
        self._lock = threading.RLock()
        self.listeners: tuple[RoomListener, ...] = ()
        """In the order in which they hear."""
        self._listeners_by_types: dict[frozenset[type[AnyEvent]], list[RoomListener]] = {}
        """Who hears of a change with events of these types, as far as such changes have been."""

    def listen(self, *listeners: RoomListener) -> None:
        """Let these hear of all rooms, in this order and after those before them."""
        self.listeners += listeners
        self._listeners_by_types.clear()

    def __len__(self) -> int:
        return len(self._live)

    def create(self, host_key_hash: str | None, configuration: commands.Configuration) -> Room:
        """A new room under a fresh code.

        Raises:
            Refusal: `unavailable` when the memory or the disk is full, or the store fails.
        """
        self.capacity.check_new_room()
        self.archive.check_room_for_more()
        while True:
            code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
            if (room := self._create(code, host_key_hash, configuration)) is not None:
                return room

    def _create(self, code: str, host_key_hash: str | None, configuration: commands.Configuration) -> Room | None:
        command = commands.Create(code=code, seed=new_seed(), host_key_hash=host_key_hash, configuration=configuration)
        at_ms = self.clock.now_ms()
        return create(command, at_ms) if self.archive.create(command, at_ms) else None

    def find(self, code: str) -> LiveRoom:
        """The live room under this (canonical) code.

        Raises:
            Refusal: `room_not_found`; `unavailable` when the store cannot be read.
        """
        live = self._live.get(code)
        if live is not None:
            return live
        with self._lock:
            live = self._live.get(code)
            if live is not None:
                return live
            live = self.archive.open(code)
            if live is None and code == self.shared_code:
                live = self._begin_shared(code)
            if live is None:
                raise Refusal("room_not_found")
            self.capacity.check_opening(live)
            self._live[code] = live
        self._after_opening(live)
        return live

    def _begin_shared(self, code: str) -> LiveRoom:
        """The shared room anew. What is left of the one before goes first."""
        for _ in range(MOST_PORTIONS):
            self._create(code, None, commands.Configuration())
            if (live := self.archive.open(code)) is not None:
                return live
            self.archive.clean_up()
        raise Refusal("unavailable", "This room is being cleared. Try again in a moment.")

    def in_memory(self, code: str) -> LiveRoom | None:
        """The live room, for a caller that may not wait until it is loaded."""
        return self._live.get(code)

    def all_in_memory(self) -> list[LiveRoom]:
        return list(self._live.values())

    @contextmanager
    def held(self, code: str) -> Iterator[LiveRoom]:
        """The live room with its lock held: it stays in memory, and nobody else changes it.

        Raises:
            Refusal: as `find`.
        """
        while True:
            live = self.find(code)
            with live.lock:
                if not live.is_out_of_memory:
                    yield live
                    return

    def _after_opening(self, live: LiveRoom) -> None:
        for listener in self.listeners:
            listener.on_open(live)
        self._room_timers.begin(live.room)

    def submit(self, code: str, command: AnyCommand) -> Applied:
        """Do a command, of any sender: a phone, the host, a robot, a timer, a program.

        Raises:
            Refusal: it cannot be done, and nothing has changed.
        """
        live = self.find(code)
        with live.lock:
            return self.submit(code, command) if live.is_out_of_memory else self.change(live, command)

    def change(self, live: LiveRoom, command: AnyCommand) -> Applied:
        """`submit`, for callers that hold the room's lock.

        Raises:
            Refusal: as `submit`.
        """
        before = live.room
        at_ms = max(self.clock.now_ms(), before.touched_ms)
        self.capacity.check(live, command)
        applied = apply(before, command, at_ms)
        self.capacity.count(live, command)
        if applied.room is not before:
            self._commit(live, command, at_ms, applied)
        return applied

    def _commit(self, live: LiveRoom, command: AnyCommand, at_ms: int, applied: Applied) -> None:
        before = live.room
        self.archive.append(live, command, at_ms, applied)
        if len(before.workers) != len(applied.room.workers):
            live.n_robots = n_robots_after(live.n_robots, before, applied.events)
        live.recent.extend(applied.events)
        self._room_timers.follow(before, applied)
        for listener in self._listeners_for(frozenset(map(type, applied.events))):
            try:
                listener.on_change(live, before, applied)
            except Exception:  # it has happened, and the others shall hear of it
                log.exception("a listener failed")

    def _listeners_for(self, types: frozenset[type[AnyEvent]]) -> list[RoomListener]:
        listeners = self._listeners_by_types.get(types)
        if listeners is None:
            listeners = [
                listener
                for listener in self.listeners
                if listener.hears_of is None or not types.isdisjoint(listener.hears_of)
            ]
            self._listeners_by_types[types] = listeners
        return listeners

    def submit_quietly(self, code: str, command: AnyCommand) -> Applied | None:
        """As `RoomTimers.submit_quietly`."""
        return self._room_timers.submit_quietly(code, command)

    def beginning(self, code: str) -> tuple[Room, int]:
        """As `Archive.beginning`."""
        return self.archive.beginning(code)

    def history(
        self, code: str, after: int = 0, room: Room | None = None
    ) -> Iterator[tuple[Room, tuple[AnyEvent, ...]]]:
        """As `Archive.history`."""
        return self.archive.history(code, after, room)

    def put_out(self, live: LiveRoom) -> None:
        """Let the room leave the memory; it stays in the store. Call it with the room's lock held."""
        self.archive.save(live)
        self._forget(live)

    def _forget(self, live: LiveRoom) -> None:
        live.is_out_of_memory = True
        self._live.pop(live.room.code, None)
        self._room_timers.end(live.room.code)

    def remove(self, from_store: Callable[[], list[str]]) -> bool:
        """Forget the rooms that are removed from the store, whose codes it returns. False: there were none."""
        with self._lock:  # nobody makes one of them anew before its old one is known to be out of memory
            codes = from_store()
            closed = [self._live[code] for code in codes if code in self._live]
            for live in closed:
                with live.lock:
                    self._forget(live)
        for live in closed:
            with live.lock:
                for listener in self.listeners:
                    listener.on_close(live)
        return bool(codes)
