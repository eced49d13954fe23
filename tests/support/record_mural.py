"""Write tests/recorded/mural/*.json: paintings, and the picture that they lead to.

`python -m tests.support.record_mural`

Python and TypeScript fold the same files, so that every screen shows the same picture.
"""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tests.support import painting
from tests.support.painting import N_STEPS, Paint, Picture, Start, checksum, fold

FOLDER = Path(__file__).parents[1] / "recorded" / "mural"
START_FILE = Path(__file__).parents[2] / "static" / "src" / "core" / "mural_start.json"
START = msgspec.json.decode(START_FILE.read_bytes(), type=Start)

SIZES = (2, 3, 4, 5, 6, 8, 9, 11, 12, 13, 17, 24, 30, 48, 61, 77, 100, 128, 150, 201, 256, 300, 430, 601, 700)
MOST_WITH_TIMES = 13
SLOW = 2.6
"""One worker of a class takes this many times longer than the others."""


def work_of_a_class(n: int, seed: int, n_steps: int = N_STEPS) -> list[list[int]]:
    """Working times in ms, by strip and step: everybody has a pace, and one is slow."""
    chance = random.Random(seed)
    pace_ms = [chance.uniform(2000, 2900) for _ in range(n)]
    pace_ms[chance.randrange(n)] = 2000 * SLOW
    return [[round(ms * chance.uniform(0.75, 1.25)) for _ in range(n_steps)] for ms in pace_ms]


def without(n: int, chance: random.Random) -> dict[str, Any]:
    """A run without the barrier, often not at its end yet."""
    order = painting.order_without(work_of_a_class(n, seed=n))
    return {"gate": "none", "run": chance.randrange(9), "n": n, "paints": order[: chance.randrange(n, n * N_STEPS + 1)]}


def working_times(case: dict[str, Any]) -> dict[str, Any]:
    """Of a few workers, those that led to the order of a run without the barrier."""
    n = case["n"]
    return {"work_ms": work_of_a_class(n, seed=n)} if case["gate"] == "none" and n <= MOST_WITH_TIMES else {}


def under(n: int, chance: random.Random) -> dict[str, Any]:
    """A run with the barrier, in which people come and go, and in some trips not everybody has a part."""
    paints: list[Paint] = []
    for _ in range(chance.randrange(3, N_STEPS + 1)):
        n = max(1, n + chance.choice((0, 0, 0, 1, -1, 5)))
        strips = sorted(chance.sample(range(n), n - (n > 1 and chance.random() < 0.2)))
        paints.append(n if len(strips) == n else (n, tuple(strips)))
    return {"gate": "barrier", "run": chance.randrange(9), "n": n, "paints": paints}


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for n in SIZES:
        chance = random.Random(n)
        yield f"without_{n:03}", without(n, chance)
        yield f"barrier_{n:03}", under(n, chance)


def picture_of(gate: str, run: int, n: int, paints: Sequence[Any]) -> Picture:
    """The fold of what a snapshot says of the mural."""
    paintings = painting.with_barrier(paints) if gate == "barrier" else painting.without_barrier(n, paints)
    return fold(START, run, paintings)


def recorded(case: dict[str, Any]) -> dict[str, Any]:
    picture = picture_of(**case)
    tear = painting.first_tear(START, case["n"], case["paints"]) if case["gate"] == "none" else None
    return {
        **case,
        **working_times(case),
        "seen": checksum(picture.seen()),
        "ages": checksum(bytes(picture.age)),
        "wrong": len(picture.wrong_cells()),
        "first_tear": tear and [tear.strip, tear.step, tear.neighbour, tear.found],
    }


def text_of(case: dict[str, Any]) -> str:
    return json.dumps(recorded(case), separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, case in cases():
        (FOLDER / f"{name}.json").write_text(text_of(case), encoding="utf-8")
