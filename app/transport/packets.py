"""Which packets a client may send, and how many."""

from typing import Any, NoReturn

import engineio.exceptions
import socketio.packet

from app.lib.limits import TokenBucket
from app.wire import fast_json

PACKETS_PER_SECOND = 50
PACKET_BURST = 200
"""Of any kind, on one connection. Messages beyond the contract's limit are refused one by one; a client that sends ten
times as many does not listen, and is closed."""
TURN_PACKETS = 4
"""This many packets that came together are handled in one go; then it is the turn of other connections."""
RESERVED_EVENTS = frozenset({"connect", "disconnect", "connect_error", "*"})
"""Names that Socket.IO keeps for itself: a client that sends one as an event would run the server's own handler, and
with "*", which stands for all other names, in the name of any other client."""
ONLY_ANSWERED = frozenset({"sync"})
"""Events that are nothing but their answer: a client that asks for no acknowledgement gets none made."""
FROM_CLIENTS = (socketio.packet.CONNECT, socketio.packet.DISCONNECT, socketio.packet.EVENT)
"""The packets of the contract that come from clients; the server asks for no acknowledgements."""


class UnreadablePacketError(ValueError):
    """What a client has sent is not a packet that clients may send."""


class ClientPacket(socketio.packet.Packet):  # type: ignore[misc]
    """A packet in text. Whatever is wrong with one that a client sent is an UnreadablePacketError."""

    uses_binary_events = False
    json = fast_json
    data: Any

    def decode(self, encoded_packet: Any) -> int:
        try:
            attachments = super().decode(encoded_packet)
        except Exception as error:
            raise UnreadablePacketError(f"cannot be decoded: {error}") from error
        if self.packet_type not in FROM_CLIENTS or attachments:
            raise UnreadablePacketError("has binary parts, or a type that is the server's")
        if self.packet_type == socketio.packet.EVENT:
            self._check_event()
        return 0

    def _check_event(self) -> None:
        if not isinstance(self.data, list) or not self.data or not isinstance(self.data[0], str):
            raise UnreadablePacketError("is an event without a name")
        if self.data[0] in RESERVED_EVENTS or (self.id is None and self.data[0] in ONLY_ANSWERED):
            self.data = ["unknown", None]


def count_packet(socket: Any) -> None:
    """One more packet has come to this Engine.IO socket. After some that came together it is the turn of others.

    Raises:
        SocketIsClosedError: it was one too many.
    """
    bucket = packets_of(socket)
    if not bucket.take():
        end_reading(socket, "it sends too many packets")
    if bucket.tokens < PACKET_BURST - TURN_PACKETS:
        socket.server.sleep(0)


def packets_of(socket: Any) -> TokenBucket:
    """How many packets this Engine.IO socket may still take."""
    bucket: TokenBucket | None = socket.__dict__.get("packets")
    if bucket is None:
        bucket = socket.packets = TokenBucket(PACKETS_PER_SECOND, PACKET_BURST)
    return bucket


def end_reading(socket: Any, reason: str) -> NoReturn:
    """Close a socket while it is reading, and let its handler end."""
    socket.server.logger.info("%s: closed: %s", socket.sid, reason)
    socket.close(wait=False, reason=socket.server.reason.TRANSPORT_ERROR)
    raise engineio.exceptions.SocketIsClosedError
