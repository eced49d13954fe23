"""For eyes that need larger letters, more contrast, or colours of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import find_browser
from tests.support.browser.classroom import class_in_the_lobby
from tests.support.browser.people import PHONE, WIDE, People, Size, Theme
from tests.support.clients import create_room
from tests.support.running import Server

LARGE_LETTERS = "--blink-settings=defaultFontSize=32"
"""Twice as large as usual, as a browser's settings have it."""
LETTERS = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"
ICONS_COLOURS = "[...new Set([...document.querySelectorAll('.icon')].map((icon) => getComputedStyle(icon).fill))]"
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def large(browser: Browser, server: Server) -> Iterator[People]:
    args = [*find_browser.FLAGS, LARGE_LETTERS]
    with browser.browser_type.launch(executable_path=find_browser.FOUND.read_text().strip(), args=args) as chromium:
        people = People(chromium, server.url)
        yield people
        people.check()
        people.close()


def test_letters_are_as_large_as_the_browser_was_asked_for(large: People, people: People, code: str) -> None:
    hosted = create_room(people.home)["code"]
    for path, look_at, size in (
        ("/", ".card .button", PHONE),
        (f"/{hosted}", ".phone label", PHONE),
        (f"/{code}", ".phone .sub", PHONE),
        (f"/{code}", ".phone .sub", WIDE),  # as wide as a phone, by its letters
        ("/teachers", ".lead", WIDE),
    ):
        page = large(f"{path} {size}", size).open(path).page
        expect(page.locator(look_at).first).to_be_visible()
        assert page.evaluate(LETTERS, look_at) >= 32, path
        assert page.evaluate(SIDEWAYS) <= 0, path


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_state_keeps_an_edge_where_colours_are_the_systems(people: People, code: str, size: Size) -> None:
    ana = people("Ana", size).enter(code)
    ana.page.emulate_media(forced_colors="active")
    line = ana.page.locator(".line-work, .line-wait").first
    assert line.evaluate("line => getComputedStyle(line).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_projectors_icons_are_seen_where_colours_are_the_systems(people: People, scheme: Theme) -> None:
    teacher = people("Teacher")
    with class_in_the_lobby(teacher, ["Ana", "Ben"]) as (host, pupils):
        teacher.page.emulate_media(forced_colors="active", color_scheme=scheme)
        host.command("start")
        pupils[0].arrive()
        host.command("abort", generation=0)
        expect(teacher.page.locator(".key-bad")).to_be_visible()
        assert teacher.page.evaluate(ICONS_COLOURS) == [teacher.page.evaluate("getComputedStyle(document.body).color")]


def test_more_contrast_is_darker_letters_and_edges(people: People) -> None:
    page = people("Ana").open("/").page
    page.emulate_media(contrast="more")
    both = page.evaluate("['--ink-2', '--ink'].map((name) => getComputedStyle(document.body).getPropertyValue(name))")
    assert both[0] == both[1]
