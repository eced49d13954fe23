"""How a server is, by its own page for Prometheus: what must be the same again when everybody has gone."""

import time
import urllib.request
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

SETTLE_WITHIN_S = 60.0
"""Seats are let go after five seconds here, and silent connections after eighteen."""
TOLERANCE = 0.1


@dataclass(frozen=True)
class Vitals:
    """`descriptors` are open files, sockets mostly."""

    connections: float
    rooms: float
    greenlets: float
    descriptors: float
    memory_mb: float

    @classmethod
    def of(cls, url: str) -> "Vitals":
        with urllib.request.urlopen(f"{url}/metrics", timeout=30) as response:
            page = response.read().decode()
        values = {s.name: s.value for family in text_string_to_metric_families(page) for s in family.samples}
        return cls(
            values["all_aboard_connections"],
            values["all_aboard_rooms"],
            values["all_aboard_greenlets"],
            values["process_open_fds"],
            values["process_resident_memory_bytes"] / 1e6,
        )

    def grown(self, since: "Vitals") -> list[str]:
        """What is more than a tenth above what it was, in words."""
        return [
            f"{name} {value:.0f}, was {getattr(since, name):.0f}"
            for name, value in vars(self).items()
            if value > getattr(since, name) * (1 + TOLERANCE)
        ]


def settled(url: str, since: Vitals | None = None, within_s: float = SETTLE_WITHIN_S) -> Vitals:
    """The vitals when nobody is connected any more, and all is as it was `since`; or as they are at the end."""
    deadline_s = time.monotonic() + within_s
    while (now := Vitals.of(url)).connections or (since is not None and now.grown(since)):
        if time.monotonic() > deadline_s:
            break
        time.sleep(0.5)
    return now
