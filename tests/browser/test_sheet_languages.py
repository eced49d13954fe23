"""What the server writes, in each language: the sheets of teachers and pupils, on paper too, pages that say what went
wrong, and what stands in a page before its script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from app.wire.messages import GUESSES_PER_MINUTE
from tests.support.browser.axe import found_by_axe
from tests.support.browser.fits import CUT, SIDEWAYS_PX, SMALL_PHONE, check_page
from tests.support.browser.languages import LANGUAGES, PSEUDO, strange_words, words
from tests.support.browser.people import WIDE, People, Person, Size
from tests.support.browser.words import plain_words
from tests.support.clients import create_room, http
from tests.support.running import Server, StartServer

SCRIPTS = re.compile(r"/static/.*\.js")
SHEETS = ("teachers", "worksheet")
WITHOUT_SCRIPT = ("/{}", "/{}/host")
HEIGHT = "document.documentElement.scrollHeight"
ASKS_AGAIN = "axe: meta-refresh"
"""There is nothing on the page but that it asks again by itself, also without script."""
PDF_PAGE = re.compile(rb"/Type\s*/Page\b")


def check_all_of(page: Page, width: int) -> None:
    """Nothing is cut off, wherever one scrolls to, and nothing is beside the window."""
    height = page.evaluate(HEIGHT)
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("height => innerHeight >= height", arg=height)
    cut = page.evaluate(CUT)
    assert not cut, cut
    assert page.evaluate(SIDEWAYS_PX) <= 0


@pytest.mark.parametrize("size", [SMALL_PHONE, WIDE], ids=["phone", "wide"])
def test_sheets_in_each_language(people: People, size: Size) -> None:
    for language in (*LANGUAGES, PSEUDO):
        reader = people(language, size)
        for path in SHEETS:
            reader.open(f"/{path}?lang={language}")
            reader.picture("languages", f"{path}-{size[0]}-{language}")
            if language == PSEUDO:  # longer than any language
                assert plain_words(reader.page) == []
            else:
                check_all_of(reader.page, size[0])
                assert found_by_axe(reader.page) == []


@pytest.mark.parametrize("path", SHEETS)
def test_a_sheet_prints_on_two_in_each_language(people: People, path: str) -> None:
    tom = people("Tom")
    for language in LANGUAGES:
        tom.open(f"/{path}?lang={language}")
        for paper in ("A4", "Letter"):
            pdf = tom.page.pdf(format=paper, prefer_css_page_size=True)
            assert len(PDF_PAGE.findall(pdf)) == 2, (language, paper)


def test_pages_without_their_script_in_each_language(people: People, server: Server) -> None:
    code = create_room(server.url)["code"]
    reader = people("Reader", SMALL_PHONE)
    people.may_fail_to_connect()
    reader.page.route(SCRIPTS, lambda route: route.abort())
    for language in (*LANGUAGES, PSEUDO):
        for number, path in enumerate(WITHOUT_SCRIPT):
            reader.open(f"{path.format(code)}?lang={language}")
            expect(reader.heading).to_be_visible()
            reader.picture("languages", f"before-{number}-{language}")
            if language == PSEUDO:  # longer than any language
                assert plain_words(reader.page) == []
                continue
            check_page(reader.page)
            check_all_of(reader.page, SMALL_PHONE[0])
            assert found_by_axe(reader.page) == []


def test_pages_that_say_what_went_wrong_in_each_language(people: People, start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url, hosted=False)["code"]
    reader = people("Reader", SMALL_PHONE, home=server.url)
    reader.may_fail_to_connect = True
    for path in ("/nothing/here", f"/{code}/take-home.py"):
        look_at_each(reader, path)
    for nth in range(GUESSES_PER_MINUTE + 1):
        http("GET", f"{server.url}/{'BCDFGHJKLMNPQRSTVWXZ'[nth % 20]}ZZZZ{'BCDFGH'[nth // 20]}")
    look_at_each(reader, "/ZZZZZB")


def look_at_each(reader: Person, path: str) -> None:
    for language in (*LANGUAGES, PSEUDO):
        reader.open(f"{path}?lang={language}")
        expect(reader.heading).to_be_visible()
        reader.picture("languages", f"wrong-{path.rpartition('/')[2]}-{language}")
        if language == PSEUDO:
            assert plain_words(reader.page) == []
            continue
        check_page(reader.page)
        check_all_of(reader.page, SMALL_PHONE[0])
        found = [what for what in found_by_axe(reader.page) if ASKS_AGAIN not in what]
        assert [*found, *strange_words(reader.page, language)] == []


def test_without_javascript_a_page_says_so_in_its_language(browser: Browser, server: Server) -> None:
    code = create_room(server.url)["code"]
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for language in LANGUAGES:
            page.goto(f"{server.url}/{code}?lang={language}")
            says = page.locator("body").inner_text()
            assert re.sub(r"</?\w+>", "", words(language)["page_script_off"]) in says
