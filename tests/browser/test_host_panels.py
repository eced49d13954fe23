"""The panels of the projector page at eight sizes: nothing lies over another, and the way back stays in sight."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser.classroom import class_in_the_lobby
from tests.support.browser.fits import PROJECTORS, resize
from tests.support.browser.people import People

HEADING_SHARE = 0.022
"""Of a heading's letters in the height of a projector, at least."""
PANELS = ".host-panel, .kit"
PANEL = """
() => {
  const box = (element) => element.getBoundingClientRect();
  const panel = document.querySelector(".host-panel, .kit");
  const all = [...panel.querySelectorAll("button, a.button")].filter((button) => box(button).width > 1);
  const acts = all.map(box);
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const cut = all.filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 2);
  const main = box(panel.querySelector(".button-main, [data-first]"));
  const heading = panel.querySelector("h1, h2, .join-how");
  const range = document.createRange();
  range.selectNodeContents(heading);
  return {
    beside: [Math.min(...acts.map(({ left }) => left)), innerWidth - Math.max(...acts.map(({ right }) => right))],
    over_others: acts.flatMap((act, i) => acts.slice(i + 1).filter((other) => meet(act, other))).length,
    cut: cut.map(({ textContent }) => textContent),
    main: [main.top, innerHeight - main.bottom, box(panel).bottom - main.bottom],
    letters: range.getClientRects()[0].height / innerHeight,
    sideways: document.documentElement.scrollWidth - innerWidth,
  };
}
"""


def fits_at_every_size(page: Page, name: str) -> None:
    expect(page.locator(PANELS)).to_be_visible()
    for width, height in PROJECTORS:
        resize(page, (width, height))
        found = page.evaluate(PANEL)
        where = (name, width, height, found)
        assert min(found["beside"]) >= 0 and found["sideways"] <= 0, where
        assert found["over_others"] == 0 and found["cut"] == [], where
        assert min(found["main"]) >= -1, where
        assert found["letters"] >= HEADING_SHARE, where


def closes(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator(PANELS)).to_have_count(0)


def test_panels_fit_at_every_size(people: People) -> None:
    teacher = people("Teacher")
    page = teacher.page
    names = ["Ana", "Chloé Wilhelmina", "Wolfgang Amadeus M", "\U0001f469\u200d\U0001f680" * 10]
    with class_in_the_lobby(teacher, names) as (host, pupils):
        for name, key in (("robots", "b"), ("lesson", "t"), ("keys", "?"), ("join", "j")):
            page.keyboard.press(key)
            fits_at_every_size(page, name)
            closes(page)
        page.set_viewport_size({"width": 1366, "height": 768})
        page.get_by_role("button", name=re.compile("^Settings")).click()
        fits_at_every_size(page, "settings")
        page.set_viewport_size({"width": 1366, "height": 768})
        expect(page.get_by_role("button", name="List of keys")).to_be_in_viewport(ratio=1)
        closes(page)
        host.command("start")
        pupils[0].arrive()
        page.get_by_role("button", name="Who is missing?").click()
        fits_at_every_size(page, "missing")
        closes(page)
        for client in pupils[1:]:
            client.arrive()
        expect(page.locator(".spread-card")).to_have_count(1)
        for name, key in (("exits", "e"), ("what if", "i")):
            page.keyboard.press(key)
            fits_at_every_size(page, name)
            closes(page)
