"""Each phone in its own language, in one room; and what is not in the catalogue yet."""

from collections.abc import Callable
from typing import get_args

from playwright.sync_api import Page, expect

from app.core.lesson_state import QuestionId
from tests.support.browser.axe import found_by_axe
from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import PHONE_SAYS, SMALL_PHONE, check_page, check_whole
from tests.support.browser.languages import LANGUAGES, PSEUDO, says_in, words
from tests.support.browser.people import People, Person
from tests.support.browser.words import plain_words

OTHERS = [language for language in LANGUAGES if language != "en"]
"""English fits: see test_lesson_screens.py."""
QUESTIONS = get_args(QuestionId)


def shows(person: Person, heading: str, state: str) -> None:
    """At a state, in this language; nothing is wider than the phone, and axe finds nothing."""
    expect(person.page.locator(PHONE_SAYS)).to_have_text(heading)
    check_page(person.page)
    if state != "lobby":  # a ring turns there for ever
        assert found_by_axe(person.page) == []
    person.picture("languages", f"{state}-{person.name}")


def test_a_room_of_six_languages(people: People, room: HostedRoom) -> None:
    phones = {language: people(language, SMALL_PHONE) for language in LANGUAGES}
    room.host.command("configure", lead_ms=1000)
    for language, phone in phones.items():
        phone.open(f"/{room.code}?lang={language}")
        phone.page.locator(".join button[type=submit]").click()
        shows(phone, words(language)["lobby_heading"], "lobby")
    room.host.command("start")
    for language, phone in phones.items():
        shows(phone, words(language)["working"], "working")
    for language, phone in phones.items():
        phone.arrive_button.click()
        if language != LANGUAGES[-1]:
            shows(phone, words(language)["stopped"], "waiting")
    for language, phone in phones.items():
        expect(phone.page.locator(".phone-go > .phone-page h1, .released .ahead h1").first).to_have_text(
            words(language)["go"]
        )
    room.host.command("abort", generation=1)
    for language, phone in phones.items():
        shows(phone, words(language)["barrier_broke"], "broken")
    room.host.command("reset", generation=1)
    for language, phone in phones.items():
        shows(phone, words(language)["working"], "reset")
    directions = {phone.page.evaluate("getComputedStyle(document.body).direction") for phone in phones.values()}
    assert directions == {"ltr", "rtl"}


def test_a_phones_words_are_in_the_catalogue(people: People, room: HostedRoom) -> None:
    ana = people("Ana", SMALL_PHONE)
    ana.open(f"/{room.code}?lang=en-XA")
    submit = ana.page.locator(".join button[type=submit]")
    expect(submit).to_be_visible()
    assert plain_words(ana.page) == []
    submit.click()
    expect(ana.page.locator(".you")).to_be_visible()
    assert plain_words(ana.page) == []
    for opens in (".you", ".room-code"):
        ana.page.locator(opens).click()
        expect(ana.page.get_by_role("dialog")).to_be_visible()
        assert plain_words(ana.page) == []
        ana.page.keyboard.press("Escape")
    room.host.command("start")
    expect(ana.arrive_button).to_be_visible()
    assert plain_words(ana.page) == []
    room.host.command("nudge", worker=1)
    expect(ana.page.locator(".note")).to_be_visible()
    assert plain_words(ana.page) == []
    room.host.command("configure", parties=2)
    ana.arrive_button.click()
    expect(ana.page.locator(".phone-wait")).to_be_visible()
    assert plain_words(ana.page) == []
    room.host.command("abort", generation=0)
    expect(ana.page.locator(".phone-bad")).to_be_visible()
    assert plain_words(ana.page) == []
    room.host.command("drop", worker=1)
    expect(ana.page.locator(".you")).to_have_count(0)
    assert plain_words(ana.page) == []
    people.may_fail_to_connect()
    ana.open("/ZZZZZZ?lang=en-XA")
    expect(ana.page.locator("#code")).to_be_visible()
    assert plain_words(ana.page) == []


def test_a_lesson_in_each_language_fits(people: People, room: HostedRoom) -> None:
    """Each question as it is asked, on the smallest phone: its words, its answers and what it says at the end."""
    phones = {language: people(language, SMALL_PHONE) for language in (*OTHERS, PSEUDO)}
    for language, phone in phones.items():
        phone.open(f"/{room.code}?lang={language}")
        phone.page.locator(".join button[type=submit]").click()
        expect(phone.page.locator(".you")).to_be_visible()

    def all_show(state: str, shown: str, fits: Callable[[Page], None] = check_whole) -> None:
        for language, phone in phones.items():
            expect(phone.page.locator(shown).first).to_be_visible()
            phone.picture("languages", f"{state}-{language}")
            (check_page if language == PSEUDO else fits)(phone.page)
            assert found_by_axe(phone.page) == []
        assert plain_words(phones[PSEUDO].page) == []

    room.host.command("start")
    for question in QUESTIONS:
        room.host.command("ask", question=question, force=True)
        for language in OTHERS:
            expect(phones[language].heading).to_have_text(says_in(language, f"lesson_{question}_asks"))
        all_show(f"asked-{question}", "[role=radiogroup]")
    phones[PSEUDO].page.get_by_role("radio").first.click()
    room.host.command("tell")
    all_show("told", ".true-sentence")
    room.host.command("ask", question=None)
    room.host.command("lesson", step="ticket")
    all_show("ticket", "[role=radiogroup]")
    room.host.command("lesson", step="result")
    all_show("mine", ".mine-list")
    room.host.command("lesson", step=None)
    room.host.command("mural", gate="barrier")
    all_show("paint", ".mural")
    room.host.command("mural", gate="none", force=True)
    all_show("free", ".arrive-free", check_page)  # long names of neighbours push its button down
    room.host.command("mural", gate="off", force=True)
    room.host.command("drill", kind="dissemination", force=True)
    all_show("drill", ".drill-tell")
    phones[PSEUDO].page.locator(".drill-tell").click()
    expect(phones[PSEUDO].page.locator(".drill-awaited")).to_be_visible()
    assert plain_words(phones[PSEUDO].page) == []
