"""The teacher's page, and what a class sees of its teacher."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.people import PHONE, WIDE, People, Theme
from tests.support.clients import Client, create_room
from tests.support.running import Server

PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize(("paper", "theme"), [("A4", "light"), ("Letter", "dark")])
def test_the_teachers_page_prints_on_two_sheets(people: People, paper: str, theme: Theme) -> None:
    tom = people("Tom", theme=theme).open("/teachers")
    expect(tom.heading).to_have_text("One bus, one class, fifteen minutes.")
    assert len(PAGES.findall(tom.page.pdf(format=paper, prefer_css_page_size=True))) == 2


def test_axe_on_the_teachers_page(people: People) -> None:
    for size in (WIDE, PHONE):
        check_with_axe(people("Tom", size=size).open("/teachers").page)


def test_it_says_for_whom_it_is_and_what_the_laptop_and_the_phones_need(people: People) -> None:
    tom = people("Tom").open("/teachers")
    for words in ("From age 10", "Your laptop is the server", "Without https a page cannot keep the screen on"):
        expect(tom.page.get_by_text(words)).to_be_visible()


def test_the_worksheet_has_an_answer_to_each_question_on_a_sheet_of_its_own(people: People) -> None:
    tom = people("Tom", PHONE).open("/teachers")
    tom.page.get_by_role("link", name="worksheet").click()
    tom.sees_heading("The barrier")
    lists = tom.page.get_by_role("list")
    assert lists.first.get_by_role("listitem").count() == lists.last.get_by_role("listitem").count() == 7
    check_with_axe(tom.page)
    assert tom.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    for paper in ("A4", "Letter"):
        assert len(PAGES.findall(tom.page.pdf(format=paper, prefer_css_page_size=True))) == 2


def test_the_landing_page_leads_to_it_and_it_leads_back(people: People) -> None:
    tom = people("Tom").open("/")
    tom.page.get_by_role("link", name="For teachers").click()
    expect(tom.page).to_have_url(re.compile("/teachers$"))
    tom.page.get_by_role("link", name="Start a room").click()
    expect(tom.page.get_by_role("button", name="Start a room")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 568), PHONE, (768, 1024), (1280, 720)])
def test_nothing_is_cut_off(people: People, size: tuple[int, int]) -> None:
    tom = people("Tom", size=size).open("/teachers")
    assert tom.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_phones_and_pages_say_that_the_teachers_screen_is_away(people: People, server: Server) -> None:
    made = create_room(server.url)
    ana = people("Ana", size=PHONE).open(f"/{made['code']}").gets_on()
    ben = people("Ben").open(f"/{made['code']}").gets_on()
    away = "Teacher’s screen is away"
    expect(ana.page.get_by_text(away)).to_be_visible()
    with Client(server.url) as host:
        host.join(made["code"], role="host", host_key=made["host_key"])
        for person in (ana, ben):
            expect(person.page.get_by_text(away)).to_have_count(0)
        host.command("start")
        expect(ana.arrive_button).to_be_visible()
    expect(ana.page.get_by_text(away)).to_be_visible()
    check_with_axe(ana.page)
    for person in (ana, ben):
        expect(person.page.get_by_text(away)).to_be_visible()
        person.arrives()
    ana.sees_heading("GO!")


def test_no_address_that_a_browser_asks_for_holds_a_secret(people: People, server: Server) -> None:
    made = create_room(server.url)
    code, key = made["code"], made["host_key"]
    ana = people("Ana").open("/").open(f"/{code}").gets_on()
    tom = people.tab(ana, "Tom").open(f"/{code}/host#{key}")
    expect(tom.page.get_by_role("button", name=ana.worker_name)).to_be_visible()
    stored = ana.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    secrets = set(re.findall(r"[A-Za-z0-9_-]{22}", stored))
    assert {key, ana.seat_token(code)} <= secrets
    for person in (ana, tom):
        assert any("/socket.io/" in address for address in person.addresses)
        for address in person.addresses:
            before_fragment = unquote(address).split("#")[0]
            assert not [secret for secret in secrets if secret in before_fragment], address
