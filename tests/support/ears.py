"""Connections without a network: they note what they hear."""

from typing import Any

import msgspec


class Ears:
    """Connections that note what they hear. `cost_s`: what it costs to tell one of them something."""

    def __init__(self) -> None:
        self.groups: dict[str, set[str]] = {}
        self.heard: dict[str, list[tuple[str, Any]]] = {}
        self.cost_s = 0.0
        self.worked_s = 0.0

    def emit(self, event: str, data: object, to: str) -> None:
        if isinstance(data, msgspec.Raw):
            data = msgspec.json.decode(data)
        for sid in self.groups.get(to, set() if "/" in to else {to}):
            self.worked_s += self.cost_s
            self.heard.setdefault(sid, []).append((event, data))

    def enter_room(self, sid: str, room: str) -> None:
        self.groups.setdefault(room, set()).add(sid)

    def leave_room(self, sid: str, room: str) -> None:
        self.groups[room].discard(sid)

    def batches(self, sid: str) -> list[tuple[int, int]]:
        """(seq, how many events) of each batch."""
        return [(data["seq"], len(data["events"])) for event, data in self.heard.get(sid, []) if event == "events"]
