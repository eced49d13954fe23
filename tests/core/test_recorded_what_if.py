"""The recorded other worlds are what the core makes of these arrivals, and what real threads do."""

import threading
from collections.abc import Callable

import pytest

from tests.support.programs.threads import Threads, until
from tests.support.record_what_if import CAME_MS, FOLDER, Outcome, World, crashed_of, played, text_of

AFTER_ALL_CAME_S = 0.2
"""Long enough for the others to call `wait()` before, on any machine: the one with the limit calls last."""
MOST_THREADS = 12


@pytest.mark.parametrize("name", CAME_MS)
def test_the_file_is_up_to_date(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text() == text_of(CAME_MS[name]), (
        "run `python -m tests.support.record_what_if`"
    )


def call(barrier: threading.Barrier, timeout_s: float | None = None) -> Callable[[], str]:
    def wait() -> str:
        try:
            barrier.wait(timeout_s)
        except threading.BrokenBarrierError:
            return "error"
        return "goes"

    return wait


class RealThreads:
    """Calls of `wait()`, one after the other: each call has begun to wait, or has returned, before the next one."""

    def __init__(self, parties: int) -> None:
        self.barrier = threading.Barrier(parties)
        self.calls: list[Threads] = []

    def call(self, timeout_s: float | None = None) -> None:
        waiting, threads = self.barrier.n_waiting, Threads(call(self.barrier, timeout_s))
        self.calls.append(threads)
        until(lambda: threads.n_done == 1 or self.barrier.n_waiting > waiting)
        if self.barrier.n_waiting == 0:
            until(lambda: all(waiter.n_done == 1 for waiter in self.calls))

    def outcomes(self) -> list[str]:
        """Who is still inside waits for ever; it is thrown out to end the test."""
        done = [waiter.results()[0] if waiter.n_done else "waits" for waiter in self.calls]
        self.barrier.abort()
        for waiter in self.calls:
            waiter.results()
        return done


def threads_in(world: World, came_ms: tuple[int, ...]) -> list[str]:
    """As in `played`, in Python itself. Python has no `drop`: its barrier keeps the number it was made with."""
    n = len(came_ms)
    threads = RealThreads({"fewer": n - 1, "more": n + 1}.get(world, n))
    if world == "timeout":
        return threads_with_limit(threads, played(world, came_ms))
    for place in range(n):
        if world != "crash" or place != crashed_of(came_ms):
            threads.call()
    outcomes = threads.outcomes()
    if world == "crash":
        outcomes.insert(crashed_of(came_ms), "never calls")
    return outcomes


def threads_with_limit(threads: RealThreads, expected: list[Outcome]) -> list[str]:
    """Those who come before it breaks wait without a limit of their own, but for one: its limit ends all waits."""
    first_ms = expected[0][1]
    in_time = [outcome for outcome in expected if outcome[1] == first_ms]
    if len(in_time) < len(expected) or expected[0][0] == "error":
        for _ in in_time[1:]:
            threads.call()
        threads.call(AFTER_ALL_CAME_S)
        until(lambda: threads.barrier.broken)
        for _ in expected[len(in_time) :]:
            threads.call()
    else:
        for _ in expected:
            threads.call()
    return threads.outcomes()


@pytest.mark.parametrize("world", ["real", "fewer", "more", "timeout", "crash"])
@pytest.mark.parametrize("name", [name for name, came_ms in CAME_MS.items() if len(came_ms) <= MOST_THREADS])
def test_real_threads_come_to_the_same(name: str, world: World) -> None:
    came_ms = CAME_MS[name]
    assert threads_in(world, came_ms) == [outcome for outcome, _ in played(world, came_ms)]


def test_a_real_lock_lets_in_one_at_a_time_and_waits_for_nobody() -> None:
    lock, inside, most_inside = threading.Lock(), 0, 0

    def write() -> None:
        nonlocal inside, most_inside
        with lock:
            inside += 1
            most_inside = max(most_inside, inside)
            inside -= 1

    for _ in range(3):  # each one is through before the next one has come
        Threads(write).results()
    Threads(*[write] * 5).results()
    assert most_inside == 1
