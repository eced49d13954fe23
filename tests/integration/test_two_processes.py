"""Two processes on one Redis: one room, whoever is where."""

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.web.programs_api import MAX_HOLD_S
from tests.support.clients import Client, create_room, history, http
from tests.support.programs.threads import until
from tests.support.redis_server import RedisServer, needs_redis, running_redis
from tests.support.running import STOP_WITHIN_S, Server, StartServer

pytestmark = needs_redis
CLOCKS_MS = 1000
"""By so much the clocks of two processes may differ on a busy machine, and those of the wall differ ten times as much
here; on a calm one it is less than 1 ms."""


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


@pytest.fixture
def servers(start_server: StartServer, redis: RedisServer) -> tuple[Server, Server]:
    return start_server(REDIS_URL=redis.url), start_server(REDIS_URL=redis.url)


@contextmanager
def two_people(servers: tuple[Server, Server]) -> Iterator[tuple[str, Client, Client]]:
    """A new room, with a person at each process."""
    code = create_room(servers[0].url, hosted=False)["code"]
    with Client(servers[0].url) as ana, Client(servers[1].url) as ben:
        ana.join(code)
        ben.join(code)
        yield code, ana, ben


def presence(server: Server, code: str) -> list[bool]:
    """Of each worker: is somebody there?"""
    return [worker["connected"] for worker in http("GET", f"{server.url}/api/rooms/{code}")[1]["workers"]]


def has_lost_redis(server: Server) -> bool:
    return http("GET", f"{server.url}/healthz")[0] == 503


def who_came_and_went(servers: tuple[Server, Server], code: str) -> str:
    """For a failure's message: whom the room's log shows as here and away, and what the processes have printed."""
    told = [event for event in history(servers[1].url, code) if event["type"] in ("worker_joined", "presence")]
    return "\n".join([*map(str, told), *(f"{server.url}: {server.output}" for server in servers)])


def test_a_barrier_holds_for_people_of_both(servers: tuple[Server, Server]) -> None:
    first, second = servers
    code = create_room(first.url, hosted=False)["code"]
    with Client(first.url) as ana, Client(second.url) as ben, Client(second.url) as chloe:
        for client, name in ((ana, "Ana"), (ben, "Ben"), (chloe, "Chloé")):
            client.join(code, name=name)
        for generation in range(20):
            indices = {client.arrive(generation)["index"] for client in (chloe, ana, ben)}
            assert indices == {0, 1, 2}
            trips = [client.hear("tripped", generation=generation) for client in (ana, ben, chloe)]
            assert {(tuple(trip["order"]), trip["release_at_ms"]) for trip in trips} == {
                ((3, 1, 2), trips[0]["release_at_ms"])
            }
        assert not ana.gaps + ben.gaps + chloe.gaps
        logs = [http("GET", f"{server.url}/api/rooms/{code}/log.json")[1] for server in servers]
    assert logs[0]["events"] == logs[1]["events"]


def test_a_round_that_the_other_process_has_ended_is_known_here(servers: tuple[Server, Server]) -> None:
    with two_people(servers) as (_code, ana, ben):
        for generation in range(0, 20, 2):
            assert ana.arrive(generation)["ok"]
            assert ben.arrive(generation)["ok"]
            assert ana.arrive(generation + 1)["ok"], "no refusal comes from an old copy"
            assert ben.command("reset", generation=generation + 1)["ok"]


def test_who_goes_on_at_the_other_process_leaves_the_first(servers: tuple[Server, Server]) -> None:
    first, second = servers
    code = create_room(first.url, hosted=False)["code"]
    with Client(first.url) as before, Client(second.url) as after:
        before.join(code)
        assert after.join(code, token=before.token)["you"]["worker"] == 1
        before.until(lambda: not before.io.connected)
        assert [notice["type"] for notice in before.notices] == ["superseded"]
        assert presence(first, code) == presence(second, code) == [True]


def test_people_of_a_process_that_was_killed_are_away(servers: tuple[Server, Server]) -> None:
    first, second = servers
    with two_people(servers) as (code, _ana, ben):
        first.kill()
        gone = ben.hear("presence", worker=1)
        assert gone["connected"] is False
        assert presence(second, code) == [False, True]


def test_a_process_that_stops_sends_its_people_to_the_other(servers: tuple[Server, Server]) -> None:
    first, second = servers
    code = create_room(first.url, hosted=False)["code"]
    with Client(first.url) as before, Client(second.url) as ben, Client(second.url) as after:
        before.join(code, name="Ana")
        ben.join(code, name="Ben")
        assert before.arrive(0)["ok"]
        assert first.process is not None
        first.process.terminate()
        before.until(lambda: not before.io.connected)
        assert [notice["type"] for notice in before.notices] == ["server_restarting"]
        after.join(code, token=before.token)
        assert ben.arrive(0)["index"] == 1
        assert after.hear("tripped")["order"] == [1, 2]
        assert first.process.wait(STOP_WITHIN_S) == 0
        assert not [event for event in ben.events if event["type"] == "presence"], "nobody was away"


