"""What stock Engine.IO and Socket.IO lack: which packets a client may send and how many, and sockets that end with
their connection. Each amendment says what it mends, and it is checked at the start that what it amends is there.
"""

import contextlib
import functools
import time
from collections.abc import Callable
from typing import Any, NoReturn

import engineio.exceptions
import engineio.socket
import socketio
import socketio.packet

from app import wire_json
from app.limits import TokenBucket
from app.protocol import JOIN_WITHIN_S

LOOK_EVERY_S = 0.5
"""Ten thousand connections are looked at in some 5 ms."""
PACKETS_PER_SECOND = 50
PACKET_BURST = 200
"""Of any kind, on one connection. Messages beyond the contract's limit are refused one by one; who sends ten times as
many does not listen, and is closed."""
TURN_PACKETS = 4
"""So many that came together are handled in one go; then it is the turn of other connections."""
LEAVE_WITHIN_S = 2
"""From leaving the namespace to the end of the connection: time for a last message to be polled."""
RESERVED_EVENTS = frozenset({"connect", "disconnect", "connect_error", "*"})
"""Names that Socket.IO keeps for itself: a client that sends one as an event would run the server's own handler, and
with "*", which stands for all other names, in the name of whoever it likes."""
FROM_CLIENTS = (socketio.packet.CONNECT, socketio.packet.DISCONNECT, socketio.packet.EVENT)
"""The packets of the contract that come from clients; the server asks for no acknowledgements."""


class AmendmentError(Exception):
    """A library has changed, and what is amended here is not there any more; the message says what."""


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


def amend_engineio(server: socketio.Server) -> None:
    """Amend the sockets of this server, which was made with `serializer=ClientPacket`.

    Raises:
        AmendmentError
    """
    _require_what_is_amended(server)
    _amend("_websocket_handler", _end_sockets_with_their_handler)
    _amend("handle_post_request", _refuse_unreadable_posts)
    _amend("receive", _limit_packets)
    _close_after_unreadable_packets(server)


def require(called: str, thing: object, *names: str) -> None:
    """Find out at the start, and not when somebody sends something, that a library is another one than it was.

    Raises:
        AmendmentError: the thing, so called, does not have all of these.
    """
    missing = [name for name in names if not hasattr(thing, name)]
    if missing:
        raise AmendmentError(
            f"Another version of a library is installed than this program amends: {called} has no "
            f"{', no '.join(missing)}. Install what requirements.txt lists."
        )


def _require_what_is_amended(server: socketio.Server) -> None:
    require("Engine.IO's socket", engineio.socket.Socket, "_websocket_handler", "handle_post_request", "receive")
    socket = engineio.socket.Socket(server.eio, "")
    require("Engine.IO's socket", socket, "check_ping_timeout", "closed", "closing", "queue", "upgraded", "upgrading")
    require("Engine.IO's server", server.eio, "handlers", "on", "reason", "sockets")
    require("Socket.IO's server", server, "_handle_eio_message", "logger", "manager", "packet_class", "sleep")
    require("Socket.IO's manager", server.manager, "sid_from_eio_sid")
    require("Socket.IO's packet", socketio.packet.Packet, "decode")
    assert server.packet_class is ClientPacket, "Socket.IO was given another packet"


def _amend(name: str, amend: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put an amended method in the place of the original, once."""
    original = getattr(engineio.socket.Socket, name)
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


def _limit_packets(original: Callable[..., Any]) -> Callable[..., Any]:
    """Engine.IO takes as many packets as come, and goes on after one of an unknown type. A connection that sends many
    at once would keep all others from their turn."""

    def receive(self: Any, packet: Any) -> None:
        count_packet(self)
        try:
            original(self, packet)
        except engineio.exceptions.UnknownPacketError:
            _end(self, "a packet of a type that clients do not send")

    return receive


def count_packet(socket: Any) -> None:
    """One more packet has come to this Engine.IO socket. After some that came together it is the turn of others.

    Raises:
        SocketIsClosedError: it was one too many.
    """
    bucket = packets_of(socket)
    if not bucket.take():
        _end(socket, "it sends too many packets")
    if bucket.tokens < PACKET_BURST - TURN_PACKETS:
        socket.server.sleep(0)


def packets_of(socket: Any) -> TokenBucket:
    """How many packets this Engine.IO socket may still take."""
    bucket: TokenBucket | None = socket.__dict__.get("packets")
    if bucket is None:
        bucket = socket.packets = TokenBucket(PACKETS_PER_SECOND, PACKET_BURST)
    return bucket


def _end(socket: Any, reason: str) -> NoReturn:
    """Close a socket while it is reading, and let its handler end."""
    socket.server.logger.info("%s: closed: %s", socket.sid, reason)
    socket.close(wait=False, reason=socket.server.reason.TRANSPORT_ERROR)
    raise engineio.exceptions.SocketIsClosedError


def _close_after_unreadable_packets(server: socketio.Server) -> None:
    """Engine.IO logs a traceback and goes on. Socket.IO lets a client connect twice to its namespace, and forgets the
    first one, which would never hear of its end."""
    original = server._handle_eio_message
    connect = str(socketio.packet.CONNECT)

    def on_message(eio_sid: str, data: Any) -> None:
        try:
            if not isinstance(data, str) or not data:
                raise UnreadablePacketError("is empty, or is not text")
            if data.startswith(connect) and server.manager.sid_from_eio_sid(eio_sid, "/") is not None:
                raise UnreadablePacketError("connects once more")
            original(eio_sid, data)
        except UnreadablePacketError as error:
            server.logger.info("%s: closed after a packet that %s", eio_sid, error)
            _close(server, eio_sid)

    server.eio.on("message", on_message)


def _close(server: socketio.Server, eio_sid: str) -> None:
    socket = server.eio.sockets.get(eio_sid)
    if socket is not None:
        socket.close(wait=False)


def watch_connections(server: socketio.Server) -> None:
    """Close connections that do not answer pings, or that are of no use, when their time is over.

    Engine.IO takes as long as its ping timeout to go through them once, and so is late by up to that. It keeps one that
    never asks for a namespace, or that Socket.IO has sent away, for as long as it answers pings.
    """

    def watch() -> None:
        while True:
            server.sleep(LOOK_EVERY_S)
            now_s = time.monotonic()
            for socket in list(server.eio.sockets.values()):
                if not socket.closed and not socket.closing:
                    with contextlib.suppress(engineio.exceptions.SocketIsClosedError):
                        if socket.check_ping_timeout() and is_unused(socket, now_s):
                            _close(server, socket.sid)

    def is_unused(socket: Any, now_s: float) -> bool:
        if server.manager.sid_from_eio_sid(socket.sid, "/") is not None:
            socket.unused_until_s = now_s + LEAVE_WITHIN_S
            return False
        until_s: float = socket.__dict__.setdefault("unused_until_s", now_s + JOIN_WITHIN_S)
        return now_s >= until_s

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
        self._is_done: Callable[[], bool] = lambda: False

    def wait(self, is_done: Callable[[], bool]) -> None:
        self._is_done = is_done
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
        if not self._is_waiting:
            self.stop()  # its reader is busy, and the kernel would say the same again and again
        elif not self._is_done():
            self._reader.switch()

    def _switch(self) -> None:
        if self._is_waiting:
            self._reader.switch()
