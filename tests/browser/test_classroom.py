"""The whole lesson: a projector and five phones, from the landing page to the second release.

Ben's phone is reloaded, Chloé's has no signal for ten seconds while it waits, Ela's goes away while it works and is let
go. Every screen's words are checked at every step, and a picture of each state is kept in tests/pictures/.
"""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser.people import PHONE, People, Person
from tests.support.browser.proxy import Proxy
from tests.support.running import Server

NAMES = ("Ana", "Ben", "Chloé", "Dev", "Ela")
OFFLINE_S = 10

HAS_STOOD = "([place, text]) => diary.some((entry) => entry.place === place && entry.text.startsWith(text))"
"""GO! stands for 2.5 s, which a busy machine may spend elsewhere."""

Words = tuple[str, ...]


class Classroom:
    """The six screens. Chloé's and Ela's phones have lines of their own, which can be cut."""

    def __init__(self, people: People, lines: dict[str, Proxy]) -> None:
        self.people = people
        self.lines = lines
        self.teacher = people("Teacher")
        self.phones = {name: people(name, PHONE, home=lines[name].url if name in lines else None) for name in NAMES}
        self.n_pictures = 0

    def see(self, teacher: Words, *, everybody: Words = (), **phones: Words) -> None:
        """The words that stand on the projector, and on the phones of those who are named and of all others."""
        reads(self.teacher, teacher)
        for name, phone in self.phones.items():
            reads(phone, phones.get(name, everybody))

    def picture(self, state: str, *names: str) -> None:
        """Of the phones of those who are named, or of the projector."""
        self.n_pictures += 1
        for person in [self.phones[name] for name in names] or [self.teacher]:
            person.keep_picture(f"classroom-{self.n_pictures:02}-{state}-{person.name}")

    def all_have_gone(self, names: tuple[str, ...], came: Words) -> None:
        """Those phones have shown GO!, each with its place in coming."""
        for name, place in zip(names, came, strict=True):
            why = f"All {len(names)} were here, so the gate opened.You came {place} and waited "
            self.phones[name].page.wait_for_function(HAS_STOOD, arg=["why", why])


def reads(person: Person, words: Words) -> None:
    for phrase in words:
        expect(person.page.locator("body")).to_contain_text(phrase)


def works(phase: str, already: str) -> Words:
    finished = {"research": "Done with your research?", "write": "Finished writing?"}[phase]
    return ("You are working", f"{finished} Then press.", "ARRIVE", "barrier.wait()", already)


def stopped(k: int, n: int) -> Words:
    until = f"Inside wait(), until all {n} are here."
    return (f"{k} of {n}", "You are stopped", until, "Nothing to press. That is the point.")


def waiting(k: int, n: int, missing: str) -> Words:
    """On the projector."""
    return (f"{k} of {n}", "waiting at the barrier", missing, f"WAITING · {k} OF {n} ABOARD", f"Barrier({n})")


@pytest.fixture
def classroom(people: People, server: Server) -> Iterator[Classroom]:
    with Proxy(server.port) as line_of_chloe, Proxy(server.port) as line_of_ela:
        yield Classroom(people, {"Chloé": line_of_chloe, "Ela": line_of_ela})


def test_a_lesson_from_the_landing_page_to_the_second_release(classroom: Classroom) -> None:
    code = they_get_on(classroom)
    they_start(classroom)
    ben_is_reloaded(classroom)
    chloe_has_no_signal_and_ela_goes_away(classroom)
    ela_is_let_go(classroom)
    ela_gets_on_again(classroom)
    they_go_on_together(classroom)
    assert classroom.phones["Ben"].seat_token(code)


def they_get_on(room: Classroom) -> str:
    teacher = room.teacher.open("/")
    reads(teacher, ("The bus waits until everyone is on.", "Join with a code", "Try it alone"))
    room.picture("landing")
    teacher.button("Start a room").click()
    teacher.page.wait_for_url("**/host")
    code = teacher.page.url.split("/")[-2]
    shown = f"{code[:3]} {code[3:]}"
    reads(teacher, (shown, "Nobody here yet", "Start the trip"))
    room.picture("lobby")
    for n, (name, phone) in enumerate(room.phones.items(), start=1):
        phone.open("/")
        reads(phone, ("The bus waits until everyone is on.",))
        phone.page.get_by_label("Join with a code").fill(code)
        phone.button("Join").click()
        if name in room.lines:  # its line has a port of its own: another address of this computer, as a host might use
            phone.button("Get on as a worker").click()
        people_in = "Nobody is in yet." if n == 1 else f"{n - 1} {'person is' if n == 2 else 'people are'} in."
        reads(phone, ("You are", "Your name (or keep this one)", people_in, "The bus has one seat each.", "Get on"))
        if n == 2:
            room.picture("door", name)
        phone.gets_on(name)
        reads(teacher, (f"{n} here · the bus will have {n} seat", name))
    will_work = "You will work, press Arrive, and wait until everybody is on the bus."
    room.see(("5 here", *NAMES, will_work), everybody=("You are in", will_work, "The trip has not started."))
    room.picture("lobby")
    room.picture("in", "Ana")
    return code