def test_nobody_is_away_whose_process_was_only_frozen(servers: tuple[Server, Server]) -> None:
    """Chloé has not waited for it, and goes on at the other one."""
    first, second = servers
    with ExitStack() as stack:
        code, _ana, ben = stack.enter_context(two_people(servers))
        before = stack.enter_context(Client(first.url))
        before.join(code)
        assert first.process is not None
        first.process.send_signal(signal.SIGSTOP)
        for worker in (1, 3):
            assert ben.hear("presence", worker=worker)["connected"] is False
        after = stack.enter_context(Client(second.url))  # who is silent for long after that is sent away
        assert after.join(code, token=before.token)["you"]["worker"] == 3
        first.process.send_signal(signal.SIGCONT)
        ben.hear("presence", worker=1, connected=True)
        before.until(lambda: not before.io.connected)
        assert presence(second, code) == [True, True, True], who_came_and_went(servers, code)
        assert (after.io.connected, after.notices) == (True, [])
        assert not [event for event in ben.events if event["type"] == "presence" and event["worker"] == 2]


def test_a_redis_that_is_killed_and_comes_back_has_lost_nobody(start_server: StartServer, redis: RedisServer) -> None:
    redis.ask("CONFIG", "SET", "appendfsync", "always")
    servers = start_server(REDIS_URL=redis.url), start_server(REDIS_URL=redis.url)
    with two_people(servers) as (code, ana, ben):
        assert ana.arrive(0)["index"] == 0
        redis.kill()
        until(lambda: has_lost_redis(servers[1]))  # what is sent before it is noticed has no known outcome
        assert ben.arrive(0)["error"] == "unavailable"
        redis.options["appendfsync"] = "always"
        redis.start()
        for server in servers:
            until(server.is_healthy)
        until(lambda: ben.arrive(0).get("index") == 1)  # while Redis loads its file, it may be back for a moment only
        assert ana.hear("tripped")["order"] == [1, 2]
        assert presence(servers[0], code) == [True, True]


def test_a_programs_ticket_gives_one_seat_wherever_it_is_asked_for(servers: tuple[Server, Server]) -> None:
    code = create_room(servers[0].url, hosted=False)["code"]
    seats = [
        http("POST", f"{server.url}/api/rooms/{code}/workers", {"name": "load", "ticket": "x"})[1] for server in servers
    ]
    assert seats[0] == seats[1]


def test_a_hosts_screen_at_one_process_is_known_at_the_other(servers: tuple[Server, Server]) -> None:
    first, second = servers
    room = create_room(first.url)
    code = room["code"]
    with Client(second.url) as ana:
        ana.join(code, view="brief")
        assert not ana.joined["brief"]["host_here"]
        with Client(first.url) as host:
            host.join(code, role="host", host_key=room["host_key"])
            ana.hear_notice("host_here")
            assert http("GET", f"{second.url}/api/rooms/{code}")[1]["host_here"]
        ana.hear_notice("host_away")


def test_a_nudge_reaches_a_screen_of_the_other_process(servers: tuple[Server, Server]) -> None:
    first, second = servers
    room = create_room(first.url)
    with Client(first.url) as host, Client(second.url) as ana:
        host.join(room["code"], role="host", host_key=room["host_key"])
        ana.join(room["code"], view="brief")
        assert host.command("nudge", worker=ana.worker)["ok"]
        ana.hear_notice("nudge")


def test_a_program_may_ask_any_process(servers: tuple[Server, Server]) -> None:
    code = create_room(servers[0].url, hosted=False)["code"]
    rooms = [f"{server.url}/api/rooms/{code}" for server in servers]
    load, calc = (http("POST", f"{room}/workers", {"name": "x"})[1]["token"] for room in rooms)
    for nth in range(6):
        answer = http("POST", f"{rooms[nth % 2]}/wait", {"ticket": "1", "hold_s": 0}, bearer=load)[1]
        assert answer["state"] == "waiting"
    held = {"ticket": "1", "hold_s": MAX_HOLD_S}
    assert http("POST", f"{rooms[0]}/wait", held, bearer=calc)[1]["state"] == "released"
    assert http("POST", f"{rooms[1]}/wait", held, bearer=load)[1]["state"] == "released"


def test_wall_clocks_that_differ_break_no_barrier_early(
    start_server: StartServer, redis: RedisServer, tmp_path: Path
) -> None:
    """One is 5 s ahead and the other 5 s behind: Redis's clock is theirs."""
    servers = []
    for ahead_s in (5, -5):
        folder = tmp_path / str(ahead_s)
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(
            f"import time\nreal = time.time\ntime.time = lambda: real() + {ahead_s}\n"
        )
        servers.append(start_server(REDIS_URL=redis.url, PYTHONPATH=str(folder)))
    with two_people((servers[0], servers[1])) as (_code, ana, ben):
        times_ms = [client.call("clock", {"t0": 0})["t_ms"] for client in (ana, ben, ana)]
        assert times_ms[0] - CLOCKS_MS <= times_ms[1] <= times_ms[2] + CLOCKS_MS
        ana.command("configure", timeout_s=0.5)
        for generation, arriver in enumerate((ana, ben)):
            began_s = time.monotonic()
            answer = arriver.arrive(generation)
            assert answer["ok"], answer
            arrived, broken = (ben.hear(what, generation=generation) for what in ("arrived", "broken"))
            assert broken["cause"] == "timeout"
            assert broken["at_ms"] - arrived["at_ms"] >= 500
            assert time.monotonic() - began_s >= 0.5
            assert ana.command("reset", generation=generation)["ok"]
            ana.hear("reset", generation=generation + 1)
