"""The report of a room: what a class reads after its rounds, and what others see there."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import join, start_room
from tests.support.browser.people import PHONE, WIDE, People, Person
from tests.support.clients import Client, create_room, http
from tests.support.running import Server

ALL_TOLD = """
async ([code, key, releases]) => {
  const headers = { Authorization: `Bearer ${key}` };
  for (let asked = 0; asked < 300; asked++) {
    const { generations } = await (await fetch(`/api/rooms/${code}/report.json`, { headers })).json();
    if (generations.length === releases && generations.every((ended) => ended.spread?.n_silent === 0)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
"""
"""Waits until the three screens have reported of each release."""


def shown_seconds(ms: float) -> str:
    """As every page shows a duration below two minutes: a half of the number as it is written goes up."""
    return f"{Decimal(str(ms / 1000)).quantize(Decimal('0.1'), ROUND_HALF_UP)} s"


def release(code: str, generation: int, *workers: Client) -> None:
    for worker in workers:
        assert worker.arrive(generation)["ok"]
    workers[0].hear("tripped", generation=generation)


def played_room(server: Server, **rules: object) -> tuple[str, str]:
    """Ana and Ben have gone through a round in this room; its code, and its host's key."""
    made = create_room(server.url, lead_ms=0, **rules)
    code = str(made["code"])
    with Client(server.url) as host, Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code, name="Ana")
        ben.join(code, name="Ben")
        if made["host_key"]:
            host.join(code, role="host", host_key=made["host_key"])
            host.command("start")
            ana.hear("started")
        release(code, 0, ben, ana)
    return code, str(made["host_key"])


def test_a_class_of_three_with_a_robot_reads_the_truth(server: Server, people: People) -> None:
    teacher = people("Teacher")
    host = teacher.page
    code, key = start_room(host, server)
    phones = [people(name, PHONE).page for name in ("Ana", "Ben")]
    for phone, name in zip(phones, ("Ana", "Ben"), strict=True):
        join(phone, server, code, name)
    with Client(server.url) as other:
        other.join(code, role="host", host_key=key)
        assert other.command("add_robots", count=1, pace="quick")["ok"]
    host.get_by_role("button", name="Start the trip").click()
    for generation in range(2):
        for phone in phones:
            phone.get_by_role("button", name="Arrive").click()
        assert host.evaluate(ALL_TOLD, [code, key, generation + 1])
    with teacher.context.expect_page() as opened:
        host.keyboard.press("p")
    reader = people.twin(teacher, "Teacher reads", opened.value)
    page = reader.page
    generations = http("GET", f"{server.url}/api/rooms/{code}/log.json", bearer=key)[1]["generations"]
    first, second = [ended for ended in generations if ended["outcome"] == "released"]
    rounds = http("GET", f"{server.url}/api/rooms/{code}/report.json", bearer=key)[1]["generations"]
    assert [ended["spread"]["screens"] for ended in rounds] == [3, 3]
    first_spread, second_spread = [ended["spread"] for ended in rounds]
    expect(page.get_by_role("heading", level=1)).to_contain_text("Round 1, write · 3 workers")
    reads(reader, second, second_spread)
    page.get_by_role("button", name="Round 1, research").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Round 1, research · 3 workers")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    reads(reader, first, first_spread)
    rows = page.get_by_role("row")
    expect(rows).to_have_count(3)
    for i, spread in enumerate((second_spread, first_spread), start=1):
        expect(rows.nth(i)).to_contain_text(screens_changed(spread))
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"0\.\d s faster: the gate opens at"))).to_be_visible()
    reader.picture("report", "whole")
    check_with_axe(page)
    page.get_by_role("button", name="Show as table").click()
    check_with_axe(page)
    page.get_by_role("button", name="Hide names").click()
    for name in ("Ana", "Ben"):
        expect(page.get_by_text(name, exact=True)).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    assert download.value.suggested_filename == f"all-aboard-{code}.csv"
    page.get_by_role("link", name="Play again").click()
    expect(page).to_have_url(re.compile(f"/{code}/host$"))


def screens_changed(spread: dict[str, Any]) -> str:
    """What the page says of three screens that have reported: all of them, but for those that a busy machine kept."""
    n_changed, within_ms = spread["n_changed"], spread["within_ms"]
    which = "All 3" if n_changed == 3 else f"{n_changed} of 3"
    return f"{which} screens changed {f'within {within_ms} ms' if n_changed > 1 else 'in time'}"


