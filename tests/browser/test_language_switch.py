"""How a person changes the language, for their browser."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import SMALL_PHONE, check_page
from tests.support.browser.languages import LANGUAGES, words
from tests.support.browser.people import OWN_NAME, WIDE, People, Size
from tests.support.running import Server

SIZES = pytest.mark.parametrize("size", [SMALL_PHONE, WIDE], ids=["phone", "wide"])
SHEETS = ("/teachers", "/worksheet")


def speaks(page: Page, language: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)


def switch(page: Page, language: str) -> Locator:
    return page.locator(".languages").get_by_role("link", name=words(language)["language_name"], exact=True)


@SIZES
def test_one_press_at_the_door_and_one_where_the_name_is_edited(size: Size, people: People, room: HostedRoom) -> None:
    asa = people("Åsa", size, language="en-US").open(f"/{room.code}")
    asa.page.locator("#name").fill("Åsa")
    asa.picture("languages", f"switch-door-{size[0]}")
    switch(asa.page, "de").click()
    speaks(asa.page, "de")
    expect(asa.page.locator("#name")).to_have_value("Åsa")
    asa.page.locator(".join button[type=submit]").click()
    expect(asa.page.locator(OWN_NAME)).to_have_text("Åsa")
    token = asa.seat_token(room.code)
    asa.page.locator(".you, .who .button").click()
    asa.page.locator("#name").fill("Åsa B")
    face = asa.page.get_by_role("dialog").get_by_role("radio").nth(5)
    face.click()
    asa.picture("languages", f"switch-sheet-{size[0]}")
    check_page(asa.page)
    switch(asa.page, "ar").click()
    speaks(asa.page, "ar")
    expect(asa.page.locator("#name")).to_have_value("Åsa B")
    expect(face).to_be_checked()
    asa.picture("languages", f"switch-sheet-ar-{size[0]}")
    asa.page.get_by_role("dialog").get_by_role("button", name=words("ar")["save"]).click()
    expect(asa.page.locator(OWN_NAME)).to_have_text("Åsa B")
    assert asa.seat_token(room.code) == token
    asa.open(f"/{room.code}")
    speaks(asa.page, "ar")
    expect(asa.page.locator(OWN_NAME)).to_have_text("Åsa B")
    expect(asa.page.get_by_role("dialog")).to_have_count(0)
    speaks(people.tab(asa, "Åsa's next tab").open(f"/{room.code}").page, "ar")


@pytest.mark.parametrize("path", SHEETS)
def test_a_sheet_has_a_switch_that_is_remembered(path: str, people: People) -> None:
    teacher = people("Teacher", language="de-AT").open(path)
    speaks(teacher.page, "de")
    switch(teacher.page, "ar").click()
    speaks(teacher.page, "ar")
    for other in SHEETS:
        speaks(teacher.open(other).page, "ar")
        expect(switch(teacher.page, "ar")).to_have_attribute("aria-current", "true")
    speaks(teacher.open(f"{path}?lang=fr").page, "fr")
    onward = teacher.page.locator("nav a[href], main a[href]").evaluate_all("all => all.map(a => a.search)")
    assert set(onward) == {"?lang=fr"}
    speaks(teacher.open(path).page, "ar")


@pytest.mark.parametrize("path", SHEETS)
def test_the_switch_works_without_script(path: str, browser: Browser, server: Server) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(server.url + path)
        for language in LANGUAGES:
            switch(page, language).click()
            speaks(page, language)
            expect(switch(page, language)).to_have_attribute("aria-current", "true")
            expect(switch(page, language)).to_have_attribute("hreflang", language)
