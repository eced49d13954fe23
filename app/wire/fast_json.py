"""JSON as Socket.IO wants it, by msgspec: fast, strict (no NaN), and it writes the core's structs as they are."""

from typing import Any

import msgspec


def dumps(value: object, **_options: Any) -> str:
    return msgspec.json.encode(value).decode()


def loads(text: str | bytes, **_options: Any) -> Any:
    """The value of the text.

    Raises:
        ValueError: it is not JSON.
    """
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
