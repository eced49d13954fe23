"""The long runs of `make endurance`, made short."""

import time

import pytest

from tests.support.running import StartServer
from trials.hostile.endurance import ONCE_AROUND, WORKERS, check_arrivals, check_visits, new_rooms, visit
from trials.hostile.vitals import Vitals, settled

N_ARRIVALS = 2000
N_ROOMS = 20
N_VISITS = 300
AT_ONCE_S = 8.0
"""Sooner than anybody asks whether a connection is silent."""


def test_no_acknowledged_arrival_is_lost_or_counted_twice(start_server: StartServer) -> None:
    server = start_server(ROOMS_PER_MINUTE="1000")
    rounds, faults = check_arrivals(server.url, N_ARRIVALS, N_ROOMS)
    assert faults == []
    assert len(rounds.book) >= N_ARRIVALS
    assert rounds.n_cut_off > N_ROOMS
    assert rounds.n_doubled > N_ROOMS * WORKERS


def test_after_many_visits_everything_is_as_it_was(start_server: StartServer) -> None:
    _, after, faults = check_visits(start_server().url, N_VISITS, n_warm_up=ONCE_AROUND)
    assert faults == []
    assert after.connections == 0


@pytest.mark.parametrize("async_mode", ["eventlet", "threading"])
def test_a_connection_that_has_ended_gives_its_socket_back_at_once(start_server: StartServer, async_mode: str) -> None:
    url = start_server(ASYNC_MODE=async_mode).url
    codes = new_rooms(url, 1)
    visit(url, codes, 20)
    before = settled(url)
    assert visit(url, codes, 60) == []
    until_s = time.monotonic() + AT_ONCE_S
    while (now := Vitals.of(url)).descriptors > before.descriptors:
        assert time.monotonic() < until_s, (before, now)
        time.sleep(0.1)
