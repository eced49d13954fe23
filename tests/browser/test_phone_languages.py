"""Whatever may happen to a phone, in each language: nothing is cut, nothing is English, axe finds nothing."""

from collections.abc import Sequence
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import found_by_axe
from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import PHONE_SAYS, SMALL_PHONE, check_long, check_page
from tests.support.browser.languages import LANGUAGES, says_in, strange_words, words
from tests.support.browser.people import People, Person
from tests.support.browser.proxy import Proxy
from tests.support.clients import Client, create_room
from tests.support.running import StartServer


class Phones:
    """One in each language, on the same room."""

    def __init__(self, people: People, room: HostedRoom, home: str, languages: Sequence[str] = LANGUAGES) -> None:
        self.phones = {language: people(language, SMALL_PHONE, home=home, calm=True) for language in languages}
        self.code = room.code

    def open(self, path: str) -> None:
        for language, phone in self.phones.items():
            phone.open(f"{path}?lang={language}")

    def get_on(self) -> None:
        for phone in self.phones.values():
            phone.page.locator(".join button[type=submit]").click()
            expect(phone.page.locator(".you")).to_be_visible()

    def show(self, state: str, heading: str) -> None:
        """Each says this in its language; nothing is cut, and nothing is wrong with it."""
        for language, phone in self.phones.items():
            expect(phone.page.locator(PHONE_SAYS)).to_have_text(says_in(language, heading))
        for phone in self.phones.values():
            self.look(phone, state)

    def open_sheets(self) -> None:
        """What lies behind the face and behind the room's code."""
        for selector in (".you", ".room-code"):
            for phone in self.phones.values():
                phone.page.locator(selector).click()
                expect(phone.page.get_by_role("dialog")).to_be_visible()
                self.look(phone, f"sheet-{selector}")
                for address in phone.page.locator(".poster-url bdi").all():
                    expect(address).to_have_css("direction", "ltr")
                phone.page.keyboard.press("Escape")

    def look(self, phone: Person, state: str) -> None:
        phone.picture("languages", f"{state}-{phone.name}")
        check_page(phone.page)
        assert [*check_long(phone.page), *found_by_axe(phone.page), *strange_words(phone.page, phone.name)] == []


def test_whatever_may_happen_to_a_phone_in_each_language(people: People, start_server: StartServer) -> None:
    server = start_server()
    room = HostedRoom(server)
    with Proxy(server.port) as line, room.host, ExitStack() as stack:
        phones = Phones(people, room, line.url)
        comes_and_is_locked_out(phones, room)
        ben = stack.enter_context(Client(server.url))
        ben.join(room.code)
        room.host.command("start")
        room.host.command("configure", parties=1, lead_ms=10_000)  # the bus stands for as long
        ben.arrive()
        phones.show("full", "full_bus")
        room.host.command("configure", parties="everyone", lead_ms="auto")
        people.may_fail_to_connect()
        misses_a_release(phones, room, line, ben)
        for phone in phones.phones.values():
            with Client(server.url) as twin:
                twin.join(room.code, token=phone.seat_token(room.code))
        phones.show("twin", "other_tab")
        for phone in phones.phones.values():
            phone.page.reload()
        phones.show("again", "working")
        for worker in range(1, len(LANGUAGES) + 1):
            room.host.command("drop", worker=worker, keep_out=worker % 2 == 0)
        for nth, (language, phone) in enumerate(phones.phones.items()):
            heading = "blocked_heading" if nth % 2 else "seat_given_up"
            expect(phone.page.locator(PHONE_SAYS)).to_have_text(says_in(language, heading))
            phones.look(phone, "dropped")
        phones.open("/ZZZZZZ")
        phones.show("no-room", "no_room_heading")
        phones.open(f"/{create_room(server.url, hosted=False)['code']}")
        phones.show("open-room", "working")
        server.terminate()
        phones.show("restart", "company_restarts")


def comes_and_is_locked_out(phones: Phones, room: HostedRoom) -> None:
    room.host.command("configure", door="locked")
    phones.open(f"/{room.code}")
    for language, phone in phones.phones.items():  # at this address somebody may be the host
        phone.page.get_by_role("button", name=words(language)["get_on_as_worker"]).click()
    phones.show("locked", "door_locked")
    room.host.command("configure", door="open")
    phones.get_on()
    phones.open_sheets()
    for worker in range(1, len(LANGUAGES) + 1):
        room.host.command("nudge", worker=worker)
    phones.show("nudged", "lobby_heading")


def misses_a_release(phones: Phones, room: HostedRoom, line: Proxy, last: Client) -> None:
    for phone in phones.phones.values():
        phone.arrive_button.click()
    phones.show("waiting", "stopped")
    line.cut()
    phones.show("no-signal", "no_signal")
    last.arrive(1)
    release_at_ms = room.host.hear("tripped", generation=1)["release_at_ms"]
    for phone in phones.phones.values():
        phone.page.wait_for_function("at_ms => Date.now() > at_ms", arg=release_at_ms + 2500)
    line.restore()
    phones.show("missed", "bus_left_heading")


@pytest.mark.parametrize("card", ["crash", "slow", "action"])
def test_a_secret_card_in_each_language(people: People, start_server: StartServer, card: str) -> None:
    server = start_server()
    for language in LANGUAGES:
        room = HostedRoom(server)
        with room.host:
            phones = Phones(people, room, server.url, (language,))
            phones.open(f"/{room.code}")
            phones.get_on()
            room.host.command("add_robots", count=1, pace="quick")
            room.host.command("start")
            room.host.command("deal", to="person", card=card)
            if card == "action":
                room.host.hear("arrived")
            phones.phones[language].arrive_button.click()
            phones.show(f"card-{card}", "lesson_wrong_c" if card == "action" else f"lesson_{card}_heading")
