"""The short way in takes exactly what the long way would take."""

import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.refusals import Refusal
from app.transport.packets import ClientPacket, UnreadablePacketError
from app.wire import messages
from app.wire.fast_path import HotMessage, acknowledgement, parse_hot
from app.wire.messages import Arrive, ClockRequest


def test_an_arrival_and_a_clock_exchange_take_the_short_way() -> None:
    assert parse_hot('4217["command",{"type":"arrive","generation":3}]') == ("17", Arrive(generation=3))
    assert parse_hot('42["command",{"generation":3,"type":"arrive"}]') == ("", Arrive(generation=3))
    assert parse_hot('420["clock",{"t0":1.5}]') == ("0", ClockRequest(t0=1.5))


@pytest.mark.parametrize(
    "text",
    [
        '421["command",{"type":"leave"}]',
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
def test_everything_else_takes_the_long_way(text: str) -> None:
    assert parse_hot(text) is None


def the_long_way(text: str) -> HotMessage | None:
    """What becomes of the packet there, as `parse_hot` tells it: None where the connection is closed, the message
    refused, or another one than these two."""
    try:
        packet = ClientPacket(encoded_packet=text[1:])
        name, payload = packet.data
        request = messages.parse_command(payload) if name == "command" else messages.parse(payload, ClockRequest)
    except (UnreadablePacketError, ValueError, Refusal):
        return None
    number = "" if packet.id is None else str(packet.id)
    return (number, request) if isinstance(request, Arrive | ClockRequest) else None


VALUES = st.one_of(
    st.sampled_from(["0", "7", "1.5", "-0", "-1", '"arrive"', '"leave"', '""', "null", "true"]),
    st.sampled_from(["1.0", "1e2", "1e400", "01", "1.", "9007199254740993", "18446744073709551616", "1" + "0" * 30]),
    st.sampled_from(['"\\ud800"', '"\\x"', '"\x01"', "NaN", "[1,]", "[1]", '{"type":"leave"}', "", "[" * 2000]),
)
KEYS = st.sampled_from(['"type"', '"generation"', '"t0"', '"rtt_ms"', '"x"', '""', '"typ\\u0065"', "type"])
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
    expected = the_long_way(text)
    assert parse_hot(text) in (None, expected)


def test_an_acknowledgement_bears_the_number_of_its_message() -> None:
    assert acknowledgement("007", {"ok": True}) == '437[{"ok":true}]'
    assert acknowledgement("", {"ok": True}) == ""
