"""Long jobs side by side."""

import threading
import time

import pytest

from app.lib.fair_turns import MS_PER_MINUTE, SHARE, FairTurns, Job
from app.lib.turns import TURN_S


@pytest.fixture
def rests_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What is rested, which takes no time here."""
    rests_s: list[float] = []
    monkeypatch.setattr("app.lib.fair_turns.time.sleep", rests_s.append)
    return rests_s


def until_waiting(turns: FairTurns, count: int) -> None:
    while len([*turns._waiting, *turns._dear]) < count:
        """They come from threads."""


def order_of(turns: FairTurns, jobs: dict[str, Job]) -> list[str]:
    """In which order these jobs have their turns, when they come one after the other while another is under way."""
    order: list[str] = []

    def do(name: str) -> None:
        with turns.piece(jobs[name]):
            order.append(name)

    with turns.piece(Job("another")):
        threads = [threading.Thread(target=do, args=[name]) for name in jobs]
        for nth, thread in enumerate(threads):
            thread.start()
            until_waiting(turns, nth + 1)
    for thread in threads:
        thread.join()
    return order


def test_the_addresses_take_turns_and_so_do_the_jobs_of_an_address(rests_s: list[float]) -> None:
    jobs = {**{f"greedy {nth}": Job("192.0.2.1") for nth in range(3)}, "teacher": Job("192.0.2.2")}
    assert order_of(FairTurns(), jobs) == ["greedy 0", "teacher", "greedy 1", "greedy 2"]


def test_nobody_who_comes_later_goes_first(rests_s: list[float]) -> None:
    """New jobs come all the time, and a teacher's that has had many pieces waits for one of each address."""
    turns, teacher = FairTurns(), Job("192.0.2.1")
    for _ in range(10):
        with turns.piece(teacher):
            pass
    jobs = {"teacher": teacher, **{f"new {nth}": Job(f"192.0.2.{2 + nth}") for nth in range(3)}}
    assert order_of(turns, jobs) == list(jobs)


def test_an_address_that_asks_for_too_much_comes_last_also_with_new_jobs(rests_s: list[float]) -> None:
    turns = FairTurns()
    turns._budgets["greedy"].take(MS_PER_MINUTE)
    assert order_of(turns, {"greedy": Job("greedy"), "other": Job("b")}) == ["other", "greedy"]


def test_after_each_piece_there_is_as_much_rest_as_work(rests_s: list[float]) -> None:
    turns, job = FairTurns(), Job("a")
    for _ in range(3):
        began_s = time.monotonic()
        with turns.piece(job) as turn:
            while not turn.is_over:
                """It works."""
        assert TURN_S * (1 / SHARE - 1) <= rests_s[-1] <= (time.monotonic() - began_s) * (1 / SHARE - 1)


def test_a_job_that_fails_keeps_nobody_waiting(rests_s: list[float]) -> None:
    turns = FairTurns()
    with pytest.raises(ZeroDivisionError), turns.piece(Job("a")):
        raise ZeroDivisionError
    with turns.piece(Job("b")):
        pass
