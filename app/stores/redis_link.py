"""One connection to Redis, over which everything goes: in order, without waiting for replies, and opened again when it
breaks. In an event loop what is sent in one turn leaves in one write, and in a rush what is sent within a millisecond;
elsewhere a command leaves at once where nothing is unanswered, and else with others (Nagle's rule, RFC 896).

redis-py opens the connection (address, TLS, login, Sentinel); one thread reads what comes, and one writes the rest.
"""

import contextlib
import logging
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import redis

from app.lib.readable import caller_later, incoming
from app.stores.base import StoreError
from app.stores.resp import Argument, Parser, Push, RedisError, pack
from app.stores.tls_socket import TlsSocket

log = logging.getLogger(__name__)

TRY_AGAIN_S = 0.2
"""After an attempt to connect that failed, or a connection that did not last longer."""
ANSWER_WITHIN_S = 10.0
"""Somebody who waits for a reply hears `unavailable` then."""
READ_BYTES = 64 * 1024
TOGETHER_S = 0.001
OFTEN, WITHIN_S = 4, 0.003
"""When so many commands have come in so short a time, a write leaves TOGETHER_S after the one before it: of five
thousand arrivals in a second, five go in one write, and five replies come in one."""
DONT_WAIT = getattr(socket, "MSG_DONTWAIT", 0)
MOST_WAITING_BYTES = 16_000_000
"""That are yet to be sent. More than that, and nothing is taken: Redis reads no more."""
MISSED_BEATS = 4
"""After so many beats without any reply the connection is given up."""

OnReply = Callable[[Any], object]
"""Gets a reply: a value, or RedisError. It must not wait."""


class LostError(RedisError):
    """The connection ended before the reply had come: it is not known whether the command was done."""


def _is_of_eventlet(sock: object) -> bool:
    return hasattr(sock, "fd")


def _plain(sock: socket.socket | TlsSocket) -> socket.socket | None:
    """The system's own socket, in which no event loop waits; None with TLS."""
    if isinstance(sock, ssl.SSLSocket | TlsSocket):
        return None
    inner: socket.socket = getattr(sock, "fd" if _is_of_eventlet(sock) else "_sock", sock)  # of an event loop's
    return inner


class Session:
    """One connection, from its beginning to its end."""

    def __init__(self, sock: socket.socket | TlsSocket) -> None:
        self._socket = sock
        self._lock = threading.Lock()
        self._wakeup = threading.Lock()
        self._wakeup.acquire()
        self._outbox: list[bytes] = []
        self._n_waiting_bytes = 0
        self._expected: deque[OnReply] = deque()
        self._is_over = False
        self._left_s = 0.0
        """When something last left."""
        self._lately: deque[float] = deque([0.0] * OFTEN, OFTEN)
        """When the latest commands came."""
        self._is_leaving = False
        """What is in the outbox will leave soon, or the writer has it."""
        self._plain = _plain(sock)
        self._call_later = caller_later() if self._plain is not None and _is_of_eventlet(sock) else None
        self.missed_beats = 0
        self.began_s = time.monotonic()

    def put(self, *arguments: Argument, on_reply: OnReply | None = None) -> None:
        """As `put_packed`, of a command that is not packed yet."""
        self.put_packed(pack(*arguments), on_reply)

    def put_packed(self, command: bytes, on_reply: OnReply | None) -> None:
        """Send a command. `on_reply` gets the reply, and LostError if none will come; None: the command has no reply.

        Raises:
            StoreError: it is certainly not sent.
        """
        with self._lock:
            if self._is_over or self._n_waiting_bytes > MOST_WAITING_BYTES:
                raise StoreError("Redis cannot be reached.")
            is_idle = not self._expected
            if on_reply is not None:
                self._expected.append(on_reply)
            self._outbox.append(command)
            self._n_waiting_bytes += len(command)
            now_s = time.monotonic()
            is_often = now_s < self._lately[0] + WITHIN_S
            self._lately.append(now_s)
            if self._is_leaving:
                return
            self._is_leaving = True
            if self._call_later is not None:
                self._call_later(max(0.0, self._left_s + TOGETHER_S - now_s) if is_often else 0.0, self._leave)
            elif is_idle:
                self._send_now()
            else:
                self._wakeup.release()

    def _leave(self) -> None:
        with self._lock:
            self._send_now()

    def _send_now(self) -> None:
        """Send what can be sent without waiting. The writer sends the rest, and finds what goes wrong."""
        self._left_s = time.monotonic()
        data, n_sent = b"".join(self._outbox), 0
        with contextlib.suppress(OSError):
            n_sent = 0 if self._plain is None else self._plain.send(data, DONT_WAIT)
        self._n_waiting_bytes -= n_sent
        self._is_leaving = n_sent < len(data)
        self._outbox = [data[n_sent:]] if self._is_leaving else []
        if self._is_leaving and self._wakeup.locked():
            self._wakeup.release()

    def write(self) -> None:
        """Write what is sent, until the end."""
        while True:
            self._wakeup.acquire()
            with self._lock:
                data, self._outbox = b"".join(self._outbox), []
                if self._is_over:
                    return
            try:
                self._socket.sendall(data)
            except (OSError, ValueError):
                self.break_off()
                return
            with self._lock:
                self._n_waiting_bytes -= len(data)
                self._is_leaving = bool(self._outbox)
                if self._is_leaving and self._wakeup.locked():
                    self._wakeup.release()

    def read(self, on_push: Callable[[Push], object]) -> None:
        """Hand on what comes, until the connection breaks.

        Raises:
            OSError, ValueError
        """
        parser = Parser()
        for data in self._incoming():
            self.missed_beats = 0
            for reply in parser.feed(data):
                if isinstance(reply, Push):
                    on_push(reply)
                else:
                    self._expected.popleft()(reply)

    def _incoming(self) -> Iterator[bytes]:
        if self._plain is not None and _is_of_eventlet(self._socket):
            return incoming(self._plain, READ_BYTES)
        return iter(lambda: self._socket.recv(READ_BYTES), b"")

    def break_off(self) -> None:
        """The reader finds the end."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Tell everybody who waits for a reply that there will be none."""
        with self._lock:
            self._is_over = True
            expected, self._expected = self._expected, deque()
            if self._wakeup.locked():
                self._wakeup.release()
        self._socket.close()
        for on_reply in expected:
            try:
                on_reply(LostError("the connection ended"))
            except Exception:
                log.exception("could not report that the connection to Redis ended")


