"""Long works side by side, such as readings of whole logs: what they take of the processor, and who comes first."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.lib.limits import PerAddress
from app.lib.turns import Turn

SHARE = 0.5
"""Of the processor, for all of them together."""
AGING = 0.05
"""Who waits for a second gains as much as who has had this many seconds less: nobody waits for ever."""
MS_PER_MINUTE = 10_000
"""Whose work in the last minute exceeds this comes after everybody else."""


@dataclass(eq=False)
class Work:
    """One of them, asked for by somebody at this address."""

    address: str
    worked_s: float = 0.0
    waits_since_s: float = 0.0
    is_dear: bool = False


class FairTurns:
    """A work is done in pieces, one piece of one work at a time. Next is that which has had least so far: a short one
    waits for no long one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[Work] = []
        self._is_working = False
        self._budgets = PerAddress(MS_PER_MINUTE)

    @contextmanager
    def piece(self, work: Work) -> Iterator[Turn]:
        """Waits until it is the work's turn. What is done within shall end soon after the turn is over; then this waits
        as long as the others' share of the processor says."""
        with self._changed:
            work.waits_since_s = time.monotonic()
            self._waiting.append(work)
            try:
                while self._is_working or min(self._waiting, key=_claim) is not work:
                    self._changed.wait()
            finally:
                self._waiting.remove(work)
                self._changed.notify_all()
            self._is_working = True
        began_s = time.monotonic()
        try:
            yield Turn()
        finally:
            worked_s = time.monotonic() - began_s
            time.sleep(worked_s * (1 / SHARE - 1))
            with self._changed:
                work.worked_s += worked_s
                work.is_dear = not self._budgets[work.address].take(max(1, round(worked_s * 1000)))
                self._is_working = False
                self._changed.notify_all()


def _claim(work: Work) -> tuple[bool, float]:
    """The least is the best."""
    return work.is_dear, work.worked_s - AGING * (time.monotonic() - work.waits_since_s)
