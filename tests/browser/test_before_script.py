"""A page is never empty without a word: its script may be blocked, missing, or too new; storage may be forbidden."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.support.browser.classroom import HostedRoom
from tests.support.browser.mishaps import FORBIDDEN
from tests.support.browser.people import PHONE, People
from tests.support.clients import create_room, http
from tests.support.running import Server

SCRIPTS = re.compile(r"/static/.*\.js")
LESSON = re.compile(r"/static/lesson[^/]*\.js")
IMPATIENT = """
const patient = setTimeout;
window.setTimeout = (then, ms, ...more) => patient(then, ms === 20_000 ? 500 : ms, ...more);
"""
"""A page that waits for a part of itself for half a second."""
PAGES = ("/", "/algorithms", "/{}", "/{}/host", "/{}/report")


def blocked(route: Route) -> None:
    route.abort()


def missing(route: Route) -> None:
    route.fulfill(status=404, body="Not Found")


def too_new(route: Route) -> None:
    route.fulfill(status=200, content_type="text/javascript", body="let a = ;")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("answer", [blocked, missing, too_new], ids=lambda answer: answer.__name__)
def test_without_its_script_a_page_says_what_to_do(
    answer: Callable[[Route], None], path: str, browser: Browser, server: Server
) -> None:
    code = create_room(server.url)["code"]
    with browser.new_context() as context:
        page = context.new_page()
        page.route(SCRIPTS, answer)
        page.goto(server.url + path.format(code))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Nothing happens? Load it again.")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_without_javascript_a_page_says_so(path: str, browser: Browser, server: Server) -> None:
    code = create_room(server.url)["code"]
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(server.url + path.format(code))
        # Playwright's own expectations leave out what stands in a noscript.
        assert "JavaScript is switched off" in page.locator("body").inner_text()


def test_its_script_takes_the_text_away(people: People, code: str) -> None:
    ana = people("Ana", PHONE).enter(code)
    assert ana.page.get_by_text("Nothing happens?").count() == 0


def begins_a_question(room: HostedRoom) -> None:
    assert room.host.command("start")["ok"]
    assert room.host.command("ask", question="first")["ok"]


def test_a_part_of_a_page_that_did_not_come_is_asked_for_again(people: People, room: HostedRoom) -> None:
    """For a moment without a signal: the phone's page of the lesson."""
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    ana.may_fail_to_connect = True
    has_signal = False
    ana.page.route(LESSON, lambda route: route.continue_() if has_signal else route.abort())
    begins_a_question(room)
    ana.sees_heading("Look at the big screen")
    has_signal = True
    expect(ana.page.get_by_role("radio").first).to_be_visible()


def test_a_part_whose_connection_hangs_is_asked_for_again(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE)
    ana.context.add_init_script(IMPATIENT)
    ana.open(f"/{room.code}").gets_on("Ana")
    ana.may_fail_to_connect = True
    hanging: list[Route] = []
    ana.page.route(LESSON, lambda route: route.continue_() if hanging else hanging.append(route))
    begins_a_question(room)
    expect(ana.page.get_by_role("radio").first).to_be_visible()
    hanging[0].abort()


def test_a_page_whose_part_has_gone_with_an_update_loads_itself_again(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    ana.may_fail_to_connect = True
    loads: list[str] = []
    ana.page.on("framenavigated", lambda frame: loads.append(frame.url))
    ana.page.route(LESSON, lambda route: route.continue_() if loads else missing(route))
    begins_a_question(room)
    expect(ana.page.get_by_role("radio").first).to_be_visible()
    assert ana.worker_name == "Ana"
    assert len(loads) == 1


def test_it_does_so_once(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    ana.may_fail_to_connect = True
    loads: list[str] = []
    ana.page.on("framenavigated", lambda frame: loads.append(frame.url))
    ana.page.route(LESSON, missing)
    begins_a_question(room)
    for _ in range(3):
        ana.page.wait_for_event("request", lambda request: LESSON.search(request.url) is not None)
    ana.sees_heading("Look at the big screen")
    assert len(loads) == 1


def test_a_seat_outlives_a_reload_where_storage_is_forbidden(people: People, room: HostedRoom, server: Server) -> None:
    ana = people("Ana", PHONE)
    ana.context.add_init_script(FORBIDDEN)
    ana.open(f"/{room.code}").gets_on("Ana")
    ana.sees_heading("You are in")
    ana.page.reload()
    ana.sees_heading("You are in")
    room.host.command("start")
    ana.presses_arrive()
    ana.goes()
    snapshot = http("GET", f"{server.url}/api/rooms/{room.code}")[1]
    assert [worker["name"] for worker in snapshot["workers"]] == ["Ana"]


def test_the_host_too(people: People, server: Server) -> None:
    teacher = people("Teacher")
    teacher.context.add_init_script(FORBIDDEN)
    teacher.open("/").button("Start a room").click()
    expect(teacher.button("Start the trip")).to_be_visible()
    teacher.page.reload()
    expect(teacher.button("Start the trip")).to_be_visible()
    teacher.button("Start the trip").click()
    expect(teacher.page.locator(".host-filling")).to_be_visible()
    with teacher.page.expect_popup() as opened:
        teacher.page.keyboard.press("p")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Nothing has happened yet")


def test_alone_with_robots_where_storage_is_forbidden(people: People) -> None:
    ana = people("Ana")
    ana.context.add_init_script(FORBIDDEN)
    ana.open("/").button("Try it alone with 4 robots").click()
    ana.works()
    ana.sees_count(4, 5)
