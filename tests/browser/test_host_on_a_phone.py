"""The projector page taken along on a phone."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.fits import SIDEWAYS_PX, SMALL_PHONE, resize
from tests.support.browser.hall import TOO_WIDE
from tests.support.browser.people import People
from tests.support.clients import Client, create_room
from tests.support.running import Server


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_hosts_page_on_a_phone_scrolls_in_one_direction(people: People, server: Server, language: str) -> None:
    """Also where it says that no phone reaches this computer, and in the menu of the lesson."""
    made = create_room(server.url)
    with Client(server.url) as client, Client(server.url) as host:
        client.join(str(made["code"]))
        host.join(str(made["code"]), role="host", host_key=made["host_key"])
        host.command("start")
        page = people("Teacher", SMALL_PHONE).open(f"/{made['code']}/host?lang={language}#{made['host_key']}").page
        expect(page.locator(".host-filling")).to_be_visible()
        for size in (SMALL_PHONE, (414, 896)):
            resize(page, size)
            assert page.evaluate(SIDEWAYS_PX) <= 0, size
        page.keyboard.press("t")
        expect(page.locator(".lesson-menu")).to_be_visible()
        for size in ((414, 896), SMALL_PHONE):
            resize(page, size)
            assert page.evaluate(TOO_WIDE) == [], size
