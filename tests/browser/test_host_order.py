"""Order in the room: who disturbs, who floods it, and seats that nobody sits on."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.support.browser.classroom import join, start_room
from tests.support.browser.people import PHONE, People
from tests.support.clients import Client, http
from tests.support.running import Server

STRANGERS = 12


def presses_twice(page: Page, label: str, question: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{label}")).click()
    page.get_by_role("button", name=question).click()


@contextmanager
def ana_and_ben(host: Page, server: Server, code: str) -> Iterator[tuple[Client, Client]]:
    """Two pupils on phones, whom the host sees."""
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code, name="Ana")
        ben.join(code, name="Ben")
        expect(host.get_by_text("2 here", exact=True)).to_be_visible()
        yield ana, ben


def test_who_disturbs_is_renamed_let_go_and_kept_out(server: Server, people: People) -> None:
    host = people("Teacher").page
    code, _ = start_room(host, server)
    mallory = people("Mallory", PHONE)
    join(mallory.page, server, code, "Rude Word")
    chloe = people("Chloé").open(f"/{code}")
    chloe.button("Get on").click()
    chloe.sees_heading("You are in")
    rude = host.get_by_role("button", name="Rude Word")
    expect(rude).to_be_visible()
    expect(chloe.roster).to_contain_text(["Rude Word"])
    hide = host.get_by_role("button", name="Hide names")
    hide.click()
    expect(rude).to_have_count(0)
    expect(chloe.roster.filter(has_text="Rude Word")).to_have_count(0)
    hide.click()
    rude.click()
    host.get_by_role("button", name="Give a new name").click()
    expect(rude).to_have_count(0)
    expect(chloe.roster.filter(has_text="Rude Word")).to_have_count(0)
    expect(host.get_by_text("Rude Word")).to_have_count(0)

    presses_twice(host, "Let go", "Really let go?")
    mallory.sees_heading("Your seat was given up")
    expect(host.get_by_text("1 here", exact=True)).to_be_visible()
    mallory.button("Get on again").click()
    mallory.sees_heading("You are in")

    host.locator(".crew-chip").first.click()
    presses_twice(host, "Keep out", "Really keep out?")
    mallory.sees_heading("Not in this room")
    mallory.page.reload()
    mallory.sees_heading("Not in this room")
    elsewhere = people.tab(mallory, "Mallory's other tab").open(f"/{code}")
    elsewhere.sees_heading("Not in this room")
    dev = people("Dev", PHONE).open(f"/{code}").gets_on()
    dev.sees_heading("You are in")

    host.get_by_role("button", name="Settings").click()
    host.get_by_role("button", name="Let everyone in again").click()
    expect(host.get_by_text("Nobody is kept out any more.")).to_be_visible()
    for person in (mallory, elsewhere):
        person.sees_heading("You are in")


def test_strangers_who_flood_the_room_are_let_go_behind_a_locked_door(server: Server, people: People) -> None:
    host = people("Teacher").page
    code, _ = start_room(host, server)
    with ana_and_ben(host, server, code) as (ana, _):
        host.keyboard.press("Space")
        expect(host.locator(".big-count")).to_have_text("0 of 2")
        ana.arrive()
        strangers = [http("POST", f"{server.url}/api/rooms/{code}/workers", {})[1] for _ in range(STRANGERS)]
        assert all("worker" in stranger for stranger in strangers)
        expect(host.locator(".big-count")).to_have_text(f"1 of {2 + STRANGERS}")
        host.get_by_role("button", name=f"{STRANGERS} new: your class?").click()
        kit = host.get_by_role("region", name="Many new people")
        expect(kit).to_contain_text(f"{STRANGERS} people came in during the last minute. Is that your class?")
        expect(kit).to_contain_text(f"The bus grew from 2 to {2 + STRANGERS} seats.")
        kit.get_by_role("button", name="Lock the door").click()
        late = people("Late", PHONE).open(f"/{code}")
        late.sees_heading("The door is locked")
        presses_twice(host, f"Let all {STRANGERS} go", f"Really let {STRANGERS} go?")
        expect(host.locator(".big-count")).to_have_text("1 of 2")
        expect(host.locator(".what p")).to_have_text("Waiting for: Ben")
        host.get_by_role("button", name="Door locked").click()
        late.gets_on()
        expect(late.arrive_button).to_be_visible()


def test_a_bus_with_too_many_seats_gets_as_many_as_there_are_people(server: Server, people: People) -> None:
    host = people("Teacher").page
    code, _ = start_room(host, server)
    with ana_and_ben(host, server, code) as (ana, _):
        host.get_by_role("button", name="One seat more").click()
        host.get_by_role("button", name="Start the trip").click()
        expect(host.locator(".big-count")).to_have_text("0 of 3")
        ana.arrive()
        expect(host.locator(".what p")).to_have_text("3 seats, 2 here: this bus can never leave.")
        host.get_by_role("button", name="Make it 2").click()
        expect(host.get_by_text("The one who waits gets an error.")).to_be_visible()
        host.get_by_role("button", name="Really make it 2?").click()
        expect(host.locator(".big-count")).to_have_text("0 of 2")
        expect(host.get_by_text("Reset while 1 was waiting: it got BrokenBarrierError.")).to_be_visible()
        host.get_by_role("button", name="One each").click()
        expect(host.get_by_role("button", name="One each")).to_have_attribute("aria-pressed", "true")


def test_the_rule_for_who_stays_away_stands_where_the_time_limit_is(server: Server, people: People) -> None:
    host = people("Teacher").page
    code, _ = start_room(host, server)
    with ana_and_ben(host, server, code) as (ana, ben):
        host.keyboard.press("Space")
        expect(host.locator(".big-count")).to_have_text("0 of 2")
        ana.arrive()
        host.get_by_role("button", name="Settings").click()
        settings = host.get_by_role("dialog", name="Settings")
        settings.get_by_role("radio", name="60 s").click()
        expect(host.get_by_text("Time limit: wait(timeout=60) from now on.")).to_be_visible()
        settings.get_by_label("Seconds away").select_option("5")
        settings.get_by_role("radio", name="Let go by itself").click()
        expect(host.get_by_text("A seat is given up after 5 s without a signal.")).to_be_visible()
        settings.get_by_role("button", name="Done").click()
        expect(host.get_by_role("button", name="Limit 60 s")).to_be_visible()
        ben.close()
        expect(host.get_by_text(re.compile("Ben.* has no signal"))).to_be_visible()
        expect(host.get_by_role("heading", name="The gate opened. Everyone goes.")).to_be_visible()
        expect(host.get_by_text(re.compile("Ben.* was away too long"))).to_be_visible()
