"""The projector page in front of a hall: it stays smooth while everybody arrives, and while everybody guesses."""

import functools
import json

from playwright.sync_api import Browser, expect

from tests.support.browser.classroom import start_room
from tests.support.browser.people import People
from tests.support.clients import Client
from tests.support.running import Server
from trials.load.client import Answer
from trials.load.crowd import Crowd, now_s
from trials.load.ledger import Ledger
from trials.load.rounds import play

HALL = 500
SPREAD_S = 5.0
FRAME_MS = 50
"""Longer than this and a hall sees it stutter."""
GUESSING = 300
FEWEST_STEPS = 10
"""So often the count moves at least, in the five seconds."""
WATCH_THE_COUNT = """
() => {
  window.counts = [];
  const look = () => {
    const count = document.querySelector(".guessed b").textContent;
    if (window.counts.at(-1) !== count) window.counts.push(count);
  };
  new MutationObserver(look).observe(document.querySelector(".guessed"), {
    subtree: true, childList: true, characterData: true,
  });
}
"""
ALL_GUESSED = "count => document.querySelector('.guessed b').textContent === count"
RELEASED = "() => document.querySelector('h1').textContent === 'The gate opened. Everyone goes.'"
"""Asked in this way it costs the page nothing; `expect` reads the whole page each time, in tasks that would count."""
TASK = "RunTask"
PAGES_THREAD = "CrRendererMain"


def test_no_task_of_the_page_is_longer_than_a_frame_while_a_hall_arrives(
    server: Server, people: People, browser: Browser
) -> None:
    host = people("Teacher").page
    code, _ = start_room(host, server)
    ledger = Ledger(code)
    with Crowd(server.url) as crowd:
        phones = crowd.connect(HALL)
        crowd.join(phones, ledger, "brief")
        host.keyboard.press("Space")
        expect(host.locator(".big-count")).to_have_text(f"0 of {HALL}")
        browser.start_tracing(page=host, categories=["toplevel"])
        play(crowd, ledger, phones, SPREAD_S)
        host.wait_for_function(RELEASED)
        used_ms = processor_ms_of_tasks(browser.stop_tracing())
    assert used_ms
    assert max(used_ms) < FRAME_MS


def test_the_count_moves_and_stays_smooth_while_three_hundred_guess(
    server: Server, people: People, browser: Browser
) -> None:
    host = people("Teacher").page
    code, key = start_room(host, server)
    ledger, answers = Ledger(code), list[Answer]()
    with Crowd(server.url) as crowd, Client(server.url) as program:
        program.join(code, role="host", host_key=key)
        phones = crowd.get_on(GUESSING, ledger, "brief")
        assert program.command("start")["ok"] and program.command("ask", question="again")["ok"]
        expect(host.locator(".guessed b")).to_have_text(f"0 of {GUESSING}")
        host.evaluate(WATCH_THE_COUNT)
        browser.start_tracing(page=host, categories=["toplevel"])
        began_s = now_s()
        for nth, phone in enumerate(phones):
            guess = {"type": "guess", "question": "again", "answer": nth % 3}
            crowd.at(
                began_s + SPREAD_S * nth / GUESSING,
                functools.partial(crowd.call, phone, "command", guess, answers.append),
            )
        assert crowd.run(lambda: len(answers) == GUESSING, what="for all guesses"), crowd.faults
        host.wait_for_function(ALL_GUESSED, arg=f"{GUESSING} of {GUESSING}")
        used_ms = processor_ms_of_tasks(browser.stop_tracing())
    assert used_ms and max(used_ms) < FRAME_MS
    assert host.evaluate("window.counts.length") >= FEWEST_STEPS


def processor_ms_of_tasks(trace: bytes) -> list[float]:
    """Of each task of the pages' main threads, the processor's time in ms: how busy the machine is besides is not the
    page's fault."""
    events = json.loads(trace)["traceEvents"]
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == PAGES_THREAD
    }
    return [
        event["tdur"] / 1000
        for event in events
        if event["name"].endswith(TASK) and (event["pid"], event["tid"]) in threads and "tdur" in event
    ]
