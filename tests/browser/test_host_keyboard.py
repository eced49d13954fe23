"""The projector page by keyboard alone, and with a presenter's clicker."""

import re

from playwright.sync_api import expect

from tests.support.browser.classroom import start_room
from tests.support.browser.fits import drawn
from tests.support.browser.keys import tab_to
from tests.support.browser.people import PHONE, People, Person
from tests.support.running import Server


def gets_on(person: Person, code: str) -> str:
    """From the landing page to a seat, by keyboard; the name that comes with it."""
    person.open("/")
    tab_to(person.page, "Join with a code")
    person.page.keyboard.type(code)
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(f"**/{code}")
    expect(person.page.locator(".join, .you bdi, .who bdi")).to_be_visible()
    if person.page.locator(".join").is_visible():
        tab_to(person.page, "Get on")
        person.page.keyboard.press("Enter")
    person.sees_heading("You are in")
    return person.page.locator(".you bdi, .who bdi").inner_text()


def test_a_lesson_by_keyboard_alone(server: Server, people: People) -> None:
    host = people("Teacher").open("/").page
    tab_to(host, "Start a room")
    host.keyboard.press("Enter")
    host.wait_for_url("**/host")
    expect(host.get_by_role("group", name="Sound on this screen?")).to_be_visible()
    tab_to(host, "No")
    host.keyboard.press("Enter")
    expect(host.get_by_role("group", name="Sound on this screen?")).to_have_count(0)
    code = host.url.split("/")[-2]
    ana, ben = people("Ana"), people("Ben", PHONE)
    gets_on(ana, code)
    name_of_ben = gets_on(ben, code)
    expect(host.get_by_text("2 here", exact=True)).to_be_visible()

    heading = host.get_by_role("heading", level=1)
    host.keyboard.press("PageDown")
    expect(heading).to_have_text("waiting at the barrier")
    for person in (ana, ben):
        expect(person.arrive_button).to_be_visible()
    ana.page.keyboard.press("a")
    ana.waits()
    ben.page.keyboard.press("a")
    expect(heading).to_have_text("The gate opened. Everyone goes.")
    host.keyboard.press("PageDown")
    expect(heading).to_have_text("waiting at the barrier")

    ana.works()
    ana.page.keyboard.press("a")
    ana.waits()
    tab_to(host, f"Nudge {name_of_ben}")
    host.keyboard.press("Enter")
    expect(ben.page.get_by_text("Your teacher nudges you")).to_be_visible()
    tab_to(host, f"Let go {name_of_ben}")
    host.keyboard.press("Enter")
    expect(heading).to_have_text("The gate opened. Everyone goes.")
    ana.goes()
    host.keyboard.press("n")
    expect(heading).to_have_text("waiting at the barrier")

    host.keyboard.press("Shift+A")
    expect(host.get_by_role("button", name=re.compile("Really break it|Break it for"))).to_be_visible()
    host.keyboard.press("Shift+A")
    expect(heading).to_have_text("The barrier broke. Nobody passes.")
    ana.sees_heading("Barrier broke")
    host.keyboard.press("r")
    expect(heading).to_have_text("waiting at the barrier")


def test_each_key_of_the_host(server: Server, people: People) -> None:
    teacher = people("Teacher")
    host = teacher.page
    start_room(host, server)
    host.keyboard.press("b")
    expect(host.get_by_role("button", name="Add 1 robot")).to_be_focused()
    host.keyboard.press("Enter")
    expect(host.get_by_text("1 here", exact=True)).to_be_visible()
    host.keyboard.press("l")
    expect(host.get_by_role("button", name="Door locked")).to_be_visible()
    teacher.sees_heading("The door is locked. Open it to let more people in.")
    host.keyboard.press("j")
    expect(host.get_by_role("dialog", name="Join code")).to_contain_text("The door is locked.")
    expect(host.get_by_role("dialog", name="Join code")).to_contain_text("Nobody can get on")
    host.keyboard.press("Escape")
    host.keyboard.press("?")
    expect(host.get_by_role("dialog", name="Keys")).to_be_visible()
    host.keyboard.press("Escape")
    host.keyboard.press("m")
    host.get_by_role("button", name="Settings").click()
    expect(host.get_by_role("switch", name="Sound")).to_be_checked()
    host.keyboard.press("Escape")
    host.keyboard.press("d")
    expect(host.locator("html")).to_have_attribute("data-theme", "dark")
    host.keyboard.press("f")
    expect(host.get_by_role("contentinfo")).to_be_hidden()
    host.keyboard.press("f")
    expect(host.get_by_role("contentinfo")).to_be_visible()
    host.keyboard.press("z")
    expect(host.get_by_role("contentinfo")).to_be_hidden()
    host.keyboard.press("Escape")
    expect(host.get_by_role("contentinfo")).to_be_visible()
    host.keyboard.press("+")
    expect(host.get_by_text("the bus will have 2 seats")).to_be_visible()
    host.keyboard.press("-")
    expect(host.get_by_text("the bus will have 1 seat")).to_be_visible()


def test_letters_mean_nothing_when_keys_are_off(server: Server, people: People) -> None:
    host = people("Teacher").page
    start_room(host, server)
    host.get_by_role("button", name="Settings").click()
    host.get_by_role("switch", name="Keys").click()
    host.keyboard.press("Escape")
    expect(host.get_by_role("dialog")).to_have_count(0)
    host.keyboard.press("j")
    drawn(host)
    expect(host.get_by_role("dialog")).to_have_count(0)
    host.reload()
    host.get_by_role("button", name="Start the trip").wait_for()
    host.keyboard.press("l")
    host.keyboard.press("PageDown")
    expect(host.get_by_role("heading", name="waiting at the barrier")).to_be_visible()
    expect(host.get_by_role("button", name="Door open")).to_be_visible()
