"""Answers that unfold a log."""

import threading
from collections.abc import Iterator

import pytest

from app.core.refusals import Refusal
from app.lib.fair_turns import FairTurns
from app.rooms import readings as module
from app.rooms.log import GapError
from app.rooms.readings import MOST_AT_ONCE, MOST_OF_AN_ADDRESS, PAGE_BYTES, Pages, Readings


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


def wait_for(readings: Readings, code: str, address: str = "") -> tuple[threading.Thread, list[Pages]]:
    """Somebody who asks, in a thread of their own; and what they get."""
    got: list[Pages] = []
    thread = threading.Thread(target=lambda: got.append(readings.pages(code, address, iter(Steps(2)))))
    thread.start()
    return thread, got


def test_one_answer_at_a_time_for_a_room(readings: Readings) -> None:
    first = readings.pages("AAA", "", iter(Steps(2)))
    thread, got = wait_for(readings, "AAA")
    while not readings._waiting:
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
    addresses = ["", "192.0.2.1"] * MOST_OF_AN_ADDRESS
    under_way = [readings.pages(str(nth), addresses[nth], iter(steps)) for nth, steps in enumerate(slow)]
    thread, got = wait_for(readings, code)
    thread.join()
    assert len(list(got[0])) == 2
    assert [steps.is_over for steps in slow] == [True] + [False] * (MOST_AT_ONCE - 1), "nothing of it is kept"
    assert next(under_way[0]), "what was read already"
    with pytest.raises(ConnectionResetError):
        next(under_way[0])
    assert len(list(under_way[1])) == 100, "nobody wants its place"


def test_only_so_many_wait(readings: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    first = readings.pages("AAA", "", iter(Steps(2)))
    thread, got = wait_for(readings, "AAA")
    while not readings._waiting:
        """It comes."""
    with pytest.raises(Refusal, match="rate_limited"):
        readings.pages("AAA", "", iter(Steps(2)))
    other, got_by_another = wait_for(readings, "AAA", "192.0.2.1")
    while len(list(readings._waiting)) < 2:
        """It comes."""
    first.close()
    thread.join()
    got[0].close()
    other.join()
    assert got_by_another


def test_an_address_has_half_of_the_places_and_others_come_before_it(readings: Readings) -> None:
    under_way = [readings.pages(str(nth), "192.0.2.1", iter(Steps(2))) for nth in range(MOST_OF_AN_ADDRESS)]
    one_too_many, got = wait_for(readings, "one too many", "192.0.2.1")
    while not readings._waiting:
        """It comes."""
    assert len(list(readings.pages("AAA", "192.0.2.2", iter(Steps(2))))) == 2
    assert not got
    under_way[0].close()
    one_too_many.join()
    assert got


def test_next_comes_who_waits_longest_of_the_addresses_with_the_fewest_places(readings: Readings) -> None:
    first = readings.pages("AAA", "192.0.2.1", iter(Steps(2)))
    busy = readings.pages("BBB", "192.0.2.2", iter(Steps(2)))
    threads = []
    for nth, address in enumerate(["192.0.2.2", "192.0.2.1", "192.0.2.1", "192.0.2.3"]):
        threads.append(wait_for(readings, "AAA", address))
        while len(list(readings._waiting)) <= nth:
            """They come one after the other."""
    first.close()
    for nth in (1, 3, 2, 0):
        thread, got = threads[nth]
        thread.join(30)
        assert len(got) == 1
        assert sum(len(others) for _, others in threads) == [1, 3, 2, 0].index(nth) + 1
        got[0].close()
    busy.close()


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
