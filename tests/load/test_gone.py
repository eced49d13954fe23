"""Those who have gone leave nothing behind."""

import time

import pytest

from tests.support.clients import create_room, metrics
from tests.support.running import StartServer
from trials.load.crowd import Crowd
from trials.load.ledger import Ledger

N = 40
NOTICED_WITHIN_S = 15.0
"""Sooner than silence would be."""
LOOK_EVERY_S = 0.25
"""Looking makes garbage; when that is collected, files that were forgotten are closed, too."""


@pytest.mark.parametrize("delivery", ["fast", "stock"])
def test_a_hall_that_hangs_up_leaves_no_file_open(start_server: StartServer, delivery: str) -> None:
    server = start_server(DELIVERY=delivery)
    ledger = Ledger(create_room(server.url, hosted=False)["code"])
    before = metrics(server.url)
    if "process_open_fds" not in before:
        pytest.skip("this system does not say how many files are open")
    with Crowd(server.url) as crowd:
        crowd.join(crowd.connect(N), ledger, "brief")
        assert metrics(server.url)["process_open_fds"] >= before["process_open_fds"] + N
    assert crowd.faults == []
    most, deadline_s = before["process_open_fds"] + 2, time.monotonic() + NOTICED_WITHIN_S
    while (after := metrics(server.url))["process_open_fds"] > most or after["all_aboard_connections"]:
        assert time.monotonic() < deadline_s, after
        time.sleep(LOOK_EVERY_S)