class Link:
    """`open_socket` connects; it raises redis.RedisError or OSError. `on_up` is called when a connection is there,
    before anybody else can use it; `on_down` when it has ended."""

    def __init__(
        self,
        open_socket: Callable[[], socket.socket | TlsSocket],
        *,
        on_up: Callable[[Session], object],
        on_down: Callable[[], object],
        on_push: Callable[[Push], object],
    ) -> None:
        self._open_socket = open_socket
        self._on_up = on_up
        self._on_down = on_down
        self._on_push = on_push
        self._session: Session | None = None
        self._closing = threading.Event()
        self._reader = threading.Thread(target=self._run, name="redis", daemon=True)

    def start(self) -> None:
        self._reader.start()

    def close(self) -> None:
        self._closing.set()
        self.break_off()
        if self._reader.ident is not None:
            self._reader.join(ANSWER_WITHIN_S)

    @property
    def is_up(self) -> bool:
        return self._session is not None

    def put(self, *arguments: Argument, on_reply: OnReply | None = None) -> None:
        """As `Session.put`."""
        self._present().put(*arguments, on_reply=on_reply)

    def put_packed(self, command: bytes, on_reply: OnReply) -> None:
        """As `Session.put_packed`."""
        self._present().put_packed(command, on_reply)

    def ask(self, *arguments: Argument) -> Any:
        """Send a command, and wait for the reply.

        Raises:
            StoreError: there is none, or it is an error.
        """
        assert threading.get_ident() != self._reader.ident, "the reader would wait for itself"
        replies: list[Any] = []
        there = threading.Lock()
        there.acquire()

        def on_reply(reply: Any) -> None:
            replies.append(reply)
            there.release()

        self.put(*arguments, on_reply=on_reply)
        if not there.acquire(timeout=ANSWER_WITHIN_S):
            raise StoreError("Redis does not answer.")
        if isinstance(replies[0], RedisError):
            raise StoreError(f"Redis: {replies[0]}") from replies[0]
        return replies[0]

    def beat(self, *arguments: Argument, on_reply: OnReply) -> None:
        """As `put`, regularly: when nothing comes for so many beats, the connection is given up. A process that was
        itself frozen has missed one."""
        session = self._present()
        session.missed_beats += 1
        if session.missed_beats > MISSED_BEATS:
            self.break_off()
        session.put(*arguments, on_reply=on_reply)

    def break_off(self) -> None:
        """Connect again."""
        if self._session is not None:
            self._session.break_off()

    def _present(self) -> Session:
        session = self._session
        if session is None:
            raise StoreError("Redis cannot be reached.")
        return session

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                session = Session(self._open_socket())
            except (redis.RedisError, OSError) as error:
                log.warning("Redis cannot be reached: %s", error)
                self._closing.wait(TRY_AGAIN_S)
                continue
            threading.Thread(target=session.write, name="redis writer", daemon=True).start()
            try:
                self._on_up(session)
                self._session = session
                session.read(self._on_push)
            except (OSError, ValueError, StoreError) as error:
                log.warning("the connection to Redis broke: %s", error)
            except Exception:
                log.exception("what came from Redis could not be handled")
            self._session = None
            session.end()
            self._on_down()
            is_sudden = session.missed_beats == 0 and time.monotonic() > session.began_s + TRY_AGAIN_S
            self._closing.wait(0 if is_sudden else TRY_AGAIN_S)
