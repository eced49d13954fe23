"""Every screen of a lesson, by day and by night: on an old projector, also for the back row, and on the smallest phone.

Nothing serious for axe, no word below the fold or cut off. PICTURES=1 keeps a picture of each.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import HostedRoom
from tests.support.browser.fits import SMALL_PHONE, check_page, check_whole, drawn, sized
from tests.support.browser.lesson import BACK, SKIP, TWO_PHONES, Class, a_class, chooses, main_button, says
from tests.support.browser.people import People, Person, Size
from tests.support.running import Server

OLD_PROJECTOR = {"width": 1024, "height": 768}
BACK_ROW = "z"


class Looker:
    """Looks at a state on both screens; goes on to the next one."""

    def __init__(self, room: Class, people: People) -> None:
        self.room = room
        self.ben = room.ben
        self.host = next(person for person in people.all if person.page is room.host)
        self.host.page.set_viewport_size({**OLD_PROJECTOR})  # type: ignore[typeddict-item]

    def phone(self, state: str) -> None:
        look(self.ben, state)
        check_page(self.ben.page)

    def projector(self, state: str) -> None:
        look(self.host, state)
        self.host.page.keyboard.press(BACK_ROW)
        expect(self.host.page.locator(".back-row")).to_be_visible()
        look(self.host, f"{state}-back")
        self.host.page.keyboard.press(BACK_ROW)
        expect(self.host.page.locator(".back-row")).to_have_count(0)

    def both(self, state: str) -> None:
        self.projector(state)
        self.phone(state)


def look(person: Person, state: str) -> None:
    fits(person, state)
    check_with_axe(person.page)


def fits(person: Person, state: str) -> None:
    drawn(person.page)
    person.picture("lesson", f"{state}-{person.name}")
    check_whole(person.page)


@pytest.fixture
def looker(server: Server, people: People) -> Iterator[Looker]:
    with a_class(server, people, {**TWO_PHONES, "Ben": SMALL_PHONE}) as room:
        yield Looker(room, people)


def play_first_round(room: Class, looker: Looker | None = None) -> None:
    """The screens on the way are looked at once, in the story of a question."""
    room.press(BACK)
    says(room.host, "A lesson of 15 minutes")
    if looker:
        look(looker.host, "menu")
    room.press()
    main_button(room.host, "Start the lesson")
    if looker:
        looker.both("door")
    room.press()
    main_button(room.host, "First round")
    if looker:
        looker.both("story")
    room.press()
    main_button(room.host, "Waiting for")
    room.arrive()
    main_button(room.host, "Go on")
    if looker:
        looker.projector("round")
    room.press()
    main_button(room.host, "Guess first")
    if looker:
        looker.both("without")
    room.press()
    main_button(room.host, "Run it and see")


def skip(room: Class, *steps: str) -> None:
    for step in steps:
        room.press(SKIP)
        expect(room.host.locator(".way b")).to_have_text(step)


def test_a_question_is_asked_run_and_told(looker: Looker) -> None:
    room, host, ben = looker.room, looker.room.host, looker.ben
    play_first_round(room, looker)
    says(ben.page, "Guess first. Nobody sees it.")
    looker.phone("ask")
    room.guess("again")
    chooses(ben, "I get an error: it is used up")
    says(host, "4 of 5")
    looker.both("guessed")
    room.press(BACK)
    says(host, "Nobody can arrive. Those waiting keep waiting.")
    ben.sees_heading("Paused")
    looker.both("paused")
    room.press()
    main_button(host, "Run it and see")
    room.press()
    says(ben.page, "Your guess")
    looker.both("run")
    room.arrive()
    ben.goes()
    room.others[0].arrive(room.generation)
    main_button(host, "Show the answers")
    room.press()
    says(ben.page, "This happened")
    looker.both("told")


def test_a_card_is_dealt_found_and_turned(looker: Looker) -> None:
    room, host, ben = looker.room, looker.room.host, looker.ben
    play_first_round(room)
    skip(room, "Guess again", "What is wrong?")
    main_button(host, "Deal and run")
    looker.both("deal")
    room.press()
    main_button(host, "Waiting for")
    looker.both("dealt")
    room.arrive()
    main_button(host, "What is wrong?")
    room.press()
    chooses(ben, "A call is missing")
    looker.both("wrong")
    room.press()
    main_button(host, "Time limit 10 s")
    looker.both("remedy")
    room.press()
    main_button(host, "Reset and go on")
    ben.sees_heading("The barrier broke")
    looker.both("turned")
    room.press()
    main_button(host, "Next: Barrier(")
    looker.both("what_if")


def test_the_exit_ticket_and_the_result(looker: Looker) -> None:
    room, host, ben = looker.room, looker.room.host, looker.ben
    play_first_round(room)
    skip(room, "Guess again", "What is wrong?", "What if?", "Exit ticket")
    main_button(host, "Show the class result")
    looker.projector("ticket")
    for nth, step in enumerate(("Next", "Next", "Done")):
        looker.phone(f"ticket_{nth}")
        ben.page.get_by_role("radio").first.click()
        ben.button(step).click()
    ben.sees_heading("Thank you")
    looker.phone("ticket_done")
    room.press()
    says(host, "What changed in this class")
    ben.sees_heading("What is true")
    looker.both("result")


QUESTIONS = ("again", "surplus", "dies", "timeout", "reset", "doing", "first", "parties", "torn", "turns")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_fits(question: str, room: HostedRoom, people: People) -> None:
    """Asked, answered, told and asked again at the end; for the longest words on the smallest phone. What axe looks at
    is the same for each question."""
    ben = people("Ben", SMALL_PHONE).open(f"/{room.code}").gets_on("Benjamin Long-Name")
    teacher = people("Teacher").open(f"/{room.code}/host#{room.host_key}")
    teacher.page.set_viewport_size({**OLD_PROJECTOR})  # type: ignore[typeddict-item]
    room.host.command("add_robots", count=4, pace="slow")
    room.host.command("start")
    room.host.command("ask", question=question, force=True)
    expect(ben.page.get_by_role("radio")).to_have_count(3)
    for answer in range(3):
        ben.page.get_by_role("radio").nth(answer).click()
        fits(ben, f"asked_{question}_{answer}")
    fits(teacher, f"asked_{question}")
    room.host.command("tell")
    says(ben.page, "Your guess")
    fits(ben, f"told_{question}")
    fits(teacher, f"told_{question}")
    room.host.command("ask", question=None)
    room.host.command("lesson", step="ticket")
    expect(ben.page.get_by_role("radio")).to_have_count(3)
    fits(ben, f"last_{question}")
    room.host.command("lesson", step="result")
    ben.sees_heading("What is true")
    fits(ben, f"result_{question}")


@pytest.mark.parametrize("size", [(800, 600), (853, 533), (960, 540)], ids=sized)
def test_a_zoomed_browser_keeps_the_words_of_a_lesson(size: Size, room: HostedRoom, people: People) -> None:
    teacher = people("Teacher").open(f"/{room.code}/host#{room.host_key}")
    room.host.command("add_robots", count=5, pace="slow")
    room.host.command("start")
    teacher.page.set_viewport_size({"width": size[0], "height": size[1]})
    for step, heading in (
        ("story", "The bus waits until everyone is on."),
        ("guess", "The bus has left."),
        ("guess_again", "5 seats, and 7 call"),
        ("wrong", "One secret card is on the bus."),
        ("ticket", "Three last questions, on your phone."),
        ("result", "What changed in this class"),
    ):
        room.host.command("lesson", step=step)
        says(teacher.page, heading)
        look(teacher, f"{step}-{sized(size)}")
        if step.startswith("guess"):
            room.host.command("tell")
            expect(teacher.page.locator(".true")).to_be_visible()
            look(teacher, f"{step}-told-{sized(size)}")


@pytest.mark.parametrize(
    ("card", "heading"),
    [("crash", "Your worker crashed"), ("slow", "Your worker is slow"), ("action", "The action failed")],
)
def test_a_phone_finds_its_card(card: str, heading: str, room: HostedRoom, people: People) -> None:
    ben = people("Ben", SMALL_PHONE).open(f"/{room.code}").gets_on("Ben")
    room.host.command("add_robots", count=1, pace="quick")
    room.host.command("start")
    room.host.command("pause", on=True)
    room.host.command("pause", on=False)
    room.host.command("deal", to="person", card=card)
    if card == "action":
        room.host.hear("arrived")
    ben.presses_arrive()
    ben.sees_heading(heading)
    look(ben, f"card_{card}")
