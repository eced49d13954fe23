"""Rows: many people of one address, each of whom keeps to the contract's rate, in a full room."""

import contextlib
import itertools
import json
import time
from collections.abc import Callable, Iterator

from trials.hostile.arena import Arena
from trials.hostile.crowd_rows import Attack
from trials.hostile.row import row
from trials.hostile.speaker import Closed, crowd, said, speaker
from trials.hostile.speed_rows import FOR_S, LIGATURE, MANY_ROBOTS, thrown_away
from trials.load.client import Answer
from trials.load.crowd import Crowd
from trials.load.ledger import Ledger

N_AT_A_LEGAL_RATE = 100
N_WITH_CLOCKS = 300
N_AT_ONCE = 500
N_TOO_LATE = 90
N_EACH_TOO_LATE = 6
UNANSWERED = 40
"""Messages of one of them, at most."""
PERIOD_S = 1 / 20
"""The contract's rate."""


def at_a_legal_rate(event: str, make: Callable[[int], dict[str, object]], **rules: object) -> Attack:
    """Many of one address send this into a full room, twenty a second each, and nearly all of them want no answer."""

    def attack(arena: Arena) -> Iterator[str]:
        with crowd(arena.port, arena.new_room(**rules), N_AT_A_LEGAL_RATE) as (first, *others):
            yield said(first.ask("command", MANY_ROBOTS))
            with thrown_away(others) as until_s:
                for number in itertools.count():
                    for other in others:
                        with contextlib.suppress(Closed):  # nobody answers their pings
                            other.say(f"42{json.dumps([event, make(number)])}")
                    yield said(first.ask(event, json.dumps(make(number))))
                    if time.monotonic() > until_s:
                        break
                    time.sleep(1 / 20)

    return attack


def new_name(number: int) -> dict[str, object]:
    return {"type": "rename", "name": f"Ana {number}"}


def long_name(number: int) -> dict[str, object]:
    return {"type": "rename", "name": str(number) + LIGATURE * 100}


def a_guess(number: int) -> dict[str, object]:
    return {"type": "guess", "question": "last", "answer": number % 2}


def a_report(_number: int) -> dict[str, object]:
    return {"generation": 0, "at_ms": 1}


def an_arrival(number: int) -> dict[str, object]:
    """The first one opens the gate, and the others are too late."""
    return {"type": "arrive", "generation": number}


def a_nudge(_number: int) -> dict[str, object]:
    """Of one and the same person."""
    return {"type": "nudge", "worker": 1}


def for_what_was_missed(_number: int) -> dict[str, object]:
    """When the last of the robots came."""
    return {"seq": 1_800, "view": "full"}


def exchange_clocks(arena: Arena) -> Iterator[str]:
    """Hundreds of one address do what pages do twice a minute, as often as they may."""
    with Crowd(arena.url) as crowd:
        clients = crowd.get_on(N_WITH_CLOCKS, Ledger(arena.new_room()), "brief")
        answers: list[Answer] = []
        began_s = time.monotonic()
        for nth in itertools.count(1):
            for client in clients:
                if len(client.answers) < UNANSWERED:
                    crowd.call(client, "clock", {"t0": nth}, answers.append)
            if time.monotonic() - began_s > FOR_S:
                break
            crowd.pass_time(max(0.0, began_s + nth * PERIOD_S - time.monotonic()))
        assert not crowd.faults, crowd.faults
        yield from {said(answer) for answer in answers}


def look_in_at_once(arena: Arena) -> Iterator[str]:
    """Hundreds of connections that ask for the whole picture of a full room in one moment."""
    code = arena.new_room()
    with crowd(arena.port, code, 1) as (first,), contextlib.ExitStack() as stack:
        yield said(first.ask("command", MANY_ROBOTS))
        opened = [stack.enter_context(speaker(arena.port)) for _ in range(N_AT_ONCE)]
        join = json.dumps({"v": 1, "code": code, "role": "viewer", "view": "full"})
        with thrown_away(opened):
            for viewer in opened:
                viewer.say(f'421["join",{join}]')
            yield said(first.ask("clock", '{"t0": 1}'))


def arrive_too_late(arena: Arena) -> Iterator[str]:
    """Each refusal shows the whole room, and that is full."""
    with crowd(arena.port, arena.new_room(), 1 + N_TOO_LATE, view="full") as (first, *others):
        yield said(first.ask("command", MANY_ROBOTS))
        yield said(first.ask("command", '{"type": "reset", "generation": 0}'))
        with thrown_away(others):
            for _ in range(N_EACH_TOO_LATE):
                for other in others:
                    other.say('421["command",{"type":"arrive","generation":0}]')
            yield said(first.ask("command", '{"type": "arrive", "generation": 0}'))


ROWS = (
    row("100 people who take new names", at_a_legal_rate("command", new_name), "ok", "rate_limited"),
    row("100 people who take long names", at_a_legal_rate("command", long_name), "ok", "rate_limited"),
    row("100 people who guess", at_a_legal_rate("command", a_guess), "ok", "bad_request", "not_asked", "rate_limited"),
    row("300 people who exchange clocks", exchange_clocks, "ok", "rate_limited"),
    row("100 people who report releases", at_a_legal_rate("shown", a_report), "ok", "rate_limited"),
    row(
        "100 people who arrive where one is enough",
        at_a_legal_rate("command", an_arrival, parties=1),
        *("ok", "stale_generation", "rate_limited"),
    ),
    row("100 people who nudge one", at_a_legal_rate("command", a_nudge), "ok", "rate_limited"),
    row("100 people who ask for what they missed", at_a_legal_rate("sync", for_what_was_missed), "ok", "rate_limited"),
    row("500 who look into a full room at once", look_in_at_once, "ok", extra_mb=200),
    row("540 arrivals that are too late for a full room", arrive_too_late, "ok", "stale_generation", extra_mb=200),
)
