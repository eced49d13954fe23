"""One thread that does things later. A timer may fire late, or twice after a restart: it must be harmless."""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable

from app.lib.clock import RoomClock

log = logging.getLogger(__name__)


class Timers:
    """Calls functions at moments of the room clock, never early. There is no cancelling: a call checks by itself
    whether it is still wanted."""

    def __init__(self, clock: RoomClock) -> None:
        self._clock = clock
        self._heap: list[tuple[int, int, Callable[[], object]]] = []
        self._count = itertools.count()
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="timers", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def at(self, due_ms: int, call: Callable[[], object]) -> None:
        """Call it at `due_ms` on the room clock, or immediately if that moment has passed."""
        with self._changed:
            heapq.heappush(self._heap, (due_ms, next(self._count), call))
            if self._heap[0][0] == due_ms:
                self._changed.notify()

    def after(self, delay_ms: int, call: Callable[[], object]) -> None:
        self.at(self._clock.now_ms() + delay_ms, call)

    def _run(self) -> None:
        while (call := self._next()) is not None:
            try:
                call()
            except Exception:
                log.exception("a timer failed")

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            while not self._stopped:
                if not self._heap:
                    self._changed.wait()
                    continue
                wait_ms = self._heap[0][0] - self._clock.now_ms()
                if wait_ms <= 0:
                    return heapq.heappop(self._heap)[2]
                self._changed.wait(wait_ms / 1000)
            return None
