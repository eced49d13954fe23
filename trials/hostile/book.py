"""What was acknowledged, beside what the server has kept."""

from collections.abc import Iterable
from typing import Any

from tests.support.clients import http

Arrival = tuple[int, int]
"""Worker and generation."""


class Book:
    """The acknowledged arrivals of rooms, by code."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, dict[Arrival, int]] = {}
        self.faults: list[str] = []

    def enter(self, code: str, worker: int, answer: dict[str, Any]) -> None:
        """An arrival was acknowledged with this answer."""
        places = self.acknowledged.setdefault(code, {})
        place = places.setdefault((worker, answer["generation"]), answer["index"])
        if place != answer["index"]:
            self.faults.append(f"{code}: worker {worker} was told {place}, then {answer['index']}, in {answer}")

    def __len__(self) -> int:
        return sum(len(places) for places in self.acknowledged.values())

    def compare(self, url: str) -> list[str]:
        """What is wrong, in sentences: an acknowledged arrival that is not in the log, or has another place there, and
        one that was counted twice."""
        for code, places in self.acknowledged.items():
            kept, twice = arrivals(http("GET", f"{url}/api/rooms/{code}/log.json")[1]["events"])
            self.faults += [f"{code}: {arrival} was counted twice" for arrival in twice]
            for arrival, index in places.items():
                if kept.get(arrival) != index:
                    self.faults.append(f"{code}: {arrival} has place {kept.get(arrival)}, acknowledged was {index}")
        return self.faults


def arrivals(events: Iterable[dict[str, Any]]) -> tuple[dict[Arrival, int], list[Arrival]]:
    """The places of all arrivals in a log, and those that are in it twice."""
    kept: dict[Arrival, int] = {}
    twice = []
    for event in events:
        if event["type"] == "arrived":
            arrival = event["worker"], event["generation"]
            if arrival in kept:
                twice.append(arrival)
            kept[arrival] = event["index"]
    return kept, twice
