"""What stock eventlet and Engine.IO lack. Each amendment says what it mends, and checks at the start that it is there.

Two kinds: a WSGI layer in front, which needs nothing of their insides, and amendments of Engine.IO's sockets.
"""

from collections.abc import Callable, Iterable
from typing import Any

import engineio.socket
import socketio

from app.protocol import MAX_MESSAGE_BYTES

WSGI = Callable[..., Iterable[bytes]]

RESERVED_EVENTS = frozenset({"connect", "disconnect", "connect_error"})
"""Names that Socket.IO keeps for itself; a client that sends one as an event would run the server's own handler."""


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


def amend_engineio(server: socketio.Server) -> None:
    """Amend the sockets of this server."""
    _end_sockets_with_their_handler()
    _reserve_event_names(server)


def _end_sockets_with_their_handler() -> None:
    """A websocket packet that cannot be decoded ends Engine.IO's handler without closing the socket; its worker would
    count as connected until the ping times out."""
    original = engineio.socket.Socket._websocket_handler
    assert original.__name__ in ("_websocket_handler", "_ended_handler"), "Engine.IO has changed: look again"
    if original.__name__ == "_ended_handler":
        return

    def _ended_handler(self: Any, ws: Any) -> Any:
        try:
            return original(self, ws)
        except Exception as error:
            self.server.logger.info("%s: closed after a packet that cannot be read: %s", self.sid, error)
            return []
        finally:
            if not self.closed:
                self.queue.put(None)
                self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_ERROR)

    engineio.socket.Socket._websocket_handler = _ended_handler


def _reserve_event_names(server: socketio.Server) -> None:
    """Clients may not emit `connect` or `disconnect`: Socket.IO looks their handlers up as it does any other."""
    original = server._handle_event

    def handle_event(eio_sid: str, namespace: str, packet_id: int | None, data: Any) -> Any:
        is_event = isinstance(data, list) and data and isinstance(data[0], str)
        if not is_event or data[0] in RESERVED_EVENTS:
            data = ["unknown", None]
        return original(eio_sid, namespace, packet_id, data)

    server._handle_event = handle_event
