"""Socket.IO's book of who is connected, for several threads at once.

The stock one looks and writes in two steps, and removes empty groups in between: a client that enters while the last
one leaves would get an error. `tests/test_concurrency.py` shows it.
"""

import threading
from collections.abc import Callable
from typing import Any

import socketio


class LockedManager(socketio.Manager):  # type: ignore[misc]
    """Only one thread at a time changes the book."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.RLock()

    def pre_connect(self, *args: Any) -> Any:
        return self._alone(super().pre_connect, *args)

    def connect(self, *args: Any) -> Any:
        return self._alone(super().connect, *args)

    def pre_disconnect(self, *args: Any, **options: Any) -> Any:
        return self._alone(super().pre_disconnect, *args, **options)

    def basic_disconnect(self, *args: Any, **options: Any) -> Any:
        return self._alone(super().basic_disconnect, *args, **options)

    def basic_enter_room(self, *args: Any, **options: Any) -> Any:
        return self._alone(super().basic_enter_room, *args, **options)

    def basic_leave_room(self, *args: Any) -> Any:
        return self._alone(super().basic_leave_room, *args)

    def _alone(self, method: Callable[..., Any], *args: Any, **options: Any) -> Any:
        with self._lock:
            return method(*args, **options)
