"""A websocket over a socket that was handed in: the rules are those of the library `websockets`, the reading and
writing is ours.

One `recv` for each time that the socket can be read; answers to pings and good-byes leave together. Only text, no
extensions. A client that breaks the rules is told how by the code of the close frame.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol, cast

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from app.limits import TokenBucket
from app.outbox import Outbox
from app.protocol import MAX_MESSAGE_BYTES

RECEIVE_BYTES = 8192
MAX_FRAGMENTS = 16
"""No browser divides a message of a few hundred bytes."""
CONTROLS_PER_SECOND = 10
CONTROL_BURST = 200
"""Pings and pongs of the websocket. Browsers send none by themselves, and libraries one in some seconds."""
LINGER_S = 1.0
LINGER_READS = 50
"""For the client's good-bye. One who goes on as before has no more to say."""
QUIET = logging.getLogger(f"{__name__}.protocol")
QUIET.disabled = True
"""What a client does wrong is told to the client."""


class Readable(Protocol):
    """Tells when a socket can be read."""

    def wait(self) -> None:
        """Return when it can be read, or when `wake` says so."""

    def wake(self) -> None: ...
    def stop(self) -> None: ...


def text_frame(text: str) -> bytes:
    """The text as one frame, as a server writes it."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class Websocket:
    """After the handshake. One task reads `texts` to the end and then calls `close`; anybody may write to `outbox`, and
    `say_goodbye`.

    `sock` is cooperative, with the plain socket as `fd`; for `start` and `caught_up` see Outbox.
    """

    def __init__(
        self,
        sock: Any,
        readable: Readable,
        start: Callable[[Callable[[], None]], Any],
        caught_up: Callable[[], None],
    ) -> None:
        self._sock = sock
        self._readable = readable
        self._protocol = ServerProtocol(state=State.OPEN, max_size=MAX_MESSAGE_BYTES, logger=QUIET)
        self._fragments: list[bytes] = []
        self._controls = TokenBucket(CONTROLS_PER_SECOND, CONTROL_BURST)
        self._is_over = False
        self.outbox = Outbox(sock, start, caught_up)

    def texts(self) -> Iterator[str]:
        """The client's messages, until one side says good-bye, or breaks the rules, or is gone."""
        receive = self._sock.fd.recv
        while not self._is_over and self._protocol.state is State.OPEN:
            self._readable.wait()
            try:
                data = receive(RECEIVE_BYTES)
            except BlockingIOError:
                continue
            except OSError:
                return
            if not data:
                return
            self._protocol.receive_data(data)
            frames = cast(list[Frame], self._protocol.events_received())
            self._write()
            for frame in frames:
                text = self._text(frame)
                if self._is_over:
                    return
                if text is not None:
                    yield text

    def say_goodbye(self, code: int = CloseCode.NORMAL_CLOSURE) -> None:
        """Send a close frame, if none has been sent; the reading ends soon."""
        if self._is_over:
            return
        self._is_over = True
        self._protocol.fail(code)
        self._write()
        self._readable.wake()

    def close(self) -> None:
        """After the last text: wait a moment for the client's end, since what it still sends into a closed socket would
        be answered by a reset, which overtakes the close frame."""
        self._readable.stop()
        until_s = time.monotonic() + LINGER_S
        self._sock.settimeout(LINGER_S)
        with contextlib.suppress(OSError):
            for _ in range(LINGER_READS):
                if self._protocol.state is not State.CLOSING or time.monotonic() > until_s:
                    break
                if not self._sock.recv(RECEIVE_BYTES):
                    break
        self.outbox.close()

    def _send_closing_frame(self, _ignores_errors: bool) -> None:
        """Eventlet asks for it when the reading has ended. `close` has done what there was to do."""

    def _text(self, frame: Frame) -> str | None:
        """The message that is complete with this frame, if one is."""
        if frame.opcode is Opcode.BINARY:
            self.say_goodbye(CloseCode.UNSUPPORTED_DATA)
        elif frame.opcode in (Opcode.TEXT, Opcode.CONT):
            self._fragments.append(bytes(frame.data))
            if frame.fin:
                message = b"".join(self._fragments)
                self._fragments.clear()
                try:
                    return message.decode()
                except UnicodeDecodeError:
                    self.say_goodbye(CloseCode.INVALID_DATA)
            elif len(self._fragments) == MAX_FRAGMENTS:
                self.say_goodbye(CloseCode.MESSAGE_TOO_BIG)
        elif not self._controls.take():
            self.say_goodbye(CloseCode.POLICY_VIOLATION)
        return None

    def _write(self) -> None:
        writes = self._protocol.data_to_send()
        if data := b"".join(writes):
            self.outbox.write(data)
        if b"" in writes:
            self.outbox.end()
