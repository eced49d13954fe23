"""Rows: messages with values that they cannot have, tokens of others, names that nobody has, commands of the host."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args

from app.wire import messages
from tests.support.clients import create_room, http
from trials.hostile.arena import Arena
from trials.hostile.row import Row, row
from trials.hostile.speaker import Closed, said, speaker

Attack = Callable[[Arena], Iterator[str]]

WRONG = (
    "null",
    "true",
    "-1",
    "1e30",
    "1" + "0" * 30,
    "-0.0",
    "1e-400",
    '""',
    '"\\u0000"',
    json.dumps("x" * 3000),
    "[]",
    "[[[]]]",
    "{}",
    '{"a":{"__proto__":1}}',
)
"""JSON that fits into a message."""
FATAL = ("NaN", "Infinity", json.dumps("x" * 10_000), "[" * 2000, '"\\ud800"', "'x'", "1e999")
"""What ends the connection: no JSON, too deep, or too long."""
GOOD: dict[str, Any] = {
    "v": 1,
    "code": "BRRRRR",
    "role": "worker",
    "generation": 0,
    "worker": 1,
    "seq": 0,
    "t0": 1.5,
    "at_ms": 1,
    "count": 1,
}
"""Fields that must be there, with a value that they may have."""
EVENTS: dict[str, Any] = {
    "join": messages.JoinRequest,
    "clock": messages.ClockRequest,
    "sync": messages.SyncRequest,
    "shown": messages.ShownRequest,
}
COMMANDS: dict[str, Any] = {shape.__struct_config__.tag: shape for shape in get_args(messages.CommandRequest)}
EXPECTED = {"ok", "closed", *messages.ERROR_CODES} - {"internal", "unavailable", "rate_limited"}
"""Whatever such a message leads to is an answer of the contract, or the end of its connection."""
RESERVED = (
    "connect",
    "disconnect",
    "connect_error",
    "__class__",
    "__init__",
    "message",
    "error",
    "*",
    "",
    "newListener",
)
JOINERS = dict.fromkeys([0x200C, 0x200D, *range(0xE0020, 0xE0080)])
"""Part of the spelling of some names, and of flags."""
LONGEST_NAME = 400
MOST_NAME_BYTES = 400
NAMES = (
    "",
    " ",
    "\u200b\u200b",
    "\0",
    "a\0b",
    "\x1b[31mred",
    "\r\nSet-Cookie: x",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{7*7}}",
    "${7*7}",
    "%s%s%n",
    "' OR 1=1 --",
    "Robert'); DROP TABLE rooms;--",
    "../../etc/passwd",
    "=1+1",
    "@SUM(A1)",
    "null",
    "undefined",
    "NaN",
    "__proto__",
    "constructor",
    "toString",
    "\u202egnal",
    "\u2066a\u2069",
    "Z\u0351\u036b\u0343\u036a\u0302a\u0323l\u0358g\u0321o\u0322" + "\u0300" * 200,
    "\ufdfa" * 30,
    "👩\u200d👩\u200d👧\u200d👦" * 15,
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f" * 10,
    "\u1160" * 10,
    "\u2800",
    "\u3164",
    "\ufeffAna",
    "\ufff9\ufffa\ufffb",
    "\ufffe\uffff",
    "\U0010ffff",
    "Teacher",
    "Tеаcher",
    "x" * 400,
    "x" * 401,
    "ß" * 20,
    "ﷺ",
    "İi̇ıI",
    "\t\n\v\f",
    "\u0660" * 5,
    "Ω≈ç√∫˜µ≤≥÷",
)


def payloads(shape: Any, field: str, values: Iterable[str], **fixed: object) -> Iterator[str]:
    """The message with each of these in the place of the field."""
    rest = {**fixed, **{name: GOOD[name] for name in shape.__struct_fields__ if name in GOOD}}
    rest.pop(field, None)
    before = json.dumps(rest)[:-1] + (", " if rest else "")
    return (f"{before}{json.dumps(field)}: {value}}}" for value in values)


def fields_of(event: str, shape: Any, **fixed: object) -> Attack:
    """Every field of the message with every wrong value, each from a new worker of an open room."""

    def attack(arena: Arena) -> Iterator[str]:
        code = arena.new_room()
        for field in (*shape.__struct_fields__, *fixed):
            for payload in payloads(shape, field, (*WRONG, *FATAL), **fixed):
                yield answer(arena, code, event, payload)

    return attack


def answer(arena: Arena, code: str, event: str, payload: str) -> str:
    """What a new worker hears who says this."""
    with speaker(arena.port) as opened:
        if event != "join":
            opened.join(code, view="brief")
        try:
            return said(opened.ask(event, payload))
        except Closed:
            return "closed"


def events(*names: str) -> Attack:
    """Messages of these names, from a worker who is still seated afterwards."""

    def attack(arena: Arena) -> Iterator[str]:
        with speaker(arena.port) as opened:
            opened.join(arena.new_room())
            for name in names:
                yield said(opened.ask(name, "{}"))
            assert said(opened.ask("command", '{"type": "arrive", "generation": 0}')) == "ok"

    return attack


def payloads_alone(arena: Arena) -> Iterator[str]:
    """Each event with something else than an object, and with several."""
    code = arena.new_room()
    for event in (*EVENTS, "command"):
        for payload in (*WRONG, *FATAL, "{},{}", '{},"x",null'):
            if not payload.startswith('{"'):
                yield answer(arena, code, event, payload)


def twice(arena: Arena) -> Iterator[str]:
    """The last one counts, for every reader."""
    code = arena.new_room()
    yield answer(arena, code, "command", '{"type":"arrive","type":"dance","generation":0}')
    yield answer(arena, code, "command", '{"type":"arrive","generation":0,"generation":null}')


def packets(*sent: str) -> Attack:
    """Each of these Engine.IO packets from a worker of its own."""

    def attack(arena: Arena) -> Iterator[str]:
        code = arena.new_room()
        for packet in sent:
            with speaker(arena.port) as opened:
                opened.join(code)
                opened.say(packet)
                yield opened.until_closed()

    return attack


def names(arena: Arena) -> Iterator[str]:
    """Join with each of them, take each of them later, and look at how the room shows them."""
    code = arena.new_room()
    for name in NAMES:
        with speaker(arena.port) as opened:
            joined = opened.join(code, name=name)
            yield said(joined)
            yield said(opened.ask("command", json.dumps({"type": "rename", "name": name})))
            assert said(joined) == said(opened.ask("sync", '{"seq": 0}')) or len(name) > LONGEST_NAME
    shown = [worker["name"] for worker in http("GET", f"{arena.url}/api/rooms/{code}")[1]["workers"]]
    assert all(shown) and len(set(shown)) == len(shown), shown
    plain = [name.translate(JOINERS) for name in shown]
    assert not [name for name in plain if not name.isprintable() or len(name.encode()) > MOST_NAME_BYTES], shown


def halves_of_emoji(arena: Arena) -> Iterator[str]:
    """Names that a browser has cut in an emoji: JSON writes the half, and each is answered."""
    with speaker(arena.port) as opened:
        code = arena.new_room()
        yield said(opened.ask("join", f'{{"v": 1, "code": "{code}", "role": "worker", "name": "Ana \\ud83d"}}'))
        yield said(opened.ask("command", '{"type": "rename", "name": "\\ude00 Ana"}'))
        yield said(opened.ask("command", '{"type": "rename", "name": "\\ud83d"}'))


def tokens(arena: Arena) -> Iterator[str]:
    """Seats asked for with tokens that are not of this room: each is a new seat, and the token is not taken over."""
    code = arena.new_room()
    with speaker(arena.port) as honest, speaker(arena.port) as stranger:
        token = str(honest.join(code)["you"]["token"])
        foreign = str(stranger.join(arena.new_room())["you"]["token"])
        for tried in (foreign, "", "x", token[:-1], token.swapcase(), token + "x", "0" * 100, "x" * 101, "\0"):
            with speaker(arena.port) as opened:
                answer = opened.join(code, token=tried)
                if said(answer) == "ok":
                    assert answer["you"]["worker"] > 1 and answer["you"]["token"] != tried
                yield said(answer)
        assert said(honest.ask("command", '{"type": "arrive", "generation": 0}')) == "ok"


def host_keys(arena: Arena) -> Iterator[str]:
    """The host's place asked for without its key."""
    room, other = create_room(arena.url), create_room(arena.url)
    key = room["host_key"]
    for tried in (None, "", "x", key[:-1], key.swapcase(), other["host_key"], "0" * 100):
        with speaker(arena.port) as opened:
            yield said(opened.join(room["code"], role="host", host_key=tried))


