"""Websocket frames and Engine.IO packets, as bare bytes: what a client needs, and nothing that costs time."""

import os
from collections.abc import Iterator
from typing import Final

import msgspec

PING: Final = b"2"
PONG: Final = b"3"
CONNECT: Final = b"40"
OPENED: Final = b"0"
CLOSE: Final = b"1"
DISCONNECT: Final = b"41"
EVENT: Final = b"42"
ACK: Final = b"43"

TEXT = 0x81
"""A whole text message in one frame."""
CLOSING = 0x88
MASK = os.urandom(4)
"""Clients must mask what they send (RFC 6455, 5.3); against a server of one's own, one key will do."""
_MASKS = MASK * 16384

encode = msgspec.json.encode
decode = msgspec.json.decode


class ProtocolError(Exception):
    """The server has sent what the contract does not know."""


def upgrade(host: str, port: int) -> bytes:
    """The request that opens a websocket. It offers no compression."""
    return (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    ).encode()


def text_frame(payload: bytes) -> bytes:
    """A masked frame with this text, of at most 65,535 bytes."""
    length = len(payload)
    mask = int.from_bytes(_MASKS[:length])
    masked = (int.from_bytes(payload) ^ mask).to_bytes(length)
    if length < 126:
        return bytes((TEXT, 0x80 | length)) + MASK + masked
    return bytes((TEXT, 0x80 | 126)) + length.to_bytes(2) + MASK + masked


def event_frame(number: int, event: str, payload: object) -> bytes:
    """A message that wants its acknowledgement under this number."""
    return text_frame(EVENT + str(number).encode() + encode([event, payload]))


def packets(buffer: bytearray) -> Iterator[bytes]:
    """The texts of all whole frames at the buffer's beginning, which are taken away from it.

    Raises:
        ProtocolError: a frame that is no whole text; b"" stands for the end of the connection.
    """
    start, end = 0, len(buffer)
    while end - start >= 2:
        opcode, length, head = buffer[start], buffer[start + 1], start + 2
        if length == 126:
            length, head = int.from_bytes(buffer[start + 2 : start + 4]), start + 4
        elif length == 127:
            length, head = int.from_bytes(buffer[start + 2 : start + 10]), start + 10
        if end < head + length or end < head:
            break
        if opcode == CLOSING:
            yield b""
        elif opcode != TEXT:
            raise ProtocolError(f"a frame of kind {opcode:#x}")
        else:
            yield bytes(buffer[head : head + length])
        start = head + length
    del buffer[:start]
