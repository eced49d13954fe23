"""Eventlet's WSGI server, with what it lacks: an end to waiting for a request, turns and shares for each address, and a
door that stays open."""

import contextlib
import errno
import io
import logging
import socket
from collections.abc import Callable
from typing import Any

import eventlet
import eventlet.event
import eventlet.wsgi
from eventlet.semaphore import Semaphore

from app.lib.fair_queue import FairQueue
from app.lib.shares import Shares
from app.server.strict_head import StrictHead
from app.transport.delivery import SEND_BUFFER_BYTES
from app.web.guard import WSGI, Environ, refusal_of
from app.web.proxies import client_of

log = logging.getLogger(__name__)

KEEP_ALIVE_S = 15
"""An idle HTTP connection is closed then; a browser opens a new one when it needs it."""
REQUEST_WITHIN_S = 10
"""From a request's first byte to its last: a phone with a bad connection needs one or two."""
SOCKET_TIMEOUT_S = 20
"""Longest silence while an answer is being sent. Websockets set their own: two pings."""
BUFFER_BYTES = 1024
"""Each connection has one buffer for each direction. Eventlet's two have 24 kB, as much as all else it holds."""
MOST_UNREAD_BYTES = 80_000_000
"""Of all answers under way, but for those that fit into the kernel's buffer."""
TRY_AGAIN_S = 0.1
IS_CLOSED = (errno.EBADF, errno.EINVAL)
USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)
"""Linux keeps what is left of an answer when its connection is closed, until it is read; other systems have no word for
how long (RFC 5482)."""


class Turns:
    """One request is answered at a time, then it is the turn of everything else: a client that asks for large rooms on
    many connections must not delay all arrivals. The addresses take turns, too."""

    def __init__(self) -> None:
        self._waiting = FairQueue[tuple[str, Semaphore]]()
        self._is_taken = False

    def wait(self, address: str) -> None:
        if self._is_taken:
            self._wait_behind_others(address)
        self._is_taken = True
        try:
            eventlet.sleep(0)
        finally:
            self._hand_on()

    def _wait_behind_others(self, address: str) -> None:
        place = address, Semaphore(0)
        self._waiting.add(address, place)
        try:
            place[1].acquire()
        except BaseException:
            if place[1].locked():
                self._waiting.remove(address, place)
            else:
                self._hand_on()
            raise

    def _hand_on(self) -> None:
        for address, its_turn in self._waiting:
            self._waiting.remove(address, (address, its_turn))
            its_turn.release()
            return
        self._is_taken = False


class WayOut:
    """Where answers are written, and whose they are: one that nobody reads waits in it."""

    def __init__(self, file: Any, unread: Shares) -> None:
        self._file = file
        self._unread = unread
        self.address = ""

    def writelines(self, lines: list[bytes]) -> None:
        n_bytes = sum(map(len, lines))
        if n_bytes <= SEND_BUFFER_BYTES:
            self._file.writelines(lines)
            return
        with self._unread.taken(self.address, n_bytes):
            self._file.writelines(lines)
            self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class Protocol(StrictHead, eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
    """HTTP on one connection, behind so many proxies, all of whose connections have one address. A request is read in
    whole before the application hears of it."""

    wfile: Any
    n_proxies = 0
    connections: Shares
    unread: Shares
    turns: Turns

    rbufsize = wbufsize = BUFFER_BYTES
    error_message_format = "%(message)s\n"
    error_content_type = "text/plain; charset=utf-8"

    command: str | None = None
    headers: Any = None
    requestline = ""
    request_version = default_request_version = "HTTP/1.0"

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        if USER_TIMEOUT is not None:
            self.connection.setsockopt(socket.IPPROTO_TCP, USER_TIMEOUT, SOCKET_TIMEOUT_S * 1000)
        self.wfile = WayOut(self.wfile, self.unread)

    def handle(self) -> None:
        share = contextlib.nullcontext() if self.n_proxies else self.connections.taken(self.client_address[0])
        try:
            with share:
                super().handle()
        except OSError as error:
            log.debug("a connection ended: %s", error)

    def finish(self) -> None:
        """Where the client has gone, what was left to write cannot be written, and eventlet forgets to close what it
        reads from: the file would stay open until the garbage is collected."""
        super().finish()
        self.rfile.close()

    def handle_one_request(self) -> None:
        self.close_connection = True
        self.connection.settimeout(KEEP_ALIVE_S)
        if not self.rfile.peek(1):
            return
        deadline = self._deadline = eventlet.Timeout(REQUEST_WITHIN_S)
        try:
            super().handle_one_request()
        except eventlet.Timeout as timeout:
            if timeout is not deadline:
                raise
            self.close_connection = True
            self.send_error(408, "The request did not come to its end.")
        finally:
            deadline.cancel()
            self.environ = self.headers = None  # nothing of a request is kept until the next one

    def get_environ(self) -> Environ:
        environ: Environ = super().get_environ()
        if refusal_of(environ) is not None or "HTTP_UPGRADE" in environ:
            self.close_connection = True  # what follows is no request
        elif length := int(environ.get("CONTENT_LENGTH") or 0):
            body = environ["wsgi.input"].read(length)
            environ["wsgi.input"] = io.BytesIO(body)
        self._deadline.cancel()
        self.wfile.address = address = client_of(environ, self.n_proxies)
        self.turns.wait(address)
        self.headers = {"Connection": self.headers.get("Connection", "")}  # the rest is in the environment, and 3 kB
        return environ

    def log_message(self, *_args: object) -> None:
        """A log line for each bad request helps nobody."""


class OpenDoor:
    """A listening socket whose `accept` does not fail: eventlet's server ends for good where it does, for instance when
    there are no file descriptors left."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.is_shut = False

    def accept(self) -> Any:
        while True:
            try:
                return self._listener.accept()
            except OSError as error:
                if self.is_shut:
                    eventlet.event.Event().wait()  # if eventlet's server ended, it would end idle connections, too
                if error.errno in IS_CLOSED:
                    raise
                log.warning("a connection could not be accepted: %s", error)
                eventlet.sleep(TRY_AGAIN_S)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._listener, name)


def serve(listener: socket.socket, wsgi: WSGI, max_connections: int, n_proxies: int) -> Callable[[], None]:
    """Serve in the background; what is returned stops accepting, and connections that are open stay."""
    door = OpenDoor(listener)
    of_this_server = {
        "n_proxies": n_proxies,
        "connections": Shares(max_connections),
        "unread": Shares(MOST_UNREAD_BYTES),
        "turns": Turns(),
    }
    eventlet.spawn(
        eventlet.wsgi.server,
        door,
        wsgi,
        protocol=type("ProtocolHere", (Protocol,), of_this_server),
        custom_pool=eventlet.GreenPool(max_connections),
        keepalive=KEEP_ALIVE_S,
        socket_timeout=SOCKET_TIMEOUT_S,
        log_output=False,
        debug=False,
    )

    def stop() -> None:
        door.is_shut = True
        listener.close()

    return stop
