"""A page that may not join says why, and what to do: also where the server's word is new to it."""

import json
import re

import pytest
from playwright.sync_api import WebSocketRoute, expect

from app.core.refusals import SENTENCES
from tests.support.browser.classroom import HostedRoom
from tests.support.browser.languages import words
from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.browser.proxy import Proxy
from tests.support.clients import create_room
from tests.support.running import Server

UNKNOWN = "closed_on_sundays"
WORDS = {UNKNOWN: "We are closed on Sundays.", "internal": SENTENCES["internal"]}
JOIN = re.compile(r'42(\d+)\["join"')

IS_TAKEN = "() => sessionStorage.getItem('all-aboard-loaded-again') === null"
"""The server has taken the page that was loaded again: from then on it may load itself again."""


def refuse(person: Person, error: str, message: str, times: int = 1000) -> None:
    """From now on the server's answer to every `join` of this page is this, or to this many."""
    answer = json.dumps([{"ok": False, "error": error, "message": message, "t_ms": 0}])

    def on_route(line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def on_message(message: str | bytes) -> None:
            join = JOIN.match(message) if isinstance(message, str) else None
            nonlocal times
            times -= bool(join)
            if join and times >= 0:
                line.send(f"43{join.group(1)}{answer}")
            else:
                server.send(message)

        line.on_message(on_message)

    person.page.route_web_socket(re.compile("/socket.io/"), on_route)


@pytest.mark.parametrize("size", [PHONE, WIDE])
@pytest.mark.parametrize(
    ("error", "heading"),
    [
        ("unsupported_version", "This page is out of date"),
        ("internal", "You could not get on"),
        (UNKNOWN, "You could not get on"),
    ],
)
def test_a_worker_reads_why(people: People, code: str, size: Size, error: str, heading: str) -> None:
    message = WORDS.get(error, "")
    ana = people("Ana", size)
    refuse(ana, error, message)
    ana.open(f"/{code}")
    ana.sees_heading(heading)
    if error == "unsupported_version":
        expect(ana.button("Load it again")).to_be_visible()
    else:
        expect(ana.page.get_by_text(message)).to_be_visible()
    expect(ana.page.get_by_text("Trying again in")).to_be_visible(visible=error == "internal")


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_a_refusal_is_said_in_the_language_of_the_page(people: People, code: str, size: Size) -> None:
    ana = people("Ana", size).open(f"/{code}?lang=de")
    ana.button(words("de")["room_edit_label"]).click()
    ana.page.locator("#name").fill("Teacher")
    ana.page.locator(".name-card button[type=submit]").click()
    expect(ana.page.get_by_text(words("de")["refusal_name"])).to_be_visible()
    refuse(ana, "internal", SENTENCES["internal"])
    ana.open(f"/{code}?lang=fr")
    ana.sees_heading(words("fr")["refused"])
    expect(ana.page.get_by_text(words("fr")["refusal_internal"])).to_be_visible()


def test_the_projector_reads_why(people: People, server: Server) -> None:
    made = create_room(server.url)
    host = people("Host", WIDE)
    refuse(host, UNKNOWN, WORDS[UNKNOWN])
    host.open(f"/{made['code']}/host#{made['host_key']}")
    host.sees_heading("The server did not let you in")
    expect(host.page.get_by_text(WORDS[UNKNOWN])).to_be_visible()
    expect(host.button("Load it again")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_a_page_whose_origin_is_not_accepted_says_so(people: People, code: str, size: Size, server: Server) -> None:
    with Proxy(server.port, refuses_websockets=True) as line:
        ana = people("Ana", size, home=line.url)
        ana.may_fail_to_connect = True
        ana.page.route(
            re.compile("/socket.io/"),
            lambda route: route.fulfill(status=400, content_type="application/json", body='"Not an accepted origin."'),
        )
        ana.open(f"/{code}")
        ana.sees_heading("You could not get on")
        expect(ana.page.get_by_text("The server does not accept pages from 127.0.0.1")).to_be_visible()
        expect(ana.page.get_by_text("Its owner can set PUBLIC_URL to this address.")).to_be_visible()


def test_a_page_that_is_out_of_date_loads_itself_again_once_and_keeps_what_was_typed(
    people: People, room: HostedRoom
) -> None:
    mia = people("Mia", PHONE)
    loads: list[str] = []  # begun: a page that goes at once never comes to its end
    mia.page.on("framenavigated", lambda frame: loads.append(frame.url))
    refuse(mia, "unsupported_version", "", times=1)
    with mia.page.expect_event("framenavigated", lambda _: len(loads) == 2):
        mia.page.goto(f"{mia.home}/{room.code}", wait_until="commit")
    mia.page.get_by_label("Your name").fill("Mia")
    mia.page.wait_for_function(IS_TAKEN)
    refuse(mia, "unsupported_version", "", times=1)
    with mia.page.expect_event("framenavigated"):
        mia.button("Get on").click()
    expect(mia.page.get_by_label("Your name")).to_have_value("Mia")
    mia.gets_on()
    assert mia.worker_name == "Mia"
    assert len(loads) == 3
