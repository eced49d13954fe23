"""What screens say about a release is counted once, and only when it can be true."""

import pytest

from app.core.spread import LateScreen
from app.release.tally import (
    CLOCK_MARGIN_MS,
    IN_TIME_MS,
    MOST_DOTS,
    MOST_LATE_SENT,
    MOST_NAMED,
    TAKEN_FOR_MS,
    WITHIN_MS,
    Tally,
)

TRIP_MS = 1_700_000_000_000
MOMENT_MS = TRIP_MS + 400


def tally_of(*screens: str) -> Tally:
    return Tally(3, 5, TRIP_MS, MOMENT_MS, frozenset(screens))


def report(
    tally: Tally, screen: str, off_ms: float, *, heard_ms: float | None = -350, error_ms: float | None = 4.2
) -> bool:
    """`off_ms` and `heard_ms` count from the moment."""
    heard_at_ms = None if heard_ms is None else MOMENT_MS + heard_ms
    return tally.add(screen, MOMENT_MS + off_ms, heard_at_ms, error_ms, now_ms=MOMENT_MS + max(0, off_ms) + 20)


def test_the_spread_is_that_of_all_screens_that_changed() -> None:
    tally = tally_of("ana", "ben", "chloé")
    assert tally.spread_ms() is None
    report(tally, "ana", -3)
    assert tally.spread_ms() is None
    report(tally, "ben", 4)
    report(tally, "chloé", 900, heard_ms=880)
    assert tally.spread_ms() == 903


def test_in_time_late_slow_and_silent_are_told_apart() -> None:
    tally = tally_of("ana", "ben", "chloé", "dan", "eve", "finn")
    report(tally, "ana", -3.14, error_ms=2.5)
    report(tally, "ben", 8.9, error_ms=None)
    report(tally, "chloé", 1200, heard_ms=1180)
    report(tally, "dan", 340, heard_ms=330)
    report(tally, "eve", 180)
    assert tally.message() == {
        "generation": 3,
        "parties": 5,
        "at_ms": TRIP_MS,
        "release_at_ms": MOMENT_MS,
        "screens": 6,
        "n_changed": 2,
        "within_ms": 13,
        "changed_ms": [-3.1, 8.9],
        "error_ms": 3,
        "n_unsure": 1,
        "n_late": 2,
        "late_ms": [340, 1200],
        "n_slow": 1,
        "n_silent": 1,
    }


def test_a_screen_is_counted_once() -> None:
    tally = tally_of("ana")
    assert report(tally, "ana", 0)
    assert not report(tally, "ana", 40)
    assert tally.message()["changed_ms"] == [0]


@pytest.mark.parametrize("off_ms", [-IN_TIME_MS - 1, WITHIN_MS + 1, -1e300, 1e300, float("inf"), float("nan")])
def test_what_cannot_be_true_is_no_report(off_ms: float) -> None:
    tally = tally_of("ana")
    assert not tally.add("ana", MOMENT_MS + off_ms, None, None, now_ms=MOMENT_MS + TAKEN_FOR_MS)
    assert tally.message()["n_silent"] == 1


def test_nobody_can_say_what_has_not_happened_yet() -> None:
    tally = tally_of("ana")
    assert not tally.add("ana", MOMENT_MS + CLOCK_MARGIN_MS + 1, None, None, now_ms=MOMENT_MS)


def test_what_comes_later_than_any_true_report_counts_no_more() -> None:
    tally = tally_of("ana", "ben")
    assert tally.add("ana", MOMENT_MS + WITHIN_MS, None, None, now_ms=MOMENT_MS + TAKEN_FOR_MS)
    assert not tally.add("ben", MOMENT_MS, None, None, now_ms=MOMENT_MS + TAKEN_FOR_MS + 1)


def test_a_screen_that_came_after_the_trip_is_one_more() -> None:
    tally = tally_of("ana")
    report(tally, "ben", 5)
    assert (tally.message()["screens"], tally.message()["n_silent"]) == (2, 1)


def test_a_late_screen_that_does_not_say_when_it_heard_counts_as_having_heard_late() -> None:
    tally = tally_of("ana")
    report(tally, "ana", 100, heard_ms=None)
    assert (tally.message()["n_late"], tally.message()["within_ms"], tally.message()["error_ms"]) == (1, None, None)


def test_a_large_room_is_told_in_a_small_message() -> None:
    tally = tally_of()
    for i in range(2000):
        report(tally, f"in time {i}", i / 100)
        report(tally, f"late {i}", 100 + i, heard_ms=99 + i)
    message = tally.message()
    assert (message["n_changed"], message["n_late"], message["within_ms"]) == (2000, 2000, 20)
    assert len(message["changed_ms"]) == MOST_DOTS and len(message["late_ms"]) == MOST_LATE_SENT
    assert (message["changed_ms"][0], message["changed_ms"][-1], message["late_ms"][0]) == (0, 20.0, 100)


def test_a_screen_that_knows_the_moment_badly_cannot_tell() -> None:
    tally = tally_of("ana", "ben")
    report(tally, "ana", 0, error_ms=IN_TIME_MS)
    report(tally, "ben", 3, error_ms=IN_TIME_MS + 0.1)
    assert (tally.message()["n_changed"], tally.message()["error_ms"], tally.message()["n_unsure"]) == (
        2,
        IN_TIME_MS,
        1,
    )


def test_what_is_kept_names_the_workers_whose_screens_were_late_or_cannot_tell() -> None:
    tally = tally_of("projector", "ana", "ben", "chloé")
    report(tally, "projector", 500, heard_ms=490)
    report(tally, "ana", 0, error_ms=None)
    report(tally, "ben", 340.4, heard_ms=330)
    report(tally, "chloé", 90)
    spread = tally.spread({1: "ana", 2: "ben", 3: "chloé"})
    assert (spread.late, spread.unsure) == ((LateScreen(2, 340),), (1,))
    assert (spread.screens, spread.n_changed, spread.n_late, spread.n_slow, spread.n_silent) == (4, 1, 2, 1, 0)


def test_what_is_kept_of_a_large_room_is_short() -> None:
    tally = tally_of()
    for i in range(2000):
        report(tally, f"unsure {i}", 0, error_ms=None)
        report(tally, f"late {i}", 100 + i, heard_ms=99 + i)
    seated = {i: f"unsure {i}" for i in range(2000)} | {2000 + i: f"late {i}" for i in range(2000)}
    spread = tally.spread(seated)
    assert (spread.n_unsure, spread.n_late) == (2000, 2000)
    assert len(spread.unsure) == MOST_NAMED
    assert spread.late == tuple(LateScreen(2000 + i, 100 + i) for i in range(MOST_NAMED))


def test_a_closed_tally_counts_no_more() -> None:
    tally = tally_of("ana")
    tally.is_closed = True
    assert not report(tally, "ana", 0)
