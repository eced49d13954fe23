"""The short way in, for the messages that come by the hundred: one step from the packet's text to the request.

Whatever is not exactly such a message takes the long way, and is refused there if it must be.
"""

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from app.wire import fast_json
from app.wire.messages import Arrive, ClockRequest, Generation, Known

ACK = "43"

HotMessage = tuple[str, Arrive | ClockRequest]
"""The number under which the client waits for the acknowledgement ("" where it does not), and the request."""


class _ExactArrive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`type` is a field, because a tag may be missing where only one is possible. And what the decoder skips, it reads
    less strictly: a message with more in it takes the long way."""

    type: Literal["arrive"]
    generation: Generation
    known: Known | None = None

    def request(self) -> Arrive:
        return Arrive(generation=self.generation, known=self.known)


class _ExactClock(ClockRequest, frozen=True, forbid_unknown_fields=True):
    def request(self) -> ClockRequest:
        return ClockRequest(self.t0, self.rtt_ms)


_BEGINNING = re.compile(r"""42([0-9]{0,9})(\["(?:command|clock)",)""")
"""Engine.IO's message, and Socket.IO's event in the namespace `/`; its number; its name."""
_DECODERS: dict[str, Callable[[str], tuple[str, _ExactArrive | _ExactClock]]] = {
    '["command",': msgspec.json.Decoder(tuple[Literal["command"], _ExactArrive]).decode,
    '["clock",': msgspec.json.Decoder(tuple[Literal["clock"], _ExactClock]).decode,
}


def parse_hot(text: str) -> HotMessage | None:
    """The message of this packet; None for any other message."""
    found = _BEGINNING.match(text)
    if found is None:
        return None
    number, event = found.groups()
    try:
        return number, _DECODERS[event](text[found.start(2) :])[1].request()
    except (msgspec.DecodeError, RecursionError):
        return None


def acknowledgement(number: str, answer: object) -> str:
    """The packet's text; "" for a client that does not wait for one."""
    return f"{ACK}{int(number)}{fast_json.dumps([answer])}" if number else ""
