"""Answers that unfold a log."""

import threading
from collections.abc import Iterator

import pytest

from app.core.refusals import Refusal
from app.lib.fair_turns import FairTurns
from app.rooms import readings as module
from app.rooms.log import GapError
from app.rooms.readings import MOST_AT_ONCE, PAGE_BYTES, Pages, Readings


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0.01)
    return Readings(FairTurns())


class Steps:
    """Steps that count themselves, and know whether they have come to an end."""

    def __init__(self, count: int, size: int = PAGE_BYTES) -> None:
        self.count, self.size, self.n_done, self.is_over = count, size, 0, False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for _ in range(self.count):
                self.n_done += 1
                yield bytes(self.size)
        finally:
            self.is_over = True


def test_it_is_read_page_by_page_as_it_is_taken(readings: Readings) -> None:
    steps = Steps(100, PAGE_BYTES // 2)
    pages = readings.pages("AAA", "", iter(steps))
    assert steps.n_done == 2, "the first page, and no more"
    assert sum(map(len, pages)) == 50 * PAGE_BYTES
    assert steps.is_over


def test_nothing_more_is_read_when_the_client_has_gone(readings: Readings) -> None:
    steps = Steps(100)
    pages = readings.pages("AAA", "", iter(steps))
    next(pages)
    pages.close()
    assert steps.is_over and steps.n_done == 1
    assert list(readings.pages("AAA", "", iter([b"the next one"]))) == [b"the next one"]


def wait_for(readings: Readings, code: str) -> tuple[threading.Thread, list[Pages]]:
    """Somebody who asks, in a thread of their own; and what they get."""
    got: list[Pages] = []
    thread = threading.Thread(target=lambda: got.append(readings.pages(code, "", iter(Steps(2)))))
    thread.start()
    return thread, got


def test_one_answer_at_a_time_for_a_room(readings: Readings) -> None:
    first = readings.pages("AAA", "", iter(Steps(2)))
    thread, got = wait_for(readings, "AAA")
    while not readings._n_waiting:
        """It comes."""
    assert list(readings.pages("BBB", "", iter([b"of another room"]))) and not got
    assert len(list(first)) == 2
    thread.join()
    assert len(list(got[0])) == 2


@pytest.mark.parametrize("code", ["0", "another room"])
@pytest.mark.parametrize("limit", ["MOST_IDLE_S", "UNTIL_TAKEN_S"])
def test_who_is_slow_loses_the_place_when_others_want_it(
    readings: Readings, monkeypatch: pytest.MonkeyPatch, code: str, limit: str
) -> None:
    monkeypatch.setattr(module, limit, 0.05)
    slow = [Steps(100) for _ in range(MOST_AT_ONCE)]
    under_way = [readings.pages(str(nth), "", iter(steps)) for nth, steps in enumerate(slow)]
    thread, got = wait_for(readings, code)
    thread.join()
    assert len(list(got[0])) == 2
    assert [steps.is_over for steps in slow] == [True] + [False] * (MOST_AT_ONCE - 1), "nothing of it is kept"
    assert next(under_way[0]), "what was read already"
    with pytest.raises(ConnectionResetError):
        next(under_way[0])
    assert len(list(under_way[1])) == 100, "nobody wants its place"


def test_only_so_many_wait(readings: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 1)
    first = readings.pages("AAA", "", iter(Steps(2)))
    thread, got = wait_for(readings, "AAA")
    while not readings._n_waiting:
        """It comes."""
    with pytest.raises(Refusal, match="rate_limited"):
        readings.pages("AAA", "", iter(Steps(2)))
    first.close()
    thread.join()
    assert got


def test_what_cannot_be_read_is_refused_before_it_begins_and_cut_off_later(readings: Readings) -> None:
    def steps(*sizes: int, error: Exception) -> Iterator[bytes]:
        yield from map(bytes, sizes)
        raise error

    with pytest.raises(Refusal, match="unavailable"):
        readings.pages("AAA", "", steps(error=Refusal("unavailable")))
    for error in (Refusal("unavailable"), GapError()):
        pages = readings.pages("AAA", "", steps(PAGE_BYTES, error=error))
        assert next(pages)
        with pytest.raises(ConnectionResetError):
            next(pages)
        pages.close()
