"""What waits for one websocket client. Mostly nothing does: the socket takes a frame at once.

A socket that takes no more has a client that does not read. Its messages then wait here, in order. The wait is
bounded, so that nobody can fill the server's memory by not reading: broadcasts are dropped when they are too many or
too old (the client is stale then, and needs the whole room again), and a client that never reads is cut off. What
waits for all clients together is bounded, too.
"""

import contextlib
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

MAX_WAITING = 32
"""Broadcasts that may wait for one client: some two seconds of them."""
MAX_WAITING_BYTES = 1 << 20
"""Of everything: four snapshots of the largest room. Only a client that keeps asking without reading gets there."""
STALE_AFTER_S = 2.0
"""Of not reading. A snapshot of the largest room over a slow line takes less."""
CUT_OFF_AFTER_S = 12.0
"""Of not reading."""
MOST_IN_ALL_BYTES = 100_000_000
"""Of answers for all clients: hundreds of pictures of the largest room. Broadcasts do not count: what waits for many
is in the memory once."""


class Client(Protocol):
    """One for whom answers may wait."""

    def cut_off(self) -> None:
        """End the connection, now. Afterwards nothing waits for this client."""


class Backlog:
    """The answers that wait for all clients together. When they are too many, the client for whom most waits is cut
    off: it asks without reading. Used by one thread."""

    def __init__(self) -> None:
        self._n_bytes: dict[Client, int] = {}
        self._total = 0

    def note(self, client: Client, n_bytes: int) -> None:
        """So much waits for this client now."""
        self._total += n_bytes - self._n_bytes.pop(client, 0)
        if n_bytes:
            self._n_bytes[client] = n_bytes
        if self._total > MOST_IN_ALL_BYTES:
            max(self._n_bytes, key=self._n_bytes.__getitem__).cut_off()


class Outbox:
    """One client's way out. Nothing here waits, but the task that is started for a socket that takes no more.

    `sock` is cooperative: its `send` waits. `sock.fd`, the one under it, never does. `start` begins a task that can be
    joined; `caught_up` is called, in that task, when a stale client has read all that was left for it. `backlog` hears
    how many answers wait.
    """

    __slots__ = (
        "_backlog",
        "_caught_up",
        "_drainer",
        "_is_ended",
        "_is_stale",
        "_n_bytes",
        "_n_of_answers",
        "_send_now",
        "_since_s",
        "_sock",
        "_start",
        "_waiting",
    )

    def __init__(
        self,
        sock: Any,
        start: Callable[[Callable[[], None]], Any],
        caught_up: Callable[[], None],
        backlog: Backlog,
    ) -> None:
        self._sock = sock
        self._send_now: Callable[[bytes], int] = sock.fd.send
        self._start = start
        self._caught_up = caught_up
        self._waiting: deque[tuple[bytes, bool]] = deque()
        self._n_bytes = 0
        self._n_of_answers = 0
        self._backlog = backlog
        self._since_s = 0.0
        self._is_stale = False
        self._is_ended = False
        self._drainer: Any = None

    @property
    def is_stale(self) -> bool:
        return self._is_stale

    def write(self, data: bytes, *, may_be_dropped: bool = False) -> None:
        """Send it after all that was written before, now if the socket takes it."""
        if self._waiting or self._is_ended:
            self._keep(data, may_be_dropped)
            return
        try:
            n_sent = self._send_now(data)
        except BlockingIOError:
            n_sent = 0
        except OSError:
            self.cut_off()
            return
        if n_sent < len(data):
            self._since_s = time.monotonic()
            self._keep(data[n_sent:], may_be_dropped and n_sent == 0)
            if self._waiting:
                self._drainer = self._start(self._drain)

    def post(self, data: bytes, *, may_be_dropped: bool = False) -> bool:
        """As `write`, but nothing leaves before the next `flush`, which is yet to be called where this says True."""
        is_first = not self._waiting
        if is_first:
            self._since_s = time.monotonic()
        self._keep(data, may_be_dropped)
        return is_first and bool(self._waiting)

    def flush(self) -> None:
        """Send what was posted, and all that was written since then, as far as the socket takes it."""
        try:
            while self._waiting:
                self._count_sent(self._send_now(self._waiting[0][0]))
        except BlockingIOError:
            pass
        except OSError:
            self.cut_off()
            return
        if self._waiting or self._is_stale:
            self._drainer = self._start(self._drain)
        elif self._is_ended:
            self._shut_down(socket.SHUT_WR)

    def end(self) -> None:
        """Nothing more will be written; the stream ends after what waits."""
        if not self._is_ended:
            self._is_ended = True
            if not self._waiting:
                self._shut_down(socket.SHUT_WR)

    def cut_off(self) -> None:
        """Drop everything and end both directions. The task that reads from the socket notices."""
        self._is_ended = True
        self._waiting.clear()
        self._n_bytes = 0
        self._note_answers(-self._n_of_answers)
        self._shut_down(socket.SHUT_RDWR)

    def close(self) -> None:
        """Drop everything; afterwards nothing uses the socket any more."""
        self.cut_off()
        if self._drainer is not None:
            self._drainer.join()

    def look_after(self, now_s: float) -> None:
        """To be called now and then with the monotonic time: what waits gets older."""
        if self._waiting:
            age_s = now_s - self._since_s
            if age_s > CUT_OFF_AFTER_S:
                self.cut_off()
            elif age_s > STALE_AFTER_S:
                self._become_stale()

    def _keep(self, data: bytes, may_be_dropped: bool) -> None:
        if self._is_ended or (may_be_dropped and self._is_stale):
            return
        self._waiting.append((data, may_be_dropped))
        self._n_bytes += len(data)
        if len(self._waiting) > MAX_WAITING or self._n_bytes > MAX_WAITING_BYTES:
            self._become_stale()
            if self._n_bytes > MAX_WAITING_BYTES:
                self.cut_off()
                return
        if not may_be_dropped:
            self._note_answers(len(data))

    def _note_answers(self, more_bytes: int) -> None:
        if more_bytes:
            self._n_of_answers += more_bytes
            self._backlog.note(self, self._n_of_answers)

    def _become_stale(self) -> None:
        """Drop the broadcasts, but the one that may have been begun."""
        self._is_stale = True
        head, *rest = self._waiting
        self._waiting = deque([head, *(waiting for waiting in rest if not waiting[1])])
        self._n_bytes = sum(len(data) for data, _ in self._waiting)

    def _drain(self) -> None:
        """Send what waits as the client reads it."""
        try:
            while self._waiting:
                n_sent = self._sock.send(self._waiting[0][0])
                if self._waiting:
                    self._count_sent(n_sent)
        except OSError:
            self.cut_off()
            return
        if self._is_ended:
            self._shut_down(socket.SHUT_WR)
        elif self._is_stale:
            self._is_stale = False
            self._caught_up()

    def _count_sent(self, n_sent: int) -> None:
        """So many bytes of the first that waits have left."""
        data, may_be_dropped = self._waiting.popleft()
        self._n_bytes -= n_sent
        if not may_be_dropped:
            self._note_answers(-n_sent)
        if n_sent < len(data):
            self._waiting.appendleft((data[n_sent:], may_be_dropped))

    def _shut_down(self, how: int) -> None:
        with contextlib.suppress(OSError):
            self._sock.fd.shutdown(how)
