"""A round on screens: nobody goes before everybody has arrived, and then all go at once."""

from itertools import pairwise

import pytest

from tests.browser.people import PHONE, People, Person
from tests.clients import Message, http
from tests.running import Server

SHOWN_WITHIN_MS = 100
"""An arrival is on every screen of this machine after so long."""
SHOWN_EARLY_MS = 20
"""The frame of a release is drawn a little before its moment."""
SHOWN_LATE_MS = 250
"""A slow machine draws three pages at once."""


def history(server: Server, code: str) -> list[Message]:
    events: list[Message] = http("GET", f"{server.url}/api/rooms/{code}/log.json")[1]["events"]
    return events


def tripped(server: Server, code: str, generation: int = 0) -> Message:
    found = [e for e in history(server, code) if e["type"] == "tripped" and e["generation"] == generation]
    assert len(found) == 1
    return found[0]


def check_nobody_went_early(three: list[Person], release_at_ms: int) -> None:
    for person in three:
        went_at_ms = person.moment_of("heading", "GO!")
        assert -SHOWN_EARLY_MS <= went_at_ms - release_at_ms <= SHOWN_LATE_MS, (person.name, went_at_ms, release_at_ms)


@pytest.mark.parametrize("where", ["in one browser", "in three browsers", "on three phones"])
def test_three_meet_and_go_together(where: str, people: People, server: Server, code: str) -> None:
    ana = people("Ana", PHONE) if "phones" in where else people("Ana")
    if where == "in one browser":
        ben, chloe = people.tab(ana, "Ben"), people.tab(ana, "Chloé")
    else:
        size = PHONE if "phones" in where else (1280, 720)
        ben, chloe = people("Ben", size), people("Chloé", size)
    three = [ana, ben, chloe]
    for person in three:
        person.enter(code)
    assert len({person.seat_token(code) for person in three}) == 3

    ana.arrives()
    ana.sees_count(1, 3)
    ben.arrives()
    for waiting in (ana, ben):
        waiting.sees_count(2, 3)
        waiting.waits()
    if "phones" not in where:
        chloe.sees_count(2, 3)
    chloe.works()
    assert not any(person.has_seen("heading", "GO!") for person in three)

    chloe.presses_arrive()
    for person in three:
        person.goes()
    trip = tripped(server, code)
    assert trip["order"] == [1, 2, 3]
    check_nobody_went_early(three, trip["release_at_ms"])
    for person in three:
        person.works()  # the next phase


def test_every_tab_shows_each_arrival_at_once(people: People, server: Server, code: str) -> None:
    ana, ben, chloe = three = [people("Ana"), people("Ben"), people("Chloé")]
    for person in three:
        person.enter(code)
    ana.sees_count(0, 3)
    ana.arrives()
    ben.arrives()
    for person in three:
        person.sees_count(2, 3)
    arrived = [event["at_ms"] for event in history(server, code) if event["type"] == "arrived"]
    for person in three:
        shown = [person.moment_of("count", f"{k} of 3") for k in (1, 2)]
        for at_ms, shown_ms in zip(arrived, shown, strict=True):
            assert shown_ms - at_ms <= SHOWN_WITHIN_MS, (person.name, shown_ms - at_ms)
        assert all(earlier < later for earlier, later in pairwise(shown))
