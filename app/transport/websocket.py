"""A websocket over a socket that was handed in: the rules are those of the library `websockets`, the reading and
writing is ours.

One `recv` for each time that the socket can be read; answers to pings and good-byes leave together. Only text, no
extensions. The close frame's code tells a client which rule it broke.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol, cast

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from app.lib.limits import TokenBucket
from app.transport.outbox import Backlog, Outbox
from app.wire.fast_path import FastRequest, parse
from app.wire.messages import MAX_MESSAGE_BYTES

try:
    from websockets.speedups import apply_mask
except ImportError:  # the library is not made in C for this machine
    from websockets.utils import apply_mask

RECEIVE_BYTES = 8192
MAX_FRAGMENTS = 16
"""No browser divides a message of a few hundred bytes."""
CONTROLS_PER_SECOND = 10
CONTROL_BURST = 200
"""Pings and pongs of the websocket. Browsers send none by themselves, and libraries one in some seconds."""
LINGER_S = 1.0
LINGER_READS = 50
"""For the client's good-bye; a client that just goes on is cut off."""
FINAL_TEXT, MASKED, LONGEST_SHORT = 0x81, 0x80, 125
"""The first two bytes of a frame, and the greatest length that stands in the second (RFC 6455, section 5.2)."""
QUIET = logging.getLogger(f"{__name__}.protocol")
QUIET.disabled = True
"""Faults of clients are reported to the client only, not to the log."""


class Readable(Protocol):
    """Tells when a socket can be read."""

    def wait(self, is_done: Callable[[], bool]) -> None:
        """Call `is_done` each time that the socket can be read, in the event loop, where nothing may wait. Return when
        it says no, or when `wake` says so."""

    def wake(self) -> None: ...
    def stop(self) -> None: ...


def short_text(data: bytes) -> str | None:
    """The text, if this is one frame as nearly all are that come from clients: short, whole, and with a text. The
    answer to all others is None; they are for the library."""
    if len(data) < 6 or data[0] != FINAL_TEXT or data[1] != MASKED | len(data) - 6 or len(data) > LONGEST_SHORT + 6:
        return None
    try:
        return apply_mask(data[6:], data[2:6]).decode()
    except UnicodeDecodeError:
        return None


def text_frame(text: str) -> bytes:
    """The text as one frame, as a server writes it."""
    data = text.encode()
    if len(data) <= LONGEST_SHORT:
        return bytes((FINAL_TEXT, len(data))) + data
    return Frame(Opcode.TEXT, data).serialize(mask=False)


def wire_length(frame: Frame) -> int:
    """Bytes of this frame as a client sends it. One that gives its length in more bytes than it needs has more."""
    length = len(frame.data)
    return 6 + length + (0 if length <= LONGEST_SHORT else 2 if length < 1 << 16 else 8)


Message = str | FastRequest
"""What a client has sent: a request of the fast path, or the text of any other packet."""


class Websocket:
    """After the handshake. One task reads `messages` to the end and then calls `close`; anybody may write to `outbox`,
    and `say_goodbye`.

    `sock` is cooperative, with the plain socket as `fd`; for `start`, `caught_up` and `backlog` see Outbox.
    `try_fast_path` may answer a request in the event loop, where nothing may wait, and says whether it did.
    """

    def __init__(
        self,
        sock: Any,
        readable: Readable,
        start: Callable[[Callable[[], None]], Any],
        caught_up: Callable[[], None],
        backlog: Backlog,
        *,
        try_fast_path: Callable[[FastRequest], bool] = lambda _request: False,
    ) -> None:
        self._sock = sock
        self._receive: Callable[[int], bytes] = sock.fd.recv
        self._try_fast_path = try_fast_path
        self._received: bytes | None = None
        """What `messages` has yet to look at: nothing, or b"" at the end."""
        self._message: Message | None = None
        """The same, where it has been read already."""
        self._n_begun = 0
        """Bytes of a frame that has not come to its end."""
        self._readable = readable
        self._protocol = ServerProtocol(state=State.OPEN, max_size=MAX_MESSAGE_BYTES, logger=QUIET)
        self._fragments: list[bytes] = []
        self._controls = TokenBucket(CONTROLS_PER_SECOND, CONTROL_BURST)
        self._is_over = False
        self.outbox = Outbox(sock, start, caught_up, backlog)

    def messages(self) -> Iterator[Message]:
        """The client's messages, until one side says good-bye, or breaks the rules, or is gone."""
        while not self._is_over and self._protocol.state is State.OPEN:
            self._readable.wait(self._is_done)
            if (message := self._message) is not None:
                self._message = None
                yield message
                continue
            data, self._received = self._received, None
            if data is None:
                continue
            if not data:
                return
            self._protocol.receive_data(data)
            frames = cast(list[Frame], self._protocol.events_received())
            self._write()
            self._n_begun += len(data) - sum(map(wire_length, frames))
            for frame in frames:
                text = self._text(frame)
                if self._is_over:
                    return
                if text is not None:
                    yield parse(text) or text

    def _is_done(self) -> bool:
        """Receive what has come, in the event loop. Most of it is one short text, and most of those can be answered
        here."""
        try:
            data = self._receive(RECEIVE_BYTES)
        except BlockingIOError:
            return True
        except OSError:
            data = b""
        is_between_messages = not (self._n_begun or self._fragments or self._is_over)
        text = short_text(data) if is_between_messages else None
        if text is None:
            self._received = data
            return False
        request = parse(text)
        if request is not None and self._try_fast_path(request):
            return True
        self._message = request or text
        return False

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