def of_the_host(role: str) -> Attack:
    """The commands of a host, from one who is none."""
    fields = {"worker": 1, "generation": 0, "at_ms": 0, "count": 1, "name": "Ana", "door": "locked"}
    lesson = {
        "on": True,
        "step": "door",
        "question": "again",
        "to": "robot",
        "card": "crash",
        "gate": "off",
        "kind": "off",
    }

    def attack(arena: Arena) -> Iterator[str]:
        code = str(create_room(arena.url)["code"])
        with speaker(arena.port) as victim, speaker(arena.port) as opened:
            victim.join(code)
            opened.join(code, role=role)
            for command in COMMANDS.keys() - {"arrive", "leave", "guess", "signal"}:
                yield said(opened.ask("command", json.dumps({"type": command, **fields, **lesson})))

    return attack


def wrong_clock(arena: Arena) -> Iterator[str]:
    """A screen whose clock is a day off, and then a year; it says that it showed a release then."""
    code = arena.new_room(parties=1)
    with speaker(arena.port) as opened:
        opened.join(code)
        assert said(opened.ask("command", '{"type": "arrive", "generation": 0}')) == "ok"
        for off_ms in (86_400_000, -86_400_000, 365 * 86_400_000, -(10**15), 1e300, -1e300):
            at_ms = time.time() * 1000 + off_ms
            yield said(opened.ask("clock", json.dumps({"t0": at_ms})))
            yield said(opened.ask("shown", json.dumps({"generation": 0, "at_ms": at_ms})))


