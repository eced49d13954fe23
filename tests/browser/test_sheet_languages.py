"""What the server writes, in each language: the sheets of teachers and pupils, on paper too, pages that say what went
wrong, and what stands in a page before its script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.fits import CUT, SIDEWAYS_PX, SMALL_PHONE, check_page
from tests.support.browser.languages import LANGUAGES, PSEUDO, words
from tests.support.browser.people import WIDE, People, Size
from tests.support.browser.words import plain_words
from tests.support.clients import create_room
from tests.support.running import Server

SCRIPTS = re.compile(r"/static/.*\.js")
SHEETS = ("/teachers", "/worksheet")
WITHOUT_SCRIPT = ("/", "/algorithms", "/{}", "/{}/host", "/{}/report", "/{}/take-home.py", "/no/such/page")
PDF_PAGE = re.compile(rb"/Type\s*/Page\b")
HEIGHT = "document.documentElement.scrollHeight"


def check_all_of(page: Page, width: int) -> None:
    """Nothing is cut off, wherever one scrolls to, and nothing is beside the window."""
    page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT)})
    cut = page.evaluate(CUT)
    assert not cut, cut
    assert page.evaluate(SIDEWAYS_PX) <= 0


@pytest.mark.parametrize("size", [SMALL_PHONE, (768, 1024), WIDE], ids=lambda size: str(size[0]))
@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_sheets_in_each_language(people: People, language: str, size: Size) -> None:
    reader = people(language, size)
    for path in SHEETS:
        reader.open(f"{path}?lang={language}")
        expect(reader.page.locator("main")).to_be_visible()
        reader.picture("languages", f"{path[1:]}-{size[0]}-{language}")
        if size == SMALL_PHONE:
            check_with_axe(reader.page)
        check_all_of(reader.page, size[0])
        assert language != PSEUDO or plain_words(reader.page) == []


@pytest.mark.parametrize("path", SHEETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_print_on_two_sheets_in_each_language(people: People, language: str, path: str) -> None:
    tom = people("Tom").open(f"{path}?lang={language}")
    for paper in ("A4", "Letter"):
        assert len(PDF_PAGE.findall(tom.page.pdf(format=paper, prefer_css_page_size=True))) == 2, paper


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_pages_without_their_script_in_each_language(people: People, server: Server, language: str) -> None:
    code = create_room(server.url)["code"]
    reader = people(language, SMALL_PHONE)
    people.may_fail_to_connect()
    reader.page.route(SCRIPTS, lambda route: route.abort())
    for path in WITHOUT_SCRIPT:
        reader.open(f"{path.format(code)}?lang={language}")
        expect(reader.heading).to_be_visible()
        reader.picture("languages", f"before-{path.rpartition('/')[2] or 'landing'}-{language}")
        check_page(reader.page)
        check_all_of(reader.page, SMALL_PHONE[0])
        check_with_axe(reader.page)
        assert language != PSEUDO or plain_words(reader.page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_a_page_says_so_in_its_language(browser: Browser, server: Server, language: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{server.url}/algorithms?lang={language}")
        says = page.locator("body").inner_text()
    for key in ("page_script_off", "page_algorithms_table", "drill_pass_it_on"):
        assert re.sub(r"</?\w+>", "", words(language)[key]) in says
