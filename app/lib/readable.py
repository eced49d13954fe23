"""Waiting for a socket to become readable, cheaper than eventlet does it."""

import socket
from collections.abc import Callable, Iterator
from typing import Any


class Readable:
    """Waits, in the task that makes it, until a socket can be read, again and again. Eventlet's sockets tell the kernel
    again each time that they wait: two system calls and a timer, a third of what it costs to take a small message."""

    def __init__(self, fileno: int) -> None:
        from eventlet import getcurrent, hubs

        self._fileno = fileno
        self._hub = hubs.get_hub()
        self._reader = getcurrent()
        self._listener: Any = None
        self._is_waiting = False
        self._is_done: Callable[[], bool] = lambda: False

    def wait(self, is_done: Callable[[], bool]) -> None:
        self._is_done = is_done
        if self._listener is None:
            self._listener = self._hub.add(
                self._hub.READ, self._fileno, self._on_readable, self._reader.throw, self.stop
            )
        self._is_waiting = True
        try:
            self._hub.switch()
        finally:
            self._is_waiting = False

    def wake(self) -> None:
        """End the waiting, soon."""
        self._hub.schedule_call_global(0, self._switch)

    def stop(self) -> None:
        """Nobody waits any more."""
        if self._listener is not None:
            self._hub.remove(self._listener)
            self._listener = None

    def _on_readable(self, _fileno: int) -> None:
        if not self._is_waiting:
            self.stop()  # its reader is busy, and the kernel would say the same again and again
        elif not self._is_done():
            self._reader.switch()

    def _switch(self) -> None:
        if self._is_waiting:
            self._reader.switch()


def incoming(sock: socket.socket, most: int) -> Iterator[bytes]:
    """What comes over a socket that does not block, at most so many bytes at once, until its end. It is taken in the
    event loop.

    Raises:
        OSError
    """
    readable, taken, errors = Readable(sock.fileno()), b"", list[OSError]()

    def take() -> bool:
        nonlocal taken
        try:
            taken = sock.recv(most)
        except BlockingIOError:
            return True
        except OSError as error:
            errors.append(error)
        return False

    try:
        while True:
            readable.wait(take)
            if errors:
                raise errors[0]
            if not taken:
                return
            yield taken
    finally:
        readable.stop()


def caller_later() -> Callable[[float, Callable[[], None]], object]:
    """Calls something in this event loop, so many seconds later; with 0, when all that has come is handled."""
    from eventlet import hubs

    later: Callable[[float, Callable[[], None]], object] = hubs.get_hub().schedule_call_global
    return later
