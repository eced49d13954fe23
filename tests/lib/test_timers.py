"""The thread that does things later."""

import threading

import pytest

from app.lib.clock import RoomClock
from app.lib.timers import Timers


def test_calls_come_in_the_order_of_their_moments_and_never_early() -> None:
    clock = RoomClock()
    timers = Timers(clock)
    timers.start()
    begin_ms = clock.now_ms()
    came: list[tuple[str, int]] = []
    done = threading.Event()

    def come(name: str) -> None:
        came.append((name, clock.now_ms()))

    timers.at(begin_ms + 60, lambda: come("last"))
    timers.at(begin_ms + 60, done.set)
    timers.at(begin_ms + 30, lambda: come("second"))
    timers.after(0, lambda: come("first"))
    assert done.wait(30)
    timers.stop()
    assert [name for name, _ in came] == ["first", "second", "last"]
    assert came[1][1] >= begin_ms + 30
    assert came[2][1] >= begin_ms + 60


def test_a_call_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    timers = Timers(RoomClock())
    done = threading.Event()
    timers.after(0, lambda: 1 / 0)
    timers.after(0, done.set)
    timers.start()
    assert done.wait(30)
    timers.stop()
    assert "a timer failed" in caplog.text


@pytest.fixture
def timers() -> Timers:
    """Nothing runs by itself."""
    return Timers(RoomClock())


def due(timers: Timers) -> list[object]:
    """What the timers that are due return, in order."""
    results = []
    while (found := timers.take_due(2**53)) is not None:
        results.append(found[1]())
    return results


def test_one_timer_is_pending_under_a_key(timers: Timers) -> None:
    for nth in range(5):
        timers.at(nth, lambda nth=nth: nth, ("KTRVPD", "limit"))  # type: ignore[misc]
    timers.at(9, lambda: "another room's", ("BRRRRR", "limit"))
    assert len(timers) == 2
    assert due(timers) == [4, "another room's"]


def test_the_sooner_one_stays_where_that_is_asked_for(timers: Timers) -> None:
    for due_ms in (5, 3, 7):
        timers.by(due_ms, lambda due_ms=due_ms: due_ms, ("KTRVPD", "gone"))  # type: ignore[misc]
    assert due(timers) == [3]


def test_what_is_cancelled_is_never_called(timers: Timers) -> None:
    for purpose in ("limit", "gone", "robots"):
        timers.at(1, lambda purpose=purpose: purpose, ("KTRVPD", purpose))  # type: ignore[misc]
        timers.at(1, lambda purpose=purpose: purpose, ("BRRRRR", purpose))  # type: ignore[misc]
    timers.cancel(("KTRVPD", "limit"))
    timers.cancel(("KTRVPD", "no such"))
    timers.cancel_all("BRRRRR")
    assert due(timers) == ["gone", "robots"]
    assert (len(timers), timers._keyed) == (0, {})


def test_timers_that_were_replaced_are_thrown_away(timers: Timers) -> None:
    for nth in range(10_000):
        timers.at(10**12 + nth, lambda: None, ("KTRVPD", "limit"))
    assert len(timers) == 1
    assert len(timers._heap) < 200
