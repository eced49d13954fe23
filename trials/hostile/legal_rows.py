"""Rows: many people of one address, each of whom keeps to the contract's rate, in a full room."""

import contextlib
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator

from trials.hostile.arena import Arena
from trials.hostile.crowd_rows import Attack
from trials.hostile.row import row
from trials.hostile.speaker import Closed, said, speaker
from trials.hostile.speed_rows import FOR_S, LIGATURE, throw_away

N_AT_A_LEGAL_RATE = 100


def at_a_legal_rate(event: str, make: Callable[[int], dict[str, object]]) -> Attack:
    """Many of one address send this into a full room, twenty a second each, and nearly all of them want no answer."""

    def attack(arena: Arena) -> Iterator[str]:
        code = arena.new_room()
        with contextlib.ExitStack() as stack:
            first, *others = [stack.enter_context(speaker(arena.port)) for _ in range(N_AT_A_LEGAL_RATE)]
            for joining in (first, *others):
                joining.join(code, view="brief")
            yield said(first.ask("command", json.dumps({"type": "add_robots", "count": 1_900, "pace": "slow"})))
            until_s = time.monotonic() + FOR_S
            throwing_away = threading.Thread(target=throw_away, args=(others, until_s))
            throwing_away.start()
            for number in itertools.count():
                for other in others:
                    with contextlib.suppress(Closed):  # nobody answers their pings
                        other.say(f"42{json.dumps([event, make(number)])}")
                yield said(first.ask(event, json.dumps(make(number))))
                if time.monotonic() > until_s:
                    break
                time.sleep(1 / 20)
            throwing_away.join()

    return attack


def new_name(number: int) -> dict[str, object]:
    return {"type": "rename", "name": f"Ana {number}"}


def long_name(number: int) -> dict[str, object]:
    return {"type": "rename", "name": str(number) + LIGATURE * 100}


def a_guess(number: int) -> dict[str, object]:
    return {"type": "guess", "question": "last", "answer": number % 2}


def a_report(_number: int) -> dict[str, object]:
    return {"generation": 0, "at_ms": 1}


def a_nudge(_number: int) -> dict[str, object]:
    """Of one and the same person."""
    return {"type": "nudge", "worker": 1}


def for_what_was_missed(_number: int) -> dict[str, object]:
    """When the last of the robots came."""
    return {"seq": 1_800, "view": "full"}


ROWS = (
    row("100 people who take new names", at_a_legal_rate("command", new_name), "ok", "rate_limited"),
    row("100 people who take long names", at_a_legal_rate("command", long_name), "ok", "rate_limited"),
    row("100 people who guess", at_a_legal_rate("command", a_guess), "ok", "bad_request", "not_asked", "rate_limited"),
    row("100 people who report releases", at_a_legal_rate("shown", a_report), "ok", "rate_limited"),
    row("100 people who nudge one", at_a_legal_rate("command", a_nudge), "ok", "rate_limited"),
    row("100 people who ask for what they missed", at_a_legal_rate("sync", for_what_was_missed), "ok", "rate_limited"),
)
