"""What a phone says and does besides the round: to eyes, ears, thumbs and the keyboard."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import TURNED, sized
from tests.support.browser.keys import tab_to
from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.browser.spoken import CLOCK_ERROR_MS, SPOKEN_EVERY_MS
from tests.support.clients import Client
from tests.support.running import Server

MOST_WORKERS = 2000
BATCH = 100
FEEL = """
window.felt = [];
window.lit = 0;
navigator.vibrate = (pattern) => felt.push(pattern.join());
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => { lit += 1; } } });
"""
"""Writes down what the phone's motor and its lamp are asked for."""


def reads(person: Person, *phrases: str) -> None:
    for phrase in phrases:
        expect(person.page.locator("body")).to_contain_text(phrase)


def test_robots_and_programs_are_told_from_people(people: People, room: HostedRoom, server: Server) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on()
    room.host.command("add_robots", count=1, pace="quick")
    room.host.command("start")
    room.host.hear("arrived", worker=2)
    ana.arrives()
    expect(ana.page.locator(".seat-taken svg")).to_have_count(1)
    expect(ana.page.locator(".seat-taken .disc-html:not(svg)")).to_have_count(1)


def test_the_bus_that_left_is_shown_full(people: People, room: HostedRoom, server: Server) -> None:
    with Client(server.url) as ben:
        ana = people("Ana", PHONE).open(f"/{room.code}").gets_on()
        ben.join(room.code)
        room.host.command("configure", lead_ms=8000)
        room.host.command("start")
        ana.arrives()
        ben.arrive()
        reads(ana, "All aboard.")
        expect(ana.page.locator(".seat-taken")).to_have_count(2)
        ana.goes()
        reads(ana, "Both were here, so the gate opened.", "You came 1st and waited")


@pytest.mark.parametrize("size", TURNED, ids=sized)
def test_who_waits_sees_their_line_of_code_on_a_turned_phone(
    size: Size, people: People, room: HostedRoom, server: Server
) -> None:
    with Client(server.url) as ben:
        ana = people("Ana", size).open(f"/{room.code}").gets_on()
        ben.join(room.code)
        room.host.command("start")
        ana.arrives()
        expect(ana.page.locator(".phone-wait > .phone-page .mini-code")).to_be_in_viewport(ratio=1)


def test_a_broken_barrier_says_who_never_came_and_who_broke_it(
    people: People, room: HostedRoom, server: Server
) -> None:
    with Client(server.url) as dev, Client(server.url) as ela:
        ana = people("Ana", PHONE).open(f"/{room.code}").gets_on()
        dev.join(room.code, name="Dev")
        ela.join(room.code, name="Ela")
        room.host.command("configure", timeout_s=0.5)
        room.host.command("start")
        ana.presses_arrive()
        ana.sees_heading("The barrier broke")
        reads(ana, "\u2068Dev\u2069 and \u2068Ela\u2069 never came.", "You stop waiting and get an error.")
        reads(ana, "BrokenBarrierError", "Wait for your teacher to reset the bus.")
        room.host.command("reset", generation=0)
        room.host.command("abort", generation=1)
        reads(ana, "Your teacher pressed Break it.", "Nobody passes.")
        expect(ana.page.get_by_text("BrokenBarrierError")).to_have_count(0)  # this phone called nothing


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_limit_that_runs_is_large_for_who_works_and_who_waits(
    people: People, room: HostedRoom, server: Server, size: Size
) -> None:
    with Client(server.url) as ben, Client(server.url) as cem:
        ana = people("Ana", size).open(f"/{room.code}").gets_on()
        ben.join(room.code)
        cem.join(room.code)
        room.host.command("configure", timeout_s=240)
        room.host.command("start")
        ana.works()
        limit = ana.page.get_by_role("timer").filter(visible=True)
        expect(limit).to_have_count(0)  # it counts from the first who waits
        ben.arrive()
        for state in ("works", "waits"):
            expect(limit).to_have_text(re.compile(r"^(4:00|3:\d\d) min left, from the first arrival$"))
            assert limit.locator("b").evaluate("time => parseFloat(getComputedStyle(time).fontSize)") >= 30
            if state == "works":
                ana.arrives()
        cem.arrive()
        ana.goes()
        expect(limit).to_have_count(0)


