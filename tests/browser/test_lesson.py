"""A lesson: the class predicts, the room runs the answer, and everybody sees what happened."""

import re

from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import drawn
from tests.support.browser.lesson import BACK, a_class, chooses, main_button, says
from tests.support.browser.people import PHONE, People
from tests.support.clients import Client
from tests.support.running import Server

WATCH_WHAT_MOVES = """
() => {
  window.moved = [];
  addEventListener("animationstart", ({ animationName }) => window.moved.push(animationName));
  addEventListener("transitionstart", ({ propertyName }) => {
    if (propertyName !== "opacity") window.moved.push(propertyName);
  });
}
"""
"""Keeps what begins to move; a cross-fade (`appear`, in 200 ms) moves nothing."""


def test_a_pause_stops_the_room_and_every_screen_says_so(server: Server, people: People) -> None:
    with a_class(server, people) as room:
        host, ana, ben = room.host, room.ana, room.ben
        room.press()
        expect(ana.arrive_button).to_be_visible()
        ana.arrive_button.click()
        ana.sees_heading("You are stopped")
        room.press(BACK)
        says(host, "Nobody can arrive. Those waiting keep waiting.")
        ben.sees_heading("Paused")
        says(ana.page, "Paused. You go on waiting.")
        assert room.others[0].arrive(0)["error"] == "held"
        host.get_by_role("button", name="Pause").click()
        expect(ben.arrive_button).to_be_visible()
        says(ana.page, "Nothing to press. That is the point.")


def test_the_mural_stands_behind_the_lesson(server: Server, people: People) -> None:
    """Two guesses about it, run in the room: painted by everybody, and by robots in turn."""
    with a_class(server, people) as room, Client(server.url) as teacher:
        host, ana, ben = room.host, room.ana, room.ben
        teacher.join(room.code, role="host", host_key=room.key)
        teacher.command("configure", lead_ms=0)
        teacher.command("lesson", step="result")
        main_button(host, "Open the report")
        room.press("o")
        main_button(host, "Waiting for 5 more")
        ana.sees_heading("Paint strip 1")
        room.press()
        main_button(host, "Really go on?")
        room.press()
        main_button(host, "Run it and see")
        says(host, "One is slow and nobody waits.")
        chooses(ana, "Torn there, then above it, too")
        check_with_axe(host)
        room.press()
        main_button(host, "60 strips to paint")
        ana.page.get_by_role("button", name="PAINT").click()
        for nth in range(12):
            for client in room.others:
                assert client.arrive(nth)["ok"]
        main_button(host, "23 strips to paint")
        room.press()
        main_button(host, "Show them now?")
        room.press()
        main_button(host, "Guess again")
        says(host, "An old edge is never forgotten.")
        expect(host.locator(".saw")).to_contain_text(re.compile(r"\d of 9,216 cells are wrong, in \d of 6 strips"))
        expect(host.locator("canvas.mural-cells")).to_be_visible()
        says(ana.page, "This happened")
        check_with_axe(host)
        check_with_axe(ana.page)
        room.press()
        main_button(host, "Run it and see")
        chooses(ben, "Yes: nobody is behind")
        room.press()
        ben.sees_heading("You watch this one")
        main_button(host, "strips to paint")
        room.press()
        room.press()
        main_button(host, "Go on")
        says(host, "Taking turns is no barrier")
        room.press()
        main_button(host, "Open the report")
        expect(host.locator(".mural")).to_have_count(0)


def test_the_report_says_what_the_class_believed_before_and_after(room: HostedRoom, people: People) -> None:
    """As numbers without names: on the page, in four files, and on two printed pages."""
    with Client(people.home) as ana, Client(people.home) as ben:
        for client, name in ((ana, "Ana"), (ben, "Ben")):
            client.join(room.code, name=name)
        room.host.command("add_robots", count=26, pace="quick")
        room.host.command("start")
        ana.arrive()
        ben.arrive()
        room.host.hear("tripped")
        room.host.command("ask", question="again", force=True)
        ana.command("guess", question="again", answer=1)
        ben.command("guess", question="again", answer=0)
        room.host.command("tell")
        room.host.command("lesson", step="ticket")
        for client in (ana, ben):
            client.command("guess", question="again.after", answer=1)
        room.host.command("lesson", step="result")
    tom = people("Tom").open(f"/{room.code}/host#{room.host_key}")
    says(tom.page, "Before, 50% of the answers were right. Now it is 100%.")
    reader = people.tab(tom, "Reader").open(f"/{room.code}/report")
    belief = reader.page.locator(".beliefs li").first
    expect(belief).to_contain_text("A barrier works again and again.")
    expect(belief.locator(".before-after b")).to_have_text(["1 of 2", "2 of 2"])
    check_with_axe(reader.page)
    for kind in ("PNG", "SVG", "CSV", "JSON"):
        with reader.page.expect_download() as download:
            reader.button(re.compile(f"^{kind}$")).click()
        assert download.value.path().stat().st_size > 100, kind
    assert reader.page.pdf(format="A4").count(b"/Type /Page\n") == 2


def test_a_screen_reader_hears_each_part_of_a_question_once(room: HostedRoom, people: People) -> None:
    """Changing one's mind is heard where it happens, at the answer, and nowhere else."""
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    room.host.command("start")
    room.host.command("ask", question="again")
    for answer in ("I pass: the gate is open", "I get an error: it is used up"):
        chooses(ana, answer)
    with Client(people.home) as ben:
        ben.join(room.code, name="Ben")
        ben.command("guess", question="again", answer=0)
        room.host.command("run")
        ben.arrive()
        ana.presses_arrive()
        room.host.hear("tripped", generation=0)
        ben.arrive(1)
        room.host.command("tell")
        says(ana.page, "This happened")
    spoken = [entry["text"] for entry in ana.diary("assertive")]
    for sentence in (
        "Guess first. The bus has left. You call wait() again. What happens?",
        "You guessed. Now watch.",
        "This happened: I stop again until all are here",
    ):
        assert spoken.count(sentence) == 1, spoken
    assert not any("used up" in sentence or "the gate is open" in sentence for sentence in spoken), spoken


def test_nothing_grows_in_a_question_for_who_asks_for_calm(room: HostedRoom, people: People) -> None:
    calm, lively = people("Calm", calm=True), people("Lively")
    with Client(people.home) as ben:
        ben.join(room.code, name="Ben")
        room.host.command("start")
        room.host.command("ask", question="again")
        ben.command("guess", question="again", answer=0)
        for teacher in (calm, lively):
            teacher.open(f"/{room.code}/host#{room.host_key}")
            says(teacher.page, "1 of 1")
            teacher.page.evaluate(WATCH_WHAT_MOVES)
        room.host.command("tell")
        for teacher in (calm, lively):
            says(teacher.page, "A barrier closes behind you.")
    lively.page.wait_for_function("() => window.moved.includes('share-grows')")
    drawn(calm.page)
    assert set(calm.page.evaluate("window.moved")) <= {"appear"}
