"""A round on screens: nobody goes before everybody has arrived, and then all go at once."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.support.browser.people import PHONE, People, Person
from tests.support.clients import Client, Message, create_room, history, tripped
from tests.support.running import Server

SHOWN_LATE_MS = 2000
"""Later than this a page would say that it missed the release; how near the moment, a benchmark measures."""


def check_nobody_went_early(people: list[Person], trip: Message) -> None:
    for person in people:
        went_at_ms = person.moment_of("heading", "GO!")
        assert trip["at_ms"] < went_at_ms <= trip["release_at_ms"] + SHOWN_LATE_MS, (person.name, went_at_ms, trip)


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
    trip = tripped(server.url, code)
    assert trip["order"] == [1, 2, 3]
    check_nobody_went_early(three, trip)
    if "phones" in where:
        chloe.works()  # the next phase


def test_every_tab_shows_each_arrival(people: People, code: str) -> None:
    """One by one, as they come. How soon, the benchmark measures."""
    three = [people(name).enter(code) for name in ("Ana", "Ben", "Chloé")]
    for k in (0, 1, 2):
        for person in three:
            person.sees_count(k, 3)
        if k < 2:
            three[k].presses_arrive()
    for person in three:
        counts = [entry["text"] for entry in person.diary("count")]
        assert [count for count in counts if count.endswith(" of 3")] == ["0 of 3", "1 of 3", "2 of 3"]


def test_who_comes_late_gets_one_more_seat_on_the_same_bus(people: People, server: Server, code: str) -> None:
    ana, ben, chloe = people("Ana"), people("Ben", PHONE), people("Chloé")
    for person in (ana, ben, chloe):
        person.enter(code)
    ana.arrives()
    ben.arrives()
    dev = people("Dev").enter(code)
    for person in (ana, ben, chloe, dev):
        person.sees_count(2, 4)
    chloe.arrives()
    ana.sees_count(3, 4)
    ana.waits()
    dev.presses_arrive()
    for person in (ana, ben, chloe, dev):
        person.goes()
    trip = tripped(server.url, code)
    assert trip["order"] == [1, 2, 3, 4]
    check_nobody_went_early([ana, ben, chloe, dev], trip)


LEAD_MS = 3000
"""A busy machine, too, has drawn by then what the release shows."""
WATCH_RELEASE = """
() => new MutationObserver(() => {
  if (document.body.classList.contains("released")) window.ahead = document.querySelector(".ahead").innerText;
}).observe(document.body, { attributeFilter: ["class"] })
"""


def test_what_a_release_shows_on_a_phone_was_drawn_while_it_was_awaited(people: People, server: Server) -> None:
    code = str(create_room(server.url, hosted=False, lead_ms=LEAD_MS)["code"])
    ana = people("Ana", PHONE).enter(code)
    ana.page.evaluate(WATCH_RELEASE)
    ahead = ana.page.locator(".ahead")
    with Client(server.url) as ben:
        ben.join(code)
        expect(ahead).to_have_count(0)
        ana.arrives()
        expect(ahead).to_have_count(1)
        expect(ahead).to_be_hidden()
        ana.waits()
        ben.arrive()
        ana.goes()
        expect(ahead).to_have_count(0)
        assert ana.page.evaluate("window.ahead") == ana.page.locator(".phone-go").inner_text()


WATCH_PROJECTOR = """
() => new MutationObserver(() => {
  if (document.body.classList.contains("released"))
    window.n_moving = document.querySelector(".scene .drives").getAnimations().length;
}).observe(document.body, { attributeFilter: ["class"] })
"""


def test_the_projector_s_bus_drives_before_anything_else_is_drawn(people: People, server: Server) -> None:
    made = create_room(server.url, lead_ms=LEAD_MS)
    teacher = people("Teacher").open(f"/{made['code']}/host#{made['host_key']}")
    with Client(server.url) as ana, Client(server.url) as ben:
        for client in (ana, ben):
            client.join(str(made["code"]))
        expect(teacher.page.get_by_text("2 here", exact=True)).to_be_visible()
        teacher.page.evaluate(WATCH_PROJECTOR)
        teacher.page.keyboard.press("Space")
        for client in (ana, ben):
            client.hear("started")
            client.arrive()
        teacher.sees_heading("The gate opened. Everyone goes.")
        assert teacher.page.evaluate("window.n_moving") == 1


def test_who_comes_after_the_release_sees_the_bus_where_it_is(people: People, server: Server, code: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code)
        ben.join(code)
        ana.arrive()
        ben.arrive()
        release_at_ms = ana.hear("tripped")["release_at_ms"]
        ana.until(lambda: time.time() * 1000 > release_at_ms, "for the release")
        late = people("Chloé").enter(code)
        expect(late.page.locator(".goes")).to_have_attribute("style", re.compile(r"--late: [1-9]\d*ms"))


def test_fifty_quick_presses_are_one_arrival(people: People, server: Server, code: str) -> None:
    ana, ben = people("Ana").enter(code), people("Ben", PHONE).enter(code)
    for person in (ana, ben):
        person.arrive_button.evaluate("button => { for (let i = 0; i < 50; i++) button.click(); }")
        person.waits() if person is ana else person.goes()
    arrived = [(e["worker"], e["index"]) for e in history(server.url, code) if e["type"] == "arrived"]
    assert arrived == [(1, 0), (2, 1)]


def test_a_tab_has_an_icon_in_the_colour_of_its_state(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    icon = ana.page.locator("link[rel=icon]")
    expect(icon).to_have_attribute("href", re.compile("^data:image/png"))
    works = icon.get_attribute("href") or ""
    people("Ben").enter(code)
    ana.arrives()
    expect(icon).not_to_have_attribute("href", works)
