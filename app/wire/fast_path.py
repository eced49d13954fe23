"""The fast path, for the two messages that come by the hundred: an arrival and a clock exchange.

Both are read from the packet's text in one step, exactly as our own pages and clients write them. A message in any
other form takes the ordinary way through Socket.IO, which accepts or refuses it. `tests/wire/test_fast_path.py` checks
that both ways agree.

    packet ─> parse ─> FastRequest ─> Sockets.answer_now ─> send(Reply)   in the event loop, now or when it is known
                                                        └─> False         nothing was done: the task that reads for
                                                                          this client calls Sockets.answer
"""

import re
from typing import NamedTuple

from app.wire import fast_json
from app.wire.messages import Arrive, ClockRequest

NUMBER = r"(?:0|[1-9][0-9]{0,14})"
"""An integer below 2**53 without a sign, as JSON writes it."""
DECIMAL = rf"{NUMBER}(?:\.[0-9]{{1,20}})?"
ROUND_TRIP_MS = r"(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,20})?"
"""Below ten seconds."""
PACKET = re.compile(
    r"42([0-9]{0,9})\["  # Engine.IO's message, Socket.IO's event in the namespace "/", and its number
    rf'(?:"command",\{{"type":"arrive","generation":({NUMBER})(?:,"known":({NUMBER}))?'
    rf'|"clock",\{{"t0":({DECIMAL})(?:,"rtt_ms":(?:null|({ROUND_TRIP_MS})))?)\}}\]'
).fullmatch
ACK = "43"


class Acknowledgement(NamedTuple):
    """The packet to send."""

    packet: str


Reply = Acknowledgement | None
"""None: the client waits for no acknowledgement."""


class FastRequest(NamedTuple):
    """`number` is that under which the client waits for the acknowledgement, "" where it does not."""

    number: str
    request: Arrive | ClockRequest

    def reply(self, answer: object) -> Reply:
        """The answer as a packet."""
        if not self.number:
            return None
        return Acknowledgement(f"{ACK}{int(self.number)}{fast_json.dumps([answer])}")


def parse(text: str) -> FastRequest | None:
    """The request in this packet; None for a packet that takes the ordinary way."""
    found = PACKET(text)
    if found is None:
        return None
    number, generation, known, t0, rtt_ms = found.groups()
    if generation is not None:
        return FastRequest(number, Arrive(generation=int(generation), known=None if known is None else int(known)))
    return FastRequest(number, ClockRequest(float(t0), None if rtt_ms is None else float(rtt_ms)))
