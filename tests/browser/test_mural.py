"""The mural in the browser: on the report, on the projector, on phones."""

import re

import pytest
from playwright.sync_api import expect

from app.core import painting
from tests.support.browser.axe import check_with_axe
from tests.support.browser.people import PHONE, People, Size, Theme
from tests.support.clients import Client, create_room, http
from tests.support.record_mural import START
from tests.support.running import Server

READER: Size = (1440, 900)
NAMES = ("Ana", "Ben", "Chloé", "Dev")


def played_room(server: Server, rounds: int) -> str:
    """An open room in which four have gone through so many rounds, each in another order."""
    code = str(create_room(server.url, hosted=False, lead_ms=0)["code"])
    workers = [Client(server.url) for _ in NAMES]
    for worker, name in zip(workers, NAMES, strict=True):
        worker.join(code, name=name)
    for generation in range(rounds):
        for i in range(len(workers)):
            assert workers[(i * 3 + generation) % 4].arrive(generation)["ok"]
        workers[0].hear("tripped", generation=generation)
    for worker in workers:
        worker.close()
    return code


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_report_plays_the_rounds_twice(theme: Theme, server: Server, people: People) -> None:
    code = played_room(server, 4)
    told = http("GET", f"{server.url}/api/rooms/{code}/report.json")[1]["generations"]
    work_ms = [[0] * len(told) for _ in NAMES]
    for step, generation in enumerate(told):
        for span in generation["spans"]:
            work_ms[span["worker"] - 1][step] = max(0, span["arrived_ms"] - span["from_ms"])
    order = painting.order_without(work_ms)
    wrong = len(painting.fold(START, 0, painting.without_barrier(len(NAMES), order)).wrong_cells())
    tear = painting.first_tear(START, len(NAMES), order)
    reader = people("Reader", READER, theme=theme)
    page = reader.open(f"/{code}/report").page
    card = page.get_by_role("region", name="The picture that needs the barrier")
    expect(card).to_contain_text("Four rounds of your class")
    expect(card).to_contain_text(f"with {wrong:,} of 9,216 cells wrong")
    assert tear is not None
    expect(card).to_contain_text(f"The first tear: {NAMES[tear.strip]} painted step {tear.step} and needed")
    expect(card).to_contain_text(f"{NAMES[tear.neighbour]}’s edge of step {tear.age}")
    page.get_by_role("slider", name="Moment").focus()
    page.keyboard.press("End")
    expect(card.locator(".mural-torn")).to_have_text(f"{wrong:,} wrong")
    expect(card.locator(".mural-whole")).to_have_text("0 wrong")
    reader.picture("mural-report", theme)
    expect(card.get_by_role("img", name=re.compile(r"^Without the barrier: .*cells are wrong"))).to_be_visible()
    card.get_by_role("button", name="Wrong cells").click()
    card.get_by_role("button", name="Show as table").click()
    expect(card.get_by_role("row")).to_have_count(5)
    check_with_axe(page)
    page.keyboard.press("Home")


def test_the_report_without_three_rounds_has_no_mural(server: Server, people: People) -> None:
    code = played_room(server, 2)
    page = people("Reader", PHONE).open(f"/{code}/report").page
    expect(page.get_by_role("heading", name="All rounds")).to_be_visible()
    expect(page.get_by_text("The picture that needs the barrier")).to_have_count(0)