def they_start(room: Classroom) -> None:
    room.teacher.page.keyboard.press("PageDown")
    room.see(waiting(0, 5, "5 still working"), everybody=works("research", "Nobody is waiting yet"))
    expect(room.phones["Ben"].page).to_have_title("(0/5) working · Ben")
    room.picture("working")
    room.picture("working", "Ben")
    room.phones["Ana"].arrives()
    room.see(
        waiting(1, 5, "Waiting for: Ben, Chloé, Dev and Ela"),
        everybody=works("research", "1 of 5 already waiting"),
        Ana=stopped(1, 5),
    )


def ben_is_reloaded(room: Classroom) -> None:
    ben = room.phones["Ben"].arrives()
    ben.page.reload()
    room.see(
        waiting(2, 5, "Waiting for: Chloé, Dev and Ela"),
        everybody=works("research", "2 of 5 already waiting"),
        Ana=stopped(2, 5),
        Ben=stopped(2, 5),
    )
    assert ben.worker_name == "Ben"
    expect(ben.page).to_have_title("(2/5) waiting · Ben")
    room.picture("reloaded", "Ben")


def chloe_has_no_signal_and_ela_goes_away(room: Classroom) -> None:
    chloe = room.phones["Chloé"].arrives()
    room.people.may_fail_to_connect()
    room.lines["Chloé"].cut()
    cut_at_s = time.monotonic()
    still_waits: Words = (
        "No signal",
        "Your seat is kept. You are still waiting as far as the barrier knows.",
        "Try now",
    )
    room.see(
        (*waiting(3, 5, "Waiting for: Dev and Ela"), "Chloé: waiting, no signal (still counted)"),
        everybody=stopped(3, 5),
        Chloé=still_waits,
        Dev=works("research", "3 of 5 already waiting"),
        Ela=works("research", "3 of 5 already waiting"),
    )
    room.picture("no-signal", "Chloé")
    room.phones["Dev"].arrives()
    room.lines["Ela"].cut()
    room.see(
        (*waiting(4, 5, "Waiting for: Ela"), "Ela: working, no signal (still expected)"),
        everybody=stopped(4, 5),
        Chloé=still_waits,
        Ela=("No signal", "Your seat is kept.", "Try now"),
    )
    room.picture("one-is-missing")
    room.picture("gone-away", "Ela", "Dev")
    left_ms = (cut_at_s + OFFLINE_S - time.monotonic()) * 1000
    chloe.page.wait_for_function(
        "at_ms => performance.now() >= at_ms", arg=chloe.page.evaluate("performance.now()") + left_ms
    )
    room.lines["Chloé"].restore()
    expect(chloe.heading).to_have_text("You are stopped")
    room.see(
        (*waiting(4, 5, "Waiting for: Ela"), "Chloé: waiting"),
        everybody=stopped(4, 5),
        Ela=("No signal", "Trying again in"),
    )
    room.picture("back", "Chloé")


def ela_is_let_go(room: Classroom) -> None:
    room.teacher.button("Let go Ela").click()
    room.phones["Dev"].goes()
    room.picture("go", "Dev")
    room.all_have_gone(("Ana", "Ben", "Chloé", "Dev"), ("1st", "2nd", "3rd", "4th"))
    fewer = "The bus got one seat fewer, so the gate opened."
    room.see(
        (
            "The gate opened. Everyone goes.",
            "4 of 4",
            fewer,
            "NEXT STOP: WRITE",
            "Nobody went on before all 4 were here.",
        ),
        everybody=works("write", "Nobody is waiting yet"),
        Ela=("No signal",),
    )
    room.picture("released")


def ela_gets_on_again(room: Classroom) -> None:
    ela = room.phones["Ela"]
    room.lines["Ela"].restore()
    ela.sees_heading("Your seat was given up")
    reads(ela, ("Your teacher let this screen go, so that the bus could leave.", "There is a new seat for you."))
    room.picture("given-up", "Ela")
    ela.button("Get on again").click()
    room.see(waiting(0, 5, "5 still working"), everybody=works("write", "Nobody is waiting yet"))
    assert ela.worker_name == "Ela"
    room.picture("second-round")


def they_go_on_together(room: Classroom) -> None:
    *others, last = "Dev", "Chloé", "Ben", "Ana", "Ela"
    for k, name in enumerate(others, start=1):
        room.phones[name].arrives()
        room.phones[name].sees_count(k, 5)
    everybody_waits = dict.fromkeys(others, stopped(4, 5))
    room.see(waiting(4, 5, "Waiting for: Ela"), **everybody_waits, Ela=works("write", "4 of 5 already waiting"))
    room.phones[last].presses_arrive()
    room.phones[last].goes()
    room.picture("go", last)
    room.all_have_gone((*others, last), ("1st", "2nd", "3rd", "4th", "5th"))
    came_last = "Ela came last. That call opened the gate."
    room.see(
        ("The gate opened. Everyone goes.", "5 of 5", came_last, "Nobody went on before all 5 were here."),
        everybody=works("research", "Nobody is waiting yet"),
    )
    room.picture("released")
