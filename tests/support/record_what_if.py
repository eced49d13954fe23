"""Write tests/recorded/what_if/*.json: a round's arrivals, and what the room's own rules make of them in other worlds.
`python -m tests.support.record_what_if`

"What if?" works these worlds out in the browser; it must come to the same. Real threads must, too.
"""

import json
from pathlib import Path
from typing import Any, Literal

from app.core import commands as c
from app.core.refusals import Refusal
from tests.support.story import START_MS, Story

FOLDER = Path(__file__).parents[1] / "recorded" / "what_if"
GATE_TAKES_MS = 400
LIMITS_S = (0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)

World = Literal["real", "fewer", "more", "timeout", "crash", "drop"]
Outcome = tuple[Literal["goes", "waits", "error", "never calls"], int | None]
"""What becomes of a caller, and when, in ms since the round began."""

CAME_MS: dict[str, tuple[int, ...]] = {
    "two": (3_000, 9_500),
    "five": (9_400, 12_400, 20_100, 31_900, 38_200),
    "five_in_time": (9_400, 9_450, 9_500, 9_500, 9_520),
    "twelve": (6_800, 9_400, 11_000, 12_400, 15_200, 17_700, 20_100, 22_600, 25_300, 27_000, 31_900, 38_200),
    "eighty": tuple(5_000 + 37 * i * i for i in range(80)),
}


def limit_of(came_ms: tuple[int, ...]) -> float:
    """Half of the longest wait, as a limit that people use."""
    half_s = (came_ms[-1] - came_ms[0]) / 2000
    return min(LIMITS_S, key=lambda limit_s: abs(limit_s - half_s))


def crashed_of(came_ms: tuple[int, ...]) -> int:
    """Whose thread dies: one in the middle."""
    return len(came_ms) // 2


class _Round:
    """A room in which the workers 1 … n have just begun to work."""

    def __init__(self, n: int, **rules: Any) -> None:
        self.story = Story(host=True, lead_ms=GATE_TAKES_MS, **rules)
        self.n = n
        self.errors: dict[int, int] = {}
        for i in range(n):
            self.story.join(f"W{i}", at_ms=START_MS)
        self.story.do(c.Start(by="host"), START_MS)

    def call(self, place: int, came_ms: int) -> None:
        generation = self.story.room.barrier.generation
        try:
            self.story.do(c.Arrive(worker=place + 1, generation=generation), START_MS + came_ms)
        except Refusal as refusal:
            if refusal.code != "barrier_broken":
                raise
            self.errors[place] = came_ms

    def outcome(self, place: int) -> Outcome:
        if place in self.errors:
            return "error", self.errors[place]
        worker = self.story.room.workers.get(place + 1)
        if worker is None:
            return "never calls", None
        if place + 1 in self.story.room.barrier.waiting and self.story.state != "broken":
            return "waits", None
        if worker.last is None:
            return "never calls", None
        return "goes" if worker.last.outcome == "released" else "error", worker.last.end_ms - START_MS


def played(world: World, came_ms: tuple[int, ...]) -> list[Outcome]:
    n = len(came_ms)
    limit_s = limit_of(came_ms)
    rules: dict[World, dict[str, Any]] = {
        "real": {"parties": n},
        "fewer": {"parties": n - 1},
        "more": {"parties": n + 1},
        "timeout": {"parties": n, "timeout_s": limit_s},
        "crash": {"parties": n},
        "drop": {"parties": "everyone"},
    }
    room = _Round(n, **rules[world])
    breaks_ms = came_ms[0] + round(limit_s * 1000)
    for place, at_ms in enumerate(came_ms):
        if world == "timeout" and at_ms > breaks_ms and room.story.state == "filling":
            room.story.do(c.Expire(generation=0), START_MS + breaks_ms)
        if world == "crash" and place == crashed_of(came_ms):
            continue
        if world == "drop" and place == n - 1:
            room.story.do(c.Drop(by="host", worker=n), START_MS + came_ms[-2])
            continue
        room.call(place, at_ms)
    return [room.outcome(place) for place in range(n)]


WORLDS: tuple[World, ...] = ("real", "fewer", "more", "timeout", "crash", "drop")


def text_of(came_ms: tuple[int, ...]) -> str:
    case = {
        "came_ms": came_ms,
        "gate_takes_ms": GATE_TAKES_MS,
        "limit_s": limit_of(came_ms),
        "worlds": {world: played(world, came_ms) for world in WORLDS},
    }
    return json.dumps(case).replace('"worlds": {', '"worlds": {\n  ').replace("]], ", "]],\n  ") + "\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, came_ms in CAME_MS.items():
        (FOLDER / f"{name}.json").write_text(text_of(came_ms))


if __name__ == "__main__":
    main()
