"""Whether a program is there. It has no lasting connection, so it is judged by its requests: one that waits asks
again and again, and one that works may be silent for longer. Presence is shown; the room's rule
decides about the seat."""

from dataclasses import dataclass

from app.core import commands
from app.core.refusals import Refusal
from app.lib.timers import Timers
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.rooms import Rooms

ASKS_AGAIN_WITHIN_MS = 12_000
"""After the answer "waiting". `RemoteBarrier` lets each request wait 4 s: it is found out within 16 s of silence."""
WORKS_QUIETLY_MS = 120_000
"""After any other answer: a program that works has nothing to ask. One that works for longer counts as away until it
asks, and loses its seat only where the room's rule is `let_go`."""


@dataclass
class Patience:
    """The program must have asked again at `until_ms`; a timer looks at `look_ms`. On the room clock."""

    until_ms: int
    look_ms: int


class ProgramPresence(RoomListener):
    """Connects and disconnects the workers that are programs."""

    def __init__(self, rooms: Rooms, timers: Timers) -> None:
        self._rooms = rooms
        self._timers = timers
        self._patience: dict[tuple[str, int], Patience] = {}

    def waits(self, code: str, worker: int, hold_ms: int) -> None:
        """It was heard of; its request waits this long, or was answered "waiting" (0)."""
        self._heard(self._rooms.find(code), worker, hold_ms + ASKS_AGAIN_WITHIN_MS)

    def works(self, code: str, worker: int) -> None:
        """It was heard of, and has its answer."""
        self._heard(self._rooms.find(code), worker, WORKS_QUIETLY_MS)

    def _heard(self, live: LiveRoom, number: int, silent_ms: int) -> None:
        with live.lock:
            worker = live.room.workers.get(number)
            if worker is None:
                return
            self._expect(live, number, silent_ms)
            if worker.away_since_ms is not None:
                self._rooms.submit_quietly(live.room.code, commands.Connect(worker=number))

    def _expect(self, live: LiveRoom, worker: int, silent_ms: int) -> None:
        """One timer for each program, set anew only when it would come too late."""
        until_ms = self._rooms.clock.now_ms() + silent_ms
        patience = self._patience.setdefault((live.room.code, worker), Patience(until_ms, 0))
        patience.until_ms = until_ms
        if not patience.look_ms or until_ms < patience.look_ms:
            self._look_at(until_ms, live.room.code, worker, patience)

    def _look_at(self, look_ms: int, code: str, worker: int, patience: Patience) -> None:
        """A timer holds on to a code, not to a room."""
        patience.look_ms = look_ms
        self._timers.at(look_ms, lambda: self._look(code, worker, look_ms))

    def _look(self, code: str, worker: int, look_ms: int) -> None:
        patience = self._patience.get((code, worker))
        if patience is None or patience.look_ms != look_ms:
            return
        try:
            live = self._rooms.find(code)
        except Refusal:
            del self._patience[code, worker]
            return
        with live.lock:
            if worker in live.room.workers and self._rooms.clock.now_ms() < patience.until_ms:
                self._look_at(patience.until_ms, code, worker, patience)
                return
            del self._patience[code, worker]
            self._rooms.submit_quietly(code, commands.Disconnect(worker=worker))

    def on_open(self, live: LiveRoom) -> None:
        """After a restart the programs ask this server."""
        for worker in live.room.workers.values():
            if worker.kind == "program" and worker.away_since_ms is None:
                is_waiting = worker.number in live.room.barrier.waiting
                self._expect(live, worker.number, ASKS_AGAIN_WITHIN_MS if is_waiting else WORKS_QUIETLY_MS)
