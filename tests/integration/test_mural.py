"""The mural over the wire: nobody waits without the barrier, and a hall of phones hears little."""

import statistics
import time

import msgspec

from app.core.mural import N_STEPS
from app.web.remote_barrier import RemoteBarrier
from tests.support.clients import Client, create_room, http
from tests.support.record_mural import picture_of
from tests.support.running import Server

N_ROBOTS = 300
N_PRESSES = 3
MOST_BYTES = 4096
"""For each phone in PER_S."""
PER_S = 2.0


def mural_of(server: Server, code: str) -> dict[str, object]:
    mural: dict[str, object] = http("GET", f"{server.url}/api/rooms/{code}")[1]["mural"]
    return mural


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
            assert mural_of(server, code)["paints"] == [1] * N_STEPS
            assert ana.command("arrive", generation=0, known=0)["paints"] == [*[1] * N_STEPS, 0]


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
            assert mural_of(server, code)["paints"] == [2, 2, 2]


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
    """Nothing in it waits: twelve steps each, of which none moves the barrier on."""
    arrivals: list[float] = []
    presses: list[float] = []
    for gate, times in (("barrier", arrivals), ("none", presses)):
        code = str(create_room(server.url, hosted=False)["code"])
        with Client(server.url) as ana, Client(server.url) as ben:
            ana.join(code, name="Ana")
            ben.join(code, name="Ben")
            assert ana.command("mural", gate=gate)["ok"]
            for step in range(N_STEPS):
                began_s = time.perf_counter()
                assert ana.arrive(step)["ok"]
                times.append(time.perf_counter() - began_s)
                if gate == "barrier":
                    assert ben.arrive(step)["ok"]
    assert statistics.median(presses) <= max(0.02, 2 * statistics.median(arrivals))


def test_a_hall_of_phones_hears_little_while_three_hundred_robots_paint(server: Server) -> None:
    made = create_room(server.url)
    code = str(made["code"])
    with Client(server.url) as host, Client(server.url) as phone:
        host.join(code, role="host", host_key=made["host_key"])
        assert host.command("add_robots", count=N_ROBOTS - 1, pace="quick")["ok"]
        phone.join(code, name="Ana", view="brief")
        assert host.command("start")["ok"]
        assert host.command("mural", gate="none")["ok"]
        heard_before, began_s = len(phone.briefs), time.monotonic()
        paints: list[int] = []
        n_bytes = 0
        for step in range(N_PRESSES):
            more = (step + 1) * N_ROBOTS
            host.until(lambda more=more: n_painted(host) >= more, "for the robots")  # type: ignore[misc]
            answer = phone.command("arrive", generation=step, known=len(paints))
            paints += answer["paints"]
            n_bytes += len(msgspec.json.encode(answer))
        passed_s = time.monotonic() - began_s
        n_bytes += sum(len(msgspec.json.encode(brief)) for brief in phone.briefs[heard_before:])
        assert len(paints) >= N_PRESSES * N_ROBOTS
        assert n_bytes <= MOST_BYTES * passed_s / PER_S
