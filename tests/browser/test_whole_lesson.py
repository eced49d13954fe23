"""The whole lesson with the two keys of a clicker, though the server is killed in the middle of it. Each screen's words
are read at every step, with axe, on the projector and on the smallest phone."""

import re

from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.fits import SMALL_PHONE, check_page
from tests.support.browser.lesson import BACK, Class, a_class, chooses, main_button, says
from tests.support.browser.people import PHONE, People, Size
from tests.support.clients import Client
from tests.support.running import StartServer

N_ROBOTS = 3
PHONES: dict[str, Size | None] = {"Ana": PHONE, "Ben": SMALL_PHONE, "Chloé": PHONE, "Dev": PHONE}
"""Flo comes late."""


def looks(room: Class) -> None:
    """Nothing is wrong with what stands on the projector and on the smallest phone."""
    for page in (room.host, room.ben.page):
        check_with_axe(page)
    check_page(room.ben.page)


def presses_on(room: Class, button: str, then: str) -> None:
    """The one solid button says what it does now, and what it does next."""
    main_button(room.host, button)
    room.press()
    main_button(room.host, then)


def kills_server(room: Class, people: People) -> None:
    people.may_fail_to_connect()
    room.server.kill()
    for person in room.phones:
        person.sees_heading(re.compile("No signal"))
    expect(room.host.locator(".signal")).to_be_visible()
    room.server.start()
    room.all_say("You can still change it.")
    expect(room.ana.page.get_by_role("radio", name="I pass")).to_have_attribute("aria-checked", "true")
    expect(room.host.locator(".signal")).to_have_count(0)


def gets_on_and_plays(room: Class) -> None:
    """A first round, and the same round without a barrier."""
    host = room.host
    with Client(room.server.url) as robots:
        robots.join(room.code, role="host", host_key=room.key)
        robots.command("add_robots", count=N_ROBOTS, pace="quick")
    room.press(BACK)
    says(host, "A lesson of 15 minutes")
    room.press()
    presses_on(room, "Start the lesson", "First round")
    says(host, "The bus waits until everyone is on.")
    room.all_see("Look at the big screen")
    looks(room)
    presses_on(room, "First round", "Waiting for")
    room.arrive()
    main_button(host, "Go on")
    presses_on(room, "Go on", "Guess first")
    says(host, "simulated from your arrivals")
    room.all_see("Look at the big screen")
    presses_on(room, "Guess first", "Run it and see")


def guesses_and_sees(room: Class, people: People) -> None:
    """One phone reloads, one comes late, and the server is killed between guess and run."""
    host, ana, ben = room.host, room.ana, room.ben
    room.all_say("Guess first")
    room.comes("Flo", PHONE)
    for person in room.phones:
        chooses(person, "I pass: the gate is open")
    says(host, "5 of 5")
    looks(room)
    ana.page.reload()
    expect(ana.page.get_by_role("radio", name="I pass")).to_have_attribute("aria-checked", "true")
    kills_server(room, people)
    chooses(ben, "I get an error: it is used up")
    ben.page.keyboard.press("ArrowDown")
    expect(ben.page.get_by_role("radio", name="I stop again")).to_have_attribute("aria-checked", "true")
    says(host, "5 of 5")
    presses_on(room, "Run it and see", "Waiting for")
    says(host, "You guessed. Now watch.")
    room.all_say("Your guess")
    room.arrive()
    ana.goes()
    main_button(host, "Show the answers")
    presses_on(room, "Show the answers", "Go on")
    says(host, "A barrier closes behind you. It works again and again.")
    room.all_say("This happened")
    says(ana.page, "Your guess")
    looks(room)


def guesses_again(room: Class) -> None:
    """A host in a hurry shows the answers early: a second press is asked for."""
    host = room.host
    presses_on(room, "Go on", "Run it and see")
    room.all_say("Guess first")
    says(host, "8 seats, and 10 call")
    presses_on(room, "Run it and see", "Waiting for")
    presses_on(room, "Waiting for", "Show them now?")
    presses_on(room, "Show them now?", "Go on")
    says(host, "You have not seen it: the round was not over.")
    room.all_say("You did not guess.")
    room.all_say("This is true")
    presses_on(room, "Go on", "Deal and run")
    says(host, "One secret card is on the bus.")
    room.all_see("Look at the big screen")
    check_with_axe(host)


def finds_out_what_is_wrong(room: Class) -> None:
    """A robot crashes, and only a time limit ends the wait."""
    host, ben = room.host, room.ben
    presses_on(room, "Deal and run", "Waiting for")
    room.arrive()
    main_button(host, "What is wrong?")
    presses_on(room, "What is wrong?", "Show the answers")
    room.all_say("You wait. You can still think.")
    chooses(ben, "A call is missing")
    says(host, ">>> barrier.n_waiting, barrier.broken")
    looks(room)
    presses_on(room, "Show the answers", "Time limit 10 s")
    says(host, "Crashed, or only slow? Nobody can tell.")
    says(host, "1 of 1")
    check_with_axe(host)
    presses_on(room, "Time limit 10 s", "Waiting for")
    main_button(host, "Reset and go on")
    says(host, "The card was “Crash”.")
    room.all_see("The barrier broke")
    check_with_axe(host)


def looks_back(room: Class) -> None:
    """Other worlds, three last questions, and what has changed."""
    host, ben = room.host, room.ben
    presses_on(room, "Reset and go on", "Next: Barrier(9)")
    says(host, "The eighth call waits alone.")
    room.all_see("Look at the big screen")
    room.press("ArrowLeft")
    expect(host.locator(".pair-moment")).to_contain_text("At ")
    host.get_by_role("radio", name="Let go").click()
    main_button(host, "Exit ticket")
    host.get_by_role("radio", name="Barrier(7)").click()
    presses_on(room, "Next: Barrier(9)", "Next: Limit")
    presses_on(room, "Next: Limit", "Exit ticket")
    presses_on(room, "Exit ticket", "Show the class result")
    says(host, "No names, no points.")
    room.all_see("Four threads call wait() once. How many go on?")
    looks(room)
    for step in ("Next", "Next", "Done"):
        check_page(ben.page)
        ben.page.get_by_role("radio").first.click()
        asked = ben.heading.inner_text()
        ben.button(step).click()
        expect(ben.heading).not_to_have_text(asked)
    ben.sees_heading("Thank you")
    says(host, "1 of 5")
    presses_on(room, "Show the class result", "Open the report")
    says(host, "What changed in this class")
    room.all_see("What is true")
    looks(room)


def test_a_clicker_leads_a_class_through_the_whole_lesson(start_server: StartServer, people: People) -> None:
    with a_class(start_server(), people, PHONES) as room:
        gets_on_and_plays(room)
        guesses_and_sees(room, people)
        guesses_again(room)
        finds_out_what_is_wrong(room)
        looks_back(room)
