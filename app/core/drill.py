"""A drill: the class plays a barrier's algorithm, each worker's taps being the signals of one seat.

Theory of operation
===================

"Pass it on" is the dissemination barrier (D. Hensgen, R. Finkel, U. Manber, "Two Algorithms for Barrier
Synchronization", IJPP 17(1), 1988). With n seats there are ⌈log2 n⌉ rounds. In round k = 0, 1, 2 … seat i

    tells seat (i + 2^k) mod n, and then
    waits until seat (i − 2^k) mod n has told it in this round.

A seat's first signal is its call of `wait()`; after its last round it goes on. A signal carries all that its sender
knows, so after round k a seat knows of 2^(k+1) seats, and nobody goes on who does not know of everybody. There is no
boss: nobody says "go", and the server says it neither. It only refuses a signal whose turn has not come.

The room remembers who signalled when, and no more; the rest follows. The room's own barrier rests meanwhile: calls of
`wait()` are held. A seat whose worker has left signals no more, and those who need its signals wait for ever, as in a
machine; the host begins again. Somebody who is away only keeps the others waiting, and goes on where it was.
"""

from typing import Literal

from msgspec.structs import replace

from app.core.value import Value

LEAST_SEATS = 4
"""With fewer there is nothing to see: robots fill up."""
MOST_SEATS = 32
"""Faces that fit on a circle; a round more than for sixteen."""
DrillKind = Literal["dissemination"]
DrillKindOrOff = Literal[DrillKind, "off"]


class Drill(Value, frozen=True):
    """`run` counts the room's drills from 0. `seats` are workers; `signals` are seat and moment, in order; `done` has
    by seat how many signals it has sent."""

    run: int
    kind: DrillKind
    seats: tuple[int, ...]
    since_ms: int
    done: tuple[int, ...]
    signals: tuple[tuple[int, int], ...] = ()


def rounds(n: int) -> int:
    """⌈log2 n⌉."""
    return (n - 1).bit_length()


def hears(n: int, seat: int, k: int) -> int:
    """The seat that this one tells in round k."""
    return (seat + (1 << k)) % n


def tells(n: int, seat: int, k: int) -> int:
    """The seat that tells this one in round k."""
    return (seat - (1 << k)) % n


def was_told(drill: Drill, seat: int, k: int) -> bool:
    return drill.done[tells(len(drill.seats), seat, k)] > k


def next_signal(drill: Drill, seat: int) -> int | None:
    """The round whose signal this seat may send now; None while it waits, and when it has gone on."""
    k = drill.done[seat]
    if k == rounds(len(drill.seats)) or (k > 0 and not was_told(drill, seat, k - 1)):
        return None
    return k


def has_gone_on(drill: Drill, seat: int) -> bool:
    last = rounds(len(drill.seats)) - 1
    return drill.done[seat] > last and was_told(drill, seat, last)


def is_over(drill: Drill) -> bool:
    """Has everybody gone on?"""
    return all(has_gone_on(drill, seat) for seat in range(len(drill.seats)))


def after_signal(drill: Drill, seat: int, at_ms: int) -> Drill:
    done = (*drill.done[:seat], drill.done[seat] + 1, *drill.done[seat + 1 :])
    return replace(drill, done=done, signals=(*drill.signals, (seat, at_ms)))


def may_signal_after(drill: Drill, seat: int) -> list[int]:
    """Who may send its next signal since this seat sent its latest: the seat itself, and the one that it told."""
    k = drill.done[seat] - 1
    both = (seat, hears(len(drill.seats), seat, k))
    return [other for other in both if drill.done[other] == k + 1 and next_signal(drill, other) is not None]
