"""axe finds nothing serious in any state and theme; what a screen reader says, and what stands still on request."""

import re
from itertools import pairwise

from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.people import PHONE, WIDE, People, Person
from tests.support.browser.proxy import Proxy
from tests.support.browser.spoken import CLOCK_ERROR_MS, SPOKEN_EVERY_MS
from tests.support.clients import http
from tests.support.running import Server

WATCH_THE_SCENE = """
() => {
  window.pictures = [];
  const look = () => {
    requestAnimationFrame(look);
    if (document.querySelector("h1")?.textContent !== "GO!") return;
    const world = document.querySelector(".everybody .world:last-child");
    const moved = [world, ...world.querySelectorAll(".drives, .gate-turns, .at-barrier, .beyond, .at-gate")];
    const picture = moved.map((element) => getComputedStyle(element).transform).join();
    if (window.pictures.at(-1) !== picture) window.pictures.push(picture);
  };
  look();
}
"""
"""Keeps the places of all that can move in the drawing, from GO! on."""
TIMES_DRAWN = """
() => new Promise((resolve) => {
  let times = 0;
  const chart = document.querySelector(".chart");
  new MutationObserver(() => { times += 1; }).observe(chart, { subtree: true, attributes: true });
  setTimeout(() => resolve(times), 3000);
})
"""
"""How often the timeline changes in three seconds."""
CALM_MOVES = 4
"""Three seconds may have four beginnings of a second in them."""


def test_axe_on_the_landing_page(people: People) -> None:
    for size in (WIDE, PHONE):
        ana = people("Ana", size).open("/")
        expect(ana.heading).to_be_visible()
        check_with_axe(ana.page)


def test_axe_on_the_wide_room(people: People, code: str) -> None:
    ana, ben = people("Ana").enter(code), people("Ben", PHONE).enter(code)
    check_with_axe(ana.page)
    for name in ("Show QR", "List of keys", "Edit name", "Join from Python"):
        ana.opens(name)
        check_with_axe(ana.page)
        ana.page.keyboard.press("Escape")
    ana.arrives()
    ana.picture("room", "waiting")
    check_with_axe(ana.page)
    ben.presses_arrive()
    ana.goes()
    ana.picture("room", "released")
    check_with_axe(ana.page)
    ben.works()
    room = f"{people.home}/api/rooms/{code}"
    token = http("POST", f"{room}/workers", {"name": "load.py"})[1]["token"]
    http("POST", f"{room}/wait", {"ticket": "1", "hold_s": 0}, token)
    ben.breaks()
    ana.sees_heading("Barrier broke")
    expect(ana.page.locator(".code-error")).to_be_visible()
    ana.picture("room", "broken")
    check_with_axe(ana.page)
    check_wrong_code(people("Chloé"))


def test_axe_on_the_phone(people: People, server: Server, code: str) -> None:
    with Proxy(server.port) as proxy:
        ana, ben = people("Ana", PHONE, home=proxy.url).enter(code), people("Ben").enter(code)
        check_with_axe(ana.page)
        for name in ("Room .*", "change name and face"):
            ana.opens(name)
            check_with_axe(ana.page)
            ana.page.keyboard.press("Escape")
        ana.arrives()
        ana.picture("phone", "waiting")
        check_with_axe(ana.page)
        ben.presses_arrive()
        ana.goes()
        ana.picture("phone", "go")
        check_with_axe(ana.page)
        ben.works()
        ben.breaks()
        ana.sees_heading("The barrier broke")
        ana.picture("phone", "broken")
        check_with_axe(ana.page)
        people.may_fail_to_connect()
        proxy.cut()
        ana.sees_heading("No signal")
        ana.picture("phone", "lost")
        check_with_axe(ana.page)
        check_wrong_code(people("Chloé", PHONE))


def check_wrong_code(person: Person) -> None:
    person.may_fail_to_connect = True
    person.open("/ZZZZZZ")
    person.sees_heading("No room with that code")
    check_with_axe(person.page)


def test_a_screen_reader_hears_the_count_seldom_and_the_release_once(people: People, code: str) -> None:
    ana, ben, chloe, dev = (people(name).enter(code) for name in ("Ana", "Ben", "Chloé", "Dev"))
    ana.sees_count(0, 4)
    for person in (ben, chloe, dev):
        person.arrives()
    newest = re.compile("3 of 4 waiting")
    expect(ana.page.locator("[aria-live=polite]")).to_have_text(newest)
    spoken = ana.diary("polite")
    for earlier, later in pairwise(spoken):
        assert later["at_ms"] - earlier["at_ms"] >= SPOKEN_EVERY_MS - CLOCK_ERROR_MS, spoken
    ana.presses_arrive()
    ana.goes()
    ana.works()
    assert [entry["text"] for entry in ana.diary("assertive")] == ["Gate open. Start writing."]
    ben.breaks()
    ana.sees_heading("Barrier broke")
    broken = [entry["text"] for entry in ana.diary("assertive")][1:]
    assert len(broken) == 1
    assert broken[0].startswith("The barrier broke.")


def test_a_clock_and_a_timeline_move_once_a_second_for_who_asks_for_calm(people: People, code: str) -> None:
    ana, ben = people("Ana", calm=True), people("Ben")
    for person in (ana, ben):
        person.enter(code)
    ben.arrives()
    drawn = {}
    for person in (ana, ben):
        person.sees_count(1, 2)
        drawn[person.name] = person.page.evaluate(TIMES_DRAWN)
    assert 0 < drawn["Ana"] <= CALM_MOVES < drawn["Ben"], drawn


def test_nothing_moves_for_who_asks_for_calm(people: People, code: str) -> None:
    ana, ben, chloe = people("Ana", calm=True), people("Ben"), people("Chloé")
    for person in (ana, ben, chloe):
        person.enter(code)
    for person in (ana, chloe):
        person.page.evaluate(WATCH_THE_SCENE)
        person.arrives()
    for person in (ana, chloe):
        person.sees_count(2, 3)
    ben.presses_arrive()
    for person in (ana, chloe):
        person.goes()
    for person in (ana, chloe):
        person.works()
        person.sees_count(3, 3)  # the picture of the release stays until the next arrival
    assert len(ana.page.evaluate("window.pictures")) == 1
    assert len(chloe.page.evaluate("window.pictures")) > 1  # the bus drives
    for place, begin in (("heading", "You wait"), ("count", "2 of 3")):
        calm, moved = ([entry["text"] for entry in person.diary(place)] for person in (ana, chloe))
        assert calm[calm.index(begin) :] == moved[moved.index(begin) :]
