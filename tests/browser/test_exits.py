"""How close together the screens changed: said after a release, and beside it how real threads leave a barrier."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import join, start_room
from tests.support.browser.people import PHONE, People
from tests.support.running import Server

SPREAD = re.compile(r"\d screens changed (within \d+ ms|in time)")


def release_of_two(server: Server, people: People) -> Page:
    """The projector page after a round of two phones, when the screens have reported."""
    host = people("Teacher").page
    code, _ = start_room(host, server)
    phones = [people(name, PHONE).page for name in ("Ana", "Ben")]
    for phone, name in zip(phones, ("Ana", "Ben"), strict=True):
        join(phone, server, code, name)
    host.get_by_role("button", name="Start the trip").click()
    for phone in phones:
        phone.get_by_role("button", name="Arrive").click()
    expect(host.get_by_text(SPREAD)).to_be_visible()
    return host


def test_the_projector_says_how_close_together_and_shows_threads_beside_it(server: Server, people: People) -> None:
    host = release_of_two(server, people)
    expect(host.get_by_text(SPREAD)).to_contain_text("3 screens")
    host.keyboard.press("e")
    expect(host.get_by_role("heading", level=1)).to_have_text("Nobody went on before both were here.")
    expect(host.get_by_text("only that nobody goes early")).to_be_visible()
    expect(host.get_by_role("heading", name="Your 3 screens")).to_be_visible()
    expect(host.get_by_role("heading", name="30 real Python threads")).to_be_visible()
    expect(host.get_by_role("button", name="Back")).to_be_focused()
    check_with_axe(host)

    host.get_by_role("button", name="Show as table").click()
    expect(host.get_by_role("row")).to_have_count(31)
    check_with_axe(host)
    host.keyboard.press("Escape")
    expect(host.get_by_role("heading", name="The gate opened. Everyone goes.")).to_be_visible()
