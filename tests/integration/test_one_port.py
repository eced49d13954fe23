"""Several processes on one port, and one room, whoever is where."""

import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.clients import Client, create_room, http, metrics_page
from tests.support.programs.threads import until
from tests.support.redis_server import RedisServer, needs_redis, running_redis
from tests.support.running import STOP_WITHIN_S, Server

pytestmark = [needs_redis, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]
N_PROCESSES = 3
LARGE_PACKAGES = {"app", "eventlet", "dns", "flask", "werkzeug", "engineio", "socketio", "redis", "msgspec"}


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


@pytest.fixture(scope="module")
def one_server(redis: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    output = tmp_path_factory.mktemp("server") / "output"
    settings = {"REDIS_URL": redis.url, "WEB_CONCURRENCY": str(N_PROCESSES), "PYTHONPROFILEIMPORTTIME": "1"}
    server = Server(":memory:", output, **settings)
    yield server
    if server.process is not None:
        server.terminate()


@pytest.fixture
def server(one_server: Server) -> Server:
    return one_server if one_server.process is not None else one_server.start()


def wait_for_all_processes(server: Server) -> None:
    """Until each has answered: the last one may begin to long after the first."""
    heard: set[str] = set()

    def have_answered() -> bool:
        heard.update(re.findall(r'process="(\w+)"', metrics_page(server.url)))
        return len(heard) == N_PROCESSES

    until(have_answered)


def have_ended(pids: set[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


def imported_by_children(server: Server) -> set[str]:
    """Since the parent has said where the server is, of the packages that take long."""
    lines = server.output.rpartition("All Aboard on")[2].splitlines()
    modules = {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}
    return {name for name in modules if name.partition(".")[0] in LARGE_PACKAGES}


def processes_of(clients: list[Client]) -> Counter[str]:
    """How many sessions each process has."""
    return Counter(str(client.io.eio.sid).partition(".")[0] for client in clients)


def test_people_at_all_processes_pass_one_barrier_also_where_they_poll(server: Server) -> None:
    """Each request of a client that polls is a connection of its own here, so most reach another process."""
    wait_for_all_processes(server)
    code = create_room(server.url, hosted=False)["code"]
    with ExitStack() as stack:
        clients = []
        for nth in range(8):
            clients.append(stack.enter_context(Client(server.url, transport="polling" if nth % 2 else "websocket")))
            clients[-1].join(code)
        assert len(processes_of(clients)) > 1
        for generation in range(4):
            indices = {client.arrive(generation)["index"] for client in clients}
            assert indices == set(range(8))
            orders = {tuple(client.hear("tripped", generation=generation)["order"]) for client in clients}
            assert len(orders) == 1
        assert not any(client.gaps for client in clients)


def test_a_child_that_was_killed_is_replaced(server: Server) -> None:
    before = server.children
    assert len(before) == N_PROCESSES
    killed = before.pop()
    os.kill(killed, signal.SIGKILL)
    code = create_room(server.url, hosted=False)["code"]
    with Client(server.url) as ana:
        ana.join(code)
        until(lambda: len(server.children - {killed}) == N_PROCESSES)
        assert before < server.children
        for _ in range(20):
            assert http("GET", f"{server.url}/api/rooms/{code}")[0] == 200
    assert imported_by_children(server) == set(), (
        "the parent has imported it: a second of processor time for each child"
    )


def test_a_signal_to_stop_is_passed_on_and_waited_for(server: Server) -> None:
    children = server.children
    with Client(server.url) as ana:
        ana.join(create_room(server.url, hosted=False)["code"])
        assert server.terminate() == 0
        ana.hear_notice("server_restarting")
        ana.until(lambda: ana.ended_by is not None)
        assert ana.ended_by != "server disconnect", "nobody is sent to processes that stop, too"
    assert have_ended(children)


def test_children_end_when_their_parent_was_killed(server: Server) -> None:
    children = server.children
    assert server.process is not None
    server.process.kill()
    server.process.wait(STOP_WITHIN_S)
    server.process = None
    until(lambda: have_ended(children))
