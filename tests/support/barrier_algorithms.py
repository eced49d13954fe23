"""Four ways to build a barrier, the twin of static/src/core/algorithms: `python -m tests.support.barrier_algorithms`
writes tests/recorded/algorithms/*.json, and both must play the same runs.

The rules and their sources stand in static/src/core/algorithms/model.ts. This one keeps the sets of those of whom each
worker knows; nothing here is written for speed.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parents[1] / "recorded" / "algorithms"
Kind = Literal["counter", "tree", "tournament", "dissemination"]
KINDS: tuple[Kind, ...] = ("counter", "tree", "tournament", "dissemination")
COUNTER = -1
SIZES = (2, 3, 5, 8, 13, 30, 64)
SPREADS = (1, 12)
"""All at once, and within twelve steps."""


@dataclass(frozen=True)
class Tell:
    to: int
    what: str


@dataclass(frozen=True)
class Await:
    sender: int
    what: str


@dataclass(frozen=True)
class Count:
    pass


@dataclass(frozen=True)
class SeeFlag:
    pass


Action = Tell | Await | Count | SeeFlag


@dataclass(frozen=True)
class Signal:
    """Seen from `at` + 1 on."""

    at: int
    sender: int
    to: int
    what: str


@dataclass(frozen=True)
class Run:
    signals: list[Signal]
    released: list[int]
    knows: list[dict[int, frozenset[int]]]
    """Of each worker: step -> of whom it knows from then on."""


def rounds(n: int) -> int:
    """The logarithm of n to the base 2, rounded up."""
    return (n - 1).bit_length()


def script(kind: Kind, n: int, me: int) -> list[Action]:
    match kind:
        case "counter":
            return [Count(), SeeFlag()]
        case "tree":
            children = [child for child in (2 * me + 1, 2 * me + 2) if child < n]
            parent = (me - 1) // 2
            up: list[Action] = [Tell(parent, "here"), Await(parent, "go")] if me else []
            return [*(Await(child, "here") for child in children), *up, *(Tell(child, "go") for child in children)]
        case "tournament":
            return _tournament(n, me)
        case "dissemination":
            return [
                action
                for k in range(rounds(n))
                for action in (Tell((me + (1 << k)) % n, str(k)), Await((me - (1 << k)) % n, str(k)))
            ]


def _tournament(n: int, me: int) -> list[Action]:
    actions: list[Action] = []
    beaten: list[int] = []
    for k in range(rounds(n)):
        opponent = me ^ (1 << k)
        if me >> k & 1:
            actions += [Tell(opponent, "here"), Await(opponent, "go")]
            break
        if opponent < n:
            actions.append(Await(opponent, "here"))
            beaten.append(opponent)
    return [*actions, *(Tell(opponent, "go") for opponent in reversed(beaten))]


def play(kind: Kind, n: int, arrives: Sequence[int]) -> Run:
    """`arrives[worker]` is the step in which it calls `wait()`."""
    scripts = [script(kind, n, me) for me in range(n)]
    at = [0] * n
    signalled: dict[tuple[int, int, str], tuple[int, frozenset[int]]] = {}
    known: list[frozenset[int]] = [frozenset()] * n
    knows: list[dict[int, frozenset[int]]] = [{} for _ in range(n)]
    released: list[int | None] = [None] * n
    signals: list[Signal] = []
    queue: list[int] = []
    counted: dict[int, int] = {}
    flag_at: int | None = None
    step = 0

    def learn(me: int, news: frozenset[int]) -> None:
        known[me] = knows[me][step] = known[me] | news

    def is_done(me: int, action: Action) -> bool:
        """Begins this action where it has not begun."""
        match action:
            case Await(sender, what):
                known_at, news = signalled.get((sender, me, what), (step + 1, frozenset()))
                if known_at <= step:
                    learn(me, news)
                return known_at <= step
            case Tell(to, what):
                if (me, to, what) in signalled:
                    return True
                signals.append(Signal(step, me, to, what))
                signalled[me, to, what] = (step + 1, known[me])
                return False
            case Count():
                if me not in counted and me not in queue:
                    queue.append(me)
                return counted.get(me, step + 1) <= step
            case SeeFlag():
                if flag_at is None or flag_at > step:
                    return False
                learn(me, frozenset(counted))
                return True

    while None in released:
        for me in range(n):
            if arrives[me] == step:
                learn(me, frozenset((me,)))
        if flag_at is None and len(counted) == n:
            last = max(counted, key=counted.__getitem__)
            if counted[last] <= step:
                flag_at = step + 1
                signals += [Signal(step, COUNTER, other, "flag") for other in range(n) if other != last]
        for me in range(n):
            if arrives[me] > step or released[me] is not None:
                continue
            while at[me] < len(scripts[me]) and is_done(me, scripts[me][at[me]]):
                at[me] += 1
            if at[me] == len(scripts[me]):
                released[me] = step
        if queue:
            first = queue.pop(0)
            signals.append(Signal(step, first, COUNTER, "here"))
            counted[first] = step + 1
        step += 1
    return Run(signals, [at for at in released if at is not None], knows)


def critical_path(run: Run, arrives: Sequence[int]) -> list[Signal]:
    """The chain that everybody waits for, in order of time."""
    n, end = len(arrives), max(run.released)
    heard_at = [max((signal.at for signal in run.signals if signal.to == me), default=-1) for me in range(n)]
    place, before = max(range(n), key=lambda me: (run.released[me], heard_at[me], -me)), end
    path: list[Signal] = []
    while True:
        past = [signal for signal in run.signals if signal.at < before]
        heard = max((s for s in past if s.to == place), key=lambda s: s.at, default=None)
        said = max((s for s in past if s.sender == place), key=lambda s: s.at, default=None)
        if said and said.at > max(0, heard.at if heard else -1) and said.at + 1 == before:
            before = said.at
            continue
        if heard is None or (place != COUNTER and arrives[place] > heard.at):
            return path[::-1]
        path.append(heard)
        place, before = heard.sender, heard.at


def text_of(kind: Kind) -> str:
    """The recorded runs of this kind, one a line."""
    chance = random.Random(kind)
    lines = []
    for n in SIZES:
        for spread in SPREADS:
            arrives = [chance.randrange(spread) for _ in range(n)]
            run = play(kind, n, arrives)
            recorded = {
                "arrives": arrives,
                "signals": [[s.at, s.sender, s.to, s.what] for s in run.signals],
                "released": run.released,
                "knows": [[[at, len(who)] for at, who in sorted(known.items())] for known in run.knows],
                "path": [[s.at, s.sender, s.to] for s in critical_path(run, arrives)],
            }
            lines.append(json.dumps(recorded, separators=(",", ":")))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for kind in KINDS:
        (FOLDER / f"{kind}.json").write_text(text_of(kind))


if __name__ == "__main__":
    main()
