"""The landing page: start a room, join one, try it alone, the shared room."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.clients import history, tripped
from tests.support.running import Server

ROOM = re.compile(r"/([BCDFGHJKLMNPQRSTVWXZ]{6})$")
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def code_of(url: str) -> str:
    found = ROOM.search(url)
    assert found, url
    return found[1]


@SIZES
def test_start_a_room(size: Size, people: People) -> None:
    teacher = people("Teacher", size).open("/")
    teacher.button("Start a room").click()
    teacher.button("Start the trip").click()
    ben = people("Ben").open(f"/{code_of(teacher.page.url.removesuffix('/host'))}").gets_on()
    ben.presses_arrive()
    ben.goes()
    teacher.sees_heading("The gate opened. Everyone goes.")


def test_join_by_code_in_small_letters_with_a_space(people: People, code: str) -> None:
    ana = people("Ana", PHONE).open("/")
    ana.page.get_by_label("Join with a code").fill(f"{code[:3]} {code[3:]}".lower())
    ana.button("Join").click()
    ana.works()
    assert code_of(ana.page.url) == code


def test_vowels_are_refused_before_sending(people: People) -> None:
    ana = people("Ana", PHONE).open("/")
    field = ana.page.get_by_label("Join with a code")
    field.fill("banana")
    asked: list[str] = []
    ana.page.on("request", lambda request: asked.append(request.url))
    field.press("Enter")
    expect(ana.page.get_by_text("Codes have only letters, no A E I O U Y.")).to_be_visible()
    expect(field).to_have_value("banana")
    expect(field).to_be_focused()
    assert asked == []


def test_the_shared_room_is_one_click_away(people: People) -> None:
    ana = people("Ana").open("/")
    ana.page.get_by_role("link", name="the shared room").click()
    ana.works()
    assert code_of(ana.page.url) == "BRRRRR"


def test_alone_with_four_robots(people: People, server: Server) -> None:
    ana, ben = alone = [people("Ana"), people("Ben", PHONE)]
    for person in alone:
        person.open("/").button("Try it alone with 4 robots").click()
        person.works()
    codes = [code_of(person.page.url) for person in alone]
    expect(ben.page.get_by_text(" of 5 already waiting")).to_be_visible()
    check_alone(ben, server, codes[1])
    ana.sees_count(4, 5)  # all robots are here, and the bus stands
    check_alone(ana, server, codes[0])


def check_alone(person: Person, server: Server, code: str) -> None:
    """Nobody goes before this person's press, and all go after it."""
    assert not [event for event in history(server.url, code) if event["type"] == "tripped"]
    person.presses_arrive()
    person.goes()
    assert 1 in tripped(server.url, code)["order"]


def test_a_room_that_could_not_be_made_leaves_the_code_field_alone(people: People) -> None:
    teacher = people("Teacher")
    teacher.may_fail_to_connect = True
    teacher.page.route("**/api/rooms", lambda route: route.abort())
    teacher.open("/").button("Start a room").click()
    expect(teacher.page.get_by_role("alert").filter(has_text="No answer from the server.")).to_be_visible()
    expect(teacher.page.get_by_label("Join with a code")).to_have_attribute("aria-invalid", "false")


def test_an_address_of_nothing_has_a_page_like_the_others(people: People) -> None:
    ana = people("Ana")
    ana.may_fail_to_connect = True
    ana.open("/nothing/here/at/all")
    ana.sees_heading("There is nothing here")
    assert ana.page.evaluate("getComputedStyle(document.body).margin") == "0px"
    ana.page.get_by_role("link", name="Go to the start page").click()
    expect(ana.button("Start a room")).to_be_visible()


def test_the_page_grows_with_a_large_screen(people: People) -> None:
    shares = []
    for size in ((1920, 1080), (3840, 2160)):
        page = people(str(size), size).open("/").page
        box = page.locator(".hero h1").bounding_box()
        assert box is not None
        shares.append(box["height"] / size[1])
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert shares[1] >= 0.9 * shares[0]
