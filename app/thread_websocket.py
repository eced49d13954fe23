"""Websockets of threads, which are those of the library simple-websocket: with a limit for a message, over all of its
fragments, and an end where a client breaks the rules."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any

import socketio

from app.hardening import require
from app.protocol import MAX_MESSAGE_BYTES


class ReadingThread(threading.Thread):
    """Reads for one websocket. Its library lets the thread end with an error and the connection stay, and may forget to
    wake whoever waits for a message."""

    def __init__(self, target: Callable[[], None]) -> None:
        super().__init__(target=target, daemon=True)
        self._websocket: Any = target.__self__  # type: ignore[attr-defined]
        self._socket: socket.socket = self._websocket.sock.dup()

    def run(self) -> None:
        with contextlib.suppress(Exception), self._socket:
            try:
                super().run()
            finally:
                self._websocket.connected = False
                self._websocket.event.set()
                self._socket.shutdown(socket.SHUT_RDWR)


def limit_messages(server: socketio.Server) -> None:
    """Let this server, whose tasks are threads, make such websockets.

    Raises:
        AmendmentError
    """
    require("Engine.IO's server", server.eio, "_async")
    stock_driver = server.eio._async["websocket"]
    require("Engine.IO's websocket for threads", stock_driver, "close", "wait")

    class Driver(stock_driver):  # type: ignore[misc, valid-type]
        def __init__(self, handler: Any, engine: Any) -> None:
            super().__init__(handler, engine, max_message_size=MAX_MESSAGE_BYTES, thread_class=ReadingThread)

        def close(self) -> None:
            """Stock, whoever waits for a message is not told, and the connection stays until the client ends it."""
            super().close()
            self.ws.event.set()

    server.eio._async = {**server.eio._async, "websocket": Driver}
