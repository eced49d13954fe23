"""People of the stories: each has a browser context of their own, a page in it, and eyes for what must not happen."""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, WebSocket, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.support.browser.themes import in_each_theme

PICTURES = Path(__file__).parents[2] / "pictures"
PATIENCE_MS = 30_000
"""Far beyond what anything here takes on a busy machine: a page that has lost its line asks again every 8 s."""
expect.set_options(timeout=PATIENCE_MS)

Theme = Literal["light", "dark"]
Size = tuple[int, int]
WIDE: Size = (1280, 720)
PHONE: Size = (360, 640)

OWN_NAME = ".phone:not(.ahead) > .phone-page .you bdi, .who bdi"
"""Of a phone and of a wide page."""
FAILED_CONNECTION = re.compile(
    r"Failed to load resource: net::|WebSocket connection to .* failed"
    r"|the server responded with a status of (400|404|429|503)"
)

HAS_SAID = """
([text, times]) => diary.filter((entry) => entry.place === "heading" && entry.text === text).length >= times
"""

TRIES = 3
ASKED_MS = 4000
"""So long an act that takes two presses asks for the second, and a little more."""
IS_BROKEN = "() => [...document.querySelectorAll('h1')].some((it) => it.textContent.endsWith('arrier broke'))"

GO_ON = "document.querySelector('.phone-go footer button:last-child')?.click()"
"""In one step, for a phone may go on by itself meanwhile."""
ROUND_BEGINS = "window.diary_of_round = window.diary.length"
GONE = """
() => {
  const headings = window.diary.slice(window.diary_of_round ?? 0).filter(({ place }) => place === "heading");
  const last = (...texts) => headings.findLastIndex(({ text }) => texts.includes(text));
  return last("GO!") > last("You wait", "You are stopped");
}
"""
"""A wide page shows GO! for 2.5 s, which a busy machine may spend elsewhere."""

DIARY = """
(() => {
  const PLACES = {
    heading: ".released .ahead h1, .released .mine-ahead h1, body:not(.released) h1",
    count: ".tally-count, .count",
    why: ".phone .sub",
    polite: "[aria-live=polite]",
    assertive: "[aria-live=assertive]",
  };
  const diary = [];
  const last = {};
  const look = () => {
    for (const [place, selector] of Object.entries(PLACES)) {
      const text = document.querySelector(selector)?.textContent.trim() ?? "";
      if (text === (last[place] ?? "")) continue;
      last[place] = text;
      diary.push({ place, text, at_ms: performance.timeOrigin + performance.now() });
    }
  };
  window.diary = diary;
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, characterData: true, attributeFilter: ["class"],
  });
})();
"""
"""Writes down each text that stood in a place of the page, and since when."""


