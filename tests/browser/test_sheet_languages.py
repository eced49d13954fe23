"""What the server writes, in each language: the sheets of teachers and pupils, on paper too, pages that say what went
wrong, and what stands in a page before its script."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.fits import SMALL_PHONE, check_long, check_page
from tests.support.browser.languages import LANGUAGES, PSEUDO, words
from tests.support.browser.people import WIDE, People, Size
from tests.support.browser.translations import Translations
from tests.support.browser.words import plain_words
from tests.support.clients import create_room
from tests.support.running import Server

SCRIPTS = re.compile(r"/static/.*\.js")
SHEETS = ("/teachers", "/worksheet")
WITHOUT_SCRIPT = ("/", "/algorithms", "/{}", "/{}/host", "/{}/report", "/{}/take-home.py", "/no/such/page")
PDF_PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("size", [SMALL_PHONE, (768, 1024), WIDE], ids=lambda size: str(size[0]))
@pytest.mark.parametrize("path", SHEETS)
def test_a_sheet_in_each_language(people: People, path: str, size: Size) -> None:
    pages = Translations(people, size, f"{path}?lang={{language}}")
    pages.look("sheet", "main")
    if size == SMALL_PHONE:
        for person in pages:
            check_with_axe(person.page)


@pytest.mark.parametrize("path", SHEETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_prints_on_two_in_each_language(people: People, language: str, path: str) -> None:
    tom = people("Tom").open(f"{path}?lang={language}")
    for paper in ("A4", "Letter"):
        assert len(PDF_PAGE.findall(tom.page.pdf(format=paper, prefer_css_page_size=True))) == 2, paper


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_pages_without_their_script_in_each_language(people: People, server: Server, language: str) -> None:
    code = create_room(server.url)["code"]
    reader = people(language, SMALL_PHONE)
    people.may_fail_to_connect()
    reader.page.route(SCRIPTS, lambda route: route.abort())
    for number, path in enumerate(WITHOUT_SCRIPT):
        reader.open(f"{path.format(code)}?lang={language}")
        expect(reader.heading).to_be_visible()
        reader.picture("languages", f"before-{number}-{language}")
        check_page(reader.page)
        assert check_long(reader.page) == []
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
