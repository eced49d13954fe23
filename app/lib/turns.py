"""How work gives way: nobody else has a turn while a piece of it runs, so each piece is short."""

import threading
import time

from app.lib.limits import holder_of

TURN_S = 0.005
"""A message that comes meanwhile waits this long, which nobody notices."""

N_LINES = 256
"""Two addresses that share one by chance wait for each other a little."""


class Turn:
    """One piece of a long work, from now on."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self._began_s >= TURN_S

    def give_way(self) -> None:
        """When the turn is over, let everything else run; then a new turn begins. Call it often."""
        if self.is_over:
            time.sleep(0)
            self._began_s = time.monotonic()


class Lines:
    """One line for each address. However many connections an address has, one of their messages is done, and then
    everything else has its turn."""

    def __init__(self) -> None:
        self._locks = [threading.Lock() for _ in range(N_LINES)]
        self._turns = [Turn() for _ in range(N_LINES)]

    def wait(self, address: str) -> None:
        """Until it is the turn of the caller, who has waited longest at this address."""
        with self._locks[_number_of(address)]:
            time.sleep(0)

    def wait_briefly(self, address: str) -> None:
        """The same for short messages: as many as fit into a turn are done, and then everything else has its turn."""
        number = _number_of(address)
        with self._locks[number]:
            self._turns[number].give_way()


def _number_of(address: str) -> int:
    return hash(holder_of(address)) % N_LINES
