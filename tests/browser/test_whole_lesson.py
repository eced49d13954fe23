"""The whole lesson with the two keys of a clicker, though the server is killed in the middle of it. Each screen's words
are read at every step, with axe, on the projector and on the smallest phone."""

import re

from playwright.sync_api import expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.fits import SMALL_PHONE, check_page
from tests.support.browser.lesson import BACK, Class, a_class, chooses, main_button, says
from tests.support.browser.people import People
from tests.support.clients import Client
from tests.support.running import StartServer

N_ROBOTS = 3


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
    for person in (room.ana, room.ben):
        person.sees_heading(re.compile("No signal"))
    room.server.start()
    room.come_back()
    expect(room.ana.page.get_by_role("radio", name="I pass")).to_have_attribute("aria-checked", "true")
    expect(room.host.locator(".signal")).to_have_count(0)


def gets_on_and_plays(room: Class) -> None:
    """A first round, and the same round without a barrier."""
    host, ana = room.host, room.ana
    with Client(room.server.url) as robots:
        robots.join(room.code, role="host", host_key=room.key)
        robots.command("add_robots", count=N_ROBOTS, pace="quick")
    room.press(BACK)
    says(host, "A lesson of 15 minutes")
    room.press()
    presses_on(room, "Start the lesson", "First round")
    says(host, "The bus waits until everyone is on.")
    ana.sees_heading("Look at the big screen")
    looks(room)
    presses_on(room, "First round", "Waiting for")
    room.arrive()
    main_button(host, "Go on")
    presses_on(room, "Go on", "Guess first")
    says(host, "simulated from your arrivals")
    presses_on(room, "Guess first", "Run it and see")


def guesses_and_sees(room: Class, people: People) -> None:
    """One phone reloads, one comes late, and the server is killed between guess and run."""
    host, ana, ben = room.host, room.ana, room.ben
    chooses(ana, "I pass: the gate is open")
    room.comes("Flo")
    room.guess("again")
    says(host, "5 of 6")
    looks(room)
    ana.page.reload()
    kills_server(room, people)
    chooses(ben, "I get an error: it is used up")
    ben.page.keyboard.press("ArrowDown")
    expect(ben.page.get_by_role("radio", name="I stop again")).to_have_attribute("aria-checked", "true")
    says(host, "6 of 6")
    presses_on(room, "Run it and see", "Waiting for")
    says(host, "You guessed. Now watch.")
    says(ana.page, "Your guess")
    room.arrive()
    ana.goes()
    main_button(host, "Show the answers")
    presses_on(room, "Show the answers", "Go on")
    says(host, "A barrier closes behind you. It works again and again.")
    says(ben.page, "This happened")
    looks(room)


def guesses_again(room: Class) -> None:
    """A host in a hurry shows the answers early: a second press is asked for."""
    host, ben = room.host, room.ben
    presses_on(room, "Go on", "Run it and see")
    says(host, "9 seats, and 11 call")
    presses_on(room, "Run it and see", "Waiting for")
    presses_on(room, "Waiting for", "Show them now?")
    presses_on(room, "Show them now?", "Go on")
    says(host, "You have not seen it: the round was not over.")
    says(ben.page, "You did not guess.")
    says(ben.page, "This is true")
    presses_on(room, "Go on", "Deal and run")
    says(host, "One secret card is on the bus.")
    check_with_axe(host)


def finds_out_what_is_wrong(room: Class) -> None:
    """A robot crashes, and only a time limit ends the wait."""
    host, ana, ben = room.host, room.ana, room.ben
    presses_on(room, "Deal and run", "Waiting for")
    room.arrive()
    main_button(host, "What is wrong?")
    presses_on(room, "What is wrong?", "Show the answers")
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
    ana.sees_heading("The barrier broke")
    check_with_axe(host)


def looks_back(room: Class) -> None:
    """Other worlds, three last questions, and what has changed."""
    host, ben = room.host, room.ben
    presses_on(room, "Reset and go on", "Next: Barrier(10)")
    says(host, "The ninth call waits alone.")
    room.press("ArrowLeft")
    expect(host.locator(".pair-moment")).to_contain_text("At ")
    host.get_by_role("radio", name="Let go").click()
    main_button(host, "Exit ticket")
    host.get_by_role("radio", name="Barrier(8)").click()
    presses_on(room, "Next: Barrier(10)", "Next: Limit")
    presses_on(room, "Next: Limit", "Exit ticket")
    presses_on(room, "Exit ticket", "Show the class result")
    for step in ("Next", "Next", "Done"):
        looks(room)
        ben.page.get_by_role("radio").first.click()
        ben.button(step).click()
    ben.sees_heading("Thank you")
    says(host, "1 of 6")
    presses_on(room, "Show the class result", "Open the report")
    says(host, "What changed in this class")
    ben.sees_heading("What is true")
    looks(room)


def test_a_clicker_leads_a_class_through_the_whole_lesson(start_server: StartServer, people: People) -> None:
    with a_class(start_server(), people, SMALL_PHONE) as room:
        gets_on_and_plays(room)
        guesses_and_sees(room, people)
        guesses_again(room)
        finds_out_what_is_wrong(room)
        looks_back(room)
