"""How simultaneous a release was, as the screens report it."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from app.release.screen_reports import CLOSE_AFTER_MS, TELL_AFTER_MS, TELL_AGAIN_MS, ScreenReports
from app.rooms.broadcast import Broadcast
from app.rooms.here import Here
from app.wire.messages import ShownRequest
from tests.support.ears import Ears
from tests.support.stage import Stage

LEAD_MS = 400


class Hall(Stage):
    """A projector, two phones, and two workers of whom one has yet to arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.ears = Ears()
        self.broadcast = Broadcast(self.ears, self.rooms, self.timers)
        self.spreads_s: list[float] = []
        here = Here(self.rooms, self.store, self.timers)
        self.reports = ScreenReports(
            self.rooms, self.broadcast, self.timers, here, observe_spread_s=self.spreads_s.append
        )
        self.rooms.listeners.add(self.broadcast, self.reports)
        self.live = self.rooms.find("BRRRRR")
        self.broadcast.admit(self.live, "projector", "full")
        self.broadcast.admit(self.live, "ana", "brief")
        self.broadcast.admit(self.live, "ben", "brief")
        self.workers = self.seat(2)

    def trip(self, generation: int = 0) -> None:
        """Everybody arrives, and it is the moment of the release."""
        self.arrive(*self.workers, generation=generation)
        self.pass_ms(LEAD_MS)

    def shown(self, sid: str, off_ms: float, generation: int = 0) -> None:
        at_ms = self.live.room.barrier.since_ms + off_ms
        report = ShownRequest(generation=generation, at_ms=at_ms, heard_at_ms=self.clock.ms - 300, error_ms=2)
        self.reports.reported(self.live, sid, report)

    def kept(self) -> list[int]:
        """Of which releases the log says how simultaneous they were."""
        commands = [msgspec.json.decode(entry.command) for entry in self.store.entries("BRRRRR")]
        return [command["spread"]["generation"] for command in commands if command["type"] == "note_spread"]

    def spreads(self, sid: str) -> list[dict[str, Any]]:
        return [data for event, data in self.ears.heard.get(sid, []) if event == "spread"]


@pytest.fixture
def hall() -> Iterator[Hall]:
    with Hall() as hall:
        yield hall


def test_the_projector_is_told_once_and_the_phones_are_not(hall: Hall) -> None:
    hall.trip()
    hall.shown("ana", 3)
    hall.shown("projector", 9)
    hall.pass_ms(TELL_AFTER_MS)
    (told,) = hall.spreads("projector")
    assert (told["generation"], told["parties"], told["screens"]) == (0, 2, 3)
    assert (told["n_changed"], told["within_ms"]) == (2, 6)
    assert told["n_silent"] == 1
    assert hall.spreads_s == [pytest.approx(0.006)]
    hall.pass_ms(10 * TELL_AGAIN_MS)
    assert len(hall.spreads("projector")) == 1 and not hall.spreads("ana")


def test_those_that_report_later_are_told_together(hall: Hall) -> None:
    hall.trip()
    hall.shown("projector", 1)
    hall.pass_ms(TELL_AFTER_MS)
    hall.shown("ana", 850)
    hall.shown("ben", 860)
    assert len(hall.spreads("projector")) == 1
    hall.pass_ms(TELL_AGAIN_MS)
    assert [told["n_late"] for told in hall.spreads("projector")] == [0, 2]


def test_a_screen_that_comes_later_is_told_what_the_others_know(hall: Hall) -> None:
    hall.reports.welcome(hall.live, "late host")
    assert not hall.spreads("late host")
    hall.trip()
    hall.shown("projector", 1)
    hall.reports.welcome(hall.live, "late host")
    assert hall.spreads("late host")[0]["n_changed"] == 1


def test_reports_of_another_release_and_before_any_count_for_nothing(hall: Hall) -> None:
    hall.shown("ana", 0)
    hall.trip()
    hall.trip(generation=1)
    hall.shown("ana", 0, generation=0)
    hall.shown("ana", 0, generation=2)
    hall.pass_ms(TELL_AFTER_MS)
    assert not hall.spreads("projector")


def test_when_no_more_reports_count_the_log_has_them_in_one_command(hall: Hall) -> None:
    hall.trip()
    hall.shown("ana", 3)
    hall.pass_ms(TELL_AFTER_MS)
    hall.shown("projector", 900)
    assert hall.kept() == []
    hall.pass_ms(CLOSE_AFTER_MS - TELL_AFTER_MS)
    kept = hall.live.room.last_spread
    assert kept is not None and (kept.generation, kept.n_changed, kept.n_late, kept.n_silent) == (0, 1, 1, 1)
    hall.shown("ben", 5)
    hall.trip(generation=1)
    hall.pass_ms(1)
    assert hall.live.room.last_spread is kept
    assert hall.kept() == [0]


def test_the_next_release_closes_the_one_before(hall: Hall) -> None:
    hall.trip()
    hall.shown("ana", 3)
    hall.pass_ms(TELL_AFTER_MS)
    hall.arrive(*hall.workers, generation=1)
    assert hall.live.room.last_spread is None  # not in the midst of a change
    hall.pass_ms(1)
    assert hall.live.room.last_spread is not None and hall.live.room.last_spread.generation == 0


def test_a_release_before_the_screens_had_their_time_says_nothing_of_the_one_before(hall: Hall) -> None:
    hall.trip()
    hall.shown("ana", 3)
    hall.trip(generation=1)
    hall.pass_ms(TELL_AFTER_MS)
    hall.pass_ms(CLOSE_AFTER_MS)
    assert hall.live.room.last_spread is None


def test_a_release_that_no_screen_saw_leaves_nothing_in_the_log(hall: Hall) -> None:
    hall.trip()
    hall.pass_ms(CLOSE_AFTER_MS)
    assert hall.kept() == []


def test_who_comes_after_a_release_that_no_screen_saw_does_not_report_it(hall: Hall) -> None:
    """Each connection could add one otherwise, and all of them would be told again and again."""
    hall.trip()
    hall.pass_ms(CLOSE_AFTER_MS + 1)
    for nth in range(10):
        hall.shown(f"late {nth}", off_ms=3)
        hall.pass_ms(TELL_AGAIN_MS)
    assert not hall.spreads("projector")
