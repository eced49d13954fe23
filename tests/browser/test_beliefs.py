"""Each wrong belief about barriers meets a sentence, on a screen of the room or in its report, that shows it wrong.

`tests/programs/test_beliefs.py` checks the same seventeen against real threads: there is what is true, here is where a
class reads it.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser.classroom import HostedRoom
from tests.support.browser.lesson import main_button, says
from tests.support.browser.people import PHONE, People, Person
from tests.support.clients import Client

QUESTIONS = {
    "again": ["one use only"],
    "surplus": ["it knows who should come"],
    "dies": ["it notices a dead thread"],
    "timeout": ["a timeout is mine alone"],
    "reset": ["reset() lets the waiting ones pass"],
    "doing": ["only some threads need to reach it"],
    "first": ["all leave at one instant", "first in, first out"],
    "parties": ["parties are the others"],
}
HAPPENED = {
    "again": ("I stop again until all are here", r"3 went on\. Now 1 stands at the same barrier\."),
    "surplus": ("They wait for the next bus", r"3 went on\. (One waits|Two wait) on the next bus\."),
    "dies": ("They wait for ever", r"3 have waited, the first for .* s\. Nothing happens\."),
    "timeout": ("Everybody who waits", r"One ran out of time\. All 3 got the error\."),
    "reset": ("They get an error", r"3 waited\. All 3 got BrokenBarrierError\."),
    "doing": ("They stand still on that line", r"3 stood still for .* s\."),
    "first": ("Nobody can say", r"Real threads go on one by one, and in no order that Python promises\."),
    "parties": ("Nobody goes on", r"3 of 4 wait\. Nobody is missing\."),
}


class Group:
    """Ana's phone, Ben and Chloé as programs, the projector, and a host that is a program."""

    def __init__(self, room: HostedRoom, people: People) -> None:
        self.room, self.people, self.host = room, people, room.host
        self.ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
        self.others = [Client(people.home) for _ in ("Ben", "Chloé")]
        for client, name in zip(self.others, ("Ben", "Chloé"), strict=True):
            client.join(room.code, view="brief", name=name)
        self.host.command("start")
        self.teacher = people("Teacher").open(f"/{room.code}/host#{room.host_key}")
        expect(self.teacher.page.locator(".big-count")).to_be_visible()

    @property
    def generation(self) -> int:
        return int(self.others[0].call("sync", {"seq": 0})["brief"]["generation"])

    def arrive(self, *, phone_last: bool = False) -> None:
        generation = self.generation
        if not phone_last:
            self.ana.presses_arrive()
            expect(self.ana.page.locator(".phone-wait, .lesson-body, .phone-go")).to_be_visible()
        for client in self.others:
            client.arrive(generation)
        if phone_last:
            self.ana.presses_arrive()

    def report(self) -> Person:
        return self.people.tab(self.teacher, "Reader").open(f"/{self.room.code}/report")


@pytest.fixture
def group(room: HostedRoom, people: People) -> Iterator[Group]:
    group = Group(room, people)
    yield group
    for client in group.others:
        client.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_shows_its_beliefs_wrong(question: str, group: Group) -> None:
    host, page = group.host, group.teacher.page
    host.command("ask", question=question)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    host.command("run")
    group.arrive()
    if question == "again":
        host.hear("tripped")
        group.others[0].arrive(group.generation)
    if question == "timeout":
        host.command("configure", timeout_s=1)
    if question == "reset":
        host.command("reset", generation=group.generation)
    main_button(page, "Show the answers")
    host.command("tell")
    answer, seen = HAPPENED[question]
    expect(page.locator(".happened")).to_contain_text(answer)
    expect(page.locator(".saw")).to_have_text(re.compile(seen))
    says(group.ana.page, "This is true" if question == "first" else "This happened")
    if question == "first":
        times = page.locator(".real-threads rect").evaluate_all("bars => bars.map((bar) => bar.getAttribute('x'))")
        assert len(set(times)) == len(times) > 5, "real threads leave one by one"


def test_who_waits_cannot_run_ahead_and_no_driver_opens(group: Group) -> None:
    """A fast worker may run ahead several phases; a driver opens it."""
    group.ana.arrives()
    group.ana.sees_heading("You are stopped")
    says(group.ana.page, "Nothing to press. That is the point.")
    expect(group.ana.arrive_button).to_have_count(0)
    for client in group.others:
        client.arrive()
    expect(group.teacher.page.locator(".what p")).to_have_text("Chloé came last. That call opened the gate.")
    says(group.ana.page, "Why 0 and not 1" if group.ana.page.locator(".phone-go").count() else "ARRIVE")


def test_a_broken_barrier_stays_broken_until_a_reset(group: Group) -> None:
    """Abort is reset."""
    group.ana.arrives()
    group.host.command("abort", generation=0)
    group.ana.sees_heading("The barrier broke")
    says(group.teacher.page, "The barrier broke. Nobody passes.")
    assert group.others[0].arrive(0)["error"] == "barrier_broken"
    expect(group.ana.arrive_button).to_have_count(0)
    group.host.command("reset", generation=0)
    expect(group.ana.arrive_button).to_be_visible()


def test_the_action_runs_once_and_n_waiting_decides_nothing(group: Group) -> None:
    """The action runs after the release, or in everybody; `n_waiting` is good for decisions."""
    group.host.command("deal", to="robot", card="action")
    group.arrive(phone_last=True)
    group.ana.sees_heading("The action failed")
    says(group.ana.page, "Your call came last, so it ran the action.")
    says(group.ana.page, "Everybody else got")
    group.host.command("ask", question="wrong")
    says(group.teacher.page, "barrier.n_waiting, barrier.broken")
    expect(group.teacher.page.locator(".python-says b")).to_have_text("(0, True)")  # though all three were there
    group.host.command("tell")
    says(group.teacher.page, "The action raised. Everybody gets an error.")


def test_the_report_shows_what_one_round_cannot(group: Group) -> None:
    """A barrier protects shared data (a lock); more barriers are safer; it worked once, so it is right."""
    group.arrive()
    group.ana.goes()
    group.arrive(phone_last=True)
    group.host.hear("tripped", generation=1)
    report = group.report()
    world = report.page.locator(".worlds-small .world", has_text="lock")
    expect(world).to_contain_text("A lock lets in one at a time. It waits for nobody.")
    expect(report.page.locator(".rounds-luck")).to_have_text(
        re.compile(r"luck decides each round anew: \d+ and \d+ parts would have been missing\.")
    )
    many = report.page.locator(".rounds-many")
    expect(many).to_contain_text("Two barriers:")
    twice, once = (float(number) for number in re.findall(r"([\d.]+) s", many.inner_text()))
    assert once <= twice
