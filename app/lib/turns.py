"""How work gives way: nobody else has a turn while a piece of it runs, so each piece is short."""

import threading
import time
from collections.abc import Callable

from app.lib.limits import holder_of

TURN_S = 0.005
"""A message that comes meanwhile waits this long, which nobody notices."""

N_LINES = 256
"""Two addresses that share one by chance wait for each other a little."""


class Turn:
    """One piece of a long work, from now on: so many seconds of this clock, by default of time that passes."""

    def __init__(self, seconds: float = TURN_S, now_s: Callable[[], float] | None = None) -> None:
        self._seconds = seconds
        self._now_s = now_s or time.monotonic
        self._began_s = self._now_s()

    @property
    def is_over(self) -> bool:
        return self._now_s() - self._began_s >= self._seconds

    def give_way(self) -> None:
        """When the turn is over, let everything else run; then a new turn begins. Call it often."""
        if self.is_over:
            time.sleep(0)
            self._began_s = self._now_s()


class Line:
    """Of those who do the same kind of work; one is let through at a time, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = Turn()

    def wait(self) -> None:
        """Until it is the turn of the caller, and everything else has had its own."""
        with self._lock:
            time.sleep(0)

    def wait_briefly(self) -> None:
        """The same for short works: as many as fit into a turn are done, and then everything else has its turn."""
        with self._lock:
            self._turn.give_way()


class Lines:
    """One line for each address. However many connections an address has, one of their messages is done, and then
    everything else has its turn."""

    def __init__(self) -> None:
        self._lines = [Line() for _ in range(N_LINES)]

    def of(self, address: str) -> Line:
        return self._lines[hash(holder_of(address)) % N_LINES]
