"""Pictures of projector, room, phone and report at eight sizes, by day and by night, for whoever wants to look at them:
PICTURES=1. Without it only the largest is tested."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import SIDEWAYS_PX, sized
from tests.support.browser.people import People, Person, Size
from tests.support.clients import Client

SIZES: tuple[Size, ...] = (
    (320, 568),
    (640, 360),
    (800, 600),
    (853, 533),
    (1024, 768),
    (1366, 768),
    (1920, 1080),
    (3840, 2160),
)
SCREEN: Size = (1920, 1080)
WALL: Size = (3840, 2160)
NAMES = ("Ben", "Chloé", "Dev")
LETTER_PX = """
() => {
  const letter = document.querySelector(".chart svg text.bar-name");
  return letter.getBoundingClientRect().height;
}
"""
FILLS = """
() => {
  const svg = document.querySelector(".chart svg");
  return svg.getBoundingClientRect().width / svg.closest(".timeline").getBoundingClientRect().width;
}
"""
GROWN = f"""
small => {{
  const fills = ({FILLS.strip()})();
  return ({LETTER_PX.strip()})() >= 1.8 * small && fills > 0.9 && fills < 1.05;
}}
"""
BUTTON_HAS_GROWN = "small => document.querySelector('button.arrive').getBoundingClientRect().width >= 1.8 * small"
wants_pictures = pytest.mark.skipif(not os.environ.get("PICTURES"), reason="PICTURES=1 keeps them")


@pytest.fixture
def others(room: HostedRoom, people: People) -> Iterator[list[Client]]:
    clients = [Client(people.home) for _ in NAMES]
    for client, name in zip(clients, NAMES, strict=True):
        client.join(room.code, name=name)
    yield clients
    for client in clients:
        client.close()


def resize(person: Person, size: Size) -> None:
    person.page.set_viewport_size({"width": size[0], "height": size[1]})


def show(person: Person, state: str) -> None:
    """At every size, with no sideways scroll."""
    for size in SIZES:
        resize(person, size)
        person.page.wait_for_function(f"() => {SIDEWAYS_PX} <= 0")
        person.picture(person.name, f"{state}-{sized(size)}")
    resize(person, SCREEN)


def teacher_of(room: HostedRoom, people: People) -> Person:
    teacher = people("projector", SCREEN).open(f"/{room.code}/host#{room.host_key}")
    expect(teacher.page.locator(".host-header")).to_be_visible()
    return teacher


@wants_pictures
def test_pictures_of_the_projector_and_the_report(room: HostedRoom, others: list[Client], people: People) -> None:
    teacher = teacher_of(room, people)
    show(teacher, "lobby")
    room.host.command("start")
    for client in others[:2]:
        client.arrive()
    expect(teacher.page.locator(".big-count")).to_have_text("2 of 3")
    show(teacher, "filling")
    others[2].arrive()
    teacher.sees_heading("The gate opened. Everyone goes.")
    show(teacher, "released")
    for client in others[:2]:
        client.arrive(1)
    room.host.command("abort", generation=1)
    teacher.sees_heading("The barrier broke. Nobody passes.")
    show(teacher, "broken")
    room.host.command("reset", generation=1)
    room.host.command("add_robots", count=27, pace="slow")
    show(teacher, "thirty")
    room.host.command("ask", question="surplus", force=True)
    show(teacher, "ask")
    room.host.command("tell")
    show(teacher, "told")
    room.host.command("ask", question=None)
    teacher.page.keyboard.press("i")
    expect(teacher.page.locator(".pair")).to_be_visible()
    show(teacher, "what_if")
    report = people.tab(teacher, "report").open(f"/{room.code}/report")
    expect(report.page.get_by_role("heading", name="All rounds")).to_be_visible()
    show(report, "report")


@wants_pictures
def test_pictures_of_the_room_and_the_phone(code: str, people: People) -> None:
    """The same page: narrow it is a phone's."""
    ana, ben = people("room", SCREEN).enter(code), people("Ben").enter(code)
    show(ana, "working")
    ana.arrives()
    show(ana, "waiting")
    ben.presses_arrive()
    ana.goes()
    show(ana, "go")
    ana.works()
    ben.arrives()
    ben.breaks()
    ana.sees_heading(re.compile("[Bb]arrier broke"))
    show(ana, "broken")


def test_the_room_grows_with_a_wall_of_pixels(code: str, people: People) -> None:
    ana = people("room", SCREEN).enter(code)
    small = ana.arrive_button.bounding_box()
    resize(ana, WALL)
    assert small is not None
    ana.page.wait_for_function(BUTTON_HAS_GROWN, arg=small["width"])
    assert ana.page.evaluate(SIDEWAYS_PX) <= 0
    assert ana.page.evaluate("document.documentElement.scrollHeight") <= WALL[1]


def test_drawings_grow_with_a_wall_of_pixels(room: HostedRoom, others: list[Client], people: People) -> None:
    """Letters in the charts of projector and report keep their share of the height."""
    teacher = teacher_of(room, people)
    room.host.command("start")
    for client in others:
        client.arrive()
    teacher.sees_heading("The gate opened. Everyone goes.")
    report = people.tab(teacher, "report").open(f"/{room.code}/report")
    expect(report.page.get_by_role("heading", name="All rounds")).to_be_visible()
    for person in (teacher, report):
        expect(person.page.locator(".chart svg text.bar-name").first).to_be_visible()
        small = person.page.evaluate(LETTER_PX)
        resize(person, WALL)
        person.page.wait_for_function(GROWN, arg=small)
        assert person.page.evaluate(SIDEWAYS_PX) <= 0
