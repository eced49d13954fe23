"""The mural of a room: a picture that its workers paint together, each a strip. The room remembers who painted when,
and no more: what is to be seen follows from that, and screens compute it (`static/src/core/painting.ts` says how).

With the barrier each trip is one step, painted by all who were seated at that moment: strips are dealt by worker
number, again whenever somebody comes or goes. Without it each press paints one strip at once, and the deal is fixed
when the run begins. After N_STEPS steps nothing more is painted.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from msgspec.structs import replace

from app.core.value import Value

N_STEPS = 12
MOST_PAINTS = 250
"""In one answer to a page that says how many it knows: 1 kB of 300 strips, so that somebody who presses once a second
gets less than 4 kB in two."""
Gate = Literal["barrier", "none"]
GateOrOff = Literal[Gate, "off"]
Paint = int | tuple[int, tuple[int, ...]]
"""With the barrier one a trip: n when all n strips were painted, (n, strips) when not all were. Without it a strip."""


class Mural(Value, frozen=True):
    """`run` counts the room's murals from 0. `owners` and `steps` are by strip, and used without the barrier only.
    `in_turn`: only the strip after the latest may be painted, from the first to the last and round again."""

    run: int
    gate: Gate
    since_ms: int
    owners: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    paints: tuple[Paint, ...] = ()
    painted_ms: int | None = None
    """When the latest painting was."""
    in_turn: bool = False


def after_trip(mural: Mural | None, seated: Iterable[int], order: Collection[int], at_ms: int) -> Mural | None:
    """All who came paint at once. `seated` are the room's workers by number, `order` those of the trip."""
    if mural is None or mural.gate == "none" or len(mural.paints) >= N_STEPS:
        return mural
    waited = frozenset(order)
    came = [number in waited for number in seated]
    strips = tuple(strip for strip, has_come in enumerate(came) if has_come)
    paint: Paint = len(came) if len(strips) == len(came) else (len(came), strips)
    return replace(mural, paints=(*mural.paints, paint), painted_ms=at_ms)


def after_press(mural: Mural, strip: int, at_ms: int) -> Mural:
    """One strip is painted, from whatever its neighbours hold."""
    # Sums of tuples: unpacking them would copy a picture's thousands of paintings twice.
    steps = mural.steps[:strip] + (mural.steps[strip] + 1,) + mural.steps[strip + 1 :]  # noqa: RUF005
    paints = mural.paints + (strip,)  # noqa: RUF005
    return replace(mural, steps=steps, paints=paints, painted_ms=at_ms)


def strip_of(mural: Mural, worker: int, seated: Collection[int]) -> int | None:
    """Which strip the worker paints; None without one."""
    owners = mural.owners if mural.gate == "none" else tuple(seated)
    strip = bisect_left(owners, worker)  # strips are dealt by worker number
    return strip if strip < len(owners) and owners[strip] == worker else None


def is_turn_of(mural: Mural, strip: int) -> bool:
    """May this strip be painted next? Always, unless strips take turns."""
    return not mural.in_turn or strip == len(mural.paints) % len(mural.owners)


def paints_after(mural: Mural, known: int) -> list[Paint]:
    """The next ones for a page that knows the first `known`."""
    return list(mural.paints[known : known + MOST_PAINTS])


def n_numbers(mural: Mural) -> int:
    """How many numbers `paints` has, which say how long it is."""
    if mural.gate == "none":
        return len(mural.paints)
    return sum(1 if isinstance(paint, int) else 1 + len(paint[1]) for paint in mural.paints)


def n_strips(mural: Mural, seated: Collection[int]) -> int:
    return len(mural.owners if mural.gate == "none" else seated)


def is_all_done(mural: Mural, seated: Collection[int]) -> bool:
    """Without the barrier: is every strip at the last step, or left by its worker?"""
    pairs = zip(mural.owners, mural.steps, strict=True)
    return all(step >= N_STEPS or owner not in seated for owner, step in pairs)


def done_bits(mural: Mural, seated: Collection[int], waiting: Mapping[int, object]) -> str:
    """A bit for each strip, in hex from strip 0 on. With the barrier: has it been painted for the step to come?
    Without: will it be painted no more, because it is at the last step, or because its worker has gone?"""
    if mural.gate == "barrier":
        bits = ["1" if number in waiting else "0" for number in seated]
    else:
        pairs = zip(mural.owners, mural.steps, strict=True)
        bits = ["1" if step >= N_STEPS or owner not in seated else "0" for owner, step in pairs]
    text = "".join(bits)
    n_digits = -(-len(text) // 4)
    return f"{int(text.ljust(4 * n_digits, '0'), 2):0{n_digits}x}" if text else ""
