"""Pages and programs that speak as ours do are answered on the fast path: a change of their form, or of the server's,
that nobody notices would cost every arrival twice as much."""

import pytest

from tests.support.clients import Client, create_room, metrics
from tests.support.running import StartServer

ROUNDS = 5


@pytest.mark.fast_delivery("stock delivery has no fast path")
def test_arrivals_and_clock_exchanges_are_answered_on_the_fast_path(start_server: StartServer) -> None:
    server = start_server(WEB_CONCURRENCY="1")  # each process counts for itself
    code = create_room(server.url, hosted=False)["code"]
    with Client(server.url) as ana, Client(server.url) as ben:
        for client in (ana, ben):
            client.join(code)
        for generation in range(ROUNDS):
            for client in (ana, ben):
                assert client.arrive(generation)["ok"]
                assert client.io.call("clock", {"t0": 1.5, "rtt_ms": 2})["ok"]
    assert metrics(server.url)["all_aboard_fast_path_total"] == 4 * ROUNDS
