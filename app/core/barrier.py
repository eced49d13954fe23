"""The barrier.

Theory of operation
===================

A barrier has a number of `parties`. A worker calls `wait()`, which is an arrival, and stops. When as many workers
wait as there are parties, the barrier trips: all of them are released and the next generation begins. A barrier is
cyclic: generation 0, 1, 2 … use the same object (Java's CyclicBarrier, C++'s std::barrier, CPython's Barrier).

The states bear CPython's names (asyncio/locks.py, `_BarrierState`):

    filling    workers arrive and stop
    acting     everybody is here, the last arriver runs the barrier's action, nobody has been released yet
    draining   those released are on their way out
    resetting  those who waited are getting the error of the reset
    broken     somebody gave up: nobody may wait until a reset

CPython drains and resets thread by thread, so both take time there and both are states. Here the trip names one
moment, `release_at_ms`, for all: draining is the interval from the trip to that moment, in which the next generation
already fills (a new arrival belongs to it, as in CPython, where it blocks until the barrier has drained). A reset
tells everybody at once, so nobody is ever seen resetting. Stored are filling, acting and broken.

    state    input          next      what happens
    -------  -------------  --------  ------------------------------------------------------------------------
    filling  arrive         filling   one more waits; its index is the number of those who came before
    filling  withdraw       filling   one less waits; those behind move up (asyncio: a cancelled wait)
    filling  trip           filling   all are released; the next generation begins
    filling  begin_action   acting    the last arriver runs the action (CPython, Java, C++: before the release)
    acting   withdraw       acting    one who waits goes away; the action runs on
    acting   trip           filling   the action has ended well
    filling  break          broken    abort or a timed-out wait: everybody who waits gets the error
    acting   break          broken    the action failed (CPython `_wait`: an exception in it breaks the barrier)
    broken   break          broken    nothing: abort() on a broken barrier is idle in CPython, too
    filling  reset          filling   everybody who waits gets the error; the next generation begins (CPython reset())
    acting   reset          filling   the same
    broken   reset          filling   usable again

Everything that is not in the table is refused. Copying the mapping of those who wait costs a few microseconds at the
largest size of a room, so plain dicts serve as values here, and nobody changes one.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec.structs import replace

from app.core.events import BrokenCause, By
from app.core.refusals import ErrorCode, Refusal
from app.core.value import Value

State = Literal["filling", "acting", "broken"]
Input = Literal["arrive", "withdraw", "trip", "begin_action", "break", "reset"]

TRANSITIONS: Mapping[tuple[State, Input], State] = {
    ("filling", "arrive"): "filling",
    ("filling", "withdraw"): "filling",
    ("filling", "trip"): "filling",
    ("filling", "begin_action"): "acting",
    ("acting", "withdraw"): "acting",
    ("acting", "trip"): "filling",
    ("filling", "break"): "broken",
    ("acting", "break"): "broken",
    ("broken", "break"): "broken",
    ("filling", "reset"): "filling",
    ("acting", "reset"): "filling",
    ("broken", "reset"): "filling",
}

REFUSED_BECAUSE: Mapping[State, ErrorCode] = {
    "broken": "barrier_broken",
    "acting": "busy",
    "filling": "stale_generation",
}
"""The code of the refusal when a state does not take an input."""


class Waiter(Value, frozen=True):
    """One call of `wait()`: its place in coming, its moment, its own limit (None: the room's limit holds), and the
    ticket under which a program asks for its outcome."""

    worker: int
    index: int
    at_ms: int
    timeout_s: float | None = None
    ticket: str | None = None


class Break(Value, frozen=True):
    """How the barrier broke, and the calls that got the error."""

    cause: BrokenCause
    by: By
    at_ms: int
    waiting: tuple[Waiter, ...]


class Barrier(Value, frozen=True):
    """`since_ms` is when this generation began; `actor` runs the action; `broken` is set in the state broken only.
    `releases` counts the generations that ended with a release: work goes on to the next phase after those only."""

    parties: int
    since_ms: int
    generation: int = 0
    state: State = "filling"
    waiting: Mapping[int, Waiter] = {}
    actor: int | None = None
    broken: Break | None = None
    releases: int = 0

    def __repr__(self) -> str:
        what = "broken" if self.state == "broken" else f"waiting {len(self.waiting)}/{self.parties}"
        return f"<Barrier gen {self.generation}: {what}>"


def _next(barrier: Barrier, event: Input) -> State:
    state = TRANSITIONS.get((barrier.state, event))
    if state is None:
        raise Refusal(REFUSED_BECAUSE[barrier.state])
    return state


def check_generation(barrier: Barrier, generation: int) -> None:
    """Refuse a command that was meant for another generation."""
    if generation < barrier.generation:
        raise Refusal("stale_generation")
    if generation > barrier.generation:
        raise Refusal("future_generation")


def arrive(
    barrier: Barrier, worker: int, at_ms: int, timeout_s: float | None = None, ticket: str | None = None
) -> Barrier:
    """One more worker waits. Its index counts from 0 in order of coming, as CPython's `wait()` returns it."""
    state = _next(barrier, "arrive")
    waiter = Waiter(worker, len(barrier.waiting), at_ms, timeout_s, ticket)
    return replace(barrier, state=state, waiting={**barrier.waiting, worker: waiter})


def take_over(barrier: Barrier, worker: int, ticket: str) -> Barrier:
    """The worker's call goes on under another ticket, in its old place."""
    waiter = replace(barrier.waiting[worker], ticket=ticket)
    return replace(barrier, waiting={**barrier.waiting, worker: waiter})


def withdraw(barrier: Barrier, workers: frozenset[int]) -> Barrier:
    """Those workers wait no longer; those behind them move up. Java's CyclicBarrier breaks here; asyncio's does not."""
    if workers.isdisjoint(barrier.waiting):
        return barrier
    state = _next(barrier, "withdraw")
    staying = [waiter for waiter in barrier.waiting.values() if waiter.worker not in workers]
    waiting = {waiter.worker: replace(waiter, index=index) for index, waiter in enumerate(staying)}
    return replace(barrier, state=state, waiting=waiting)


def is_complete(barrier: Barrier) -> bool:
    """True when every party waits, and nothing else keeps the barrier from tripping."""
    return barrier.state == "filling" and 0 < barrier.parties <= len(barrier.waiting)


def begin_action(barrier: Barrier, actor: int) -> Barrier:
    return replace(barrier, state=_next(barrier, "begin_action"), actor=actor)


def trip(barrier: Barrier, release_at_ms: int) -> Barrier:
    """Everybody goes at `release_at_ms`, and the next generation begins at that moment."""
    released = replace(barrier, releases=barrier.releases + 1)
    return _begin_generation(released, _next(barrier, "trip"), release_at_ms)


def break_(barrier: Barrier, cause: BrokenCause, by: By, at_ms: int) -> Barrier:
    """Everybody who waits gets the error, and nobody may wait until a reset."""
    state = _next(barrier, "break")
    if barrier.state == "broken":
        return barrier
    broken = Break(cause, by, at_ms, tuple(barrier.waiting.values()))
    return replace(barrier, state=state, waiting={}, actor=None, broken=broken)


def reset(barrier: Barrier, at_ms: int) -> Barrier:
    """Everybody who waits gets the error; the next generation begins, empty and whole."""
    return _begin_generation(barrier, _next(barrier, "reset"), at_ms)


def _begin_generation(barrier: Barrier, state: State, since_ms: int) -> Barrier:
    return Barrier(barrier.parties, since_ms, barrier.generation + 1, state, releases=barrier.releases)
