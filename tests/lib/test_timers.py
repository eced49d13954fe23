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
