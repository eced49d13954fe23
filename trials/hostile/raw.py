"""Bare sockets: HTTP requests and websocket frames as somebody writes them who keeps to no rule."""

import contextlib
import os
import socket
import struct
from collections.abc import Iterator

DEADLINE_S = 20.0
TEXT, BINARY, CLOSE, PING = 0x1, 0x2, 0x8, 0x9
FIN = 0x80
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n"
)


@contextlib.contextmanager
def connection(port: int) -> Iterator[socket.socket]:
    """A TCP connection to the server. What it is sent after its end has come is lost, and no error."""
    with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_S) as opened:
        yield opened


def head(line: str, *fields: str) -> bytes:
    """A request's head, as HTTP writes it."""
    return "\r\n".join([f"{line} HTTP/1.1", "Host: x", *fields, "", ""]).encode("latin-1")


def send(connection: socket.socket, data: bytes) -> bool:
    """Send it all; False if the other side has closed."""
    try:
        connection.sendall(data)
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def read_to_end(connection: socket.socket) -> bytes:
    """All that comes until the other side closes.

    Raises:
        TimeoutError: it stays silent and open for DEADLINE_S.
    """
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def http_status(port: int, request: bytes) -> str:
    """The status of the answer to this request as it stands, as `status_and_end` says it."""
    with connection(port) as opened:
        send(opened, request)
        return status_and_end(opened)


def status_and_end(opened: socket.socket) -> str:
    """The status of the answer, after which the connection must come to its end; "closed" if there is no answer."""
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        try:
            while part := opened.recv(65536):
                answer += part
        except TimeoutError:
            return f"{answer.partition(b' HTTP')[0][:20]!r} and open"
    return answer.split()[1].decode() if answer.startswith(b"HTTP/") else repr(answer[:20]) if answer else "closed"


@contextlib.contextmanager
def websocket(port: int, *, more: str = "") -> Iterator[socket.socket]:
    """A websocket that has asked for the namespace, as bytes; `more` are lines of its head, each with its end."""
    with connection(port) as opened:
        opened.sendall(UPGRADE.format(port=port, more=more).encode())
        head = b""
        while b"0{" not in head:  # the answer, and Engine.IO's opening packet
            part = opened.recv(4096)
            if not part:
                raise ConnectionError(f"no websocket: {head[:100]!r}")
            head += part
        opened.sendall(frame(b"40"))
        yield opened


def frame(payload: bytes, opcode: int = TEXT, *, first: int | None = None, is_masked: bool = True) -> bytes:
    """A frame of RFC 6455 (section 5.2); `first` is its first byte where that of a whole message will not do."""
    mask = os.urandom(4) if is_masked else b""
    flag = 0x80 if is_masked else 0
    size = len(payload)
    head = bytes([FIN | opcode if first is None else first])
    if size < 126:
        head += bytes([flag | size])
    elif size < 2**16:
        head += struct.pack("!BH", flag | 126, size)
    else:
        head += struct.pack("!BQ", flag | 127, size)
    if is_masked:
        repeated = (mask * (size // 4 + 1))[:size]
        payload = (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
    return head + mask + payload


def outcome(opened: socket.socket) -> str:
    """ "closed" when the server ends the connection; "open" if it does not."""
    try:
        read_to_end(opened)
    except TimeoutError:
        return "open"
    return "closed"
