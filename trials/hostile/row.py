"""What a row of the hostile suite is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trials.hostile.arena import Arena


@dataclass(frozen=True)
class Row:
    """One bad input or fault, and what must happen.

    `attack` does it and returns what it has seen, in words: "closed", an HTTP status ("413"), the code of a refusal
    ("bad_request"), or "ok". It must have seen something, and nothing that is not in `outcomes`. `extra_mb` is how far
    the server's memory may rise meanwhile. A row that `waits` for a time limit is carried out together with the others
    that do.
    """

    name: str
    attack: Callable[[Arena], Iterable[str]]
    outcomes: frozenset[str]
    extra_mb: int = 40
    waits: bool = False


def row(
    name: str, attack: Callable[[Arena], Iterable[str]], *outcomes: str, extra_mb: int = 40, waits: bool = False
) -> Row:
    """A row, written as a line of the table."""
    return Row(name, attack, frozenset(outcomes), extra_mb, waits)
