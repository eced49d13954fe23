"""The projector in a lesson, in each language: every screen, panel and question; nothing is cut, axe finds nothing."""

import re
from contextlib import ExitStack
from typing import get_args

import pytest
from playwright.sync_api import expect

from app.core.lesson_state import QuestionId
from app.core.names import ANIMALS
from tests.support.browser.axe import found_by_axe
from tests.support.browser.fits import resize, sized
from tests.support.browser.hall import Hall, misfits
from tests.support.browser.languages import LANGUAGES, strange_words, words
from tests.support.browser.people import WIDE, People
from tests.support.running import Server, StartServer


@pytest.fixture
def hall(start_server: StartServer, people: People, stack: ExitStack) -> Hall:
    """After its first round. Phones reach it, so the header has room for the phases."""
    hall = Hall(
        start_server(PUBLIC_URL="http://192.168.178.123:8000"),
        people,
        stack,
        "/{code}/host?lang={language}",
        hosted=True,
    )
    hall.host.command("start")
    for client in hall.pupils:
        client.arrive()
    for person in hall.pages.values():
        expect(person.page.locator(".host-released")).to_be_visible()
    return hall


def test_the_steps_of_a_lesson(hall: Hall) -> None:
    hall.host.command("add_robots", count=2, pace="slow")
    hall.press("t")
    hall.look("menu", ".lesson-menu-whole")
    hall.press("Escape")
    for step, ready in (
        ("story", ".lesson-story"),
        ("without", ".other-world"),
        ("guess", ".lesson-question:not(.lesson-told)"),
        ("wrong", ".lesson-deal"),
        ("what_if", ".other-world"),
        ("ticket", ".lesson-ticket"),
        ("result", ".lesson-result"),
    ):
        hall.host.command("lesson", step=step)
        hall.look(step, ready)
    hall.host.command("lesson", step="wrong")
    hall.host.command("deal", to="robot", card="crash")
    hall.look("dealt", ".running")
    hall.host.command("ask", question="wrong", force=True)
    hall.look("what-is-wrong", ".lesson-kit")
    hall.host.command("tell")
    hall.look("ways-out", ".way-out")
    hall.pages["en"].page.keyboard.press("1")
    hall.look("turned", ".turned-card")
    hall.host.command("lesson", step=None)
    hall.host.command("pause", on=True)
    hall.look("paused", ".paused-sign")


def test_every_question(hall: Hall) -> None:
    for question in get_args(QuestionId):
        hall.host.command("ask", question=question, force=True)
        hall.look(f"ask-{question}", ".lesson-question:not(.lesson-told)")
        hall.host.command("tell")
        hall.look(f"told-{question}", ".lesson-told")


def test_what_else_the_projector_shows(hall: Hall) -> None:
    hall.press("i")
    hall.look("what-if", ".pair")
    hall.click(".pair-time .button")
    hall.look("what-if-table", ".pair-table")
    hall.press("Escape", "e")
    hall.look("exits", ".exits-two")
    hall.click(".exits-foot [aria-pressed]")
    hall.look("exits-table", ".exits-table")
    hall.press("Escape")
    for key, ready in (("host_take_along", ".middle-panel"), ("host_who_lately", ".flood")):
        hall.click(".bar-settings")
        hall.choose(".settings-panel button", key)
        hall.look(key, ready)
        hall.press("Escape")
    hall.press("z")
    hall.look("back-row", ".back-row")
    hall.press("z")
    hall.host.command("mural", gate="barrier", force=True)
    hall.look("mural", ".mural-running")
    hall.host.command("mural", gate="none", force=True)
    hall.look("mural-free", ".mural-running[data-phase=free]")
    hall.host.command("mural", gate="off", force=True)
    hall.host.command("drill", kind="dissemination", force=True)
    hall.look("drill", ".running.drill")
    hall.click(".drill-foot .button")
    hall.look("drill-table", ".gallery-tables")


def test_how_a_mural_and_a_drill_end(hall: Hall) -> None:
    hall.host.command("configure", lead_ms=0)
    hall.host.command("mural", gate="barrier", force=True)
    for generation in range(1, 13):
        for client in hall.pupils:
            client.arrive(generation)
    hall.look("mural-whole", ".mural-running[data-phase=whole]")
    hall.click(".mural-key .button")
    hall.look("mural-table", ".table-scroll")
    hall.host.command("mural", gate="off", force=True)
    hall.host.command("drill", kind="dissemination", force=True)
    for k in range(2):
        for client in hall.pupils:
            assert client.command("signal", run=0, k=k)["ok"]
    hall.look("drill-over", ".running.drill")


def test_a_full_hall(hall: Hall) -> None:
    """Names no longer fit one by one."""
    hall.host.command("add_robots", count=60, pace="slow")
    hall.look("hall", ".host-filling")


def test_alone_in_each_language(people: People, server: Server) -> None:
    """Each on a page of its own: the lesson begins, and the visitor has a seat beside the picture."""
    found = []
    for language in LANGUAGES:
        person = people(language, home=server.url, calm=True).open(f"/?lang={language}")
        person.page.get_by_text(words(language)["learn_alone"], exact=True).click()
        expect(person.page.locator(".own-seat h1")).to_be_visible()
        animals = "|".join(words(language)[f"animal_{animal}"] for animal in ANIMALS)
        expect(person.page.locator(".own-name bdi")).to_have_text(re.compile(animals))
        for state, ready in (("story", ".way"), ("free", ".host-bar:not(:has(.way))"), ("back", ".way")):
            expect(person.page.locator(ready)).to_be_visible()
            person.picture("languages", f"alone-{state}-{language}")
            found += [f"{language}, {state}: {what}" for what in misfits(person.page) + found_by_axe(person.page)]
            found += strange_words(person.page, language)
            for size in ((1024, 768), (1920, 1080)):
                resize(person.page, size)
                found += [f"{language}, {state}, {sized(size)}: {what}" for what in misfits(person.page)]
            resize(person.page, WIDE)
            person.page.keyboard.press("t")
    assert not found, "\n".join(found)


def test_who_is_not_the_host(server: Server, people: People, stack: ExitStack) -> None:
    hall = Hall(server, people, stack, "/{code}/host?lang={language}", hosted=True, has_key=False)
    for language, person in hall.pages.items():
        if language != "en-XA":
            not_of = words(language)["host_not_of"].partition("{")[0].strip()
            expect(person.page.locator("h1")).to_contain_text(not_of)
    hall.look("not-the-host", "h1")
