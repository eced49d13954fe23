"""The room clock, on a wall clock and a monotonic one that the test sets."""

import itertools

import pytest

from app.lib.clock import CATCH_UP, WATCHED_CATCH_UP, RoomClock

HOUR_S = 3600.0
WALL_S = 1_700_000_000.0


class Time:
    def __init__(self) -> None:
        self.monotonic_s, self.wall_s = 1000.0, WALL_S

    def pass_s(self, seconds: float) -> None:
        self.monotonic_s += seconds
        self.wall_s += seconds


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Time:
    now = Time()
    monkeypatch.setattr("app.lib.clock.time.monotonic", lambda: now.monotonic_s)
    monkeypatch.setattr("app.lib.clock.time.time", lambda: now.wall_s)
    return now


@pytest.mark.parametrize("set_by_s", [-HOUR_S, -1.0, 1.0, HOUR_S])
@pytest.mark.parametrize(("is_watched", "catch_up"), [(True, WATCHED_CATCH_UP), (False, CATCH_UP)])
def test_setting_the_time_while_the_server_runs_moves_nothing(
    set_by_s: float, catch_up: float, now: Time, *, is_watched: bool
) -> None:
    """The clock goes on, never faster or slower than those who asked it before can bear, until it shows the time."""
    clock = RoomClock()
    began_ms = shown_ms = clock.precise_ms()
    now.wall_s += set_by_s
    for _ in range(60):
        now.pass_s(1)
        clock.follow_the_wall_clock(is_watched=is_watched)
        step_ms = clock.precise_ms() - shown_ms
        assert 1000 * (1 - catch_up) - 0.01 <= step_ms <= 1000 * (1 + catch_up) + 0.01
        shown_ms += step_ms
    caught_up_ms = shown_ms - began_ms - 60_000
    assert caught_up_ms == pytest.approx(
        min(59 * catch_up, abs(set_by_s)) * 1000 * (1 if set_by_s > 0 else -1), abs=0.1
    )
    now.pass_s(abs(set_by_s) / catch_up)
    assert clock.precise_ms() == pytest.approx(now.wall_s * 1000, abs=0.1)


def test_a_server_whose_clock_was_set_back_begins_at_the_newest_moment_it_knows(now: Time) -> None:
    newest_ms = int((WALL_S + HOUR_S) * 1000)
    clock = RoomClock(newest_ms)
    assert clock.now_ms() == newest_ms
    now.pass_s(10)
    assert clock.now_ms() == newest_ms + 10_000 * (1 - CATCH_UP)


def test_it_comes_back_to_the_true_time_without_a_jump(now: Time) -> None:
    clock = RoomClock(int((WALL_S + HOUR_S) * 1000))
    readings_ms = []
    for _ in range(1200):
        now.pass_s(60)
        readings_ms.append(clock.now_ms())
    steps_ms = {after - before for before, after in itertools.pairwise(readings_ms)}
    assert min(steps_ms) >= 60_000 * (1 - CATCH_UP) - 1 and max(steps_ms) <= 60_000
    assert readings_ms[-1] == now.wall_s * 1000


def test_it_is_corrected_without_a_jump_in_either_direction(now: Time) -> None:
    for error_s in (1.0, -1.0):
        clock = RoomClock()
        began_ms = clock.precise_ms()
        clock.correct(began_ms + error_s * 1000)
        assert clock.precise_ms() == pytest.approx(began_ms)
        now.pass_s(1.0)
        assert clock.precise_ms() == pytest.approx(began_ms + 1000 * (1 + (CATCH_UP if error_s > 0 else -CATCH_UP)))
        now.pass_s(20.0)
        assert clock.precise_ms() == pytest.approx(began_ms + 21_000 + error_s * 1000)


def test_it_begins_with_the_clock_that_dates(now: Time) -> None:
    assert RoomClock(0, 5_000.0).precise_ms() == pytest.approx(5_000.0)
