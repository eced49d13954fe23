"""The one door: live rooms, and `submit`, through which every change of a room goes."""

import logging
import secrets
import threading
from collections.abc import Iterator
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
from app.rooms import log as room_log
from app.rooms.capacity import check_robots, n_robots_after
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.room_timers import RoomTimers
from app.stores.base import Entry, Loaded, Store, StoreError

log = logging.getLogger(__name__)

SNAPSHOT_EVERY = 1000
"""Commands between two stored snapshots: applying this many takes some 20 ms, so a room opens fast."""
SWEEP_EVERY_MS = 60_000
IDLE_MS = 10 * 60_000
"""After this long without activity a room leaves the memory; it stays in the store."""
NOTE_USE_EVERY_MS = 3600_000
FORGET_AFTER_MS = 24 * 3600_000
"""After this long without activity a room is deleted."""


class Rooms:
    """All rooms of this process.

    Every command goes: apply it to the room, write it to the store, and only then show it (to the listeners) and
    answer. What was acknowledged is therefore in the log; what could not be written has not happened.
    """

    def __init__(self, store: Store, clock: RoomClock, timers: Timers, shared_code: str | None) -> None:
        self.clock = clock
        self._store = store
        self._timers = timers
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

    def start(self) -> None:
        self._timers.after(SWEEP_EVERY_MS, self._sweep)

    def __len__(self) -> int:
        return len(self._live)

    def create(self, host_key_hash: str | None, configuration: commands.Configuration) -> Room:
        """A new room under a fresh code."""
        while True:
            code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
            if (room := self._create(code, host_key_hash, configuration)) is not None:
                return room

    def _create(self, code: str, host_key_hash: str | None, configuration: commands.Configuration) -> Room | None:
        command = commands.Create(code=code, seed=new_seed(), host_key_hash=host_key_hash, configuration=configuration)
        at_ms = self.clock.now_ms()
        try:
            is_new = self._store.create(code, at_ms, room_log.encode(command))
        except StoreError:
            log.exception("a room could not be created")
            raise Refusal("unavailable") from None
        return create(command, at_ms) if is_new else None

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
            live = self._open(code)
            if live is None and code == self.shared_code:
                self._create(code, None, commands.Configuration())
                live = self._open(code)
            if live is None:
                raise Refusal("room_not_found")
            self._live[code] = live
        self._after_opening(live)
        return live

    def in_memory(self, code: str) -> LiveRoom | None:
        """The live room, for a caller that may not wait until it is loaded."""
        return self._live.get(code)

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

    def _open(self, code: str) -> LiveRoom | None:
        try:
            loaded = self._store.load(code)
        except StoreError:
            log.exception("a room could not be loaded")
            raise Refusal("unavailable") from None
        return None if loaded is None else LiveRoom(*self._replay(code, loaded))

    def _replay(self, code: str, loaded: Loaded) -> tuple[Room, int]:
        try:
            return room_log.replay(loaded)
        except (ValueError, AssertionError):
            log.exception("%s: the snapshot or what follows it cannot be read; trying the whole log", code)
        try:
            return room_log.replay(Loaded(None, 0, list(self._entries(code, 0))))
        except (ValueError, AssertionError):
            log.exception("%s: the log cannot be read", code)
            raise Refusal("unavailable", "What was stored of this room is damaged. Start another one.") from None

    def _after_opening(self, live: LiveRoom) -> None:
        for listener in self.listeners:
            listener.on_open(live)
        self._room_timers.begin(live.room)

    def submit(self, code: str, command: AnyCommand) -> Applied:
        """Do a command, whoever asks: a phone, the host, a robot, a timer, a program.

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
        if isinstance(command, commands.AddRobots) and live.new_robots.wait_s(command.count) > 0:
            raise Refusal("rate_limited", "That is a lot of robots at once. Wait a moment, then add more.")
        if isinstance(command, commands.AddRobots):
            check_robots(list(self._live.values()), live, command.count)
        applied = apply(before, command, at_ms)
        if isinstance(command, commands.AddRobots):
            live.new_robots.take(command.count)
        if isinstance(command, commands.Join) and not live.newcomers.take():
            sentence = "Many people are getting on. Your turn comes in a second."
            raise Refusal("rate_limited", sentence, retry_after_s=1)
        if applied.room is not before:
            self._commit(live, command, at_ms, applied)
        return applied

    def _commit(self, live: LiveRoom, command: AnyCommand, at_ms: int, applied: Applied) -> None:
        code, before = live.room.code, live.room
        try:
            self._store.append(code, live.number + 1, at_ms, room_log.encode(command))
        except StoreError:
            log.exception("a command could not be stored")
            raise Refusal("unavailable") from None
        live.number += 1
        live.room = applied.room
        live.n_robots = n_robots_after(live.n_robots, before, applied.events)
        live.recent.extend(applied.events)
        if live.number % SNAPSHOT_EVERY == 0:
            self._save(live)
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

    def _save(self, live: LiveRoom) -> None:
        try:
            self._store.save_snapshot(live.room.code, live.number, room_log.encode_room(live.room))
        except StoreError:
            log.exception("a snapshot could not be stored; the log is longer to read for it")

    def submit_quietly(self, code: str, command: AnyCommand) -> Applied | None:
        """As `RoomTimers.submit_quietly`."""
        return self._room_timers.submit_quietly(code, command)

    def beginning(self, code: str) -> tuple[Room, int]:
        """The room as its log begins, and the number of the command that has led to it.

        Raises:
            Refusal: `unavailable` when the store cannot be read.
        """
        for room, _ in self.history(code):
            return room, 1
        raise Refusal("room_not_found")

    def history(
        self, code: str, after: int = 0, room: Room | None = None
    ) -> Iterator[tuple[Room, tuple[AnyEvent, ...]]]:
        """The log done again, as `room_log.states` tells it.

        Raises:
            Refusal: `unavailable` when the store cannot be read.
            GapError: as `room_log.states`.
        """
        return room_log.states(self._entries(code, after), after, room)

    def _entries(self, code: str, after: int) -> Iterator[Entry]:
        try:
            yield from self._store.entries(code, after)
        except StoreError:
            log.exception("a log could not be read")
            raise Refusal("unavailable") from None

    def _sweep(self) -> None:
        """Put idle rooms out of memory, and delete those that nobody used for a day."""
        try:
            now_ms = self.clock.now_ms()
            for live in list(self._live.values()):
                with live.lock:
                    if live.screens:
                        self._note_use(live, now_ms)
                    elif now_ms - live.room.touched_ms > IDLE_MS and not _is_due(live.room, now_ms + IDLE_MS):
                        self._save(live)
                        self._put_out(live)
            self._remove_untouched(now_ms - FORGET_AFTER_MS)
        except StoreError:
            log.exception("old rooms could not be removed")
        finally:
            self._timers.after(SWEEP_EVERY_MS, self._sweep)

    def _note_use(self, live: LiveRoom, now_ms: int) -> None:
        """A screen that is open counts as use, also where nobody presses anything."""
        if now_ms - max(live.room.touched_ms, live.used_ms) > NOTE_USE_EVERY_MS:
            live.used_ms = now_ms
            self._store.touch(live.room.code, now_ms)

    def _put_out(self, live: LiveRoom) -> None:
        live.is_out_of_memory = True
        self._live.pop(live.room.code, None)
        self._room_timers.end(live.room.code)

    def _remove_untouched(self, before_ms: int) -> None:
        with self._lock:  # nobody makes one of them anew before its old one is known to be out of memory
            closed = [self._live[code] for code in self._store.remove_untouched(before_ms) if code in self._live]
            for live in closed:
                with live.lock:
                    self._put_out(live)
        for live in closed:
            with live.lock:
                for listener in self.listeners:
                    listener.on_close(live)


def _is_due(room: Room, by_ms: int) -> bool:
    """Does somebody's wait reach its limit by then?"""
    return room.deadline_ms is not None and room.deadline_ms <= by_ms
