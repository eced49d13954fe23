"""Long jobs side by side, such as reading whole logs: how much of the processor they take, and in which order."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.lib.fair_queue import FairQueue
from app.lib.limits import PerAddress
from app.lib.turns import TURN_S, Turn

SHARE = 0.5
"""Of the processor, for all of them together."""
MS_PER_MINUTE = 10_000
"""Jobs of an address that has used more than this come after all others."""


@dataclass(eq=False)
class Job:
    """One job, for somebody at this address."""

    address: str


class FairTurns:
    """Jobs are done in pieces, one piece at a time. The addresses take turns, and so do the jobs of an address: a short
    job does not wait for long ones, and no job waits for those that come after it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting, self._dear = FairQueue[Job](), FairQueue[Job]()
        self._is_working = False
        self._budgets = PerAddress(MS_PER_MINUTE)

    @contextmanager
    def piece(self, job: Job) -> Iterator[Turn]:
        """Waits until it is the job's turn. The work inside should end soon after the turn is over; then this rests, so
        that everything else gets its share of the processor."""
        budget = self._budgets[job.address]
        with self._changed:
            queue = self._dear if budget.wait_s(TURN_S * 1000) > 0 else self._waiting
            queue.add(job.address, job)
            try:
                while self._is_working or next(iter(self._waiting or self._dear)) is not job:
                    self._changed.wait()
            finally:
                queue.remove(job.address, job)
                self._changed.notify_all()
            self._is_working = True
        began_s = time.monotonic()
        try:
            yield Turn()
        finally:
            worked_s = time.monotonic() - began_s
            time.sleep(worked_s * (1 / SHARE - 1))
            with self._changed:
                budget.charge(min(worked_s * 1000, budget.tokens))
                self._is_working = False
                self._changed.notify_all()
