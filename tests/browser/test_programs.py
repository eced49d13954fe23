"""Programs in the room: what the page offers to copy runs as it is, and a mixed room goes through its rounds."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.web.remote_barrier import CAUSES, RemoteBarrier
from tests.support.browser.classroom import join, start_room
from tests.support.browser.people import PHONE, People
from tests.support.clients import create_room, http
from tests.support.programs import CHILD
from tests.support.running import Server

DEADLINE_S = 60
ROUNDS = 3
FITS = "() => document.documentElement.scrollHeight <= innerHeight"

Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Start a program in a folder of the test; it ends with the test at the latest."""
    started: list[subprocess.Popen[str]] = []

    def start(*command: str | Path) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, cwd=tmp_path, text=True, stdout=pipe, stderr=pipe))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


WATCH_COPIED = """
button => {
  window.was_copied = false;
  new MutationObserver(() => {
    window.was_copied ||= button.textContent === "Copied";
  }).observe(button, { subtree: true, childList: true, characterData: true });
}
"""
"""It says so for two seconds only."""


def copied(page: Page, button: str) -> str:
    """What this button puts into the clipboard."""
    page.get_by_role("button", name=button, exact=True).evaluate(WATCH_COPIED)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_function("() => window.was_copied")
    text: str = page.evaluate("navigator.clipboard.readText()")
    expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
    return text


def shows_repr_of(page: Page, barrier: RemoteBarrier) -> None:
    """The code panel shows what Python says, but for the address."""
    expect(page.locator(".code-repr").first).to_have_text(re.sub("0x[0-9a-f]+", "0x…", repr(barrier)))


