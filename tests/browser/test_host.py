"""A teacher at the projector: from the landing page to a release that a departure brings about."""

import re

from playwright.sync_api import Page, expect

from tests.browser.people import PHONE, People
from tests.running import Server

KEY = re.compile(r"#([\w-]{16,})$")


def start_room(page: Page, server: Server) -> tuple[str, str]:
    """From the landing page to the projector page: the room's code, and the host's key as the browser keeps it."""
    page.goto(server.url)
    page.get_by_role("button", name="Start a room").click()
    page.wait_for_url("**/host")
    expect(page.get_by_role("button", name="Start the trip")).to_be_visible()
    code = page.url.split("/")[-2]
    key: str = page.evaluate("code => localStorage.getItem(`all-aboard-host-${code}`)", code)
    assert len(key) >= 16
    return code, key


def join(page: Page, server: Server, code: str, name: str) -> None:
    """As a pupil does: types the code, and takes a name."""
    page.goto(server.url)
    page.get_by_label("Join with a code").fill(code)
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_url(f"**/{code}")
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    page.locator(".plain-button.you").click()
    page.get_by_role("textbox").fill(name)
    page.get_by_role("button", name="Save").click()


def test_a_round_from_the_landing_page_to_the_release(server: Server, people: People) -> None:
    host = people("Teacher").page
    asked: list[str] = []
    host.on("request", lambda request: asked.append(request.url))
    code, key = start_room(host, server)

    ana, ben = people("Ana", PHONE).page, people("Ben", PHONE).page
    join(ana, server, code, "Ana")
    join(ben, server, code, "Ben")
    expect(host.get_by_text("2 here")).to_be_visible()
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

    assert key not in host.url
    assert all(key not in url for url in asked)
    assert key not in server.output


def test_the_host_comes_back_and_others_do_not(server: Server, people: People) -> None:
    host = people("Teacher").page
    code, key = start_room(host, server)
    again = host.context.new_page()
    again.goto(f"{server.url}/{code}/host")
    expect(again.get_by_role("button", name="Start the trip")).to_be_visible()
    again.get_by_role("button", name="Settings").click()
    again.get_by_role("button", name="Take the host with you").click()
    again.get_by_role("button", name="Show it here").click()
    link = again.get_by_label("The host's link").input_value()
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


def test_a_lesson_by_keyboard_alone(server: Server, people: People) -> None:
    host = people("Teacher").page
    code, _ = start_room(host, server)
    host.keyboard.press("b")
    expect(host.get_by_role("button", name="Add 1 robot")).to_be_focused()
    host.keyboard.press("Enter")
    ana = people("Ana", PHONE).open(f"/{code}").page
    expect(host.get_by_text("2 here")).to_be_visible()
    host.keyboard.press("Space")
    expect(ana.get_by_role("button", name="Arrive")).to_be_visible()

    host.keyboard.press("Shift+A")
    expect(host.get_by_role("button", name=re.compile("Really break it|Break it for"))).to_be_visible()
    host.keyboard.press("Shift+A")
    expect(host.get_by_role("heading", name="The barrier broke. Nobody passes.")).to_be_visible()
    host.keyboard.press("r")
    expect(host.get_by_role("heading", name="waiting at the barrier")).to_be_visible()

    host.keyboard.press("l")
    expect(host.get_by_role("button", name="Door locked")).to_be_visible()
    host.keyboard.press("j")
    expect(host.get_by_role("dialog", name="Join code")).to_contain_text("The door is locked.")
    host.keyboard.press("Escape")
    host.keyboard.press("+")
    expect(host.locator(".big-count")).to_contain_text("of 3")
    expect(host.get_by_role("button", name="Make it 2")).to_be_visible()
    host.keyboard.press("z")
    expect(host.get_by_role("contentinfo")).to_be_hidden()
    host.keyboard.press("Escape")
    expect(host.get_by_role("contentinfo")).to_be_visible()


def test_letters_mean_nothing_when_keys_are_off(server: Server, people: People) -> None:
    host = people("Teacher").page
    start_room(host, server)
    host.get_by_role("button", name="Settings").click()
    host.get_by_role("switch", name="Keys").click()
    host.keyboard.press("Escape")
    host.keyboard.press("j")
    expect(host.get_by_role("dialog")).to_have_count(0)
    host.reload()
    host.get_by_role("button", name="Start the trip").wait_for()
    host.keyboard.press("l")
    expect(host.get_by_role("button", name="Door open")).to_be_visible()
