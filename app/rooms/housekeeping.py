"""What is done now and then: idle rooms leave the memory, and what nobody has used for a day is deleted."""

import logging

from app.lib import memory
from app.lib.timers import Key, Timers
from app.lib.turns import Turn
from app.rooms import capacity
from app.rooms.live_room import ByRoom, LiveRoom
from app.rooms.robots import has_program
from app.rooms.rooms import Rooms
from app.stores.base import Line, StoreError

log = logging.getLogger(__name__)

SWEEP_EVERY_MS = 60_000
IDLE_MS = 10 * 60_000
"""After this long without activity a room leaves the memory; it stays in the store."""
NOTE_USE_EVERY_MS = 3600_000
FORGET_AFTER_MS = 24 * 3600_000
"""After this long without activity a room is deleted."""
LOOK_EVERY_MS = 1_000
"""At the store's file, at the memory, and at the computer's clock."""
RESTED_MS = 10_000
"""When the memory is full, a room leaves it after this long without activity."""
FULL_UNTIL = 0.9
"""Of the memory for rooms: rooms leave it until so much is taken."""
REST_MS = 20
"""After each portion that is deleted, which takes some 2 ms."""
CLEAN_UP: Key = ("", "clean up")
GIVE_BACK: Key = ("", "give back")


class Use:
    """When it was last stored that somebody is there."""

    stored_ms = 0


class Housekeeping:
    def __init__(self, rooms: Rooms, line: Line, timers: Timers) -> None:
        self._rooms = rooms
        self._line = line
        self._timers = timers
        self._use = ByRoom(Use)
        self._is_lost = False

    def start(self) -> None:
        self._timers.after(SWEEP_EVERY_MS, self._sweep)
        self._timers.after(LOOK_EVERY_MS, self._look)
        self._timers.after(REST_MS, self._clean_up, CLEAN_UP)

    def _look(self) -> None:
        try:
            self._check_store()
            self._make_room()
            self._set_clock()
        finally:
            self._timers.after(LOOK_EVERY_MS, self._look)

    def _check_store(self) -> None:
        """Say it when the store is lost, and when it is back."""
        was_lost, lost = self._is_lost, ""
        try:
            self._line.check()
            self._check_disk()
        except StoreError as error:
            lost = str(error)
        self._is_lost = bool(lost)
        if lost and not was_lost:
            log.error("%s Until then nothing can be stored, and all changes are refused.", lost)
        if was_lost and not lost:
            log.error("The database is there again.")

    def _check_disk(self) -> None:
        """When it is nearly full no new room begins, and long logs get shorter."""
        archive, was_nearly_full = self._rooms.archive, self._rooms.archive.is_disk_nearly_full
        archive.is_disk_nearly_full = self._line.is_nearly_full()
        if archive.is_disk_nearly_full:
            self._timers.by(self._rooms.clock.now_ms() + REST_MS, self._clean_up, CLEAN_UP)
            if not was_nearly_full:
                log.error("The disk is nearly full: no new rooms. Free some space, or set DATABASE to another disk.")

    def _make_room(self) -> None:
        """When the memory for rooms is full, put out those that rest, the longest first."""
        now_ms, turn = self._rooms.clock.now_ms(), Turn()
        rooms, n_bytes, total = self._rooms.all_in_memory(), self._rooms.capacity.n_bytes, 0
        for live in rooms:
            with live.lock:
                total += n_bytes(live)
            turn.give_way()
        if total > capacity.MAX_BYTES:
            for live in sorted(rooms, key=lambda live: live.room.touched_ms):
                if total <= FULL_UNTIL * capacity.MAX_BYTES:
                    break
                with live.lock:
                    if _rests(live, now_ms, RESTED_MS):
                        total -= n_bytes(live)
                        self._rooms.put_out(live)
                turn.give_way()
        self._rooms.capacity.is_full = total > capacity.MAX_BYTES

    def _set_clock(self) -> None:
        """A store with a clock of its own tells the time by itself."""
        if self._line.now_ms() is None:
            is_watched = any(live.screens for live in self._rooms.all_in_memory())
            self._rooms.clock.follow_the_wall_clock(is_watched=is_watched)

    def _sweep(self) -> None:
        """Put idle rooms out of memory, and delete those that nobody used for a day."""
        try:
            now_ms, turn, rooms = self._rooms.clock.now_ms(), Turn(), self._rooms.all_in_memory()
            for live in rooms:
                with live.lock:
                    if live.screens or has_program(live.room):
                        self._note_use(live, now_ms)
                    elif _rests(live, now_ms, IDLE_MS):
                        self._rooms.put_out(live)
                turn.give_way()
            if rooms and not len(self._rooms):
                self._timers.after(REST_MS, self._give_back_memory, GIVE_BACK)
            while self._rooms.remove(lambda: self._line.remove_untouched(now_ms - FORGET_AFTER_MS)):
                turn.give_way()
        except StoreError:
            log.exception("old rooms could not be removed")
        finally:
            self._timers.after(SWEEP_EVERY_MS, self._sweep)
            self._timers.after(REST_MS, self._clean_up, CLEAN_UP)

    def _give_back_memory(self) -> None:
        """The last room has left the memory, so nobody waits meanwhile."""
        if not len(self._rooms):
            self._line.give_back_memory()
            memory.give_back()

    def _note_use(self, live: LiveRoom, now_ms: int) -> None:
        """A screen that is open counts as use, also where nobody presses anything, and so does a program that asks."""
        use = self._use[live]
        if now_ms - max(live.room.touched_ms, use.stored_ms) > NOTE_USE_EVERY_MS:
            use.stored_ms = now_ms
            self._line.touch(live.room.code, now_ms)

    def _clean_up(self) -> None:
        try:
            if self._line.clean_up():
                self._timers.after(REST_MS, self._clean_up, CLEAN_UP)
        except StoreError:
            log.exception("what is needed no more could not be deleted")


def _rests(live: LiveRoom, now_ms: int, for_ms: int) -> bool:
    """May the room leave the memory: does nobody watch it, and has nothing happened for this long? Not while a time
    limit is about to end, since nothing would end it."""
    deadline_ms = live.room.deadline_ms
    is_due = deadline_ms is not None and deadline_ms <= now_ms + IDLE_MS
    return not (live.screens or live.is_out_of_memory or is_due) and now_ms - live.room.touched_ms > for_ms
