"""A room whose projector, or whose page, is open in each language at once."""

from contextlib import ExitStack

from playwright.sync_api import Page, expect

from tests.support.browser.axe import found_by_axe
from tests.support.browser.fits import CUT, SIDEWAYS_PX, WRONG_SIDE, drawn, resize, sized
from tests.support.browser.languages import LANGUAGES, PSEUDO, words
from tests.support.browser.people import WIDE, People, Person, Size
from tests.support.browser.words import plain_words
from tests.support.clients import Client, create_room
from tests.support.running import Server

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
BEYOND = """
() => [...document.querySelectorAll(".host-bar, .room-bar")].filter((bar) => {
  const around = bar.getBoundingClientRect();
  const { paddingLeft, paddingRight } = getComputedStyle(bar);
  const scale = around.width / bar.offsetWidth;
  const acts = [...bar.children].filter((act) => act.checkVisibility()).map((act) => act.getBoundingClientRect());
  const left = around.left + parseFloat(paddingLeft) * scale;
  const right = around.right - parseFloat(paddingRight) * scale;
  return acts.some((act) => act.left < left - 1 || act.right > right + 1);
}).map(() => "the bar's acts are beyond its margins")
"""
WIDEST_CODE = """
code => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.data === code) node.data = "WWW WWW";
}
"""
"""Codes are drawn by lot, and what fits must not hang on their letters."""
SCROLLS = ".settings-panel, .join-program, .keys-two, .room, .exits-table, .gallery-tables"


class Hall:
    """A room with four clients and a second host, whose pages are open in each language."""

    def __init__(
        self, server: Server, people: People, stack: ExitStack, path: str, *, hosted: bool, has_key: bool = True
    ) -> None:
        made = create_room(server.url, hosted=hosted)
        self.code = str(made["code"])
        self.host = stack.enter_context(Client(server.url))
        if hosted:
            self.host.join(self.code, role="host", host_key=made["host_key"])
            self.host.command("configure", phases=PHASES)
        key = f"#{made['host_key']}" if hosted and has_key else ""
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
        """At each page, when it shows this: nothing is cut, axe finds nothing, and every word of the pseudo
        language has accents."""
        found = []
        for person in self.pages.values():
            expect(person.page.locator(ready).first).to_be_visible()
        drawn(person.page)
        for language, person in self.pages.items():
            person.page.evaluate(WIDEST_CODE, f"{self.code[:3]} {self.code[3:]}")
            person.picture("languages", f"{state}-{language}")
            if language == PSEUDO:
                continue  # longer than any language, to be looked at
            found += [f"{language}: {what}" for what in (*misfits(person.page), *found_by_axe(person.page))]
            bar_px = person.page.evaluate(BAR_PX)
            if bar_px is not None and bar_px != self.bar_px.setdefault(language, bar_px):
                found.append(f"{language}: the bar is {bar_px} px high")
        found += [text for text in plain_words(self.pages[PSEUDO].page) if not self.is_no_word(text)]
        assert not found, "\n".join([state, *found])

    def is_no_word(self, text: str) -> bool:
        return any(name in text for name in self.names)

    def fits(self, *sizes: Size) -> None:
        """In a window of each size, in every language; but for what may be scrolled there."""
        for size in (*sizes, WIDE):
            for language, person in self.pages.items():
                resize(person.page, size)
                if language != PSEUDO:
                    found = misfits(person.page)
                    assert not found, f"{language}, {sized(size)}: {found}"

    def press(self, *keys: str) -> None:
        for person in self.pages.values():
            for key in keys:
                person.page.keyboard.press(key)

    def choose(self, selector: str, key: str) -> None:
        """Press the one that says this message of the catalogue: it has the same place in each language."""
        expect(self.pages["en"].page.locator(selector).first).to_be_visible()
        said = [text.strip() for text in self.pages["en"].page.locator(selector).all_inner_texts()]
        nth = said.index(words("en")[key])
        for person in self.pages.values():
            person.page.locator(selector).nth(nth).click()

    def click(self, selector: str) -> None:
        for person in self.pages.values():
            person.page.locator(selector).first.click()


def misfits(page: Page) -> list[str]:
    found: list[str] = [what for look in (TOO_WIDE, BELOW, BEYOND, WRONG_SIDE) for what in page.evaluate(look)]
    if page.locator(SCROLLS).count() == 0:
        found += page.evaluate(CUT)
    if page.evaluate(SIDEWAYS_PX) > 0:
        found.append("scrolls sideways")
    return found
