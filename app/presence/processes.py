"""Which processes share the store, and what becomes of the people of one that has ended.

Each process says every two seconds that it is there. One that is silent for eight has ended: its people are away, in
every room that somebody has in memory. Only a process that has itself been in touch for as long may say so, since
a process that was cut off has heard nobody. A process that has just started is known only from the next beat on: one
that is not known has ended when it is missing from what was asked for after it was met.
"""

import contextlib
import logging
import time
from collections.abc import Mapping

from app.core import commands
from app.core.apply import Applied
from app.core.events import Presence
from app.core.room import Room
from app.lib.timers import Key, Timers
from app.rooms.handed import Outcome
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.room_timers import TRY_AGAIN_MS, is_to_be_tried_again
from app.rooms.rooms import Rooms
from app.stores.base import Line, StoreError

log = logging.getLogger(__name__)

BEAT_MS = 2_000
ENDED_AFTER_MS = 8_000
BEAT: Key = ("", "beat")


class Processes(RoomListener):
    """Asks which processes share the store with this one, and looks after their people and its own."""

    hears_of = (Presence,)

    def __init__(self, rooms: Rooms, line: Line, timers: Timers) -> None:
        self._rooms = rooms
        self._peers = rooms.peers
        self._line = line
        self._timers = timers
        self._buried: frozenset[str] = frozenset()
        """Those that have ended, and whose people are away."""
        self._heard_s = 0.0
        self._in_touch_since_s = 0.0

    def start(self) -> None:
        if self._line.is_shared:
            self._beat()

    def on_open(self, live: LiveRoom) -> None:
        """Ask about the processes of its people now, not only when somebody looks for those who are absent."""
        for process in {worker.via for worker in live.room.workers.values()}:
            self._peers.lives_elsewhere(process)

    def on_change(self, live: LiveRoom, _before: Room, applied: Applied) -> None:
        """People of this process who are said to be away, and are not: this process was taken for ended."""
        if any(
            isinstance(event, Presence) and not event.connected and event.worker in live.seated
            for event in applied.events
        ):
            self._bring_back(live.room.code)

    def _bring_back(self, code: str) -> None:
        """Connect those who have a screen here and are away. Not before the line is read to its end: those who have
        gone on at another process meanwhile stay there."""

        def then(is_read: bool) -> None:
            if is_read:
                self._connect_absent(code)
            else:
                self._bring_back_later(code)

        if self._rooms.in_memory(code) is None:
            return
        try:
            if not self._line.catch_up(code, then):
                self._connect_absent(code)
        except StoreError as error:
            log.info("%s: it is not known who is away: %s", code, error)
            self._bring_back_later(code)

    def _bring_back_later(self, code: str) -> None:
        self._timers.after(TRY_AGAIN_MS, lambda: self._bring_back(code), (code, "back"))

    def _connect_absent(self, code: str) -> None:
        """What the store does not take is tried again from the beginning."""

        def heard(outcome: Outcome) -> None:
            if is_to_be_tried_again(outcome):
                self._bring_back_later(code)

        live = self._rooms.in_memory(code)
        if live is None:
            return
        with live.lock:
            if live.is_out_of_memory:
                return
            for number, sid in list(live.seated.items()):
                worker = live.room.workers.get(number)
                if worker is not None and worker.kind == "person" and worker.away_since_ms is not None:
                    back = commands.Connect(worker=number, via=self._rooms.process, connection=sid)
                    self._rooms.hand_over(live, back, heard)

    def _beat(self) -> None:
        try:
            doubted = self._peers.doubted
            self._line.announce(self._rooms.process, lambda silent_ms: self._on_announced(silent_ms, doubted))
        except StoreError as error:
            log.debug("no beat: %s", error)
        finally:
            self._timers.after(BEAT_MS, self._beat, BEAT)

    def _on_announced(self, silent_ms: Mapping[str, int], doubted: frozenset[str]) -> None:
        """All processes of late, and for how long each has been silent. `doubted` were met before that was asked."""
        now_s = time.monotonic()
        if now_s - self._heard_s > 2 * BEAT_MS / 1000:
            self._in_touch_since_s = now_s
        self._heard_s = now_s
        has_heard_all = now_s - self._in_touch_since_s >= ENDED_AFTER_MS / 1000
        alive = {process for process, ms in silent_ms.items() if ms < ENDED_AFTER_MS}
        ended = self._peers.ended
        self._peers.update(alive, silent_ms.keys() - alive, doubted=doubted, is_sure=has_heard_all)
        for process in ended - self._peers.ended:
            self._rooms.returned(process)
        if has_heard_all:
            for process in self._peers.ended - self._buried:
                self._bury(process)
            self._buried = self._peers.ended

    def _bury(self, process: str) -> None:
        log.warning("process %s has ended: its people are away", process)
        for live in self._rooms.all_in_memory():
            with contextlib.suppress(StoreError):  # it is forgotten in time
                self._line.share(live.room.code, process, b"")
            if any(worker.via == process for worker in live.room.workers.values()):
                self._rooms.post(live.room.code, commands.ProcessGone(via=process))
