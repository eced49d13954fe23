"""The short way in, for the messages that come by the hundred: one step from the packet's text to the request.

Whatever is not exactly such a message takes the long way, and is refused there if it must be.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from app import wire_json
from app.protocol import Arrive, ClockRequest, Generation

EVENT = "42"
"""How an event begins: Engine.IO's message, and Socket.IO's event in the namespace `/`."""
ACK = "43"
MAX_DIGITS = 9

HotMessage = tuple[str, Arrive | ClockRequest]
"""The number under which the client waits for the acknowledgement ("" where it does not), and the request."""


class _ExactArrive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`type` is a field, because a tag may be missing where only one is possible. And what the decoder skips, it reads
    less strictly: a message with more in it takes the long way."""

    type: Literal["arrive"]
    generation: Generation

    def request(self) -> Arrive:
        return Arrive(generation=self.generation)


class _ExactClock(ClockRequest, frozen=True, forbid_unknown_fields=True):
    def request(self) -> ClockRequest:
        return ClockRequest(self.t0, self.rtt_ms)


_DECODERS: dict[str, Callable[[str], tuple[str, _ExactArrive | _ExactClock]]] = {
    '["command",': msgspec.json.Decoder(tuple[Literal["command"], _ExactArrive]).decode,
    '["clock",': msgspec.json.Decoder(tuple[Literal["clock"], _ExactClock]).decode,
}


def parse_hot(text: str) -> HotMessage | None:
    """The message of this packet; None for any other message."""
    if not text.startswith(EVENT):
        return None
    start = text.find("[", len(EVENT), len(EVENT) + MAX_DIGITS + 1)
    number = text[len(EVENT) : start]
    if start < 0 or (number and not (number.isascii() and number.isdigit())):
        return None
    decode = _DECODERS.get(text[start : text.find(",", start, start + 12) + 1])
    if decode is None:
        return None
    try:
        return number, decode(text[start:])[1].request()
    except (msgspec.DecodeError, RecursionError):
        return None


def acknowledgement(number: str, answer: object) -> str:
    """The packet's text; "" for a client that does not wait for one."""
    return f"{ACK}{int(number)}{wire_json.dumps([answer])}" if number else ""