def test_a_name_that_the_teacher_gives_or_hides_stands_on_that_phone_too(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Rude Word")
    own_name = ana.page.locator(".you bdi")
    room.host.command("rename", worker=1, name="Ana")
    expect(own_name).to_have_text("Ana")
    room.host.command("configure", names="hidden")
    expect(own_name).not_to_have_text("Ana")
    room.host.command("configure", names="shown")
    expect(own_name).to_have_text("Ana")


def test_a_full_room_can_be_watched(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}")
    expect(ana.button("Get on")).to_be_visible()
    for _ in range(MOST_WORKERS // BATCH):
        room.host.command("add_robots", count=BATCH, pace="slow")
    reads(ana, f"{MOST_WORKERS} are in.")
    ana.button("Get on").click()
    ana.sees_heading("This room is full")
    reads(ana, f"It has {MOST_WORKERS} people. No more fit in.", "Ask for another room, or watch this one.")
    expect(ana.button("Type another code")).to_be_visible()
    ana.button("Watch").click()
    ana.sees_heading("You are watching")


def test_a_phone_buzzes_and_stays_lit(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE)
    ana.context.add_init_script(FEEL)
    ana.open(f"/{room.code}").gets_on()
    assert ana.page.evaluate("lit") == 1
    room.host.command("start")
    ana.works()
    room.host.command("nudge", worker=1)
    reads(ana, "Your teacher nudges you.", "The bus still has your seat.", "Take the time you need, then press.")
    ana.presses_arrive()
    ana.goes()
    ana.works()
    room.host.command("abort", generation=1)
    ana.sees_heading("The barrier broke")
    felt = ana.page.evaluate("felt")
    assert (felt[0], felt[-2:]) == ("60,60,60", ["60,40,120", "200"]), felt  # nudge, release, broken


def test_a_screen_reader_hears_a_phone(people: People, room: HostedRoom, server: Server) -> None:
    others = [Client(server.url) for _ in range(3)]
    for client in others:
        client.join(room.code)
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on()
    room.host.command("start")
    ana.works()
    for client in others:
        client.arrive()
    expect(ana.page.locator("[aria-live=polite]")).to_have_text("3 of 4 waiting.")
    for earlier, later in pairwise(ana.diary("polite")):
        assert later["at_ms"] - earlier["at_ms"] >= SPOKEN_EVERY_MS - CLOCK_ERROR_MS
    ana.presses_arrive()
    ana.goes()
    expect(ana.heading).to_be_focused()
    ana.works()
    room.host.command("abort", generation=1)
    ana.sees_heading("The barrier broke")
    expect(ana.heading).to_be_focused()
    said = [entry["text"] for entry in ana.diary("assertive")]
    assert said == ["Gate open. Start writing.", "The barrier broke. Your teacher pressed Break it."]
    for client in others:
        client.close()


def test_a_lesson_of_a_worker_by_keyboard(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}")
    tab_to(ana.page, "Your name (or keep this one)")
    ana.page.keyboard.type("Ana")
    ana.page.keyboard.press("Tab")
    face = ana.page.locator("[role=radio]:focus")
    before = face.inner_text()
    ana.page.keyboard.press("ArrowRight")
    expect(face).not_to_have_accessible_name(before)
    expect(face).to_be_checked()
    tab_to(ana.page, "Get on")
    ana.page.keyboard.press("Enter")
    ana.sees_heading("You are in")
    room.host.command("add_robots", count=1, pace="quick")
    room.host.command("start")
    for generation in range(2):
        expect(ana.arrive_button).to_be_focused()
        ana.page.keyboard.press("Space")
        ana.goes()
        room.host.hear("tripped", generation=generation)
        tab_to(ana.page, "Go on")
        ana.page.keyboard.press("Enter")
    room.host.command("abort", generation=2)
    ana.sees_heading("The barrier broke")
    tab_to(ana.page, "Ana: change name and face")
    ana.page.keyboard.press("Enter")
    expect(ana.page.get_by_role("dialog")).to_be_visible()
    ana.page.keyboard.press("Escape")
    expect(ana.button("Ana: change name and face")).to_be_focused()
