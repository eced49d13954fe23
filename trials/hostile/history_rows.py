"""Rows: short logs that unfold to long histories."""

import contextlib
import json
import socket
import time
from collections.abc import Iterator

from tests.support.clients import Client, create_room, http
from trials.hostile.arena import Arena
from trials.hostile.raw import connection, head
from trials.hostile.row import row
from trials.hostile.speaker import said, speaker

N_ROBOTS = 1_900
N_RESETS = 300
RESETS_WITHIN_S = 10.0
HALF_WITHIN_S = 60.0
"""On a slow and busy machine."""
RESETS_AT_ONCE = 30
N_SLOW = 8
N_HANGING_UP = 20
FOR_S = 3.0
REPORT_WITHIN_S = 10.0
"""As generous as the bound on an echo: other tests run beside. Unless histories are streamed, none comes in 30 s."""


def reset_a_full_room(arena: Arena) -> str:
    """The code of a room of two thousand whose barrier was reset again and again: each reset is a line of the log, and
    two thousand of its table."""
    code = arena.new_room()
    generation, began_s = 0, time.monotonic()
    while generation < N_RESETS:
        if time.monotonic() - began_s > (RESETS_WITHIN_S if generation > N_RESETS // 2 else HALF_WITHIN_S):
            break
        with speaker(arena.port) as visitor:
            assert visitor.join(code, view="brief")["ok"]
            if generation == 0:
                robots = {"type": "add_robots", "count": N_ROBOTS, "pace": "slow"}
                assert visitor.ask("command", json.dumps(robots))["ok"]
            resets = [{"type": "reset", "generation": generation + nth} for nth in range(RESETS_AT_ONCE)]
            answers = list(visitor.ask_all(("command", json.dumps(reset)) for reset in resets))
            generation += [said(answer) for answer in answers].count("ok")
    assert generation > N_RESETS // 2
    return code


def histories(arena: Arena) -> Iterator[str]:
    """Some ask for everything and read nothing, others hang up at once. A teacher's report in another room comes soon,
    and so does that room's whole history."""
    code, taught = reset_a_full_room(arena), create_room(arena.url)
    with Client(arena.url) as ana, Client(arena.url) as ben, contextlib.ExitStack() as stack:
        for client in (ana, ben):
            client.join(str(taught["code"]))
        for path in ["timeline.csv", "log.json"] * (N_SLOW // 2):
            slow = stack.enter_context(connection(arena.port))
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            slow.sendall(head(f"GET /api/rooms/{code}/{path}"))
        for path in ["timeline.csv", "report.json"] * (N_HANGING_UP // 2):
            with connection(arena.port) as gone:
                gone.sendall(head(f"GET /api/rooms/{code}/{path}"))
        until_s = time.monotonic() + FOR_S
        while time.monotonic() < until_s:
            for path in ("report.json", "timeline.csv", "log.json"):
                asked_s = time.monotonic()
                status = http("GET", f"{arena.url}/api/rooms/{taught['code']}/{path}", bearer=taught["host_key"])[0]
                yield str(status) if time.monotonic() - asked_s < REPORT_WITHIN_S else "late"


ROWS = (row("histories of a full room that was reset 300 times", histories, "200"),)
