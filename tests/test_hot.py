"""The short way in takes exactly what the long way would take."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import protocol
from app.core.refusals import Refusal
from app.hot import acknowledgement, parse_hot
from app.protocol import Arrive, ClockRequest


def test_an_arrival_and_a_clock_exchange_take_the_short_way() -> None:
    assert parse_hot('4217["command",{"type":"arrive","generation":3}]') == ("17", Arrive(generation=3))
    assert parse_hot('42["command",{"generation":3,"type":"arrive","more":[1]}]') == ("", Arrive(generation=3))
    assert parse_hot('420["clock",{"t0":1.5}]') == ("0", ClockRequest(t0=1.5))


@pytest.mark.parametrize(
    "text",
    [
        '421["command",{"type":"leave"}]',
        '421["command",{"type":"arrive"}]',
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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@given(JSON, JSON)
def test_both_ways_agree(generation: object, t0: object) -> None:
    arrive, clock = {"type": "arrive", "generation": generation}, {"t0": t0}
    for event, payload, parse in (
        ("command", arrive, protocol.parse_command),
        ("clock", clock, lambda payload: protocol.parse(payload, ClockRequest)),
    ):
        taken = parse_hot(f"42{json.dumps([event, payload])}".replace(", ", ","))
        try:
            expected = parse(json.loads(json.dumps(payload)))
        except Refusal:
            assert taken is None
        else:
            assert taken in (None, ("", expected))


def test_an_acknowledgement_bears_the_number_of_its_message() -> None:
    assert acknowledgement("007", {"ok": True}) == '437[{"ok":true}]'
    assert acknowledgement("", {"ok": True}) == ""
