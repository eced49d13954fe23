"""The fast path accepts exactly what the ordinary way would."""

import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.refusals import Refusal
from app.transport.packets import ClientPacket, UnreadablePacketError
from app.wire import messages
from app.wire.fast_path import Acknowledgement, FastRequest, parse
from app.wire.messages import Arrive, ClockRequest


def test_an_arrival_and_a_clock_exchange_take_the_fast_path() -> None:
    assert parse('4217["command",{"type":"arrive","generation":3}]') == ("17", Arrive(generation=3))
    assert parse('42["command",{"type":"arrive","generation":0}]') == ("", Arrive(generation=0))
    assert parse('421["command",{"type":"arrive","generation":3,"known":41}]') == ("1", Arrive(generation=3, known=41))
    assert parse('420["clock",{"t0":1.5,"rtt_ms":null}]') == ("0", ClockRequest(t0=1.5))
    assert parse('420["clock",{"t0":1.5}]') == ("0", ClockRequest(t0=1.5))
    assert parse('421["clock",{"t0":1764399000123.25,"rtt_ms":12.5}]') == ("1", ClockRequest(1764399000123.25, 12.5))


@pytest.mark.parametrize(
    "text",
    [
        '421["command",{"type":"leave"}]',
        '421["command",{"generation":3,"type":"arrive"}]',
        '421["command",{"type":"arrive", "generation":0}]',
        '421["command",{"type":"arrive","generation":01}]',
        '421["clock",{"t0":1,"rtt_ms":60001}]',
        '421["command",{"type":"arrive"}]',
        '421["command",{"generation":0}]',
        '421["command",{"type":"arrive","generation":0,"more":1e400}]',
        '421["command",{"type":"arrive","generation":-1}]',
        '421["command",{"type":"arrive","generation":true}]',
        '421["command",{"type":"arrive","generation":0},1]',
        '421["command",{"type":"arrive","generation":0}]x',
        '421["command"]',
        '421["clock",{"t0":NaN}]',
        '421["clock",{"t0":null}]',
        '421["join",{"v":1}]',
        '421["disconnect","x"]',
        '42/room,1["clock",{"t0":1}]',
        '42x["clock",{"t0":1}]',
        '42-1["clock",{"t0":1}]',
        '42²["clock",{"t0":1}]',
        '421234567890["clock",{"t0":1}]',
        "42" + "[" * 3000,
        "42",
    ],
)
def test_everything_else_takes_the_ordinary_way(text: str) -> None:
    assert parse(text) is None


def the_ordinary_way(text: str) -> FastRequest | None:
    """What becomes of the packet there, as `parse` tells it: None where the connection is closed, the message
    refused, or another one than these two."""
    try:
        packet = ClientPacket(encoded_packet=text[1:])
        name, payload = packet.data
        request = messages.parse_command(payload) if name == "command" else messages.parse(payload, ClockRequest)
    except (UnreadablePacketError, ValueError, Refusal):
        return None
    number = "" if packet.id is None else str(packet.id)
    return FastRequest(number, request) if isinstance(request, Arrive | ClockRequest) else None


VALUES = st.one_of(
    st.sampled_from(["0", "7", "1.5", "-0", "-1", '"arrive"', '"leave"', '""', "null", "true"]),
    st.sampled_from(["1.0", "1e2", "1e400", "01", "1.", "9007199254740993", "18446744073709551616", "1" + "0" * 30]),
    st.sampled_from(['"\\ud800"', '"\\x"', '"\x01"', "NaN", "[1,]", "[1]", '{"type":"leave"}', "", "[" * 2000]),
)
KEYS = st.sampled_from(['"known"', '"type"', '"generation"', '"t0"', '"rtt_ms"', '"x"', '""', '"typ\\u0065"', "type"])
USUAL = st.sampled_from(
    [
        ['"type":"arrive"', '"generation":0'],
        ['"generation":0'],
        ['"type":"arrive"'],
        ['"t0":1.5'],
        ['"t0":1', '"rtt_ms":2'],
    ]
)


MORE = st.lists(st.tuples(KEYS, VALUES).map(":".join), max_size=2)


@settings(max_examples=1000)
@given(
    st.sampled_from(["", "1", "0", "10", "²", "1234567890"]),
    st.sampled_from(["command", "clock"]),
    st.builds(operator.add, USUAL, MORE).flatmap(st.permutations),
    st.sampled_from(["", "", "", " ", ",1", "]", "x"]),
)
def test_both_ways_agree(number: str, name: str, fields: list[str], end: str) -> None:
    text = f'42{number}["{name}",{{{",".join(fields)}}}{end}]'
    assert parse(text) in (None, the_ordinary_way(text))


def test_an_acknowledgement_bears_the_number_of_its_message() -> None:
    arrive = Arrive(generation=0)
    assert FastRequest("007", arrive).reply({"ok": True}) == Acknowledgement('437[{"ok":true}]')
    assert FastRequest("", arrive).reply({"ok": True}) is None
