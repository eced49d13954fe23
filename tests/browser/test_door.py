"""The door of a hosted room on a phone: a name that was made up or one's own, a face, and one press."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import PHONES, TURNED, check_page, sized
from tests.support.browser.people import PHONE, People, Size

MADE_UP = re.compile(r"^[A-Z][a-z]+ [A-Z][a-z]+$")


def test_one_press_gets_on_with_the_name_that_was_made_up(people: People, room: HostedRoom) -> None:
    ana, ben = (people(name, PHONE).open(f"/{room.code}") for name in ("Ana", "Ben"))
    for person in (ana, ben):
        person.sees_heading(MADE_UP)
    proposed = [person.heading.inner_text() for person in (ana, ben)]
    assert proposed[0] != proposed[1]
    expect(ana.page.get_by_text("Nobody is in yet. The bus has one seat each.")).to_be_visible()
    assert ana.seat_token(room.code) is None
    ana.gets_on()
    ana.sees_heading("You are in")
    expect(ben.page.get_by_text("1 person is in. The bus has one seat each.")).to_be_visible()
    ben.gets_on()
    assert [person.worker_name for person in (ana, ben)] == proposed
    ana.page.reload()
    ana.sees_heading("You are in")  # a known seat needs no door
    assert ana.worker_name == proposed[0]


def test_a_name_and_a_face_of_ones_own(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}")
    ana.page.get_by_role("radio", name="🦁").click()
    ana.sees_heading(re.compile(" Lion$"))  # the made-up name goes with the face
    ana.page.get_by_label("Your name").fill("Ana")
    ana.sees_heading("Ana")
    ana.page.keyboard.press("Enter")
    ana.sees_heading("You are in")
    joined = room.host.hear("worker_joined", name="Ana")
    assert joined["avatar"].startswith("lion-")
    namesake = people("Ben", PHONE).open(f"/{room.code}").gets_on("Ana")
    expect(namesake.page.get_by_text("You are Ana 2 here.")).to_be_visible()


@pytest.mark.parametrize(("language", "forward", "back"), [("en", "Right", "Left"), ("ar", "Left", "Right")])
def test_arrow_keys_go_from_face_to_face_as_they_are_drawn(
    people: People, room: HostedRoom, language: str, forward: str, back: str
) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}?lang={language}")
    faces = ana.page.get_by_role("radiogroup").first.get_by_role("radio")
    faces.first.click()
    ana.page.evaluate(
        """key => { // two keys before the page is drawn again
          for (let i = 0; i < 2; i++)
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        }""",
        f"Arrow{forward}",
    )
    expect(faces.nth(2)).to_be_checked()
    expect(faces.nth(2)).to_be_focused()
    ana.page.keyboard.press("ArrowDown")
    expect(faces.nth(3)).to_be_checked()
    for _ in range(4):
        ana.page.keyboard.press(f"Arrow{back}")
    expect(faces.last).to_be_checked()
    expect(faces.last).to_be_focused()


def test_the_made_up_name_is_in_the_language_of_the_phone(people: People, room: HostedRoom) -> None:
    zoe = people("Zoé", PHONE).open(f"/{room.code}?lang=fr")
    zoe.page.get_by_role("radio").nth(6).click()
    zoe.sees_heading(re.compile("^Lion [a-zê]+$"))
    zoe.page.locator("button[type=submit]").click()
    assert room.host.hear("worker_joined")["name"].startswith("Lion ")


def test_a_name_has_twenty_letters_as_people_count_them(people: People, room: HostedRoom) -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    ana = people("Ana", PHONE).open(f"/{room.code}")
    field = ana.page.get_by_label("Your name")
    field.fill("A" * 25)
    expect(ana.heading).to_have_text("A" * 20)
    field.clear()
    field.press_sequentially(family * 3)
    ana.button("Get on").click()
    expect(ana.page.locator(".you bdi")).to_have_text(family * 3)


def test_a_seat_that_was_given_up_is_followed_by_one_with_the_same_name(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    room.host.command("drop", worker=1)
    ana.sees_heading("Your seat was given up")
    ana.button("Get on again").click()
    ana.sees_heading("You are in")
    assert ana.worker_name == "Ana"


def test_the_door_says_that_it_is_locked_and_opens_by_itself(people: People, room: HostedRoom) -> None:
    room.host.command("configure", door="locked")
    ana = people("Ana", PHONE).open(f"/{room.code}")
    ana.sees_heading("The door is locked")
    expect(ana.page.get_by_text("Raise your hand.")).to_be_visible()
    room.host.command("configure", door="open")
    ana.sees_heading(MADE_UP)
    ana.gets_on()


@pytest.mark.parametrize("size", PHONES, ids=sized)
def test_the_door_fits(size: Size, people: People, room: HostedRoom) -> None:
    ana = people("Ana", size).open(f"/{room.code}")
    ana.sees_heading(MADE_UP)
    check_page(ana.page)
    ana.picture("door", sized(size))


@pytest.mark.parametrize("size", TURNED, ids=sized)
def test_get_on_is_in_sight_on_a_turned_phone(size: Size, people: People, room: HostedRoom) -> None:
    ana = people("Ana", size).open(f"/{room.code}")
    expect(ana.button("Get on")).to_be_in_viewport(ratio=1)
    check_page(ana.page)
    ana.picture("door", sized(size))


def test_axe_at_the_door(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}")
    expect(ana.page.get_by_text("Nobody is in yet.")).to_be_visible()
    check_with_axe(ana.page)
