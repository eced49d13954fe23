"""The projector page in front of a hall: it stays smooth while everybody arrives."""

import json

from playwright.sync_api import Browser, expect

from tests.support.browser.classroom import start_room
from tests.support.browser.people import People
from tests.support.running import Server
from trials.load.crowd import Crowd
from trials.load.ledger import Ledger
from trials.load.rounds import play

HALL = 500
SPREAD_S = 5.0
FRAME_MS = 50
"""Longer than this and a hall sees it stutter."""
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