def reads(reader: Person, generation: dict[str, Any], spread: dict[str, Any]) -> None:
    """The page says of this generation what the log and the screens say."""
    came = sorted((span for span in generation["spans"]), key=lambda span: span["index"])
    page = reader.page
    facts = page.get_by_role("region", name="What it cost").locator("p")
    expect(facts.nth(0)).to_contain_text(shown_seconds(sum(span["waited_ms"] for span in came)))
    expect(facts.nth(0)).to_contain_text(f"{came[0]['name']} alone waited {shown_seconds(came[0]['waited_ms'])}.")
    expect(facts.nth(1)).to_contain_text(shown_seconds(generation["release_at_ms"] - generation["since_ms"]))
    expect(facts.nth(1)).to_contain_text(f"the moment {came[-1]['name']} arrived")
    missing = [sum(other["arrived_ms"] > span["arrived_ms"] for other in came) for span in came]
    expect(facts.nth(2)).to_contain_text(re.compile(rf"\b{sum(missing)} (note|part)s? would have been missing"))
    expect(page.locator(".note-row + p")).to_have_count(3)
    said = page.locator(".screens-said")
    expect(said).to_contain_text(screens_changed(spread))
    if spread["error_ms"] is not None:
        expect(said).to_contain_text(f"the moment to ± {spread['error_ms']} ms")


def test_the_report_of_a_hosted_room_is_its_hosts(server: Server, people: People) -> None:
    code, key = played_room(server)
    stranger = people("Stranger").open(f"/{code}/report")
    stranger.sees_heading(re.compile("^This report is for the host of"))
    check_with_axe(stranger.page)
    teacher = people("Teacher").open(f"/{code}/report#{key}")
    expect(teacher.heading).to_contain_text("Round 1, research · 2 workers")
    assert key not in teacher.page.url


def test_before_the_first_release_it_says_what_will_stand_there(server: Server, people: People, code: str) -> None:
    ana = people("Ana", PHONE).open(f"/{code}/report")
    ana.sees_heading("Nothing has happened yet")
    check_with_axe(ana.page)
    with Client(server.url) as ben, Client(server.url) as chloe:
        ben.join(code)
        chloe.join(code)
        release(code, 0, ben, chloe)
    ana.button("Look again").click()
    expect(ana.heading).to_contain_text("Round 1, research")


def test_where_there_is_no_room_it_asks_for_the_code(people: People, code: str) -> None:
    ana = people("Ana")
    ana.may_fail_to_connect = True
    ana.open("/BCDFGH/report")
    ana.sees_heading("No room with that code")
    check_with_axe(ana.page)
    ana.page.get_by_label("The code").fill(code)
    ana.page.keyboard.press("Enter")
    expect(ana.page).to_have_url(re.compile(f"/{code}/report$"))


def test_an_open_room_leads_to_it(server: Server, people: People) -> None:
    code, _ = played_room(server, hosted=False)
    ana, ben = people("Ana").enter(code), people("Ben", PHONE).enter(code)
    ben.opens("^Room ")
    for person in (ana, ben):
        with person.context.expect_page() as opened:
            person.page.get_by_role("link", name="Report").click()
        reader = people.twin(person, f"{person.name} reads", opened.value)
        expect(reader.heading).to_contain_text("Round 1, research · 2 workers")


@pytest.mark.parametrize("size", [(320, 568), PHONE, (768, 1024), WIDE])
def test_nothing_is_cut_off_and_axe_finds_nothing(server: Server, people: People, size: tuple[int, int]) -> None:
    code, _ = played_room(server, hosted=False)
    ana = people("Ana", size).open(f"/{code}/report")
    expect(ana.heading).to_contain_text("2 workers")
    assert ana.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    check_with_axe(ana.page)


def test_a_hall_is_drawn_with_few_shapes(server: Server, people: People) -> None:
    code = str(create_room(server.url, hosted=False, lead_ms=0)["code"])
    with Client(server.url) as ana:
        ana.join(code, name="Ana")
        assert ana.command("add_robots", count=300, pace="quick")["ok"]
        ana.arrive()
        ana.hear("tripped", generation=0)
    reader = people("Reader").open(f"/{code}/report")
    expect(reader.heading).to_contain_text("301 workers")
    assert reader.page.locator("main svg *").count() < 200
    check_with_axe(reader.page)
