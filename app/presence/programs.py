"""Whether a program is there. It has no lasting connection, so it is judged by its requests: one that waits asks
again and again, and one that works may be silent for longer. Presence is shown; the room's rule
decides about the seat."""

from app.core import commands
from app.lib.timers import Timers
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.rooms import Rooms

ASKS_AGAIN_WITHIN_MS = 12_000
"""After the answer "waiting". `RemoteBarrier` lets each request wait 4 s: it is found out within 16 s of silence."""
WORKS_QUIETLY_MS = 120_000
"""After any other answer: a program that works has nothing to ask. One that works for longer counts as away until it
asks, and loses its seat only where the room's rule is `let_go`."""


class ProgramPresence(RoomListener):
    """Connects and disconnects the workers that are programs."""

    def __init__(self, rooms: Rooms, timers: Timers) -> None:
        self._rooms = rooms
        self._timers = timers

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
            if worker.away_since_ms is not None:
                self._rooms.post(code, commands.Connect(worker=number))

    def _expect(self, code: str, worker: int, silent_ms: int) -> None:
        """It must have asked again by then: one timer for each program."""
        disconnect = commands.Disconnect(worker=worker)
        key = (code, ("program", worker))
        self._timers.after(silent_ms, lambda: self._rooms.post(code, disconnect), key)

    def on_open(self, live: LiveRoom) -> None:
        """After a restart the programs ask this server."""
        for worker in live.room.workers.values():
            if worker.kind == "program" and worker.away_since_ms is None:
                is_waiting = worker.number in live.room.barrier.waiting
                self._expect(live.room.code, worker.number, ASKS_AGAIN_WITHIN_MS if is_waiting else WORKS_QUIETLY_MS)
