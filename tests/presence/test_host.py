"""Whether the host's screen is there, in time that the test lets pass."""

from collections.abc import Iterator

import pytest

from app.core import commands
from app.presence.host import AWAY_AFTER_MS, HostPresence
from app.rooms.broadcast import Broadcast
from app.rooms.here import Here
from app.rooms.live_room import LiveRoom
from app.rooms.room_timers import RETURN_WITHIN_MS
from tests.support.ears import Ears
from tests.support.stage import Stage


class Classroom(Stage):
    """A hosted room whose phone "ana" notes the notices that it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.code = self.rooms.create("host-hash", commands.Configuration()).code
        self.serve()

    def serve(self) -> None:
        self.ears = Ears()
        broadcast = Broadcast(self.ears, self.rooms, self.timers)
        self.presence = HostPresence(broadcast, self.timers, Here(self.rooms, self.store, self.timers))
        self.rooms.listeners.add(broadcast, self.presence)
        broadcast.admit(self.live, "ana", "brief")

    @property
    def live(self) -> LiveRoom:
        return self.rooms.find(self.code)

    def notices(self) -> list[str]:
        return [data["type"] for event, data in self.ears.heard.get("ana", []) if event == "notice"]


@pytest.fixture
def classroom() -> Iterator[Classroom]:
    with Classroom() as classroom:
        yield classroom


def test_the_host_is_away_when_the_last_screen_has_gone(classroom: Classroom) -> None:
    presence = classroom.presence
    presence.came(classroom.live, "laptop")
    presence.came(classroom.live, "phone")
    presence.went(classroom.live, "laptop")
    classroom.pass_ms(2 * AWAY_AFTER_MS)
    assert classroom.notices() == ["host_here"], "the second screen is there"
    presence.went(classroom.live, "phone")
    classroom.pass_ms(AWAY_AFTER_MS - 1)
    assert classroom.notices() == ["host_here"]
    classroom.pass_ms(1)
    assert classroom.notices() == ["host_here", "host_away"]
    presence.came(classroom.live, "laptop")
    assert classroom.notices() == ["host_here", "host_away", "host_here"]


def test_a_host_who_reloads_the_page_was_not_away(classroom: Classroom) -> None:
    classroom.presence.came(classroom.live, "laptop")
    classroom.presence.went(classroom.live, "laptop")
    classroom.pass_ms(AWAY_AFTER_MS - 1)
    classroom.presence.came(classroom.live, "laptop again")
    classroom.pass_ms(2 * AWAY_AFTER_MS)
    assert classroom.notices() == ["host_here"]


def test_a_phone_that_goes_is_no_host(classroom: Classroom) -> None:
    classroom.presence.came(classroom.live, "laptop")
    classroom.presence.went(classroom.live, "ana")
    classroom.pass_ms(2 * AWAY_AFTER_MS)
    assert classroom.notices() == ["host_here"]


def test_after_a_restart_the_host_has_time_to_come_back(classroom: Classroom) -> None:
    classroom.seat(1, classroom.code)
    classroom.restart()
    classroom.serve()
    classroom.pass_ms(RETURN_WITHIN_MS - 1)
    assert classroom.notices() == []
    classroom.pass_ms(1)
    assert classroom.notices() == ["host_away"]
