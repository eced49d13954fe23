"""The mural over the wire: nobody waits without the barrier."""

import time
from contextlib import ExitStack

from app.core.mural import N_STEPS
from app.web.remote_barrier import RemoteBarrier
from tests.support.clients import Client, create_room, http
from tests.support.record_mural import picture_of
from tests.support.running import Server


def paints(server: Server, code: str) -> object:
    return http("GET", f"{server.url}/api/rooms/{code}")[1]["mural"]["paints"]


def n_painted(client: Client) -> int:
    return sum(len(event["strips"]) for event in client.events if event["type"] == "painted")


def test_a_program_s_loop_paints_a_strip_at_once_when_there_is_no_barrier(server: Server) -> None:
    code = str(create_room(server.url, hosted=False)["code"])
    with Client(server.url) as ana:
        ana.join(code, name="Ana")
        with RemoteBarrier(f"{server.url}/{code}", name="script") as barrier:
            ana.hear("worker_joined")
            assert ana.command("mural", gate="none")["ok"]
            for _step in range(N_STEPS):
                assert barrier.wait() == 0
            assert paints(server, code) == [1] * N_STEPS
            assert ana.command("arrive", generation=0, known=0)["paints"] == [*[1] * N_STEPS, 0]
            ana.call("sync", {"seq": 0, "view": "brief"})
            told = ana.call("sync", {"seq": 0, "run": 0, "known": N_STEPS})["brief"]["mural"]
            assert (told["known"], told["paints"]) == (N_STEPS, [0])


def test_a_program_paints_with_the_barrier_like_anybody(server: Server) -> None:
    code = str(create_room(server.url, hosted=False, lead_ms=0)["code"])
    with Client(server.url) as ana:
        ana.join(code, name="Ana")
        with RemoteBarrier(f"{server.url}/{code}", name="script") as barrier:
            ana.hear("worker_joined")
            assert ana.command("mural", gate="barrier")["ok"]
            for step in range(3):
                assert ana.arrive(step)["ok"]
                barrier.wait()
            assert paints(server, code) == [2, 2, 2]


def test_robots_paint_and_all_screens_can_fold_the_same_picture(server: Server) -> None:
    code = str(create_room(server.url, hosted=False, lead_ms=0)["code"])
    with Client(server.url) as ana:
        ana.join(code, name="Ana")
        assert ana.command("add_robots", count=3, pace="quick")["ok"]
        assert ana.command("mural", gate="none")["ok"]
        ana.until(lambda: n_painted(ana) >= 9, "for nine presses")
        with Client(server.url) as late:
            snapshot = late.join(code, role="viewer")["snapshot"]
        told = [strip for event in ana.events if event["type"] == "painted" for strip in event["strips"]]
        paints = snapshot["mural"]["paints"]
        n = min(len(told), len(paints))
        assert told[:n] == paints[:n]
        assert picture_of("none", 0, 4, paints[:n]).age


def test_a_press_is_answered_as_fast_as_an_arrival(server: Server) -> None:
    """Nothing in it waits: twelve steps each, in turn, of which none moves the barrier on. The quickest are compared:
    what waits does so each time, and others keep the machine busy now and then."""
    with ExitStack() as stack:
        pairs = {gate: [stack.enter_context(Client(server.url)) for _ in "ab"] for gate in ("barrier", "none")}
        for gate, pair in pairs.items():
            code = str(create_room(server.url, hosted=False)["code"])
            for client in pair:
                client.join(code)
            assert pair[0].command("mural", gate=gate)["ok"]
        times_s: dict[str, list[float]] = {gate: [] for gate in pairs}
        for step in range(N_STEPS):
            for gate, (ana, ben) in pairs.items():
                began_s = time.perf_counter()
                assert ana.arrive(step)["ok"]
                times_s[gate].append(time.perf_counter() - began_s)
                if gate == "barrier":
                    assert ben.arrive(step)["ok"]
    assert min(times_s["none"]) <= max(0.02, 2 * min(times_s["barrier"]))
