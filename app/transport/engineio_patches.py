"""What stock Engine.IO and Socket.IO lack: which packets a client may send and how many, and sockets that end with
their connection. Each amendment says what it mends, and it is checked at the start that what it amends is there.
"""

import contextlib
import functools
import math
import time
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import engineio.exceptions
import engineio.socket
import socketio
import socketio.packet

from app.lib.limits import holder_of
from app.lib.shares import PLENTY, is_within_share
from app.lib.turns import Line
from app.transport.amendments import require
from app.transport.outbox import MAX_WAITING_BYTES
from app.transport.packets import ClientPacket, UnreadablePacketError, count_packet, end_reading
from app.wire.messages import JOIN_WITHIN_S

LOOK_EVERY_S = 0.5
"""Ten thousand connections are looked at in some 5 ms."""
MOST_SESSIONS = 10_000
"""As many as there may be connections. One that does not ask for the namespace is gone after JOIN_WITHIN_S."""
COUNT_EVERY_S = 1.0
IS_DISCONNECTED = ("Session is disconnected",)
LEAVE_WITHIN_S = 2
"""From leaving the namespace to the end of the connection: time for a last message to be polled."""


def amend_engineio(server: socketio.Server) -> None:
    """Amend the sockets of this server, which was made with `serializer=ClientPacket`.

    Raises:
        AmendmentError
    """
    _require_what_is_amended(server)
    _amend("_websocket_handler", _end_sockets_with_their_handler)
    _amend("handle_post_request", _refuse_unreadable_posts)
    _amend("receive", _limit_packets)
    _amend("send", _never_close_while_sending)
    _amend("poll", _count_what_is_polled)
    engineio.socket.time = SimpleNamespace(time=time.monotonic)  # a ping's age must not follow the wall clock
    _close_after_unreadable_packets(server)
    _refuse_sessions(server)
    _leave_in_turn(server)


def _require_what_is_amended(server: socketio.Server) -> None:
    require(
        "Engine.IO's socket",
        engineio.socket.Socket,
        "_websocket_handler",
        "handle_post_request",
        "poll",
        "receive",
        "send",
    )
    socket = engineio.socket.Socket(server.eio, "")
    require("Engine.IO's socket", socket, "check_ping_timeout", "closed", "closing", "queue", "upgraded", "upgrading")
    require("Engine.IO's server", server.eio, "handle_request", "handlers", "on", "reason", "sockets")
    require(
        "Socket.IO's server",
        server,
        "_handle_eio_disconnect",
        "_handle_eio_message",
        "logger",
        "manager",
        "packet_class",
        "sleep",
    )
    require("Socket.IO's manager", server.manager, "sid_from_eio_sid")
    require("Socket.IO's packet", socketio.packet.Packet, "decode")
    assert server.packet_class is ClientPacket, "Socket.IO was given another packet"


def name_sessions(server: socketio.Server, process: str) -> None:
    """Each session's id begins with the name of its process, so that others know whose it is.

    Raises:
        AmendmentError
    """
    require("Engine.IO's server", server.eio, "generate_id")
    original = server.eio.generate_id
    server.eio.generate_id = lambda: f"{process}.{original()}"


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
            end_reading(self, "a packet of a type that clients do not send")

    return receive


def _never_close_while_sending(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Engine.IO looks for an unanswered ping with each packet that it sends, and closes the socket. Its end is
    broadcast, which finds the next one: when a whole class goes to sleep the recursion ends in an error, and seats stay
    connected for good. `watch_connections` closes such sockets. And Engine.IO's queue takes any number of bytes for a
    client who never reads."""

    def send(self: Any, pkt: Any) -> None:
        if self.closed:
            return
        self.queued_bytes = self.__dict__.get("queued_bytes", 0) + _size(pkt)
        self.queue.put(pkt)
        if self.queued_bytes > MAX_WAITING_BYTES and not self.closing and not self.__dict__.get("is_cut_off"):
            self.is_cut_off = True
            self.server.start_background_task(self.close, wait=False, abort=True)

    return send


def _count_what_is_polled(original: Callable[..., Any]) -> Callable[..., Any]:
    def poll(self: Any) -> Any:
        packets = original(self)
        is_all = self.queue.empty()
        self.queued_bytes = 0 if is_all else self.__dict__.get("queued_bytes", 0) - sum(map(_size, packets))
        return packets

    return poll


def _size(pkt: Any) -> int:
    return len(pkt.data) if isinstance(pkt.data, str | bytes) else 0


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


def _refuse_sessions(server: socketio.Server) -> None:
    """Engine.IO answers a request for a session that it has just closed with a traceback, and begins any number of
    sessions that poll: they need no connection to stay, and so nothing else bounds them."""
    original = server.eio.handle_request
    shares = SessionShares(server)

    def handle_request(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if not _names_a_session(environ) and not shares.has_room_for(environ.get("REMOTE_ADDR") or ""):
            start_response("503 SERVICE UNAVAILABLE", [("Content-Type", "application/json")])
            return [b'"This server is full."']
        try:
            return original(environ, start_response)
        except KeyError as error:
            if error.args != IS_DISCONNECTED:
                raise
            start_response("400 BAD REQUEST", [("Content-Type", "application/json")])
            return [b'"Invalid session"']

    server.eio.handle_request = handle_request


class SessionShares:
    """Who may begin one more session of Engine.IO. They are counted once a second where not plenty is left."""

    def __init__(self, server: socketio.Server) -> None:
        self._server = server
        self._n_of: Counter[str] = Counter()
        self._counted_s = -math.inf

    def has_room_for(self, address: str) -> bool:
        n_taken, holder = len(self._server.eio.sockets), holder_of(address)
        if n_taken + 1 <= PLENTY * MOST_SESSIONS:
            return True
        now_s = time.monotonic()
        if now_s - self._counted_s > COUNT_EVERY_S:
            environs = list(self._server.environ.values())
            self._n_of = Counter(holder_of(environ.get("REMOTE_ADDR") or "") for environ in environs)
            self._counted_s = now_s
        if not is_within_share(1, self._n_of[holder], n_taken, MOST_SESSIONS):
            return False
        self._n_of[holder] += 1
        return True


def _names_a_session(environ: dict[str, Any]) -> bool:
    """As Engine.IO finds out: an empty name is none."""
    return "sid" in parse_qs(environ.get("QUERY_STRING", ""))


def _leave_in_turn(server: socketio.Server) -> None:
    """A hall that hangs up at once takes hundreds of milliseconds, in which nobody else would be answered."""
    original, line = server._handle_eio_disconnect, Line()

    def on_disconnect(eio_sid: str, reason: str) -> None:
        line.wait_briefly()
        original(eio_sid, reason)

    server.eio.on("disconnect", on_disconnect)


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
