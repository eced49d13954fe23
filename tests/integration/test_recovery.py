"""A server that dies in the middle of a generation, and comes back."""

from tests.support.clients import Client, Message, create_room, http
from tests.support.running import Server, StartServer


def test_kill_9_loses_nothing_that_was_acknowledged(start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url, hosted=False)["code"]
    clients = [Client(server.url) for _ in range(5)]
    tokens = []
    for nth, client in enumerate(clients):
        client.join(code, name=f"Worker {nth}")
        tokens.append(client.token)
    indices = [client.arrive()["index"] for client in clients[:4]]
    assert indices == [0, 1, 2, 3]
    before = http("GET", f"{server.url}/api/rooms/{code}")[1]

    server.kill()
    for client in clients:
        client.until(lambda client=client: not client.io.connected)  # type: ignore[misc]
    server.start()

    after = http("GET", f"{server.url}/api/rooms/{code}")[1]
    assert {**after, "now_ms": 0} == {**before, "now_ms": 0}
    again = [Client(server.url) for _ in range(5)]
    for nth, client in enumerate(again):
        you = client.join(code, token=tokens[nth])["you"]
        assert (you["worker"], you["name"]) == (nth + 1, f"Worker {nth}")
        assert (you["waiting"] or {}).get("index") == (nth if nth < 4 else None)
    assert [client.arrive()["index"] for client in again[:4]] == [0, 1, 2, 3], "repeated: the same answers"
    again[4].arrive()
    trips = [client.hear("tripped") for client in again]
    assert {tuple(trip["order"]) for trip in trips} == {(1, 2, 3, 4, 5)}
    for client in again:
        client.close()


def test_a_time_limit_outlives_the_server(start_server: StartServer) -> None:
    server = start_server()
    with Client(server.url) as ana:
        ana.join("BRRRRR")
        token = ana.token
        ana.command("configure", timeout_s=3)
        ana.arrive()
        arrived = ana.hear("arrived")
        server.kill()
        ended_ms = arrived["at_ms"] + 3000
        assert not [event for event in ana.events if event["type"] == "broken"]
    server.start()
    with Client(server.url) as ana:
        ana.join("BRRRRR", token=token)
        ana.until(lambda: broken_ones(server) != [])  # before Ana is back, where the machine is slow
        (broken,) = broken_ones(server)
        assert (broken["cause"], broken["waiting"]) == ("timeout", [ana.worker])
        assert broken["at_ms"] >= ended_ms


def broken_ones(server: Server) -> list[Message]:
    log = http("GET", f"{server.url}/api/rooms/BRRRRR/log.json")[1]
    return [event for event in log["events"] if event["type"] == "broken"]


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
    with Client(server.url) as ana:
        ana.join(code)
        ana.command("add_robots", count=1, pace="quick")
        token = ana.token
    with Client(server.url) as other:
        other.join("BRRRRR")
        other.command("add_robots", count=1, pace="quick")
        for generation in range(2):
            other.arrive(generation)
            other.hear("tripped", generation=generation)
    assert http("GET", f"{server.url}/api/rooms/{code}")[1]["barrier"]["waiting"] == []
    with Client(server.url) as ana:
        ana.join(code, token=token)
        ana.hear("arrived", worker=2)


def test_the_history_tells_what_happened(start_server: StartServer) -> None:
    server = start_server()
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join("BRRRRR", name="=Ana")
        ben.join("BRRRRR", name="Ben")
        ben.arrive()
        ana.arrive()
        ana.hear("tripped")
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
