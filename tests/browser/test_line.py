"""What becomes of people whose page, line or server goes away in the middle of a generation."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser.people import DIARY, PHONE, WIDE, People, Size
from tests.support.browser.proxy import Proxy
from tests.support.clients import create_room
from tests.support.running import Server, StartServer

TRY_NOW = "[...document.querySelectorAll('button')].find((button) => button.textContent === 'Try now')?.click()"
"""In one step, for the page may have tried by itself meanwhile."""


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with Proxy(server.port) as proxy:
        yield proxy


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_reload_keeps_the_worker_and_the_place(size: Size, people: People, code: str) -> None:
    ana, ben = people("Ana", size).enter(code), people("Ben", size).enter(code)
    token, name = ana.seat_token(code), ana.worker_name
    ana.arrives()
    ana.page.reload()
    ana.waits()
    ana.sees_count(1, 2)
    assert (ana.seat_token(code), ana.worker_name) == (token, name)
    ben.presses_arrive()
    ana.goes()
    ben.goes()


def test_a_duplicated_tab_is_a_new_worker(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    token, name = ana.seat_token(code), ana.worker_name
    ana.arrives()
    with ana.context.expect_page() as opened:
        ana.page.evaluate("window.open(location.href)")
    ben = people.twin(ana, "Ben", opened.value)
    ben.works()
    ben.page.evaluate(DIARY)  # the other one was begun in the empty page that comes first
    expect(ben.page.get_by_text("New tab, new worker")).to_be_visible()
    assert ben.seat_token(code) != token
    assert ben.worker_name != name
    ana.waits()
    ana.sees_count(1, 2)
    assert (ana.seat_token(code), ana.worker_name) == (token, name)
    ben.presses_arrive()
    ana.goes()
    ben.goes()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_lost_line_keeps_the_place(size: Size, people: People, code: str, proxy: Proxy) -> None:
    ana, ben = people("Ana", size, home=proxy.url).enter(code), people("Ben").enter(code)
    ana.arrives()
    ben.sees_count(1, 2)
    people.may_fail_to_connect()
    proxy.cut()
    ana.sees_heading("No signal")
    expect(ana.page.get_by_text("still waiting")).to_be_visible()
    expect(ben.roster.filter(has_text="no signal (still counted)")).to_have_count(1)
    ben.sees_count(1, 2)
    proxy.restore()
    ana.page.evaluate(TRY_NOW)
    ana.waits()
    expect(ben.roster.filter(has_text="no signal")).to_have_count(0)
    ben.presses_arrive()
    ana.goes()
    ben.goes()


def test_a_page_comes_back_by_itself_and_hears_what_it_missed(people: People, code: str, proxy: Proxy) -> None:
    ana, ben = people("Ana", PHONE, home=proxy.url).enter(code), people("Ben").enter(code)
    ana.arrives()
    people.may_fail_to_connect()
    proxy.cut()
    ana.sees_heading("No signal")
    ben.presses_arrive()
    ben.goes()
    ben.works()  # the next phase: the moment is over
    proxy.restore()
    ana.sees_heading("This bus left without your screen")
    ana.button("Go on").click()
    ana.works()


def test_a_killed_server_is_survived_in_the_middle_of_a_generation(people: People, start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url, hosted=False)["code"]
    ana = people("Ana", home=server.url).enter(code)
    ben = people("Ben", PHONE, home=server.url).enter(code)
    chloe = people("Chloé", home=server.url).enter(code)
    ana.arrives()
    ben.arrives()
    tokens = [person.seat_token(code) for person in (ana, ben, chloe)]
    people.may_fail_to_connect()
    server.kill()
    for person in (ana, ben, chloe):
        person.sees_heading(re.compile("No signal"))
    server.start()
    for person in (ana, ben):
        expect(person.heading).to_have_text(re.compile("You wait|You are stopped"))
        person.sees_count(2, 3)
    expect(chloe.arrive_button).to_be_visible()
    assert [person.seat_token(code) for person in (ana, ben, chloe)] == tokens
    chloe.presses_arrive()
    for person in (ana, ben, chloe):
        person.goes()


def test_a_server_that_restarts_says_so(people: People, start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url, hosted=False)["code"]
    ana = people("Ana", home=server.url).enter(code)
    ben = people("Ben", PHONE, home=server.url).enter(code)
    ana.arrives()
    people.may_fail_to_connect()
    assert server.terminate() == 0
    for person in (ana, ben):
        person.sees_heading("The bus company restarts")
    server.start()
    expect(ana.heading).to_have_text("You wait")
    expect(ben.arrive_button).to_be_visible()
    ben.presses_arrive()
    ana.goes()
    ben.goes()


def test_a_whole_cycle_without_websockets(people: People, server: Server, code: str) -> None:
    with Proxy(server.port, refuses_websockets=True) as narrow:
        ana = people("Ana", PHONE, home=narrow.url)
        ben = people("Ben", home=narrow.url)
        people.may_fail_to_connect()
        for person in (ana, ben):
            person.enter(code)
            expect(person.page.get_by_text("Slow line, still fine")).to_be_visible()
        expect(ana.page.get_by_text("Nobody is waiting yet")).to_be_visible()
        for question in ("Finished writing?", "Done with your research?"):
            ana.arrives()
            ben.sees_count(1, 2)
            ben.presses_arrive()
            ana.goes()
            ben.goes()
            ana.works()
            expect(ana.page.get_by_text(question)).to_be_visible()
            ben.works()
        expect(ana.page.get_by_text("Slow line, still fine")).to_be_visible()
