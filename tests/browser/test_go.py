"""After GO!: no tap falls into the next round, and the focus stays on the page."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.classroom import HostedRoom, start_room
from tests.support.browser.fits import TURNED, resize, sized
from tests.support.browser.languages import LANGUAGES
from tests.support.browser.people import PHONE, People, Size
from tests.support.clients import Client, http
from tests.support.running import Server

TAP_WHERE_GO_ON_WAS = """
() => new Promise((tapped) => {
  const watch = new MutationObserver(() => {
    const arrive = document.querySelector(".arrive");
    if (arrive === null) return;
    watch.disconnect();
    arrive.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
    tapped();
  });
  watch.observe(document.body, { childList: true, subtree: true });
  [...document.querySelectorAll("button")].find((button) => button.textContent === "Go on").click();
})
"""
"""Tap again in the moment in which ARRIVE appears."""

SMALLEST: tuple[Size, ...] = ((344, 700), (280, 653), (390, 664), (653, 280))
"""Phones whose browser shows its bars, the two halves of one that folds, and one that is turned."""


def test_a_second_tap_on_go_on_does_not_arrive_in_the_next_round(
    people: People, room: HostedRoom, server: Server
) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    room.host.command("start")
    ana.presses_arrive()
    ana.goes()
    ana.page.evaluate(TAP_WHERE_GO_ON_WAS)
    expect(ana.arrive_button).to_be_enabled()
    ana.works()
    assert http("GET", f"{server.url}/api/rooms/{room.code}")[1]["barrier"]["generation"] == 1
    ana.presses_arrive()
    ana.goes()


@pytest.mark.parametrize("size", TURNED, ids=sized)
def test_go_on_is_in_sight_on_a_turned_phone(size: Size, people: People, room: HostedRoom) -> None:
    ana = people("Ana", size).open(f"/{room.code}").gets_on("Ana")
    room.host.command("start")
    ana.presses_arrive()
    ana.goes()
    expect(ana.button("Go on")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_pressed_is_in_sight_on_the_smallest_phones(
    people: People, room: HostedRoom, server: Server, language: str
) -> None:
    """With a name of two words and a time limit."""
    ana = people("Ana", PHONE).open(f"/{room.code}?lang={language}")
    ana.page.locator(".join input").first.fill("Wolfgang Amadeus M")
    ana.page.locator(".join button[type=submit]").click()
    expect(ana.page.locator(".you")).to_be_visible()
    with Client(server.url) as ben:
        ben.join(room.code)
        room.host.command("configure", timeout_s=300)
        room.host.command("start")
        for pressed in (ana.arrive_button, ana.page.locator(".phone-go footer button").last):
            expect(pressed).to_be_visible()
            for size in SMALLEST:
                resize(ana.page, size)
                expect(pressed).to_be_in_viewport(ratio=1)
            pressed.click()
            ben.arrive()


def test_the_focus_stays_with_the_worker_in_a_wide_room(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    ana.sees_heading("You are working")
    ana.arrive_button.focus()
    ana.page.keyboard.press("Enter")
    ana.waits()
    expect(ana.heading).to_be_focused()


def test_the_focus_stays_on_the_projector_page_when_the_trip_starts(people: People, server: Server) -> None:
    teacher = people("Teacher")
    start_room(teacher.page, server)
    teacher.button("Start the trip").focus()
    teacher.page.keyboard.press("Enter")
    expect(teacher.page.locator("main h1")).to_be_focused()
