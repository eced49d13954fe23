"""axe finds nothing serious on the projector page: no state, no panel, no theme."""

import re

from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import start_room
from tests.support.browser.fits import drawn
from tests.support.browser.people import People, Person
from tests.support.clients import Client, create_room
from tests.support.running import Server, StartServer

WATCH_THE_WORLDS = """
() => {
  window.most_worlds = 0;
  const look = () => {
    window.most_worlds = Math.max(window.most_worlds, document.querySelectorAll(".world").length);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
}
"""
MOST_SHAPES = 400
"""Of a hall's drawing: it does not grow with the hall."""


def test_axe_on_every_state_and_panel_of_the_host(people: People, start_server: StartServer) -> None:
    server = start_server(PUBLIC_URL="http://bus.example")
    teacher = people("Teacher", home=server.url)
    host = teacher.page
    made = create_room(server.url)
    code = made["code"]
    teacher.open(f"/{code}/host#{made['host_key']}")
    expect(host.get_by_role("img", name=f"QR code for http://bus.example/{code}")).to_be_visible()
    check_with_axe(host)
    with Client(server.url) as ana, Client(server.url) as ben, Client(server.url) as chloe:
        for client, name in ((ana, "Ana"), (ben, "Ben"), (chloe, "Chloé")):
            client.join(code, name=name)
        expect(host.get_by_text("3 here", exact=True)).to_be_visible()
        host.get_by_role("group", name="Sound on this screen?").get_by_role("button", name="No").click()
        check_with_axe(host)
        host.keyboard.press("Space")
        expect(host.locator(".big-count")).to_have_text("0 of 3")
        ana.arrive()
        chloe.close()
        expect(host.locator(".big-count")).to_have_text("1 of 3")
        teacher.picture("host", "filling")
        check_with_axe(host)
        check_panels(teacher)
        host.keyboard.press("Shift+A")
        question = host.get_by_role("button", name="Break it for 1 waiting?")
        expect(question).to_be_visible()
        check_with_axe(host)
        expect(question).to_have_count(0)  # it has waited 3 s for its second press, and axe takes its time
        host.keyboard.press("Shift+A")
        host.keyboard.press("Shift+A")
        expect(host.get_by_role("heading", name="The barrier broke. Nobody passes.")).to_be_visible()
        teacher.picture("host", "broken")
        check_with_axe(host)
        host.keyboard.press("r")
        expect(host.get_by_role("heading", name="waiting at the barrier")).to_be_visible()
        host.get_by_role("button", name="One seat more").click()
        expect(host.get_by_role("button", name="Make it 3")).to_be_visible()
        check_with_axe(host)


def check_panels(teacher: Person) -> None:
    """Each panel, in a round that waits for two."""
    host = teacher.page
    for key in ("b", "j", "?"):
        host.keyboard.press(key)
        expect(host.get_by_role("dialog")).to_be_visible()
        check_with_axe(host)
        host.keyboard.press("Escape")
        expect(host.get_by_role("dialog")).to_have_count(0)
    host.get_by_role("button", name="Who is missing?").click()
    expect(host.get_by_role("region", name="Who the bus waits for")).to_be_visible()
    teacher.picture("host", "missing")
    check_with_axe(host)
    host.keyboard.press("Escape")
    host.locator(".scene [data-worker='1']").click()
    expect(host.get_by_role("dialog")).to_be_visible()
    check_with_axe(host)
    host.keyboard.press("Escape")
    host.get_by_role("button", name="Join from Python").click()
    expect(host.get_by_role("dialog")).to_be_visible()
    teacher.picture("host", "python")
    check_with_axe(host)
    host.keyboard.press("Escape")
    for panel in ("Host from another device", "Who joined recently?"):
        host.get_by_role("button", name="Settings").click()
        expect(host.get_by_role("dialog", name="Settings")).to_be_visible()
        check_with_axe(host)
        host.get_by_role("button", name=panel).click()
        expect(host.get_by_role("dialog", name="Settings")).to_have_count(0)
        check_with_axe(host)
        host.keyboard.press("Escape")
    host.get_by_role("button", name="Show as table").click()
    picture = host.get_by_role("button", name="Show as picture")
    expect(picture).to_be_visible()
    check_with_axe(host)
    picture.click()
    host.keyboard.press("z")
    expect(host.locator(".back-row")).to_be_visible()
    check_with_axe(host)
    host.keyboard.press("z")


def test_axe_on_the_host_of_a_class_and_of_a_hall(people: People, server: Server) -> None:
    teacher = people("Teacher")
    host = teacher.page
    code, key = start_room(host, server)
    check_with_axe(host)  # phones cannot reach this server, and the page says so
    host.keyboard.press("Space")
    with Client(server.url) as other:
        other.join(code, role="host", host_key=key)
        other.command("add_robots", count=30, pace="quick")
        expect(host.get_by_role("heading", name="The gate opened. Everyone goes.")).to_be_visible()
        teacher.picture("host", "released")
        check_with_axe(host)
        host.keyboard.press("n")
        seated = [other.command("add_robots", count=30, pace="slow")["ok"] for _ in range(9)]
        assert all(seated)
        expect(host.locator(".big-count")).to_have_text(re.compile(r"of 300$"))
        assert host.locator(".scene *").count() < MOST_SHAPES
        teacher.picture("host", "hall")
        check_with_axe(host)


def test_axe_where_the_key_is_missing(people: People, server: Server) -> None:
    code = create_room(server.url)["code"]
    stranger = people("Stranger").open(f"/{code}/host")
    stranger.sees_heading(re.compile("This browser is not the host"))
    check_with_axe(stranger.page)


def test_who_asks_for_calm_sees_one_picture_fade_into_the_next(people: People, server: Server) -> None:
    calm, lively = people("Teacher", calm=True), people("Teacher")
    made = create_room(server.url)
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(made["code"])
        ben.join(made["code"])
        for teacher in (calm, lively):
            teacher.open(f"/{made['code']}/host#{made['host_key']}")
            expect(teacher.page.get_by_text("2 here", exact=True)).to_be_visible()
            teacher.page.evaluate(WATCH_THE_WORLDS)
        calm.page.keyboard.press("Space")
        for client in (ana, ben):
            client.hear("started")
            client.arrive()
        for teacher in (calm, lively):
            teacher.sees_heading("The gate opened. Everyone goes.")
            drawn(teacher.page)
            expect(teacher.page.locator(".world")).to_have_count(1)
        assert calm.page.evaluate("window.most_worlds") == 2
        assert lively.page.evaluate("window.most_worlds") == 1