def download(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_copied_lines_run_as_they_are(people: People, server: Server, code: str, run: Run, tmp_path: Path) -> None:
    ana = people("Ana").enter(code)
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ana.opens("Join from Python")
    five_lines = copied(ana.page, "Copy the five lines")
    assert len(five_lines.splitlines()) == 5
    region = ana.page.get_by_role("region", name="Five lines of Python")
    expect(region).to_have_text(five_lines.strip(), use_inner_text=True)
    (tmp_path / "load.py").write_text(five_lines)
    assert download(ana.page, "Get the file", tmp_path).name == "remote_barrier.py"
    shell = copied(ana.page, "Copy")
    ana.picture("programs", "join")
    expect(ana.page.get_by_role("link", name="Take it home")).to_have_count(0)
    ana.page.keyboard.press("Escape")
    expect(ana.page.get_by_role("dialog")).to_have_count(0)

    python = run(sys.executable, "load.py")
    ana.sees_count(1, 2)
    curl = run("sh", "-c", shell)
    ana.sees_count(2, 3)
    expect(ana.roster).to_contain_text([re.compile("you"), "load.py", "curl"])
    shows_repr_of(ana.page, RemoteBarrier(f"{server.url}/{code}"))
    ana.picture("programs", "waiting")

    ana.arrives()
    assert python.communicate(timeout=DEADLINE_S)[0] == "research()\nwrite() 0\n"
    assert '"state":"released"' in curl.communicate(timeout=DEADLINE_S)[0]
    ana.picture("programs", "released")
    home = download(ana.page, "Take it home", tmp_path)
    lines = run(sys.executable, "-I", home).communicate(timeout=DEADLINE_S)[0].splitlines()
    assert [line.split("  ")[0] for line in lines[-3:]] == ["0", "1", "2"]
    assert [line.split("  ")[1] for line in lines[-3:-1]] == ["load.py", "curl"]


def test_people_a_robot_and_programs_go_through_three_generations(people: People, server: Server, run: Run) -> None:
    host = people("Teacher").page
    code, _ = start_room(host, server)
    url = f"{server.url}/{code}"
    host.context.grant_permissions(["clipboard-read", "clipboard-write"])
    host.get_by_role("button", name="Join from Python").click()
    get_on, wait = re.split(r"(?<=\))\n", copied(host, "Copy"))
    host.get_by_role("button", name="Close").click()
    two = [people(name, PHONE) for name in ("Ana", "Ben")]
    for person in two:
        join(person.page, server, code, person.name)
    host.keyboard.press("b")
    host.get_by_role("radio", name="Quick").click()
    host.get_by_role("button", name="Add 1 robot").click()
    barrier = RemoteBarrier(url)
    python = [run(sys.executable, CHILD, url, name, str(ROUNDS + 1)) for name in ("load.py", "parse.py")]
    curl = run("sh", "-c", f"{get_on}\n" + "".join(wait.replace("a1", f"a{n}") for n in range(ROUNDS)))
    expect(host.get_by_text("6 here", exact=True)).to_be_visible()
    people.all[0].picture("programs", "lobby")
    for name in ("load.py", "parse.py", "curl"):
        expect(host.get_by_role("button", name=name)).to_be_visible()
    host.keyboard.press("PageDown")

    for generation in range(ROUNDS):
        expect(host.locator(".big-count")).to_have_text("4 of 6")
        expect(host.locator(".what p")).to_contain_text("Waiting for: ")
        kinds = host.locator(".kinds")
        for words in ("2 people", "1 robot", "3 programs", "One barrier for all."):
            expect(kinds).to_contain_text(words)
        shows_repr_of(host, barrier)
        if generation == 0:
            people.all[0].picture("programs", "mixed")
        for person in two:
            person.arrives()
        for person in two:
            person.goes()
        # the programs come again at once: it stands for three seconds only
        people.all[0].has_said("The gate opened. Everyone goes.", generation + 1)
        for person in two:
            person.works()

    states = re.findall('"state":"([a-z]+)"', curl.communicate(timeout=DEADLINE_S)[0])
    assert states == ["released"] * ROUNDS
    expect(host.locator(".big-count")).to_have_text("3 of 6")
    host.keyboard.press("Shift+A")
    host.keyboard.press("Shift+A")
    expect(host.locator(".code-error")).to_contain_text("2 programs got")
    shows_repr_of(host, barrier)
    people.all[0].picture("programs", "broken")
    for process in python:
        out, err = process.communicate(timeout=DEADLINE_S)
        assert len(out.split()) == 1 + ROUNDS
        expect(host.locator(".code-error")).to_contain_text(err.splitlines()[-1])
    barrier_now = http("GET", f"{server.url}/api/rooms/{code}")[1]["barrier"]
    assert (barrier_now["state"], barrier_now["generation"]) == ("broken", ROUNDS)
    expect(host.locator(".big-count")).to_have_text("3 of 6")


def test_the_page_says_what_python_says_after_a_reset(people: People, server: Server, run: Run) -> None:
    host = people("Teacher").page
    code, _ = start_room(host, server)
    host.keyboard.press("Space")
    ana = people("Ana").open(f"/{code}").gets_on()
    process = run(sys.executable, CHILD, f"{server.url}/{code}", "load.py", "1")
    ana.sees_count(1, 2)
    expect(host.locator(".kinds")).to_be_visible()
    expect(host.locator(".big-count")).to_have_text("1 of 2")
    for _ in range(2):
        host.keyboard.press("r")
    last_line = process.communicate(timeout=DEADLINE_S)[1].splitlines()[-1]
    assert last_line.endswith(CAUSES["reset"])
    pages = (host, ana.page)
    for page in pages:
        expect(page.locator(".code-error")).to_have_text(f"The program got {last_line}")
        page.wait_for_function(FITS)
    expect(host.locator(".kinds")).to_have_count(0)
    ana.presses_arrive()
    for page in pages:
        expect(page.locator(".code-error")).to_have_count(0)


@pytest.mark.parametrize("cause", ["abort", "timeout"])
def test_the_page_says_what_python_says(cause: str, people: People, server: Server, run: Run) -> None:
    limit = {"timeout_s": 2} if cause == "timeout" else {}
    code = create_room(server.url, hosted=False, **limit)["code"]
    ana = people("Ana").enter(code)
    process = run(sys.executable, CHILD, f"{server.url}/{code}", "load.py", "1")
    if cause == "abort":
        ana.sees_count(1, 2)
        ana.breaks()
    error = ana.page.locator(".code-error")
    expect(error).to_contain_text(CAUSES[cause])
    last_line = process.communicate(timeout=DEADLINE_S)[1].splitlines()[-1]
    expect(error).to_have_text(f"The program got {last_line}")
    ana.page.wait_for_function(FITS)
    expect(ana.roster).to_have_count(2)
    ana.sees_count(1, 2)
