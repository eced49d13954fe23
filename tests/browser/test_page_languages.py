"""The pages beside the room in each language: the start page, the gallery of machines, and the report."""

import pytest
from playwright.sync_api import Page

from tests.support.browser.axe import check_with_axe
from tests.support.browser.fits import SIDEWAYS_PX, SMALL_PHONE, check_page, resize, sized
from tests.support.browser.languages import PSEUDO
from tests.support.browser.people import WIDE, People, Size
from tests.support.browser.translations import Translations
from tests.support.clients import Client, create_room
from tests.support.running import Server, StartServer

SIZES = pytest.mark.parametrize("size", [WIDE, SMALL_PHONE], ids=["wide", "phone"])
TABLETS: tuple[Size, ...] = ((768, 1024), (861, 700))
NAMES = ("Åñä", "Bèñ", "Çłøé")
"""With accents, so that they are not taken for words of the page."""
RIGHT_TO_LEFT = "ar"
PHASES = ["rëàđ", "ţýþé"]
N_RELEASES = 4
"""Enough for a mural."""
TO_STEP = """
(slider, share) => {
  slider.value = Math.round(slider.max * share);
  slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
"""
HELD = """([code, name]) => {
  localStorage.setItem(`all-aboard-host-${code}`, "a-key-of-22-characters");
  const seat = { token: "a-token", name, avatar: "fox-peach", at_ms: Date.now() };
  localStorage.setItem("all-aboard-seats-BCDFGH", JSON.stringify([seat]));
}"""
"""The host's key of one room, and a seat in another."""


def check(pages: Translations, size: Size) -> None:
    """Nothing serious is wrong with the page in either theme; thumbs can hit what they must; and no window between a
    phone's and a wide one scrolls sideways."""
    check_with_axe(pages.pages[RIGHT_TO_LEFT].page)
    for language, person in pages.pages.items():
        if language == PSEUDO:
            continue
        if size == SMALL_PHONE:
            check_page(person.page)
            continue
        for between in TABLETS:
            resize(person.page, between)
            assert person.page.evaluate(SIDEWAYS_PX) <= 0, f"{language}, {sized(between)}"
        resize(person.page, size)


@SIZES
def test_the_start_page_in_each_language(people: People, server: Server, size: Size) -> None:
    pages = Translations(people, size, "/?lang={language}")
    pages.look("first", ".three")
    for person in pages:
        before, after = (person.page.locator(".three div").nth(nth).bounding_box() for nth in (0, 2))
        assert before and after
        assert size != WIDE or before["x"] < after["x"], "the bus drives to the right"
    check(pages, size)
    code = str(create_room(server.url)["code"])
    for person in pages:
        person.page.evaluate(HELD, [code, NAMES[0]])
        person.page.reload()
        person.page.route("**/api/rooms", lambda route: route.abort())
        person.may_fail_to_connect = True
    pages.look("held", ".your-rooms li >> nth=1")
    pages.click(".card > .button-main")
    pages.look("failed", ".field-error .icon")


def to_step(pages: Translations, share: float) -> None:
    pages.all_do(lambda person: person.page.locator(".gallery-says input").evaluate(TO_STEP, share))


@SIZES
def test_the_gallery_in_each_language(people: People, size: Size) -> None:
    """Each machine on its way, and at its end; with a class that comes one after the other."""
    pages = Translations(people, size, "/algorithms?lang={language}")
    pages.look("counter", ".lane")
    check(pages, size)
    for kind in range(5):
        pages.click(".gallery-card", kind)
        for share in (0.4, 1.0):
            to_step(pages, share)
            pages.look(f"{kind}-{share}", ".gallery-step")
    check(pages, size)
    for kind in (3, 0):
        pages.click(".gallery-card", kind)
        for pattern in (1, 2):
            pages.click(".gallery-bar .gallery-segments button", pattern)
            for share in (0.4, 1.0):
                to_step(pages, share)
                pages.look(f"{kind}-pattern-{pattern}-{share}", ".gallery-step")
    pages.click(".gallery-head .gallery-segments button", 1)
    pages.look("growth", ".curve-name")
    pages.click(".gallery-head .gallery-segments button", 1)
    pages.look("growth-of-signals", ".curve-name")
    pages.click(".gallery-head .gallery-segments >> nth=1 >> button >> nth=2")
    pages.look("table", ".gallery-tables")
    check(pages, size)
    pages.click(".button-main:visible")
    pages.look("plays", ".gallery-play")


@pytest.fixture
def played(server: Server) -> tuple[str, str]:
    """A room in which much has happened: its code, and its host's key."""
    made = create_room(server.url, lead_ms=0)
    code, key = str(made["code"]), str(made["host_key"])
    with Client(server.url) as host, Client(server.url) as ana, Client(server.url) as ben, Client(server.url) as chloe:
        host.join(code, role="host", host_key=key)
        workers = (ana, ben, chloe)
        for client, name in zip(workers, NAMES, strict=True):
            client.join(code, name=name)
        host.command("configure", phases=PHASES)
        host.command("start")
        for generation in range(N_RELEASES):
            for client in workers:
                client.arrive(generation)
            host.hear("tripped", generation=generation)
        ana.arrive(N_RELEASES)
        host.command("abort", generation=N_RELEASES)
        host.command("reset", generation=N_RELEASES)
        believe(host, ana, ben)
    return code, key


def believe(host: Client, ana: Client, ben: Client) -> None:
    """A question before the lesson and after it."""
    host.command("ask", question="again", force=True)
    ana.command("guess", question="again", answer=1)
    ben.command("guess", question="again", answer=0)
    host.command("tell")
    host.command("lesson", step="ticket")
    ana.command("guess", question="again.after", answer=1)
    ben.command("guess", question="again.after", answer=0)
    host.command("lesson", step="result")
    host.command("lesson", step=None)


def rounds(page: Page) -> int:
    return page.locator(".rounds tbody tr").count()


@SIZES
def test_the_report_in_each_language(people: People, played: tuple[str, str], size: Size) -> None:
    code, key = played
    pages = Translations(people, size, f"/{code}/report?lang={{language}}#{key}")
    pages.look("whole", ".rounds")
    check(pages, size)
    for person in pages:
        person.page.locator(".what-if input").focus()
        person.page.keyboard.press("ArrowRight")
        person.page.locator(".timeline .table-switch").click()
        person.page.locator(".report-header [aria-pressed]").click()
    pages.look("tables", ".table-scroll, .timeline table")
    for person in pages:
        person.page.locator(".mural-scrubber button").last.click()
    pages.look("mural", ".mural-card table")
    n = min(rounds(person.page) for person in pages)
    for nth in range(n):
        pages.click(".rounds tbody button", nth)
        pages.look(f"round-{nth}", ".facts")


@SIZES
def test_a_report_that_is_not_there_in_each_language(people: People, start_server: StartServer, size: Size) -> None:
    server = start_server()
    kinds = ((None, "#code"), (True, ".no-report .button"), (False, ".no-report .button"))
    for hosted, ready in kinds if size == WIDE else kinds[:2]:
        code = "BCDFGH" if hosted is None else create_room(server.url, hosted=hosted)["code"]
        pages = Translations(people, size, f"/{code}/report?lang={{language}}", home=server.url, may_fail=True)
        pages.look(f"none-{hosted}", ready)
    check(pages, size)
