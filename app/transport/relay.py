"""Polling, where several processes share one address: a request for the session of another process goes to that process
through the store, and its answer comes back the same way. So nobody in front has to know which process is whose.

A websocket cannot be handed on: it is refused as one of an unknown session, and its client goes on polling.
"""

import io
import itertools
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

log = logging.getLogger(__name__)

WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]
ANSWER_WITHIN_S = 30.0
"""Engine.IO answers a poll for which there is nothing after 18 s."""
PATH = "/socket.io/"
SESSION = re.compile(r"(?:^|&)sid=(\w+)\.")
UNKNOWN_SESSION = ("400 BAD REQUEST", [("Content-Type", "application/json")], b'"Invalid session"')


class Asked(msgspec.Struct, tag=True, array_like=True):
    by: str
    number: int
    environ: dict[str, str]
    body: bytes


class Answered(msgspec.Struct, tag=True, array_like=True):
    number: int
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Waiting:
    """A request that another process answers."""

    def __init__(self) -> None:
        self._answer: Answered | None = None
        self._there = threading.Lock()
        self._there.acquire()

    def settle(self, answer: Answered | None) -> None:
        """With None there will be no answer. Only the first one counts."""
        if self._there.locked():
            self._answer = answer
            self._there.release()

    def note_heard(self, n_heard: int) -> None:
        if n_heard == 0:
            self.settle(None)

    def wait(self) -> Answered | None:
        self._there.acquire(timeout=ANSWER_WITHIN_S)
        return self._answer


class Relay:
    """`send_to` brings a message to the process of a name, and says how many have heard; `spawn` runs a function that
    may wait."""

    def __init__(
        self,
        process: str,
        wsgi: WSGI,
        *,
        send_to: Callable[[str, bytes, Callable[[int], object]], object],
        spawn: Callable[..., object],
    ) -> None:
        self._process = process
        self._wsgi = wsgi
        self._send_to = send_to
        self._spawn = spawn
        self._numbers = itertools.count()
        self._waiting: dict[int, Waiting] = {}
        self._decoder = msgspec.msgpack.Decoder(Asked | Answered)
        self._is_puzzled = False
        """Another release has sent what this one cannot read, and the log says so."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        owner = self._owner(environ)
        if owner is None:
            return self._wsgi(environ, start_response)
        answer = self._ask(owner, environ)
        status, headers, body = (answer.status, answer.headers, answer.body) if answer else UNKNOWN_SESSION
        start_response(status, headers)
        return [body]

    def receive(self, message: bytes) -> None:
        """From another process. Does not wait. What cannot be read was never sent: the asker times out."""
        try:
            received = self._decoder.decode(message)
        except ValueError as error:
            if not self._is_puzzled:
                self._is_puzzled = True
                log.warning("a message of another process cannot be read here, and is left out: %s", error)
            return
        if isinstance(received, Asked):
            self._spawn(self._answer, received)
        elif (waiting := self._waiting.get(received.number)) is not None:
            waiting.settle(received)

    def _owner(self, environ: dict[str, Any]) -> str | None:
        """The other process whose session this is."""
        if not environ.get("PATH_INFO", "").startswith(PATH) or "HTTP_UPGRADE" in environ:
            return None
        found = SESSION.search(environ.get("QUERY_STRING", ""))
        return found[1] if found is not None and found[1] != self._process else None

    def _ask(self, owner: str, environ: dict[str, Any]) -> Answered | None:
        number, waiting = next(self._numbers), Waiting()
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        texts = {name: value for name, value in environ.items() if isinstance(value, str)}
        self._waiting[number] = waiting
        try:
            asked = msgspec.msgpack.encode(Asked(self._process, number, texts, body))
            self._send_to(owner, asked, waiting.note_heard)
            return waiting.wait()
        finally:
            del self._waiting[number]

    def _answer(self, asked: Asked) -> None:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        environ = {
            **asked.environ,
            "wsgi.input": io.BytesIO(asked.body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        parts = self._wsgi(environ, lambda status, headers, _error=None: begun.append((status, headers)))
        body = b"".join(parts)
        status, headers = begun[-1]
        answer = msgspec.msgpack.encode(Answered(asked.number, status, headers, body))
        self._send_to(asked.by, answer, lambda _n_heard: None)
