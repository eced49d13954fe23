"""Whether a program is there. It has no lasting connection, so it is judged by its requests: one that waits asks
again and again, and one that works may be silent for longer. Presence is shown; the room's rule
decides about the seat."""

import contextlib
from collections.abc import Callable

from app.core import commands
from app.core.apply import Applied
from app.core.events import Presence, WorkerJoined, WorkerLeft
from app.core.room import Room
from app.lib.timers import Key, Timers
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.room_timers import TRY_AGAIN_MS
from app.rooms.rooms import Rooms
from app.stores.base import Line, StoreError

ASKS_AGAIN_WITHIN_MS = 12_000
"""After the answer "waiting". `RemoteBarrier` lets each request wait 4 s: it is found out within 16 s of silence."""
WORKS_QUIETLY_MS = 120_000
"""After any other answer: a program that works has nothing to ask. One that works for longer counts as away until it
asks, and loses its seat only where the room's rule is `let_go`."""


class ProgramPresence(RoomListener):
    """Connects and disconnects the workers that are programs."""

    def __init__(self, rooms: Rooms, timers: Timers, line: Line) -> None:
        self.hears_of = (WorkerLeft, WorkerJoined, Presence) if line.is_shared else (WorkerLeft,)
        self._rooms = rooms
        self._timers = timers
        self._line = line

    def waits(self, code: str, worker: int, hold_ms: int) -> None:
        """It has asked, and its request waits for at most `hold_ms`; 0: it was answered "waiting"."""
        self._heard(code, worker, hold_ms + ASKS_AGAIN_WITHIN_MS)

    def works(self, code: str, worker: int) -> None:
        """It has asked, and has its answer."""
        self._heard(code, worker, WORKS_QUIETLY_MS)

    def _heard(self, code: str, number: int, silent_ms: int) -> None:
        with self._rooms.held(code) as live:
            worker = live.room.workers.get(number)
            if worker is None:
                return
            self._expect(code, number, silent_ms)
            if self._line.is_shared:
                with contextlib.suppress(StoreError):
                    self._line.note_program(code, number, silent_ms)
            if worker.away_since_ms is not None:
                self._rooms.post(code, commands.Connect(worker=number))

    def _expect(self, code: str, worker: int, silent_ms: int) -> None:
        """It must have asked again by then: one timer for each program."""
        self._timers.after(silent_ms, lambda: self._find_out(code, worker), _key(code, worker))

    def _watch(self, code: str, worker: int) -> None:
        """It asks another process, perhaps, which may end before it: this one finds out, too."""
        due_ms = self._rooms.clock.now_ms() + WORKS_QUIETLY_MS
        self._timers.by(due_ms, lambda: self._find_out(code, worker), _key(code, worker))

    def _find_out(self, code: str, worker: int) -> None:
        """It has not asked this process again: has it asked another one?"""

        def hear(left_ms: int | None) -> None:
            if left_ms is None:
                self._expect(code, worker, TRY_AGAIN_MS)
            elif left_ms > 0:
                self._expect(code, worker, left_ms)
            else:
                self._rooms.post(code, commands.Disconnect(worker=worker))

        if self._line.is_shared:
            self._ask(code, worker, hear)
        else:
            hear(0)

    def _ask(self, code: str, worker: int, then: Callable[[int | None], object]) -> None:
        try:
            self._line.ask_program(code, worker, then)
        except StoreError:
            then(None)

    def on_change(self, live: LiveRoom, _before: Room, applied: Applied) -> None:
        for event in applied.events:
            if isinstance(event, WorkerLeft):
                self._timers.cancel(_key(live.room.code, event.worker))
            elif self._line.is_shared and isinstance(event, WorkerJoined | Presence):
                self._on_presence(live, event)

    def _on_presence(self, live: LiveRoom, event: WorkerJoined | Presence) -> None:
        worker = live.room.workers.get(event.worker)
        if worker is None or worker.kind != "program":
            return
        if worker.away_since_ms is None:
            self._watch(live.room.code, worker.number)
        else:
            self._bring_back(live.room.code, worker.number)

    def _bring_back(self, code: str, worker: int) -> None:
        """It is shown away, and may be silent: it has just asked one process while another one gave it up. A process of
        the release before does so, since it does not know for how long the program may be silent."""

        def hear(left_ms: int | None) -> None:
            if left_ms is not None and left_ms > 0:
                self._rooms.post(code, commands.Connect(worker=worker))

        self._ask(code, worker, hear)

    def on_open(self, live: LiveRoom) -> None:
        """After a restart the programs ask this server."""
        for worker in live.room.workers.values():
            if worker.kind == "program" and worker.away_since_ms is None:
                is_waiting = worker.number in live.room.barrier.waiting
                self._expect(live.room.code, worker.number, ASKS_AGAIN_WITHIN_MS if is_waiting else WORKS_QUIETLY_MS)


def _key(code: str, worker: int) -> Key:
    return code, ("program", worker)