ROWS: tuple[Row, ...] = (
    *(row(f"every field of {event}", fields_of(event, shape), *EXPECTED) for event, shape in EVENTS.items()),
    *(
        row(f"every field of {command}", fields_of("command", shape, type=command), *EXPECTED)
        for command, shape in COMMANDS.items()
    ),
    row("payloads that are no objects", payloads_alone, "bad_request", "closed"),
    row("keys said twice", twice, "bad_request", "stale_generation"),
    row("events named connect, disconnect, __class__", events(*RESERVED), "unknown_event"),
    row(
        "packets that are none",
        packets("4", "x", "42", "42{}", "42[]", "42[1]", "9", "2", "6", "b!!", "4b", "\u0664"),
        "closed",
    ),
    row(
        "packets with binary parts", packets('451-["join",{"_placeholder":true,"num":0}]', "bAAAA", "461-[]"), "closed"
    ),
    row("packets of the server", packets("0{}", '44{"message":"x"}', "44"), "closed"),
    row("an acknowledgement that nobody awaits", packets("431[]", "43[]", "43999999999999999999[]"), "closed"),
    row("the namespace asked for twice", packets("40", '40{"token":"x"}', "40/,"), "closed"),
    row("names from a catalogue of nasty ones", names, "ok", "bad_request"),
    row("halves of emoji", halves_of_emoji, "ok", "bad_request"),
    row("foreign, tampered and empty tokens", tokens, "ok", "bad_request"),
    row("foreign, tampered and empty host keys", host_keys, "host_required"),
    row("host commands by workers", of_the_host("worker"), "host_required", "ok"),
    row("host commands by viewers", of_the_host("viewer"), "not_joined"),
    row("a clock a day off", wrong_clock, "ok", "bad_request"),
)
