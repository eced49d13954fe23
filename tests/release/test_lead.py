"""How far ahead a release is announced."""

import random
from collections.abc import Iterator

import pytest

from app.core import commands
from app.release.lead import TUNE_AFTER_MS, Leads, lead_for
from app.rooms.here import Here
from app.rooms.log import replay
from tests.support.stage import Stage


@pytest.mark.parametrize(
    ("rtts_ms", "delivery_s", "lead_ms"),
    [
        ([4.0], 0, 300),
        ([200.0], 0.0001, 300),
        ([400.0] * 3, 0.0003, 600),
        ([420.0], 0.0001, 650),
        ([30_000.0], 0.0001, 1000),
        ([10.0] * 95 + [900.0] * 5, 0.01, 300),
        ([10.0] * 94 + [500.0] * 6, 0.01, 750),
        ([10.0], 0.22, 500),
        ([30_000.0], 0.22, 1200),
    ],
)
def test_one_and_a_half_times_the_slowest_that_count_and_the_time_of_a_broadcast(
    rtts_ms: list[float], delivery_s: float, lead_ms: int
) -> None:
    random.Random(1).shuffle(rtts_ms)
    assert lead_for(rtts_ms, delivery_s) == lead_ms


class Hall(Stage):
    def __init__(self) -> None:
        super().__init__()
        here = Here(self.rooms, self.store, self.timers)
        self.leads = Leads(self.rooms, self.timers, here, message_cost_s=0.0001)
        self.live = self.rooms.find("BRRRRR")
        (self.ana,) = self.seat(1)

    def heard(self, *rtts_ms: float) -> None:
        """Each from a connection of its own, always the same."""
        for i, rtt_ms in enumerate(rtts_ms):
            self.leads.heard(self.live, f"sid {i}", rtt_ms)

    @property
    def lead_ms(self) -> int:
        return self.live.room.lead_ms


@pytest.fixture
def hall() -> Iterator[Hall]:
    with Hall() as hall:
        yield hall


def test_the_lead_follows_what_the_screens_report(hall: Hall) -> None:
    hall.heard(20, 300, 390)
    assert hall.lead_ms == 400
    hall.pass_ms(TUNE_AFTER_MS)
    assert hall.lead_ms == 600
    hall.heard(20, 40, 60)
    hall.pass_ms(TUNE_AFTER_MS)
    assert hall.lead_ms == 300


def test_a_value_between_two_steps_does_not_go_to_and_fro(hall: Hall) -> None:
    for rtt_ms, lead_ms in ((284, 450), (282, 450), (284, 450), (260, 450), (240, 350)):
        hall.heard(rtt_ms)
        hall.pass_ms(TUNE_AFTER_MS)
        assert hall.lead_ms == lead_ms, rtt_ms


def test_in_a_large_room_it_is_longer_by_what_a_message_to_every_screen_takes(hall: Hall) -> None:
    hall.live.screens = 2000
    hall.heard(20)
    hall.pass_ms(TUNE_AFTER_MS)
    assert hall.lead_ms == 500


def test_a_connection_that_is_gone_does_not_count(hall: Hall) -> None:
    hall.heard(600, 20)
    hall.leads.went(hall.live, "sid 0")
    hall.pass_ms(TUNE_AFTER_MS)
    assert hall.lead_ms == 300


def test_a_lead_that_was_set_stays(hall: Hall) -> None:
    configuration = commands.Configuration(lead_ms=0)
    hall.rooms.submit("BRRRRR", commands.Configure(by=hall.ana, configuration=configuration))
    hall.heard(600)
    hall.pass_ms(TUNE_AFTER_MS)
    assert hall.lead_ms == 0


def test_the_lead_of_each_release_is_in_the_log(hall: Hall) -> None:
    hall.heard(600)
    hall.pass_ms(TUNE_AFTER_MS)
    (ben,) = hall.seat(1)
    hall.arrive(hall.ana, ben)
    loaded = hall.store.load("BRRRRR")
    assert loaded is not None
    release = replay(loaded)[0].last_release
    assert release is not None and release.release_at_ms - release.at_ms == 900
