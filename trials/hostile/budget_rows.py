"""Rows: commands that are cheap to ask for and concern everybody, as fast as they can be asked; and a school that comes
in at once from one address, which must not be taken for an attack."""

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Iterator

from tests.support.clients import http as ask
from trials.hostile.arena import Arena
from trials.hostile.row import row
from trials.hostile.speaker import crowd, said, speaker
from trials.load.crowd import Crowd
from trials.load.ledger import Ledger

FOR_S = 3.0
N_ASKING = 4
N_JOINING = 1_000
ROOM = "/api/rooms/{}"


def in_a_full_room(arena: Arena) -> str:
    """The code of an open room with 1,900 slow robots."""
    code = arena.new_room()
    with speaker(arena.port) as visitor:
        visitor.join(code, view="brief")
        assert visitor.ask("command", '{"type": "add_robots", "count": 1900, "pace": "slow"}')["ok"]
    return code


def over_http(arena: Arena, code: str, path: str, tokens: list[str]) -> list[str]:
    """This asked for with each token on a connection of its own, as soon as the answer before has come."""
    seen: list[str] = []

    def ask_again(token: str) -> None:
        opened = http.client.HTTPConnection("127.0.0.1", arena.port, timeout=30)
        with contextlib.closing(opened):
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            began_s, number = time.monotonic(), 0
            while time.monotonic() - began_s < FOR_S:
                body = json.dumps({"ticket": f"{token}{number}", "hold_s": 0, "timeout_s": 3e8})
                opened.request("POST", ROOM.format(code) + path, body if path == "/wait" else "{}", headers)
                answer = opened.getresponse()
                error = json.loads(answer.read()).get("error", "ok")
                seen.append(error)
                number += 1

    threads = [threading.Thread(target=ask_again, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def seats(arena: Arena, code: str) -> list[str]:
    """Tokens of N_ASKING programs."""
    room = arena.url + ROOM.format(code)
    return [ask("POST", f"{room}/workers", {})[1]["token"] for _ in range(N_ASKING)]


def end_generations(arena: Arena) -> Iterator[str]:
    """A full room reset over HTTP by some of its programs."""
    code = in_a_full_room(arena)
    yield from set(over_http(arena, code, "/reset", seats(arena, code)))


def arrive_again(arena: Arena) -> Iterator[str]:
    """A program alone that waits with ticket after ticket, each with a limit in ten years."""
    code = arena.new_room(parties=1)
    yield from set(over_http(arena, code, "/wait", seats(arena, code)[:1]))


def many_connections(arena: Arena) -> Iterator[str]:
    """Twenty screens of one full room: each keeps to the contract's limit, and all reset as often as they may."""
    code = in_a_full_room(arena)
    with crowd(arena.port, code, 20) as screens:
        generation, until_s = 0, time.monotonic() + FOR_S
        while time.monotonic() < until_s:
            for screen in screens:
                answer = said(screen.ask("command", json.dumps({"type": "reset", "generation": generation})))
                generation += answer == "ok"
                yield answer
            time.sleep(1 / 20)


def a_school(arena: Arena) -> Iterator[str]:
    """A thousand people of one address get on within seconds, and nobody is refused once."""
    with Crowd(arena.url) as crowd:
        ledger = Ledger(arena.new_room())
        crowd.get_on(N_JOINING, ledger, "brief")
        assert not crowd.n_put_off
        assert not crowd.faults, crowd.faults
        yield str(len(ask("GET", arena.url + ROOM.format(ledger.code))[1]["workers"]))


RESET_OVER_HTTP = row(
    "a full room reset over HTTP all the time", end_generations, "ok", "rate_limited", "stale_generation"
)
ROWS = (
    RESET_OVER_HTTP,
    row("tickets over HTTP all the time", arrive_again, "ok", "rate_limited"),
    row("a full room reset by many screens", many_connections, "ok", "rate_limited", "stale_generation"),
    row("a thousand joins from one address", a_school, str(N_JOINING), extra_mb=150),
)
