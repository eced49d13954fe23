"""Every state of the phone, by day and by night: axe finds nothing serious, and all fits, also with large letters."""

import functools
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import SIDEWAYS_PX, SMALL_PHONE, check_page
from tests.support.browser.people import People, Person
from tests.support.browser.proxy import Proxy
from tests.support.clients import Client, create_room
from tests.support.running import Server, StartServer

LETTERS_TWICE_AS_LARGE = """
() => [...document.querySelectorAll("body, body *")]
  .map((element) => [element, parseFloat(getComputedStyle(element).fontSize)])
  .forEach(([element, px]) => { element.style.setProperty("font-size", `${2 * px}px`, "important"); })
"""
LINES_OF_IVE = """
() => {
  const word = document.querySelector(".arrive span").lastChild;
  const range = document.createRange();
  range.setStart(word, word.length - 3);
  range.setEnd(word, word.length);
  return range.getClientRects().length;
}
"""
"""The large word on the button is not torn: AR-RIVE at most."""
LETTERS_AS_BEFORE = "() => document.querySelectorAll('[style]').forEach((element) => { element.style.fontSize = ''; })"


PhoneOf = Callable[..., Person]


@pytest.fixture
def phone(people: People) -> PhoneOf:
    """Call it with a name, and if wanted the `home` of the page."""
    return functools.partial(people, size=SMALL_PHONE)


@pytest.fixture
def line(server: Server) -> Iterator[Proxy]:
    with Proxy(server.port) as line:
        yield line


def look(person: Person, heading: str | re.Pattern[str], *, passes: bool = False) -> None:
    """At a state; one that `passes` stands for a moment, which axe alone takes."""
    person.sees_heading(heading)
    check_with_axe(person.page)
    if passes:
        return
    check_page(person.page)
    person.page.evaluate(LETTERS_TWICE_AS_LARGE)
    assert person.page.evaluate(SIDEWAYS_PX) <= 0
    if person.arrive_button.count():
        assert person.page.evaluate(LINES_OF_IVE) == 1
    person.page.evaluate(LETTERS_AS_BEFORE)


def test_before_the_seat(phone: PhoneOf, people: People, room: HostedRoom) -> None:
    room.host.command("configure", door="locked")
    ana = phone("Ana").open(f"/{room.code}")
    look(ana, "The door is locked")
    room.host.command("configure", door="open")
    expect(ana.page.get_by_label("Your name")).to_be_visible()
    look(ana, re.compile("^[A-Z]"))
    ana.gets_on()
    look(ana, "You are in")
    room.host.command("drop", worker=1)
    look(ana, "Your seat was given up")
    expect(ana.page.locator(".you")).to_have_count(0)  # who has no seat has no name to change
    ana.button("Get on again").click()
    ana.sees_heading("You are in")
    room.host.command("drop", worker=2, keep_out=True)
    look(ana, "Not in this room")
    people.may_fail_to_connect()
    look(ana.open("/ZZZZZZ"), "No room with that code")
    field = ana.page.get_by_label("The code")
    expect(field).to_have_value("ZZZ ZZZ")
    expect(field).to_be_focused()


def test_a_round(phone: PhoneOf, room: HostedRoom, server: Server) -> None:
    ana = phone("Ana").open(f"/{room.code}").gets_on()
    with Client(server.url) as ben, Client(server.url) as chloe:
        for client in (ben, chloe):
            client.join(room.code)
        room.host.command("start")
        look(ana, "You are working")
        room.host.command("nudge", worker=1)
        expect(ana.page.get_by_text("Your teacher nudges you.")).to_be_visible()
        look(ana, "You are working")
        ana.arrives()
        look(ana, "You are stopped")
        room.host.command("configure", lead_ms=5000)
        for client in (ben, chloe):
            client.arrive()
        expect(ana.page.get_by_text("All aboard.")).to_be_visible()
        look(ana, "You are stopped", passes=True)
        look(ana, "GO!", passes=True)
        ana.works()
        room.host.command("configure", parties=2)
        for client in (ben, chloe):
            client.arrive(1)
        look(ana, "This bus is full", passes=True)
        room.host.command("abort", generation=2)
        look(ana, "The barrier broke")
        room.host.command("reset", generation=2)
        ana.works()
        with Client(server.url) as twin:
            twin.join(room.code, token=ana.seat_token(room.code))
            look(ana, "You went on in another tab")


def test_without_a_line(phone: PhoneOf, people: People, room: HostedRoom, line: Proxy, server: Server) -> None:
    ana = phone("Ana", home=line.url).open(f"/{room.code}")
    ana.button("Get on as a worker").click()  # at this address, another one than the host's, somebody may be the host
    ana.gets_on()
    with Client(server.url) as ben:
        ben.join(room.code)
        room.host.command("start")
        ana.arrives()
        people.may_fail_to_connect()
        line.cut()
        look(ana, "No signal")
        ben.arrive()
        release_at_ms = room.host.hear("tripped")["release_at_ms"]
        ana.page.wait_for_function("at_ms => Date.now() > at_ms", arg=release_at_ms + 2500)
        line.restore()
        ana.sees_heading("This bus left without your screen")
        expect(ana.page.get_by_text(re.compile(r"Only your screen got the news \d+\.\d s late\."))).to_be_visible()
        look(ana, "This bus left without your screen")


def test_while_the_server_restarts(phone: PhoneOf, people: People, start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url)["code"]
    ana = phone("Ana", home=server.url).open(f"/{code}").gets_on()
    people.may_fail_to_connect()
    server.terminate()
    look(ana, "The bus company restarts")


def test_a_mural_on_a_phone_that_lies_on_its_side(people: People, room: HostedRoom, server: Server) -> None:
    ana = people("Ana", (844, 390)).open(f"/{room.code}").gets_on()
    with Client(server.url) as ben, Client(server.url) as chloe:
        for client in (ben, chloe):
            client.join(room.code)
        room.host.command("start")
        for gate, button in (("barrier", "ARRIVE"), ("none", "PAINT")):
            room.host.command("mural", gate=gate)
            expect(ana.button(button)).to_be_in_viewport(ratio=1)
            expect(ana.page.locator(".mural")).to_be_in_viewport(ratio=1)
            check_page(ana.page)
