"""Break it, reset it; rooms that are not there, and doors that are locked."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.fits import drawn
from tests.support.browser.people import PHONE, WIDE, People, Size
from tests.support.clients import Client
from tests.support.running import Server

BREAK = re.compile(r"^Break it")
RESET = re.compile(r"^Reset")


def test_break_it_takes_two_presses_and_reset_mends_it(people: People, code: str) -> None:
    ana, ben = people("Ana").enter(code), people("Ben", PHONE).enter(code)
    ben.arrives()
    ana.sees_count(1, 2)
    ana.button(BREAK).click()
    expect(ana.button("Break it for 1 waiting?")).to_be_visible()
    ben.waits()
    ana.button(BREAK).click()
    ben.sees_heading("The barrier broke")
    ana.sees_heading("Barrier broke")
    expect(ben.page.get_by_text("BrokenBarrierError")).to_be_visible()
    expect(ana.page.get_by_text("Nobody passes").or_(ana.page.get_by_text("The barrier broke")).first).to_be_visible()
    ben.button(RESET).click()
    for person in (ana, ben):
        person.works()
    ana.arrives()
    ben.presses_arrive()
    for person in (ana, ben):
        person.goes()


def test_the_first_press_of_break_it_is_forgotten(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    ana.button(BREAK).click()
    expect(ana.button("Really break it?")).to_be_visible()
    expect(ana.button(BREAK)).to_be_visible()
    ana.works()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_wrong_code_stays_in_the_field(size: Size, people: People) -> None:
    ana = people("Ana", size)
    ana.may_fail_to_connect = True  # the console mentions the page's own 404
    answer = ana.page.goto(f"{ana.home}/ZZZZZZ")
    assert answer is not None
    assert answer.status == 404
    ana.sees_heading("No room with that code")
    expect(ana.page.get_by_label("The code")).to_have_value("ZZZ ZZZ")
    for offer in ("Copy link", "Show QR"):
        expect(ana.button(offer)).to_have_count(0)
    expect(ana.page.get_by_text("No host")).to_have_count(0)
    ana.page.locator("h1").press("j")
    drawn(ana.page)
    expect(ana.page.get_by_role("dialog")).to_have_count(0)


def test_a_locked_door_opens_by_itself(people: People, server: Server, code: str) -> None:
    with Client(server.url) as host:
        host.join(code)
        assert host.command("configure", door="locked")["ok"]
        ana, ben = people("Ana").open(f"/{code}"), people("Ben", PHONE).open(f"/{code}")
        for person in (ana, ben):
            person.sees_heading("The door is locked")
        assert host.command("configure", door="open")["ok"]
        for person in (ana, ben):
            person.works()
        host.arrive()
        ana.arrives()
        ben.presses_arrive()
        for person in (ana, ben):
            person.goes()
