"""Arrivals that were acknowledged, until their room has told of them."""

from collections.abc import Callable
from typing import Any

from trials.load.client import Answer
from trials.load.ledger import Ledger


class Promises:
    """`log_of` reads the events of a room's log. What the clients have heard need not show an arrival: it may have come
    before the first of them drew the room, or long ago. Then the log says what became of it."""

    def __init__(self, log_of: Callable[[str], list[dict[str, Any]]]) -> None:
        self._log_of = log_of
        self._awaited: list[tuple[Ledger, int, Answer]] = []
        self.n_looked_up = 0

    def add(self, ledger: Ledger, worker: int, answer: Answer) -> None:
        self._awaited.append((ledger, worker, answer))

    def check(self) -> list[str]:
        """Forget those that were kept; a sentence for each that was broken."""
        awaited, faults = [], []
        for ledger, worker, answer in self._awaited:
            if ledger.fold.seq is None or ledger.fold.seq < answer["seq"]:
                awaited.append((ledger, worker, answer))
            elif worker not in ledger.fold.arrived.get(answer["generation"], {}):
                faults += self._look_up(ledger, worker, answer)
        self._awaited = awaited
        return faults

    def untold(self) -> list[str]:
        """A sentence for each that nobody has heard of."""
        return [
            f"{ledger.code}: the arrival of {worker} was never told, only events up to {ledger.fold.seq}: {answer}"
            for ledger, worker, answer in self._awaited
        ]

    def _look_up(self, ledger: Ledger, worker: int, answer: Answer) -> list[str]:
        self.n_looked_up += 1
        of_worker = [event for event in self._log_of(ledger.code) if event.get("worker") == worker]
        if any(event["type"] == "arrived" and event["generation"] == answer["generation"] for event in of_worker):
            return []
        return [f"{ledger.code}: the arrival of {worker} is lost: {answer}; the log has {of_worker[-10:]}"]
