"""Eventlet's own websockets, in which stock delivery speaks: with a limit for a message over all of its fragments, and
without taking the mask off byte by byte."""

from typing import Any

import socketio
from eventlet.websocket import FailedConnectionError, RFC6455WebSocket

from app.transport.amendments import require
from app.transport.websocket import MAX_FRAGMENTS
from app.wire.messages import MAX_MESSAGE_BYTES

TOO_BIG = 1009
"""Close code (RFC 6455, 7.4.1)."""


class LimitedWebsocket(RFC6455WebSocket):  # type: ignore[misc]
    """A frame is limited by eventlet; here, the message."""

    n_fragments = 0

    def _recv_frame(self, message: Any = None) -> Any:
        received = super()._recv_frame(message)
        if not received.opcode & 8:  # it is no control frame
            self.n_fragments = self.n_fragments + 1 if message else 1
            is_endless = self.n_fragments == MAX_FRAGMENTS and not received.finished
            if is_endless or sum(map(len, received.data)) > MAX_MESSAGE_BYTES:
                raise FailedConnectionError(TOO_BIG, "Message is too big")
        return received

    @staticmethod
    def _apply_mask(data: bytes, mask: tuple[int, ...], length: int = 0, offset: int = 0) -> bytes:  # noqa: ARG004
        """RFC 6455, section 5.3: `data` begins at `offset` of the frame's payload; `length` is its own, or nothing."""
        key = bytes(mask[(offset + nth) % 4] for nth in range(4)) * (len(data) // 4 + 1)
        return (int.from_bytes(data) ^ int.from_bytes(key[: len(data)])).to_bytes(len(data))


def limit_messages(server: socketio.Server) -> None:
    """Let this server, whose tasks are eventlet's, make such websockets.

    Raises:
        AmendmentError
    """
    require("Engine.IO's server", server.eio, "_async")
    stock_driver = server.eio._async["websocket"]
    require("eventlet's websocket", stock_driver, "_handle_hybi_request")
    require("eventlet's websocket", RFC6455WebSocket, "_apply_mask", "_recv_frame")

    class Driver(stock_driver):  # type: ignore[misc, valid-type]
        def _handle_hybi_request(self, environ: dict[str, Any]) -> LimitedWebsocket:
            websocket = super()._handle_hybi_request(environ)
            websocket.__class__ = LimitedWebsocket  # eventlet has no place to say which class it shall use
            return websocket  # type: ignore[no-any-return]

    server.eio._async = {**server.eio._async, "websocket": Driver}
