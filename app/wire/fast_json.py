"""JSON as Socket.IO wants it, by msgspec: fast, strict (no NaN), and it writes the core's structs as they are."""

import re
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

ESCAPES = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
"""A pair of surrogates, one alone, or any other escape. Browsers write one alone where a text was cut in an emoji
(ECMA-262, JSON.stringify); it is no character, and msgspec takes none."""


def dumps(value: object, **_options: Any) -> str:
    return msgspec.json.encode(value).decode()


def loads(text: str | bytes, **_options: Any) -> Any:
    """The value of the text, as `decode`."""
    return decode(text, Any)


def decode(text: str | bytes, shape: type[T]) -> T:
    """The value of the text in this shape, without halves of emoji.

    Raises:
        ValueError: it is not JSON, or of another shape.
    """
    try:
        return _strictly(text, shape)
    except ValueError:
        cleaned = _without_halves(text)
        if cleaned is None:
            raise
    return _strictly(cleaned, shape)


def _strictly(text: str | bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=shape)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _without_halves(text: str | bytes) -> str | None:
    """None where there are none."""
    try:
        text = text if isinstance(text, str) else bytes(text).decode()
    except UnicodeDecodeError:
        return None
    cleaned = ESCAPES.sub(lambda found: "" if found[1] else found[0], text)
    return None if cleaned == text else cleaned