class Person:
    """Somebody with a page: `ana.open(url)`, `ana.arrives()`, `ana.sees_heading("GO!")`. Tabs of one browser share a
    context: `people.tab(ana, "Ben")`."""

    def __init__(self, name: str, context: BrowserContext, home: str, page: Page | None = None) -> None:
        self.name = name
        self.context = context
        self.home = home
        self.troubles: list[str] = []
        self.addresses: list[str] = []
        """All that this page has asked for, and where it has called."""
        self.may_fail_to_connect = False
        self.page = page or context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        self.page.on("request", self._on_request)
        self.page.on("websocket", self._on_websocket)

    def open(self, path: str) -> "Person":
        self.page.goto(self.home + path)
        return self

    def enter(self, code: str) -> "Person":
        """Open a room and have a seat."""
        self.open(f"/{code}")
        expect(self.arrive_button).to_be_visible()
        return self

    def gets_on(self, name: str | None = None) -> "Person":
        """Through the door of a hosted room; without a name as who was proposed."""
        if name is not None:
            self.page.get_by_label("Your name").fill(name)
        self.page.get_by_role("button", name="Get on", exact=True).click()
        expect(self.page.locator(OWN_NAME)).to_be_visible()
        return self

    @property
    def arrive_button(self) -> Locator:
        return self.page.locator("button.arrive")

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def count(self) -> Locator:
        """Of a wide page everybody's, of a phone the one that a waiting worker sees."""
        return self.page.locator(".tally-count, .count")

    @property
    def roster(self) -> Locator:
        return self.page.get_by_role("list", name="Everybody in this room").get_by_role("listitem")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    def arrives(self) -> "Person":
        """Press Arrive, and see that it counted."""
        self.presses_arrive()
        expect(self.page.locator(".mine-wait, .phone-wait, .mine-go, .phone-go")).to_be_visible()
        return self

    def presses_arrive(self) -> None:
        self.works()
        self.arrive_button.click()

    def goes_on(self) -> None:
        self.button("Go on").click()

    def opens(self, name: str) -> None:
        """Open the panel behind the button of this name."""
        self.button(re.compile(name)).first.click()
        expect(self.page.get_by_role("dialog")).to_be_visible()

    def breaks(self) -> None:
        """Break the barrier: two presses within 3 s, on a phone in the room's sheet. A busy machine may need longer
        between them; then they are tried again."""
        if self.page.locator(".phone").count():
            self.opens("^Room ")
        for _ in range(TRIES):
            self.button(re.compile("^Break it")).dblclick()
            with suppress(PlaywrightTimeout):
                self.page.wait_for_function(IS_BROKEN, timeout=ASKED_MS)
                break
        if self.page.locator(".phone").count():
            self.page.keyboard.press("Escape")

    def sees_heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.heading).to_have_text(text)

    def sees_count(self, k: int, n: int) -> None:
        expect(self.count).to_have_text(f"{k} of {n}")

    def waits(self) -> None:
        """This page says that its worker stands at the barrier."""
        expect(self.heading).to_have_text(re.compile("You wait|You are stopped"))

    def works(self) -> None:
        """In the next round: a phone that still shows GO! goes on."""
        expect(self.page.locator(".arrive, .phone-go")).to_be_visible()
        self.page.evaluate(GO_ON)
        expect(self.arrive_button).to_contain_text("ARRIVE")
        self.page.evaluate(ROUND_BEGINS)

    def goes(self) -> None:
        """GO! has come since this page was seen working, or since it was loaded."""
        self.page.wait_for_function(GONE)

    def has_said(self, heading: str, times: int = 1) -> None:
        """This heading has stood here so often, whatever stands here now."""
        self.page.wait_for_function(HAS_SAID, arg=[heading, times], timeout=PATIENCE_MS)

    @property
    def worker_name(self) -> str:
        return self.page.locator(OWN_NAME).inner_text()

    def seat_token(self, code: str) -> str | None:
        token: str | None = self.page.evaluate("key => sessionStorage.getItem(key)", f"all-aboard-seat-{code}")
        return token

    def diary(self, place: str) -> list[dict[str, Any]]:
        """What has stood in a place since this page was loaded: `text` since `at_ms` (Unix epoch)."""
        entries: list[dict[str, Any]] = self.page.evaluate("window.diary")
        return [entry for entry in entries if entry["place"] == place and entry["text"]]

    def moment_of(self, place: str, text: str) -> float:
        """When this text first came, in milliseconds since the Unix epoch."""
        return next(float(entry["at_ms"]) for entry in self.diary(place) if entry["text"] == text)

    def has_seen(self, place: str, text: str) -> bool:
        return any(entry["text"] == text for entry in self.diary(place))

    def picture(self, story: str, state: str) -> None:
        """Kept when PICTURES is set, by day and by night."""
        if os.environ.get("PICTURES"):
            for theme in in_each_theme(self.page):
                self.keep_picture(f"{story}-{state}-{theme}")

    def keep_picture(self, title: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{title}.png")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if self.may_fail_to_connect and FAILED_CONNECTION.search(message.text):
            return
        self.troubles.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        self._check_address(request.url)

    def _on_websocket(self, websocket: WebSocket) -> None:
        self._check_address(websocket.url)

    def _check_address(self, url: str) -> None:
        self.addresses.append(url)
        address = urlsplit(url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != urlsplit(self.home).netloc:
            self.troubles.append(f"asks another host: {url}")


class People:
    """Everybody in a story."""

    def __init__(self, browser: Browser, home: str) -> None:
        self.browser = browser
        self.home = home
        self.all: list[Person] = []

    def __call__(
        self,
        name: str,
        size: Size = WIDE,
        *,
        theme: Theme = "light",
        home: str | None = None,
        calm: bool = False,
        language: str | None = None,
    ) -> Person:
        """A newcomer with a browser of their own. `calm`: asks for reduced motion. `language`: what it is set to."""
        width, height = size
        is_phone = width <= 860
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            reduced_motion="reduce" if calm else "no-preference",
            is_mobile=is_phone,
            has_touch=is_phone,
            locale=language,
        )
        context.add_init_script(DIARY)
        return self.add(Person(name, context, home or self.home))

    def add(self, person: Person) -> Person:
        self.all.append(person)
        return person

    def tab(self, person: Person, name: str) -> Person:
        """One more tab in this person's browser."""
        return self.add(Person(name, person.context, person.home))

    def twin(self, person: Person, name: str, page: Page) -> Person:
        """A tab that was opened by this person's page."""
        return self.add(Person(name, person.context, person.home, page))

    def may_fail_to_connect(self) -> None:
        """From now on a failed connection is part of the story."""
        for person in self.all:
            person.may_fail_to_connect = True

    def check(self) -> None:
        """Nobody's page had an error or asked another host."""
        troubles = [f"{person.name}: {trouble}" for person in self.all for trouble in person.troubles]
        assert not troubles, "\n".join(troubles)

    def close(self) -> None:
        for context in {person.context for person in self.all}:
            context.close()
