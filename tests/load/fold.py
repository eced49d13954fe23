"""The barrier as the events of its room leave it: what it must be, whoever tells it."""

from typing import Any

KEPT_GENERATIONS = 5


class Fold:
    """Takes the events in their order. `arrived` is, by generation, the worker's index; `faults` are sentences."""

    def __init__(self) -> None:
        self.seq: int | None = None
        """The last event taken."""
        self.generation = 0
        self.waiting: list[int] = []
        self.arrived: dict[int, dict[int, int]] = {}
        self.faults: list[str] = []

    def take(self, seq: int, event: dict[str, Any]) -> None:
        """The next event, or one that has been taken already."""
        if self.seq is not None and seq <= self.seq:
            return
        if self.seq is not None and seq > self.seq + 1:
            self.faults.append(f"nobody has heard of events {self.seq + 1} to {seq - 1}")
        self.seq = seq
        match event["type"]:
            case "arrived":
                self._arrive(event)
            case "worker_left" if event["worker"] in self.waiting:
                self.waiting.remove(event["worker"])
            case "tripped":
                if event["order"] != self.waiting or event["generation"] != self.generation:
                    self.faults.append(f"{event} where {self.waiting} waited in generation {self.generation}")
                self._begin(event["generation"] + 1)
            case "broken":
                self.waiting = []
            case "reset":
                self._begin(event["generation"])

    def _arrive(self, event: dict[str, Any]) -> None:
        if event["index"] != len(self.waiting) or event["generation"] != self.generation:
            self.faults.append(f"{event} where {self.waiting} waited in generation {self.generation}")
        self.waiting.append(event["worker"])
        self.arrived.setdefault(event["generation"], {})[event["worker"]] = event["index"]

    def _begin(self, generation: int) -> None:
        self.generation = generation
        self.waiting = []
        self.arrived.pop(generation - KEPT_GENERATIONS, None)
