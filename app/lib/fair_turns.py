"""Long jobs side by side, such as reading whole logs: how much of the processor they take, and in which order."""

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
"""A second of waiting makes up for this many seconds of work: no job waits for ever."""
MS_PER_MINUTE = 10_000
"""Jobs of an address that has used more than this come after all others."""


@dataclass(eq=False)
class Job:
    """One job, for somebody at this address."""

    address: str
    worked_s: float = 0.0
    waits_since_s: float = 0.0
    is_dear: bool = False


class FairTurns:
    """Jobs are done in pieces, one piece at a time. Next comes the job that has had the least time so far, so a
    short job does not wait for long ones."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[Job] = []
        self._is_working = False
        self._budgets = PerAddress(MS_PER_MINUTE)

    @contextmanager
    def piece(self, job: Job) -> Iterator[Turn]:
        """Waits until it is the job's turn. The work inside should end soon after the turn is over; then this rests, so
        that everything else gets its share of the processor."""
        with self._changed:
            job.waits_since_s = time.monotonic()
            self._waiting.append(job)
            try:
                while self._is_working or min(self._waiting, key=_claim) is not job:
                    self._changed.wait()
            finally:
                self._waiting.remove(job)
                self._changed.notify_all()
            self._is_working = True
        began_s = time.monotonic()
        try:
            yield Turn()
        finally:
            worked_s = time.monotonic() - began_s
            time.sleep(worked_s * (1 / SHARE - 1))
            with self._changed:
                job.worked_s += worked_s
                job.is_dear = not self._budgets[job.address].take(max(1, round(worked_s * 1000)))
                self._is_working = False
                self._changed.notify_all()


def _claim(job: Job) -> tuple[bool, float]:
    """The job with the lowest claim comes next."""
    return job.is_dear, job.worked_s - AGING * (time.monotonic() - job.waits_since_s)
