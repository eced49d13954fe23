"""A teacher at the projector: from the landing page to a release that a departure brings about."""

import re

from playwright.sync_api import expect

from tests.support.browser.classroom import join, start_room
from tests.support.browser.people import PHONE, People
from tests.support.clients import Client
from tests.support.running import Server

KEY = re.compile(r"#([\w-]{16,})$")


def test_a_round_from_the_landing_page_to_the_release(server: Server, people: People) -> None:
    teacher, pupil = people("Teacher"), people("Ana", PHONE)
    host, ana, ben = teacher.page, pupil.page, people("Ben", PHONE).page
    code, key = start_room(host, server)

    join(ana, server, code, "Ana")
    join(ben, server, code, "Ben")
    expect(host.get_by_text("2 here", exact=True)).to_be_visible()
    expect(host.get_by_role("button", name="Ana")).to_be_visible()
    host.keyboard.press("PageDown")
    expect(host.get_by_role("heading", name="waiting at the barrier")).to_be_visible()

    ana.get_by_role("button", name="Arrive").click()
    expect(host.locator(".big-count")).to_have_text("1 of 2")
    expect(host.locator(".what p")).to_have_text("Waiting for: Ben")
    expect(host.get_by_text("Waiting for 1 more")).to_be_visible()

    host.get_by_role("button", name="Nudge Ben").click()
    expect(ben.get_by_text("Your teacher nudges you")).to_be_visible()
    host.get_by_role("button", name="Let go Ben").click()
    expect(host.get_by_role("heading", name="The gate opened. Everyone goes.")).to_be_visible()
    expect(ana.get_by_role("heading", name="GO!")).to_be_visible()
    expect(ben.get_by_role("heading", name="Your seat was given up")).to_be_visible()

    token = pupil.seat_token(code)
    assert token
    addresses = [host.url, ana.url, *teacher.addresses, *pupil.addresses]
    assert sum("/socket.io/" in url for url in addresses) >= 2
    for secret in (key, token):
        assert all(secret not in url for url in addresses)
        assert secret not in server.output


def test_the_last_missing_of_thirty_is_named_and_settled_in_one_press(server: Server, people: People) -> None:
    host = people("Teacher").page
    code, key = start_room(host, server)
    with Client(server.url) as ana, Client(server.url) as second_host:
        ana.join(code, name="Ana")
        second_host.join(code, role="host", host_key=key)
        second_host.command("add_robots", count=29, pace="quick")
        second_host.command("start")
        expect(host.locator(".big-count")).to_have_text("29 of 30")
        expect(host.locator(".what p")).to_have_text("Waiting for: Ana")
        host.get_by_role("button", name="Let go Ana").click()
        expect(host.get_by_text(re.compile("Ana.* was let go. Seats: 29."))).to_be_visible()
        expect(host.get_by_role("heading", name="The gate opened. Everyone goes.")).to_be_visible()


def test_the_host_comes_back_and_others_do_not(server: Server, people: People) -> None:
    host = people("Teacher").page
    code, key = start_room(host, server)
    again = host.context.new_page()
    again.goto(f"{server.url}/{code}/host")
    expect(again.get_by_role("button", name="Start the trip")).to_be_visible()
    again.get_by_role("button", name="Settings").click()
    again.get_by_role("dialog", name="Settings").get_by_role("button", name="Host from another device").click()
    again.get_by_role("button", name="Show it here").click()
    link = again.get_by_label("The host’s link").input_value()
    assert link == f"{server.url}/{code}/host#{key}"

    stranger = people("Stranger").open(f"/{code}/host").page
    expect(stranger.get_by_role("heading", name="This browser is not the host")).to_be_visible()
    expect(stranger.get_by_role("link", name="Join as a worker")).to_have_attribute("href", f"/{code}")
    liar = people("Liar").open(f"/{code}/host#{'x' * len(key)}").page
    expect(liar.get_by_role("heading", name="This browser is not the host")).to_be_visible()

    elsewhere = people("Teacher's phone").page
    elsewhere.goto(link)
    elsewhere.get_by_role("button", name="Start the trip").click()
    expect(host.get_by_role("heading", name="waiting at the barrier")).to_be_visible()
    assert KEY.search(elsewhere.url) is None
