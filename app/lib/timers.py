"""One thread that does things later. A timer may fire late, or twice after a restart: what it does is harmless then."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.lib.clock import RoomClock

log = logging.getLogger(__name__)

LONGEST_WAIT_S = 60.0
"""The thread looks at the clock this often at least: the room clock may come back to the true time meanwhile."""
LEAST_DEAD = 64
"""Timers that were replaced or cancelled stay in the heap until they are due, or until there are more of them than of
the others, and more than this."""

Key = tuple[str, object]
"""Whose timer it is (a room's code), and what it is for."""


@dataclass(order=True)
class Timer:
    due_ms: int
    number: int
    key: Key | None = field(compare=False)
    call: Callable[[], object] | None = field(compare=False)
    """None: it was replaced or cancelled."""


class Timers:
    """Calls functions at moments of the room clock, never early. Under one key at most one timer is pending."""

    def __init__(self, clock: RoomClock) -> None:
        self._clock = clock
        self._heap: list[Timer] = []
        self._keyed: dict[str, dict[object, Timer]] = {}
        self._n_dead = 0
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

    @property
    def is_their_turn(self) -> bool:
        """Is the caller a timer? While it waits, no other fires."""
        return threading.get_ident() == self._thread.ident

    def __len__(self) -> int:
        """How many are pending."""
        return len(self._heap) - self._n_dead

    def at(self, due_ms: int, call: Callable[[], object], key: Key | None = None) -> None:
        """Call it at `due_ms` on the room clock, or soon if that moment has passed. It replaces the timer that is
        pending under the same key."""
        with self._changed:
            timer = Timer(due_ms, next(self._count), key, call)
            if key is not None:
                self._kill(key)
                self._keyed.setdefault(key[0], {})[key[1]] = timer
            heapq.heappush(self._heap, timer)
            if self._heap[0] is timer:
                self._changed.notify()

    def after(self, delay_ms: int, call: Callable[[], object], key: Key | None = None) -> None:
        self.at(self._clock.now_ms() + delay_ms, call, key)

    def by(self, due_ms: int, call: Callable[[], object], key: Key) -> None:
        """As `at`, but a pending timer under the same key stays if it is due sooner."""
        with self._changed:
            pending = self._keyed.get(key[0], {}).get(key[1])
            if pending is None or pending.due_ms > due_ms:
                self.at(due_ms, call, key)

    def cancel(self, key: Key) -> None:
        with self._changed:
            self._kill(key)

    def cancel_all(self, owner: str) -> None:
        """Cancel every timer whose key begins with this."""
        with self._changed:
            for purpose in list(self._keyed.get(owner, ())):
                self._kill((owner, purpose))

    def _kill(self, key: Key) -> None:
        timer = self._forget(key)
        if timer is None:
            return
        timer.call = None
        self._n_dead += 1
        if self._n_dead > LEAST_DEAD and self._n_dead > len(self._heap) // 2:
            self._heap = [timer for timer in self._heap if timer.call is not None]
            heapq.heapify(self._heap)
            self._n_dead = 0

    def _forget(self, key: Key) -> Timer | None:
        mine = self._keyed.get(key[0])
        timer = mine.pop(key[1], None) if mine is not None else None
        if not mine:
            self._keyed.pop(key[0], None)
        return timer

    def _run(self) -> None:
        while (call := self._next()) is not None:
            try:
                call()
            except Exception:
                log.exception("a timer failed")
            time.sleep(0)  # however many are due, everything else has its turn after each

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            while not self._stopped:
                wait_ms = LONGEST_WAIT_S * 1000
                if self._heap:
                    if (due := self.take_due(self._clock.now_ms())) is not None:
                        return due[1]
                    if self._heap:
                        wait_ms = self._heap[0].due_ms - self._clock.now_ms()
                self._changed.wait(max(0.0, min(wait_ms / 1000, LONGEST_WAIT_S)))
            return None

    def take_due(self, now_ms: int) -> tuple[int, Callable[[], object]] | None:
        """Moment and function of the timer that has been due for longest, which is pending no longer; None if none is
        due."""
        with self._changed:
            while self._heap and (self._heap[0].due_ms <= now_ms or self._heap[0].call is None):
                timer = heapq.heappop(self._heap)
                if timer.call is None:
                    self._n_dead -= 1
                    continue
                if timer.key is not None:
                    self._forget(timer.key)
                return timer.due_ms, timer.call
            return None
