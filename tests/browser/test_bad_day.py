"""A bad day: tabs are closed, a phone is turned, storage is blocked, a page is translated, the laptop moves to another
address and falls asleep for a minute. Nobody has two seats or loses a name, and the round goes on, with one press each
at most."""

import os
import signal
from collections.abc import Sequence

from playwright.sync_api import expect

from tests.support.browser.classroom import start_room
from tests.support.browser.mishaps import FORBIDDEN, TRANSLATOR
from tests.support.browser.people import PHONE, People, Person
from tests.support.clients import http
from tests.support.running import Server, StartServer

NAMES = ["Ana", "Ben", "Mia", "Noa", "Tom", "Zoe"]
MINUTE_S = 60
TURNED = {"width": 932, "height": 430}


def scans_again(people: People, pupil: Person, code: str) -> Person:
    pupil.page.close()
    again = people.tab(pupil, pupil.name)
    again.page.clock.install()
    again.open(f"/{code}")
    again.button("Take that seat back").click()
    return again


def sleeps(server: Server, pupils: Sequence[Person], seconds: int) -> None:
    """The server stands still, and so does the projector, which is on the same laptop. The clocks of the phones go on:
    they are put forward, which lets all their timers fire that would have."""
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGSTOP)
    for pupil in pupils:
        pupil.may_fail_to_connect = True
        pupil.page.clock.fast_forward(1000 * seconds)
    for pupil in pupils:
        pupil.sees_heading("No signal")
    os.kill(server.process.pid, signal.SIGCONT)


def test_a_bad_day(people: People, start_server: StartServer) -> None:
    server = start_server()
    teacher = people("Teacher", home=server.url)
    code, _ = start_room(teacher.page, server)
    ana, ben, mia, noa, tom, zoe = (people(name, PHONE, home=server.url) for name in NAMES)
    noa.context.add_init_script(FORBIDDEN)
    tom.context.add_init_script(TRANSLATOR)
    for pupil in (ana, ben, mia, noa, tom, zoe):
        pupil.page.clock.install()
    for pupil in (ana, ben, noa, tom, zoe):
        pupil.open(f"/{code}").gets_on(pupil.name)
    mia.open(f"/{code}").page.get_by_label("Your name").fill("Mia")
    mia.page.set_viewport_size(TURNED)  # type: ignore[arg-type]
    mia.gets_on()
    expect(teacher.page.get_by_text("6 here", exact=True)).to_be_visible()
    teacher.button("Start the trip").click()
    ana.arrives()
    ana, ben = (scans_again(people, pupil, code) for pupil in (ana, ben))
    ana.waits()
    noa.page.reload()
    for pupil in (ben, mia, noa, tom, zoe):
        pupil.works()

    teacher.page.close()
    elsewhere = people.tab(teacher, "Teacher elsewhere")
    elsewhere.home = server.url.replace("127.0.0.1", "localhost")
    elsewhere.open("/").page.get_by_label("Join with a code").fill(code)
    elsewhere.button("Join").click()
    elsewhere.sees_heading("Are you the host?")
    elsewhere.home = server.url
    elsewhere.button("Open the projector").click()
    expect(elsewhere.page.locator(".big-count")).to_have_text("1 of 6")

    sleeps(server, [ana, ben, mia, noa, tom, zoe], MINUTE_S)
    ana.waits()
    for pupil in (ben, mia, noa, tom, zoe):
        pupil.arrives()
    for pupil in (ana, ben, mia, noa, tom, zoe):
        pupil.goes()
    elsewhere.sees_heading("The gate opened. Everyone goes.")
    workers = http("GET", f"{server.url}/api/rooms/{code}")[1]["workers"]
    assert sorted(worker["name"] for worker in workers) == NAMES
    assert [pupil.worker_name for pupil in (ana, ben, mia, noa, tom, zoe)] == NAMES
