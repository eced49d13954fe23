"""How long work gives way: nobody else has a turn while a piece of it runs, so each piece is short."""

import time

TURN_S = 0.005
"""A message that comes meanwhile waits this long, which nobody notices."""


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
