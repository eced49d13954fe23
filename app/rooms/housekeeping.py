"""What is done now and then: idle rooms leave the memory, and what nobody has used for a day is deleted."""

import logging

from app.core.room import Room
from app.lib.timers import Key, Timers
from app.lib.turns import Turn
from app.rooms.live_room import LiveRoom
from app.rooms.rooms import Rooms
from app.stores.base import Store, StoreError

log = logging.getLogger(__name__)

SWEEP_EVERY_MS = 60_000
IDLE_MS = 10 * 60_000
"""After this long without activity a room leaves the memory; it stays in the store."""
NOTE_USE_EVERY_MS = 3600_000
FORGET_AFTER_MS = 24 * 3600_000
"""After this long without activity a room is deleted."""
REST_MS = 20
"""After each portion that is deleted, which takes some 2 ms."""
CLEAN_UP: Key = ("", "clean up")


class Housekeeping:
    def __init__(self, rooms: Rooms, store: Store, timers: Timers) -> None:
        self._rooms = rooms
        self._store = store
        self._timers = timers

    def start(self) -> None:
        self._timers.after(SWEEP_EVERY_MS, self._sweep)
        self._timers.after(REST_MS, self._clean_up, CLEAN_UP)

    def _sweep(self) -> None:
        """Put idle rooms out of memory, and delete those that nobody used for a day."""
        try:
            now_ms, turn = self._rooms.clock.now_ms(), Turn()
            for live in self._rooms.all_in_memory():
                with live.lock:
                    if live.is_out_of_memory:
                        continue
                    if live.screens:
                        self._note_use(live, now_ms)
                    elif now_ms - live.room.touched_ms > IDLE_MS and not _is_due(live.room, now_ms + IDLE_MS):
                        self._rooms.put_out(live)
                turn.give_way()
            while self._rooms.remove(lambda: self._store.remove_untouched(now_ms - FORGET_AFTER_MS)):
                turn.give_way()
        except StoreError:
            log.exception("old rooms could not be removed")
        finally:
            self._timers.after(SWEEP_EVERY_MS, self._sweep)
            self._timers.after(REST_MS, self._clean_up, CLEAN_UP)

    def _note_use(self, live: LiveRoom, now_ms: int) -> None:
        """A screen that is open counts as use, also where nobody presses anything."""
        if now_ms - max(live.room.touched_ms, live.used_ms) > NOTE_USE_EVERY_MS:
            live.used_ms = now_ms
            self._store.touch(live.room.code, now_ms)

    def _clean_up(self) -> None:
        try:
            if self._store.clean_up():
                self._timers.after(REST_MS, self._clean_up, CLEAN_UP)
        except StoreError:
            log.exception("what is needed no more could not be deleted")


def _is_due(room: Room, by_ms: int) -> bool:
    """Does somebody's wait reach its limit by then?"""
    return room.deadline_ms is not None and room.deadline_ms <= by_ms
