"""Fixtures of the browser stories: one Chromium for all of them, and people with contexts of their own."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import find_browser
from tests.support.browser.classroom import HostedRoom
from tests.support.browser.people import People
from tests.support.clients import create_room
from tests.support.running import Server

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


# Of the package, not of the session: Playwright's event loop must not run while other tests start their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not find_browser.FOUND.is_file():
        find_browser.main()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_browser.FOUND.read_text().strip(), args=find_browser.FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def people(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[People]:
    """Call it with a name. At the end nobody's page may have had an error; a failed story leaves a picture of each."""
    everybody = People(browser, server.url)
    yield everybody
    try:
        if request.node.stash.get(FAILED, False):
            for person in everybody.all:
                person.keep_picture(f"failed-{request.node.name}-{person.name}")
        else:
            everybody.check()
    finally:
        everybody.close()


@pytest.fixture
def code(server: Server) -> str:
    """The code of a new room without a host."""
    return str(create_room(server.url, hosted=False)["code"])


@pytest.fixture
def room(server: Server) -> Iterator[HostedRoom]:
    room = HostedRoom(server)
    yield room
    room.host.close()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack
