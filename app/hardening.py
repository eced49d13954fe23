"""What stock eventlet and Engine.IO lack. Each amendment says what it mends, and checks at the start that it is there.

Three kinds: a WSGI layer in front, which needs nothing of their insides; the packets that a client may send; and
amendments of Engine.IO's sockets.
"""

import contextlib
import functools
from collections.abc import Callable, Iterable
from typing import Any

import engineio.exceptions
import engineio.socket
import socketio
import socketio.packet

from app import wire_json
from app.protocol import JOIN_WITHIN_S, MAX_MESSAGE_BYTES

WSGI = Callable[..., Iterable[bytes]]
After = Callable[[int, Callable[[], object]], None]
"""Calls a function so many milliseconds later."""

LOOK_EVERY_S = 0.5
"""Ten thousand connections are looked at in some 5 ms."""
RESERVED_EVENTS = frozenset({"connect", "disconnect", "connect_error"})
"""Names that Socket.IO keeps for itself; a client that sends one as an event would run the server's own handler."""
FROM_CLIENTS = (socketio.packet.CONNECT, socketio.packet.DISCONNECT, socketio.packet.EVENT, socketio.packet.ACK)
"""The packets of the contract that come from clients; those with binary parts are not among them."""


def guard(wsgi: WSGI) -> WSGI:
    """The application behind two rules.

    Nobody negotiates per-message deflate: it costs 150 KiB a connection, and messages of a few hundred bytes gain
    nothing. A polling request that is too large is answered: Engine.IO would wait for ever to close its session.
    """

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if environ.get("PATH_INFO", "").startswith("/socket.io") and not _is_small(environ):
            start_response("413 Content Too Large", [("Content-Type", "text/plain"), ("Connection", "close")])
            return [b"A message has at most 4 KiB."]
        return wsgi(environ, start_response)

    return guarded


def _is_small(environ: dict[str, Any]) -> bool:
    length = environ.get("CONTENT_LENGTH") or "0"
    return length.isascii() and length.isdigit() and int(length) <= MAX_MESSAGE_BYTES


class UnreadablePacketError(ValueError):
    """What a client has sent is not a packet that clients may send."""


class ClientPacket(socketio.packet.Packet):  # type: ignore[misc]
    """A packet in text. Whatever is wrong with one that a client sent is an UnreadablePacketError."""

    uses_binary_events = False
    json = wire_json
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
        if self.data[0] in RESERVED_EVENTS:
            self.data = ["unknown", None]


def amend_engineio(server: socketio.Server, after: After) -> None:
    """Amend the sockets of this server, which was made with `serializer=ClientPacket`."""
    assert server.packet_class is ClientPacket
    _amend("_websocket_handler", _end_sockets_with_their_handler)
    _amend("handle_post_request", _refuse_unreadable_posts)
    _close_after_unreadable_packets(server)
    _close_what_is_not_used(server, after)


def _amend(name: str, amend: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put an amended method in the place of the original, once."""
    original = getattr(engineio.socket.Socket, name, None)
    assert original is not None, f"Engine.IO has no {name} any more: look again"
    if not hasattr(original, "__wrapped__"):
        setattr(engineio.socket.Socket, name, functools.wraps(original)(amend(original)))


def _end_sockets_with_their_handler(original: Callable[..., Any]) -> Callable[..., Any]:
    """A packet that cannot be decoded ends Engine.IO's handler without closing the socket: its worker would count as
    connected until the ping times out. An upgrade that ends half-way would leave the polling session without answers.
    """

    def handler(self: Any, ws: Any) -> Any:
        try:
            return original(self, ws)
        except Exception as error:
            self.server.logger.info("%s: closed after a packet that cannot be read: %s", self.sid, error)
            return []
        finally:
            self.upgrading = False
            if self.upgraded and not self.closed:
                self.queue.put(None)
                self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_ERROR)

    return handler


def _refuse_unreadable_posts(original: Callable[..., Any]) -> Callable[..., Any]:
    """Engine.IO answers some unreadable bodies with OK and a traceback in the log, and others not at all: it waits
    until the session's queue is empty, which nobody will read."""

    def handler(self: Any, environ: dict[str, Any]) -> None:
        try:
            original(self, environ)
        except Exception as error:
            self.close(wait=False, reason=self.server.reason.TRANSPORT_ERROR)
            raise engineio.exceptions.EngineIOError("a packet that cannot be read") from error

    return handler


def _close_after_unreadable_packets(server: socketio.Server) -> None:
    """Engine.IO logs a traceback and goes on."""
    original = server._handle_eio_message

    def on_message(eio_sid: str, data: Any) -> None:
        try:
            if not isinstance(data, str) or not data:
                raise UnreadablePacketError("is empty, or is not text")
            original(eio_sid, data)
        except UnreadablePacketError as error:
            server.logger.info("%s: closed after a packet that %s", eio_sid, error)
            _close(server, eio_sid)

    server.eio.on("message", on_message)


def _close_what_is_not_used(server: socketio.Server, after: After) -> None:
    """Engine.IO keeps a connection that never asks for a namespace, or that Socket.IO has sent away, for as long as it
    answers pings."""
    original = server._handle_eio_connect

    def on_connect(eio_sid: str, environ: dict[str, Any]) -> Any:
        look_later(eio_sid)
        return original(eio_sid, environ)

    def look_later(eio_sid: str) -> None:
        after(JOIN_WITHIN_S * 1000, lambda: look(eio_sid))

    def look(eio_sid: str) -> None:
        if server.manager.sid_from_eio_sid(eio_sid, "/") is None:
            _close(server, eio_sid)
        elif eio_sid in server.eio.sockets:
            look_later(eio_sid)

    server.eio.on("connect", on_connect)


def _close(server: socketio.Server, eio_sid: str) -> None:
    socket = server.eio.sockets.get(eio_sid)
    if socket is not None:
        socket.close(wait=False)


def watch_pings(server: socketio.Server) -> None:
    """Close connections that do not answer pings when their time is over. Engine.IO itself takes as long as its ping
    timeout to go through them once, and so is late by up to that."""
    assert hasattr(engineio.socket.Socket, "check_ping_timeout"), (
        "Engine.IO looks after pings in another way: look again"
    )

    def watch() -> None:
        while True:
            server.sleep(LOOK_EVERY_S)
            for socket in list(server.eio.sockets.values()):
                if not socket.closed and not socket.closing:
                    with contextlib.suppress(engineio.exceptions.SocketIsClosedError):
                        socket.check_ping_timeout()

    server.start_background_task(watch)


class Readable:
    """Waits, in the task that makes it, until a socket can be read, again and again. Eventlet's sockets tell the kernel
    anew each time that they wait: two system calls and a timer, a third of what it costs to take a small message."""

    def __init__(self, fileno: int) -> None:
        from eventlet import getcurrent, hubs

        self._fileno = fileno
        self._hub = hubs.get_hub()
        self._reader = getcurrent()
        self._listener: Any = None
        self._is_waiting = False

    def wait(self) -> None:
        if self._listener is None:
            self._listener = self._hub.add(
                self._hub.READ, self._fileno, self._on_readable, self._reader.throw, self.stop
            )
        self._is_waiting = True
        try:
            self._hub.switch()
        finally:
            self._is_waiting = False

    def wake(self) -> None:
        """End the waiting, soon."""
        self._hub.schedule_call_global(0, self._switch)

    def stop(self) -> None:
        """Nobody waits any more."""
        if self._listener is not None:
            self._hub.remove(self._listener)
            self._listener = None

    def _on_readable(self, _fileno: int) -> None:
        if self._is_waiting:
            self._reader.switch()
        else:
            self.stop()  # its reader is busy, and the kernel would say the same again and again

    def _switch(self) -> None:
        if self._is_waiting:
            self._reader.switch()
