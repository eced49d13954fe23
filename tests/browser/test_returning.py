"""Who comes again: a closed tab leaves a seat in its browser, and a host her key. Nobody gets two seats."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.classroom import HostedRoom, start_room
from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.clients import http
from tests.support.running import Server

SIZES = pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
LANDSCAPE: Size = (932, 430)
TABLET: Size = (1180, 820)


def workers(server: Server, code: str) -> list[str]:
    return [str(worker["name"]) for worker in http("GET", f"{server.url}/api/rooms/{code}")[1]["workers"]]


def comes_again(people: People, person: Person, code: str) -> Person:
    """Closes the tab, and scans the code once more."""
    person.page.close()
    return people.tab(person, f"{person.name} again").open(f"/{code}")


@SIZES
def test_a_code_scanned_again_offers_the_seat_that_no_tab_uses(
    size: Size, people: People, room: HostedRoom, server: Server
) -> None:
    pupil = people("Pupil", size).open(f"/{room.code}").gets_on("Pupil 1")
    again = comes_again(people, pupil, room.code)
    again.sees_heading("You were Pupil 1")
    again.picture("returning", f"{size[0]}")
    again.button("Take that seat back").click()
    again.sees_heading("You are in")
    assert again.worker_name == "Pupil 1"
    assert workers(server, room.code) == ["Pupil 1"]


def test_without_channels_tabs_find_each_other_too(people: People, room: HostedRoom, server: Server) -> None:
    """As in Safari before 15.4."""
    ana = people("Ana", PHONE)
    ana.context.add_init_script("delete window.BroadcastChannel")
    ana.open(f"/{room.code}").gets_on("Ana")
    ben = people.tab(ana, "Ben").open(f"/{room.code}").gets_on("Ben")
    ana.sees_heading("You are in")
    ben.page.close()
    again = people.tab(ana, "Ben again").open(f"/{room.code}")
    again.sees_heading("You were Ben")
    again.button("Take that seat back").click()
    again.sees_heading("You are in")
    assert workers(server, room.code) == ["Ana", "Ben"]


def test_in_a_room_without_a_host_too(people: People, code: str, server: Server) -> None:
    ana = people("Ana", PHONE).enter(code)
    name = ana.worker_name
    again = comes_again(people, ana, code)
    again.button("Take that seat back").click()
    again.works()
    assert again.worker_name == name
    assert workers(server, code) == [name]


def test_six_scan_again_in_the_middle_of_a_round(people: People, room: HostedRoom, server: Server) -> None:
    pupils = [people(f"Pupil {n}", PHONE).open(f"/{room.code}").gets_on(f"Pupil {n}") for n in range(1, 7)]
    room.host.command("start")
    for pupil in pupils[:5]:
        pupil.arrives()
    for pupil in pupils[:2]:
        again = comes_again(people, pupil, room.code)
        again.button("Take that seat back").click()
        again.waits()
    pupils[5].presses_arrive()
    pupils[5].goes()
    assert len(workers(server, room.code)) == 6


def test_somebody_else_at_the_same_phone_gets_a_seat_of_their_own(
    people: People, room: HostedRoom, server: Server
) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    ben = comes_again(people, ana, room.code)
    ben.button("Get on as somebody else").click()
    ben.gets_on("Ben")
    assert workers(server, room.code) == ["Ana", "Ben"]


@SIZES
def test_of_two_at_one_tablet_each_is_offered_her_own_seat(
    size: Size, people: People, room: HostedRoom, server: Server
) -> None:
    ana = people("Ana", size).open(f"/{room.code}").gets_on("Ana")
    ben = people.tab(ana, "Ben").open(f"/{room.code}").gets_on("Ben")
    ben.page.close()
    again = comes_again(people, ana, room.code)
    again.sees_heading("You were Ben")
    again.button("Get on as somebody else").click()
    again.sees_heading("You were Ana")
    expect(again.heading).to_be_focused()
    again.button("Take that seat back").click()
    again.sees_heading("You are in")
    assert again.worker_name == "Ana"
    third = people.tab(again, "Chloé").open(f"/{room.code}")
    third.sees_heading("You were Ben")
    third.button("Get on as somebody else").click()
    third.gets_on("Chloé")
    assert workers(server, room.code) == ["Ana", "Ben", "Chloé"]


def test_a_seat_that_another_tab_has_just_taken_back_comes_to_this_one(
    people: People, room: HostedRoom, server: Server
) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    ana.page.close()
    tabs = [people.tab(ana, f"Ana, tab {n}") for n in (1, 2)]
    for tab in tabs:
        tab.open(f"/{room.code}").sees_heading("You were Ana")
    for tab in tabs:
        tab.button("Take that seat back").click()
        tab.sees_heading("You are in")
    tabs[0].sees_heading("You went on in another tab")
    assert workers(server, room.code) == ["Ana"]
    tabs[0].button("Use this screen instead").click()
    tabs[0].sees_heading("You are in")
    tabs[1].sees_heading("You went on in another tab")


def test_a_second_tab_and_a_copy_are_new_workers(people: People, room: HostedRoom, server: Server) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    ben = people.tab(ana, "Ben").open(f"/{room.code}").gets_on("Ben")
    assert ana.worker_name == "Ana"
    assert ben.worker_name == "Ben"
    with ana.page.expect_popup() as opened:
        ana.page.evaluate("open(location.href)")  # with an opener: it begins with a copy of the seat
    chloe = people.twin(ana, "Chloé", opened.value).gets_on("Chloé")
    assert workers(server, room.code) == ["Ana", "Ben", "Chloé"]
    chloe.sees_heading("You are in")


def test_a_seat_that_was_given_up_meanwhile_is_a_new_one_under_the_same_name(
    people: People, room: HostedRoom, server: Server
) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    ana.page.goto("about:blank")
    room.host.command("drop", worker=1)
    again = comes_again(people, ana, room.code)
    again.button("Take that seat back").click()
    again.sees_heading("You are in")
    assert workers(server, room.code) == ["Ana"]
    third = comes_again(people, again, room.code)
    third.button("Take that seat back").click()
    third.sees_heading("You are in")
    assert workers(server, room.code) == ["Ana"]


def test_who_was_let_go_is_not_offered_the_seat(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    room.host.command("drop", worker=1)
    ana.sees_heading("Your seat was given up")
    again = comes_again(people, ana, room.code)
    expect(again.button("Get on")).to_be_visible()
    expect(again.button("Take that seat back")).to_have_count(0)


def test_the_host_is_offered_the_projector_in_her_own_browser(people: People, server: Server) -> None:
    teacher = people("Teacher")
    code, _ = start_room(teacher.page, server)
    teacher.page.goto(server.url)
    teacher.page.get_by_label("Join with a code").fill(code)
    teacher.button("Join").click()
    teacher.sees_heading("You are the host here")
    assert workers(server, code) == []
    teacher.button("Open the projector").click()
    expect(teacher.button("Start the trip")).to_be_visible()
    as_pupil = people.tab(teacher, "Teacher as a pupil").open(f"/{code}")
    as_pupil.button("Get on as a worker").click()
    as_pupil.gets_on("Ms Lee")
    assert workers(server, code) == ["Ms Lee"]


@pytest.mark.parametrize("link", ["/{}/host#{}", "/{}/HOST/ #{}.", "/{}/host?lang=de#{}"])
def test_the_link_that_brings_the_host_along_can_be_pasted_as_a_code(
    link: str, people: People, room: HostedRoom
) -> None:
    teacher = people("Teacher").open("/")
    link = teacher.home + link.format(room.code, room.host_key)
    teacher.page.get_by_label("Join with a code").fill(link)
    teacher.button("Join").click()
    expect(teacher.button("Start the trip")).to_be_visible()


def test_the_host_link_can_be_pasted_where_there_is_no_room_too(people: People, room: HostedRoom) -> None:
    link = f"{room.code}/host#{room.host_key}"
    for page in ("/BBBBBB", "/BBBBBB/host"):
        for size in (PHONE, WIDE):
            teacher = people(f"Teacher {page} {size}", size).open(page)
            teacher.page.get_by_role("textbox").fill(f"{teacher.home}/{link}")
            teacher.page.keyboard.press("Enter")
            expect(teacher.button("Start the trip")).to_be_visible()
            teacher.troubles.clear()  # the browser says that there was no room


@pytest.mark.parametrize("behind", [".", ")", "%20", "\u200b"])
def test_a_link_brings_the_host_along_whatever_stands_behind_it(behind: str, people: People, room: HostedRoom) -> None:
    teacher = people("Teacher").open(f"/{room.code}/host#{room.host_key}{behind}")
    expect(teacher.button("Start the trip")).to_be_visible()
    teacher.page.wait_for_function("() => location.hash === ''")


def test_a_link_that_was_cut_short_takes_nobodys_key_away(people: People, room: HostedRoom) -> None:
    teacher = people("Teacher").open(f"/{room.code}/host#{room.host_key}")
    expect(teacher.button("Start the trip")).to_be_visible()
    short, wrong = room.host_key[:17], room.host_key[:17] + "xxxxx"
    for link in (f"/host#{short}", f"/report#{short}", f"/host#{wrong}", f"/report#{wrong}"):
        again = people.tab(teacher, "Teacher again").open(f"/{room.code}{link}")
        expect(again.button("Start the trip").or_(again.page.get_by_text("Nothing has happened yet"))).to_be_visible()
        again.page.wait_for_function("() => location.hash === ''")
        again.troubles.clear()  # the browser says that the server refused the key
    teacher.open(f"/{room.code}")
    teacher.sees_heading("You are the host here")


@pytest.mark.parametrize("size", [PHONE, LANDSCAPE, TABLET, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_hosted_room_has_its_door_on_every_screen(
    size: Size, people: People, room: HostedRoom, server: Server
) -> None:
    ana = people("Ana", size).open(f"/{room.code}")
    expect(ana.page.get_by_label("Your name")).to_be_visible()
    ana.picture("door", f"{size[0]}x{size[1]}")
    assert workers(server, room.code) == []
    ana.gets_on("Ana")
    assert workers(server, room.code) == ["Ana"]


def test_a_phone_that_is_turned_stays_a_phone(people: People, room: HostedRoom) -> None:
    mia = people("Mia", PHONE).open(f"/{room.code}")
    mia.page.get_by_label("Your name").fill("Mia")
    mia.page.set_viewport_size({"width": LANDSCAPE[0], "height": LANDSCAPE[1]})
    expect(mia.page.get_by_label("Your name")).to_have_value("Mia")
    expect(mia.page.locator(".phone")).to_be_visible()
    mia.gets_on()
    assert mia.worker_name == "Mia"


def test_what_was_typed_for_another_name_outlives_a_tablet_s_turn(people: People, room: HostedRoom) -> None:
    mia = people("Mia", TABLET).open(f"/{room.code}").gets_on("Mia")
    upright = {"width": TABLET[1], "height": TABLET[0]}
    field = mia.page.get_by_role("textbox", name="Your name")
    mia.button("Edit").click()
    field.fill("Mia Maria")
    mia.page.get_by_role("radio", name="🦁").click()
    mia.page.set_viewport_size(upright)  # type: ignore[arg-type]
    expect(mia.page.locator(".phone")).to_be_visible()
    expect(field).to_have_value("Mia Maria")
    expect(mia.page.get_by_role("radio", name="🦁")).to_be_checked()
    mia.button("Save").click()
    expect(mia.page.locator(".phone-header bdi")).to_have_text("Mia Maria")
    mia.page.locator(".phone-header .you").click()
    expect(field).to_have_value("")


def test_escape_in_an_input_method_leaves_the_card_with_what_was_typed(people: People, room: HostedRoom) -> None:
    mei = people("Mei", PHONE).open(f"/{room.code}").gets_on("Mei")
    mei.page.locator(".phone-header .you").click()
    field = mei.page.get_by_role("textbox", name="Your name")
    field.fill("Mei Li")
    field.dispatch_event("keydown", {"key": "Escape", "isComposing": True, "bubbles": True})
    mei.button("Save").click()
    expect(mei.page.locator(".phone-header bdi")).to_have_text("Mei Li")


def test_what_was_typed_at_the_door_outlives_a_change_of_layout(people: People, room: HostedRoom) -> None:
    mia = people("Mia", WIDE).open(f"/{room.code}")
    mia.page.get_by_label("Your name").fill("Mia")
    mia.page.get_by_role("radio", name="🦁").click()
    mia.page.set_viewport_size({"width": 700, "height": 700})
    expect(mia.page.locator(".phone")).to_be_visible()
    expect(mia.page.get_by_label("Your name")).to_have_value("Mia")
    expect(mia.page.get_by_role("radio", name="🦁")).to_be_checked()
    mia.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    expect(mia.page.locator(".room-main")).to_be_visible()
    mia.gets_on()
    assert mia.worker_name == "Mia"
