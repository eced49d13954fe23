"""The projector and the wide room in each language: what is not in the catalogue yet, and what does not fit."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser.axe import nameless
from tests.support.browser.fits import CUT, SIDEWAYS_PX
from tests.support.browser.languages import LANGUAGES, PSEUDO, words
from tests.support.browser.people import People, Person
from tests.support.browser.words import plain_words
from tests.support.clients import Client, create_room
from tests.support.running import Server, StartServer

NAMES = ("Åñä", "Bèñ", "Çłøé", "Đōŕà")
PHASES = ["rëàđ", "ţýþé"]
"""With accents, so that they are not taken for words of the page."""

BAR_PX = "document.querySelector('.host-bar')?.offsetHeight"
TOO_WIDE = """
() => [...document.querySelectorAll("button, .panel, .host-panel, .kit, .note-card, .lobby-right, .head, .host-bar")]
  .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
  .map((element) => `too wide: ${element.textContent}`)
"""
"""Whose words are wider than what they stand in."""
BELOW = """
() => [...document.querySelectorAll(".host aside > *, .kit > *")].filter((element) => {
  const end = element.parentElement.getBoundingClientRect().bottom;
  return element.getBoundingClientRect().bottom > end + 1;
}).map((element) => `ends too low: ${element.textContent}`)
"""
SCROLLS = ".settings-panel, .join-program, .keys-two, .room"


class Hall:
    """A room with four clients and a second host, whose pages are open in each language."""

    def __init__(self, server: Server, people: People, stack: ExitStack, path: str, *, hosted: bool) -> None:
        made = create_room(server.url, hosted=hosted)
        self.code = str(made["code"])
        self.host = stack.enter_context(Client(server.url))
        if hosted:
            self.host.join(self.code, role="host", host_key=made["host_key"])
            self.host.command("configure", phases=PHASES)
        key = f"#{made['host_key']}" if hosted else ""
        self.pages: dict[str, Person] = {}
        self.bar_px: dict[str, object] = {}
        self.names: list[str] = []
        """Those that the server gave."""
        for language in (*LANGUAGES, PSEUDO):
            self.pages[language] = people(language, home=server.url, calm=True)
            self.pages[language].open(path.format(code=self.code, language=language) + key)
        self.pupils = [stack.enter_context(Client(server.url)) for _ in NAMES]
        for client, name in zip(self.pupils, NAMES, strict=True):
            client.join(self.code, name=name)

    def look(self, state: str, ready: str) -> None:
        """At each page, when it shows this: nothing is cut, and every word of the pseudo language has accents."""
        found = []
        for language, person in self.pages.items():
            expect(person.page.locator(ready).first).to_be_visible()
            person.picture("languages", f"{state}-{language}")
            if language == PSEUDO:
                continue  # longer than any language, to be looked at
            found += [f"{language}: {what}" for what in misfits(person.page)]
            bar_px = person.page.evaluate(BAR_PX)
            if bar_px != self.bar_px.setdefault(language, bar_px):
                found.append(f"{language}: the bar is {bar_px} px high")
        found += [text for text in plain_words(self.pages[PSEUDO].page) if not self.is_no_word(text)]
        assert not found, "\n".join([state, *found])

    def check_names(self) -> None:
        """The names of the page's parts in each language, as it is now."""
        for person in self.pages.values():
            assert nameless(person.page) == []

    def is_no_word(self, text: str) -> bool:
        return any(name in text for name in self.names)

    def press(self, *keys: str) -> None:
        for person in self.pages.values():
            for key in keys:
                person.page.keyboard.press(key)

    def click(self, selector: str) -> None:
        for person in self.pages.values():
            person.page.locator(selector).first.click()


def misfits(page: Page) -> list[str]:
    found: list[str] = page.evaluate(TOO_WIDE) + page.evaluate(BELOW)
    if page.locator(SCROLLS).count() == 0:
        found += page.evaluate(CUT)
    if page.evaluate(SIDEWAYS_PX) > 0:
        found.append("scrolls sideways")
    return found


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_the_projector_in_each_language(people: People, start_server: StartServer, stack: ExitStack) -> None:
    server = start_server(PUBLIC_URL="http://192.168.178.123:8000")
    hall = Hall(server, people, stack, "/{code}/host?lang={language}", hosted=True)
    for language, person in hall.pages.items():
        assert person.page.locator("html").get_attribute("lang") == language
        if language in LANGUAGES:
            expect(person.page.locator(".host-bar .main")).to_contain_text(words(language)["host_start_trip"])
    hall.look("lobby", ".crew-chip >> nth=3")
    hall.press("j")
    hall.look("join", ".join-panel")
    hall.press("Escape", "?")
    hall.look("keys", ".keys-two")
    hall.press("Escape")
    hall.click(".bar-settings")
    hall.look("settings", ".settings-panel")
    hall.press("Escape", "b")
    hall.look("robots", ".robots-panel")
    hall.press("Escape")
    hall.host.command("start")
    hall.look("nobody-waits", ".host-filling")
    for client in hall.pupils[:2]:
        client.arrive()
    hall.look("two-wait", ".settle .button")
    hall.check_names()
    hall.click(".settle .button")
    hall.look("missing", ".kit .person-card")
    hall.press("Escape")
    hall.click(".scene [data-worker='1']")
    hall.look("seat", ".seat-panel")
    hall.press("Escape")
    hall.click(".code-join")
    hall.look("program", ".join-program")
    hall.press("Escape", "R")
    hall.look("asks", ".bar-reset")
    for client in hall.pupils[2:]:
        client.arrive()
    hall.look("released", ".gate-label")
    hall.click(".table-switch")
    hall.look("table", ".table-scroll")
    hall.host.command("abort", generation=1)
    hall.look("broken", ".host-broken")


def test_the_wide_room_in_each_language(people: People, server: Server, stack: ExitStack) -> None:
    hall = Hall(server, people, stack, "/{code}?lang={language}", hosted=False)
    for person in hall.pages.values():
        expect(person.arrive_button).to_be_visible()
        hall.names.append(person.worker_name)
    hall.look("room-working", ".arrive")
    *arriving, last = hall.pages.values()
    for person in arriving:
        person.arrive_button.click()
        expect(person.page.locator(".mine-wait")).to_be_visible()
    hall.look("room-waiting", ".tally")
    hall.check_names()
    hall.press("?")
    hall.look("room-keys", ".keys")
    hall.press("Escape")
    hall.click(".table-switch")
    hall.look("room-table", ".table-scroll")
    for _ in range(2):
        last.page.keyboard.press("Shift+A")
    hall.look("room-broken", ".mine-bad, .mine")
