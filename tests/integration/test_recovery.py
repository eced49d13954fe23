"""A server that dies in the middle of a generation, and comes back."""

import time
from contextlib import ExitStack

from tests.support.clients import Client, Message, create_room, history, http
from tests.support.programs.threads import until
from tests.support.running import Server, StartServer

LIMITS_S = (3, 9, 27)
"""The next one is tried where the machine was too busy to kill the server within it."""
ATTEMPTS = 5
"""To leave before a robot has arrived, which takes a second and a half at least."""


def test_kill_9_loses_nothing_that_was_acknowledged(start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url, hosted=False)["code"]
    tokens = []
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(server.url)) for _ in range(5)]
        for nth, client in enumerate(clients):
            client.join(code, name=f"Worker {nth}")
            tokens.append(client.token)
        answers = [client.arrive() for client in clients[:4]]
        assert [answer["index"] for answer in answers] == [0, 1, 2, 3]
        before = http("GET", f"{server.url}/api/rooms/{code}")[1]

        server.kill()
        for client in clients:
            client.until(lambda client=client: not client.io.connected)  # type: ignore[misc]
    server.start()

    after = http("GET", f"{server.url}/api/rooms/{code}")[1]
    assert {**after, "now_ms": 0} == {**before, "now_ms": 0}
    with ExitStack() as stack:
        again = [stack.enter_context(Client(server.url)) for _ in range(5)]
        for nth, client in enumerate(again):
            you = client.join(code, token=tokens[nth])["you"]
            assert (you["worker"], you["name"]) == (nth + 1, f"Worker {nth}")
            assert (you["waiting"] or {}).get("index") == (nth if nth < 4 else None)
        assert [client.arrive()["index"] for client in again[:4]] == [0, 1, 2, 3], "repeated: the same answers"
        again[4].arrive()
        trips = [client.hear("tripped") for client in again]
        assert {tuple(trip["order"]) for trip in trips} == {(1, 2, 3, 4, 5)}


def test_a_time_limit_outlives_the_server(start_server: StartServer) -> None:
    server = start_server()
    seat: dict[str, str] = {}
    for generation, limit_s in enumerate(LIMITS_S):
        with Client(server.url) as ana:
            seat = {"token": ana.join("BRRRRR", **seat)["you"]["token"]}
            if generation:
                assert ana.command("reset", generation=generation - 1)["ok"]
            assert ana.command("configure", timeout_s=limit_s)["ok"]
            ana.arrive(generation)
            arrived = ana.hear("arrived", generation=generation)
            server.kill()
            killed_ms = time.time() * 1000
        server.start()
        with Client(server.url) as ana:
            ana.join("BRRRRR", **seat)
            until(lambda generation=generation: broken_in(server, generation) != [])  # type: ignore[misc]
        (broken,) = broken_in(server, generation)
        assert (broken["cause"], broken["waiting"]) == ("timeout", [ana.worker])
        assert broken["at_ms"] >= arrived["at_ms"] + limit_s * 1000
        if broken["at_ms"] > killed_ms:
            return
    raise AssertionError("no server was killed within its limit")


def broken_in(server: Server, generation: int) -> list[Message]:
    events = history(server.url, "BRRRRR")
    return [event for event in events if event["type"] == "broken" and event["generation"] == generation]


def test_who_does_not_come_back_after_a_restart_has_no_signal(start_server: StartServer) -> None:
    server = start_server()
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join("BRRRRR")
        ben.join("BRRRRR")
        token, missing = ana.token, ben.worker
        server.kill()
    server.start()
    with Client(server.url) as ana:
        ana.join("BRRRRR", token=token)
        ana.hear("presence", worker=missing, connected=False)


def test_robots_rest_while_nobody_is_connected(start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url, hosted=False, gone="hold")["code"]
    seat = leave_a_robot_at_work(server, code)
    with Client(server.url) as other:
        other.join("BRRRRR")
        other.command("add_robots", count=1, pace="quick")
        for generation in range(2):
            other.arrive(generation)
            other.hear("tripped", generation=generation)
    assert room_of(server, code)["barrier"]["waiting"] == []
    with Client(server.url) as ana:
        ana.join(code, **seat)
        ana.hear("arrived", worker=2)


def leave_a_robot_at_work(server: Server, code: str) -> dict[str, str]:
    """Ana gets on with a robot, and has gone before it arrives; her seat. Where she was too slow she goes on with it,
    and tries again."""
    seat: dict[str, str] = {}
    rooms: list[Message] = []

    def has_gone() -> bool:
        rooms.append(room_of(server, code))
        return not rooms[-1]["workers"][0]["connected"]

    for attempt in range(ATTEMPTS):
        with Client(server.url) as ana:
            seat = {"token": ana.join(code, **seat)["you"]["token"]}
            if attempt:
                assert ana.arrive(attempt - 1)["ok"]
            else:
                assert ana.command("add_robots", count=1, pace="quick")["ok"]
        until(has_gone)
        if rooms[-1]["barrier"]["waiting"] == []:
            return seat
    raise AssertionError("the robot was always there first")


def room_of(server: Server, code: str) -> Message:
    return http("GET", f"{server.url}/api/rooms/{code}")[1]


def test_the_history_tells_what_happened(start_server: StartServer) -> None:
    server = start_server()
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join("BRRRRR", name="=Ana")
        ben.join("BRRRRR", name="Ben")
        ben.arrive()
        ana.arrive()
        ana.hear("tripped")
        until(lambda: len(history(server.url, "BRRRRR")) == 5)
        log = http("GET", f"{server.url}/api/rooms/BRRRRR/log.json")[1]
        assert [event["type"] for event in log["events"]] == [
            "worker_joined",
            "worker_joined",
            "arrived",
            "arrived",
            "tripped",
        ]
        released = log["generations"][0]
        assert (released["outcome"], released["phase"]) == ("released", "research")
        assert [(span["name"], span["index"]) for span in released["spans"]] == [("=Ana", 1), ("Ben", 0)]


def test_the_history_of_a_hosted_room_is_for_its_host(start_server: StartServer) -> None:
    server = start_server()
    room = create_room(server.url, hosted=True)
    url = f"{server.url}/api/rooms/{room['code']}"
    for what in ("log.json", "report.json"):
        assert http("GET", f"{url}/{what}")[0] == 401
        assert http("GET", f"{url}/{what}", bearer="wrong")[0] == 403
        assert http("GET", f"{url}/{what}", bearer=room["host_key"])[0] == 200
    assert http("POST", f"{url}/abort", {}, bearer=room["host_key"])[1]["error"] == "in_lobby"
    assert room["host_url"].endswith(f"/{room['code']}/host#{room['host_key']}")
