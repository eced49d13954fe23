"""Long jobs side by side."""

import threading

import pytest

from app.lib.fair_turns import MS_PER_MINUTE, SHARE, FairTurns, Job


@pytest.fixture
def rests_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What is rested, which takes no time here."""
    rests_s: list[float] = []
    monkeypatch.setattr("app.lib.fair_turns.time.sleep", rests_s.append)
    return rests_s


def until_waiting(turns: FairTurns, count: int) -> None:
    while len(turns._waiting) < count:
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


def test_the_job_that_has_had_the_least_time_comes_next(rests_s: list[float]) -> None:
    jobs = {"long": Job("a", worked_s=9.0), "middle": Job("b", worked_s=5.0), "short": Job("c")}
    assert order_of(FairTurns(), jobs) == ["short", "middle", "long"]


def test_an_address_that_asks_for_too_much_comes_last(rests_s: list[float]) -> None:
    turns = FairTurns()
    greedy = Job("greedy")
    turns._budgets["greedy"].take(MS_PER_MINUTE)
    with turns.piece(greedy):
        pass
    greedy.worked_s = 0.0
    assert order_of(turns, {"greedy": greedy, "long": Job("b", worked_s=9.0)}) == ["long", "greedy"]


def test_after_each_piece_there_is_as_much_rest_as_work(rests_s: list[float]) -> None:
    turns, job = FairTurns(), Job("a")
    for _ in range(3):
        with turns.piece(job) as turn:
            while not turn.is_over:
                """It works."""
    assert sum(rests_s) == pytest.approx(job.worked_s * (1 / SHARE - 1))


def test_a_job_that_fails_keeps_nobody_waiting(rests_s: list[float]) -> None:
    turns = FairTurns()
    with pytest.raises(ZeroDivisionError), turns.piece(Job("a")):
        raise ZeroDivisionError
    with turns.piece(Job("b")):
        pass
