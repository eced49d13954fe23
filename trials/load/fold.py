"""The barrier as the events of its room leave it: what it must be, whatever the source."""

from typing import Any

KEPT_GENERATIONS = 5


class Fold:
    """Takes the events in their order. `arrived` is, by generation, the worker's index, of the latest
    KEPT_GENERATIONS since the first snapshot; `faults` are sentences."""

    def __init__(self) -> None:
        self.seq: int | None = None
        """The last event taken."""
        self.generation = 0
        self.waiting: list[int] = []
        self.arrived: dict[int, dict[int, int]] = {}
        self.faults: list[str] = []

    def begin(self, snapshot: dict[str, Any]) -> None:
        """The room as the first one to draw it has got it."""
        if self.seq is None:
            self.seq = snapshot["seq"]
            self.generation = snapshot["barrier"]["generation"]
            self.waiting = [waiter["worker"] for waiter in snapshot["barrier"]["waiting"]]
            self.arrived[self.generation] = {worker: index for index, worker in enumerate(self.waiting)}

    def take(self, event: dict[str, Any]) -> None:
        """The event after `seq`."""
        assert self.seq is not None
        self.seq += 1
        match event["type"]:
            case "arrived":
                self._arrive(event)
            case "worker_left" | "withdrew" if event["worker"] in self.waiting:
                self.waiting.remove(event["worker"])
            case "tripped":
                if event["order"] != self.waiting or event["generation"] != self.generation:
                    self.faults.append(f"{event} where {self.waiting} waited in generation {self.generation}")
                self._next(event["generation"] + 1)
            case "broken":
                self.waiting = []
            case "reset":
                self._next(event["generation"])

    def _arrive(self, event: dict[str, Any]) -> None:
        if event["index"] != len(self.waiting) or event["generation"] != self.generation:
            self.faults.append(f"{event} where {self.waiting} waited in generation {self.generation}")
        self.waiting.append(event["worker"])
        self.arrived.setdefault(event["generation"], {})[event["worker"]] = event["index"]

    def _next(self, generation: int) -> None:
        self.generation = generation
        self.waiting = []
        self.arrived.pop(generation - KEPT_GENERATIONS, None)
