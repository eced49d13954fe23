"""JSON as it comes from browsers."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wire.fast_json import decode, loads


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'{"name": "A\ud83d"}', {"name": "A"}),
        (r'"\ude00"', ""),
        (r'"\uD83D\uDE00\uD83D"', "😀"),
        (r'"\ud83d\ud83d\ude00\ude00"', "😀"),
        (r'"\\ud83d \ud83d"', r"\ud83d "),
        (r'"\\\ud83d\n"', "\\\n"),
        (rb'["A\udfff", "\u00e9"]', ["A", "é"]),
    ],
)
def test_half_an_emoji_is_removed(text: str | bytes, value: object) -> None:
    assert loads(text) == value


@pytest.mark.parametrize("text", ["", "[", "NaN", r'"\ud83', r'"\ud83d', r'"\x\ud83d"', "[" * 4000, b"\xff", "'x'"])
def test_what_is_no_json_stays_none(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        loads(text)


@given(st.recursive(st.text(), st.lists) | st.dictionaries(st.text(), st.text()))
def test_everything_else_is_read_as_it_stands(value: Any) -> None:
    assert loads(json.dumps(value)) == value


class Shape(msgspec.Struct):
    name: str


def test_another_shape_is_said() -> None:
    assert decode(rb'{"name": "A\ud83d"}', Shape) == Shape("A")
    with pytest.raises(ValueError, match="Expected `str`"):
        decode(b'{"name": 1}', Shape)
