"""The barrier alone: its table of transitions, and asyncio's barrier as the oracle."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import barrier as barriers
from app.core.barrier import REFUSED_BECAUSE, TRANSITIONS, Barrier, Break, Waiter
from app.core.refusals import Refusal

INPUTS: dict[str, Callable[[Barrier], Barrier]] = {
    "arrive": lambda barrier: barriers.arrive(barrier, 9, 50),
    "withdraw": lambda barrier: barriers.withdraw(barrier, frozenset((1,))),
    "trip": lambda barrier: barriers.trip(barrier, 60),
    "begin_action": lambda barrier: barriers.begin_action(barrier, 1),
    "break": lambda barrier: barriers.break_(barrier, "abort", "host", 60),
    "reset": lambda barrier: barriers.reset(barrier, 60),
}
WAITING = {1: Waiter(1, 0, 10), 2: Waiter(2, 1, 20)}
STATES = {
    "filling": Barrier(3, 0, 4, "filling", WAITING),
    "acting": Barrier(2, 0, 4, "acting", WAITING, actor=2),
    "broken": Barrier(3, 0, 4, "broken", WAITING, broken=Break("abort", None, 30, ())),
}
PAIRS = [(state, event) for state in STATES for event in INPUTS]


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_each_input_leads_where_the_table_says_and_is_refused_otherwise(state: Any, event: Any) -> None:
    before = STATES[state]
    wanted = TRANSITIONS.get((state, event))
    if wanted is None:
        with pytest.raises(Refusal) as refusal:
            INPUTS[event](before)
        assert refusal.value.code == REFUSED_BECAUSE[state]
        assert before.waiting == WAITING
    else:
        assert INPUTS[event](before).state == wanted


def test_the_table_in_the_docstring_is_the_table() -> None:
    written = {}
    for line in (barriers.__doc__ or "").splitlines():
        words = line.split()
        if len(words) > 3 and words[0] in STATES and words[1] in INPUTS:
            written[words[0], words[1]] = words[2]
    assert written == TRANSITIONS


def test_those_behind_a_withdrawn_waiter_move_up() -> None:
    barrier = barriers.arrive(STATES["filling"], 3, 30)
    after = barriers.withdraw(barrier, frozenset((1, 7)))
    assert [(waiter.worker, waiter.index) for waiter in after.waiting.values()] == [(2, 0), (3, 1)]
    assert barriers.withdraw(barrier, frozenset((7,))) is barrier


def test_breaking_twice_keeps_the_first_break() -> None:
    assert barriers.break_(STATES["broken"], "timeout", None, 99) is STATES["broken"]


@pytest.mark.parametrize(("generation", "code"), [(3, "stale_generation"), (5, "future_generation")])
def test_another_generation_is_refused(generation: int, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        barriers.check_generation(STATES["filling"], generation)
    assert refusal.value.code == code
    barriers.check_generation(STATES["filling"], 4)


def test_a_debugger_shows_generation_and_filling() -> None:
    assert repr(STATES["filling"]) == "<Barrier gen 4: waiting 2/3>"
    assert repr(STATES["broken"]) == "<Barrier gen 4: broken>"


class Mine:
    """The core's barrier, driven as asyncio's is: calls by number, each ending in an index, an error or a cancel."""

    def __init__(self, parties: int) -> None:
        self.barrier = Barrier(parties, 0)
        self.ends: dict[int, object] = {}

    def wait(self, call: int) -> None:
        try:
            self.barrier = barriers.arrive(self.barrier, call, 0)
        except Refusal:
            self.ends[call] = "broken"
            return
        if barriers.is_complete(self.barrier):
            for waiter in self.barrier.waiting.values():
                self.ends[waiter.worker] = waiter.index
            self.barrier = barriers.trip(self.barrier, 0)

    def cancel(self, call: int) -> None:
        if call in self.barrier.waiting:
            self.barrier = barriers.withdraw(self.barrier, frozenset((call,)))
            self.ends[call] = "cancelled"

    def abort(self) -> None:
        self._all_get_the_error()
        self.barrier = barriers.break_(self.barrier, "abort", None, 0)

    def reset(self) -> None:
        self._all_get_the_error()
        self.barrier = barriers.reset(self.barrier, 0)

    def _all_get_the_error(self) -> None:
        self.ends |= dict.fromkeys(self.barrier.waiting, "broken")


async def _compare(parties: int, history: list[tuple[str, int]]) -> None:
    oracle, mine = asyncio.Barrier(parties), Mine(parties)
    calls: list[asyncio.Task[int]] = []
    cancelled = False
    for what, number in history:
        if what == "wait":
            calls.append(asyncio.create_task(oracle.wait()))
            mine.wait(len(calls) - 1)
        elif what == "cancel" and calls:
            calls[number % len(calls)].cancel()
            mine.cancel(number % len(calls))
            cancelled = True
        elif what == "abort":
            await oracle.abort()
            mine.abort()
        elif what == "reset":
            await oracle.reset()
            mine.reset()
        for _ in range(4 * parties + 8):
            await asyncio.sleep(0)
        theirs = {call: _end(task) for call, task in enumerate(calls) if task.done()}
        if cancelled:  # asyncio gives an index twice after a cancelled wait; here those behind move up
            assert _kinds(theirs) == _kinds(mine.ends)
        else:
            assert theirs == mine.ends
        assert oracle.n_waiting == len(mine.barrier.waiting)
        assert oracle.broken == (mine.barrier.state == "broken")
    for task in calls:
        task.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


def _end(task: "asyncio.Task[int]") -> object:
    if task.cancelled():
        return "cancelled"
    return "broken" if isinstance(task.exception(), asyncio.BrokenBarrierError) else task.result()


def _kinds(ends: dict[int, object]) -> dict[int, str]:
    return {call: end if isinstance(end, str) else "released" for call, end in ends.items()}


@settings(max_examples=200)
@given(
    st.integers(1, 5),
    st.lists(
        st.tuples(st.sampled_from(("wait", "wait", "wait", "wait", "cancel", "abort", "reset")), st.integers(0, 20)),
        max_size=30,
    ),
)
def test_any_history_goes_as_with_asyncio_barrier(parties: int, history: list[tuple[str, int]]) -> None:
    asyncio.run(_compare(parties, history))
