"""The class as the algorithm: phones pass it on, and the projector counts beside one counter."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.fits import SMALL_PHONE, check_page
from tests.support.browser.lesson import TWO_PHONES, Class, a_class, main_button, says
from tests.support.browser.people import People
from tests.support.running import Server


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def tells(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Tell {name}").click()


def begins(room: Class) -> None:
    """From the menu of the lesson, by keyboard."""
    says(room.host, "Waiting for 5 more")
    room.press("t")
    room.host.get_by_role("button", name="Pass it on").press("Enter")
    says(room.host, "The same in time")


def looks(room: Class) -> None:
    for page in (room.host, room.ben.page):
        check_with_axe(page)
    check_page(room.ben.page)


def test_a_class_passes_it_on(server: Server, people: People) -> None:
    """Ana, Ben, Chloé, Dev and Ela: three rounds, the last one to come keeps all waiting, and a reload goes on."""
    with a_class(server, people, {**TWO_PHONES, "Ben": SMALL_PHONE}) as room:
        host, ana, ben = room.host, room.ana.page, room.ben.page
        room.press()
        begins(room)
        expect(host.locator(".big-count")).to_have_text("0 of 15")
        heading(ben, "Pass it on")
        looks(room)
        tells(ben, "Chloé")
        heading(ben, "Wait for Ana")
        says(ben, "Only Ana can wake you now.")
        looks(room)
        for client in room.others[:2]:
            assert client.command("signal", run=0, k=0)["ok"]
        tells(ana, "Ben")
        heading(ana, "Wait for Ela")
        heading(ben, "Ana has told you")
        says(host, "Waiting for 4 signals")
        expect(host.locator(".what")).to_contain_text("Four of 5 have come")
        ben.reload()
        heading(ben, "Ana has told you")
        says(ben, "You know of 2 now. Tell the one two seats on.")
        tells(ben, "Dev")
        heading(ben, "Wait for Ela")
        chloe, dev, ela = room.others
        for client, k in ((ela, 0), (chloe, 1), (dev, 1), (ela, 1)):
            assert client.command("signal", run=0, k=k)["ok"]
        tells(ana, "Chloé")
        says(ben, "Ela knew of 2, so you know of 4 now.")
        for client in (chloe, dev, ela):
            assert client.command("signal", run=0, k=2)["ok"]
        tells(ben, "Ana")
        heading(ben, "GO!")
        says(ben, "You know of all 5. Nobody had to say “go”.")
        looks(room)
        says(host, "Waiting for Ana’s signal")
        tells(ana, "Ela")
        main_button(host, "To the bus")
        says(host, "Everybody knows of everybody after three rounds.")
        expect(host.locator(".drill-costs tbody tr")).to_have_count(2)
        counter = host.locator(".drill-costs tr", has_text="One counter worked out")
        expect(counter.locator("td").last).to_have_text(re.compile(r"\d+\.\d s"))
        host.get_by_role("button", name="Show as table").click()
        expect(host.get_by_role("row")).to_have_count(2 + 1 + 6)
        looks(room)
        room.press()
        expect(room.ana.arrive_button).to_be_visible()


def test_who_leaves_stops_the_others_and_the_host_begins_anew(server: Server, people: People) -> None:
    with a_class(server, people) as room:
        room.press()
        begins(room)
        pause = room.host.get_by_role("button", name="Pause")
        pause.click()
        heading(room.ben.page, "Paused")
        expect(pause).to_have_attribute("aria-pressed", "true")
        pause.click()
        heading(room.ben.page, "Pass it on")
        assert room.others[0].command("leave")["ok"]
        says(room.host, "Some wait for ever")
        says(room.host, "Nobody else can send these signals.")
        main_button(room.host, "Start over")
        tells(room.ben.page, "Chloé")
        room.press()
        expect(room.host.locator(".big-count")).to_have_text("0 of 8")
        heading(room.ben.page, "Pass it on")
        expect(room.ben.page.get_by_role("button", name="Tell Dev")).to_be_visible()
