"""Websockets of threads, and of gevent, whose threads are greenlets: those of the library simple-websocket, with a
limit for a message over all of its fragments, whole writes, and an end where a client breaks the rules."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any

import socketio
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from simple_websocket import ConnectionClosed
from wsproto.utilities import LocalProtocolError

from app.transport.amendments import require
from app.wire.messages import MAX_MESSAGE_BYTES

WRITE_WITHIN_S = 20
"""A message to a client who reads slowly; also the longest silence of a client, who is asked more often than that."""


class WholeWrites:
    """A socket that sends everything or fails. The library takes a part for the whole, and two threads would write
    into each other's frames."""

    def __init__(self, sock: socket.socket) -> None:
        sock.settimeout(WRITE_WITHIN_S)
        self._sock = sock
        self._lock = threading.Lock()

    def send(self, data: bytes) -> None:
        with self._lock:
            self._sock.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class ReadingThread(threading.Thread):
    """Reads for one websocket. Its library lets the thread end with an error and the connection stay, and may forget to
    wake the thread that waits for a message."""

    def __init__(self, target: Callable[[], None]) -> None:
        super().__init__(target=target, daemon=True)
        self._websocket: Any = target.__self__  # type: ignore[attr-defined]
        self._socket: socket.socket = self._websocket.sock.dup()
        self._websocket.sock = WholeWrites(self._websocket.sock)

    def run(self) -> None:
        with contextlib.suppress(Exception), self._socket:
            try:
                super().run()
            finally:
                self._websocket.connected = False
                self._websocket.event.set()
                self._socket.shutdown(socket.SHUT_RDWR)


class Driver(SimpleWebSocketWSGI):  # type: ignore[misc]
    def __init__(self, handler: Callable[[Any], Any], engine: Any) -> None:
        def handle(_: Any) -> Any:
            try:
                return handler(self)
            finally:  # the reading thread would wait for as long as the client is silent
                with contextlib.suppress(OSError):
                    self.ws.sock.shutdown(socket.SHUT_RD)

        super().__init__(handle, engine, max_message_size=MAX_MESSAGE_BYTES, thread_class=ReadingThread)

    def close(self) -> None:
        """The stock version does not wake the thread that waits for a message, and keeps the connection until the
        client ends it."""
        with contextlib.suppress(OSError, LocalProtocolError, ConnectionClosed):  # its client may go just now
            super().close()
        self.ws.event.set()


def limit_messages(server: socketio.Server) -> None:
    """Let this server, whose tasks are threads or gevent's, make such websockets.

    Raises:
        AmendmentError
    """
    require("Engine.IO's server", server.eio, "_async")
    require("Engine.IO's websocket for threads", SimpleWebSocketWSGI, "close", "send", "wait")
    server.eio._async = {**server.eio._async, "websocket": Driver}
