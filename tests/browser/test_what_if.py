"""What if? The class's own arrivals in other worlds: on the projector with one key, and on the report."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import HostedRoom, arrive_one_after_another
from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.clients import Client

NAMES = ("Ana", "Ben", "Chloé")
OLD_PROJECTOR: Size = (1024, 768)


@pytest.fixture
def class_of_three(room: HostedRoom, people: People) -> Iterator[list[Client]]:
    """Three who have played a round: they came in this order."""
    clients = [Client(people.home) for _ in NAMES]
    for client, name in zip(clients, NAMES, strict=True):
        client.join(room.code, name=name)
    room.host.command("start")
    arrive_one_after_another(clients)
    room.host.hear("tripped", generation=0)
    yield clients
    for client in clients:
        client.close()


def projector(people: People, room: HostedRoom, size: Size = WIDE) -> Person:
    tom = people("Tom", size).open(f"/{room.code}/host#{room.host_key}")
    expect(tom.page.locator(".trail").first).to_be_attached()  # it knows the room
    return tom


def sees_world(person: Person, headline: str | re.Pattern[str]) -> None:
    expect(person.page.locator(".pair h2")).to_have_text(headline)


def test_before_a_round_there_is_nothing_to_ask(people: People, room: HostedRoom) -> None:
    tom = projector(people, room)
    tom.page.keyboard.press("i")
    expect(tom.page.get_by_text("Play a round first.")).to_be_visible()


def test_one_key_opens_other_worlds_and_the_arrows_lead_through_time_and_worlds(
    people: People, room: HostedRoom, class_of_three: list[Client]
) -> None:
    tom = projector(people, room)
    expect(tom.button("What if?")).to_be_visible()
    tom.page.keyboard.press("i")
    sees_world(tom, "Nobody waits. Two of three begin with notes missing.")
    expect(tom.page.get_by_text("simulated from your arrivals")).to_be_visible()
    check_with_axe(tom.page)
    expect(tom.page.locator(".pair-moment")).to_have_text("The whole round")
    tom.page.keyboard.press("ArrowLeft")
    expect(tom.page.locator(".pair-moment")).to_have_text(re.compile(r"At \d+\.\d s"))
    expect(tom.page.locator(".world").first.locator(".world-numbers")).to_have_text("0 work 0 wait 3 gone on")
    tom.page.get_by_role("radio", name="No barrier").focus()
    tom.page.keyboard.press("ArrowRight")
    sees_world(tom, re.compile(r"Two go \d+\.\d s earlier\. The third call waits alone\."))
    tom.page.keyboard.press("ArrowRight")
    sees_world(tom, "Nobody goes on. It waits for a fourth call.")
    tom.button("Show as table").click()
    expect(tom.page.locator(".pair-table tbody tr")).to_have_count(3)
    rows = [row.split("\t") for row in tom.page.locator(".pair-table tbody tr").all_inner_texts()]
    assert [(row[0], row[3]) for row in rows] == [(name, "waits for ever") for name in NAMES]
    check_with_axe(tom.page)
    tom.page.keyboard.press("Escape")
    expect(tom.page.locator(".pair")).to_have_count(0)


def test_a_newer_round_does_not_take_the_place_of_the_one_that_is_shown(
    people: People, room: HostedRoom, class_of_three: list[Client]
) -> None:
    tom = projector(people, room)
    tom.page.keyboard.press("i")
    tom.page.get_by_role("radio", name="One crashes").click()
    expect(tom.page.get_by_role("radio", name="One crashes")).to_be_checked()
    picture = tom.page.locator(".world-picture svg").first
    shown = picture.get_attribute("aria-label")
    assert shown is not None
    for client in class_of_three:
        client.arrive(1)
    room.host.hear("tripped", generation=1)
    expect(tom.page.locator(".trail .at-go")).to_contain_text("research")
    expect(picture).to_have_attribute("aria-label", shown)
    # a latch is of interest from the second round on
    expect(tom.page.get_by_role("radio", name="Latch")).to_have_count(0)
    tom.page.keyboard.press("Escape")
    expect(tom.page.get_by_role("radio", name="One crashes")).to_have_count(0)
    tom.page.keyboard.press("i")
    tom.page.get_by_role("radio", name="Latch").click()
    sees_world(tom, "The latch is still open. In this round nobody waits.")


def test_a_slider_leaves_the_clickers_key_to_the_page(
    people: People, room: HostedRoom, class_of_three: list[Client]
) -> None:
    tom = projector(people, room)
    expect(tom.button(re.compile("^Next round"))).to_be_visible()
    tom.page.keyboard.press("i")
    tom.page.get_by_role("slider", name="Moment").focus()
    tom.page.keyboard.press("PageDown")
    expect(tom.button(re.compile("^Next round"))).to_have_count(0)
    expect(tom.page.locator(".pair-moment")).to_have_text("The whole round")


@pytest.mark.parametrize("size", [(320, 568), PHONE, WIDE])
def test_the_report_shows_all_worlds_and_opens_one(
    people: People, room: HostedRoom, class_of_three: list[Client], size: Size
) -> None:
    tom = projector(people, room)
    reader = people.tab(tom, "Reader")
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open(f"/{room.code}/report")
    worlds = reader.page.locator(".worlds-small .world")
    expect(worlds).to_have_count(8)
    expect(worlds.nth(4)).to_contain_text(re.compile("error|The same: nobody had to wait that long."))
    check_with_axe(reader.page)
    reader.button("One seat too many").click()
    sees_world(reader, "Nobody goes on. It waits for a fourth call.")
    expect(reader.page.locator(".other-worlds")).to_be_focused()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    check_with_axe(reader.page)
    reader.button("All worlds").click()
    expect(reader.button("One seat too many")).to_be_focused()


@pytest.mark.parametrize("size", [OLD_PROJECTOR, WIDE, (1440, 900), (3840, 2160)])
def test_the_panel_fits_on_the_screen(
    people: People, room: HostedRoom, class_of_three: list[Client], size: Size
) -> None:
    tom = projector(people, room, size)
    tom.page.keyboard.press("i")
    expect(tom.page.locator(".pair")).to_be_visible()
    for world in tom.page.get_by_role("radio").all():
        world.click()
        expect(world).to_be_checked()
        page = tom.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert page == list(size)
        if size == OLD_PROJECTOR:
            check_with_axe(tom.page)
            tom.picture("what_if", world.inner_text().lower().replace(" ", "_"))
