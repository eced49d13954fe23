"""Real threads at `threading.Barrier`, one call after another."""

import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Literal

PATIENCE_S = 30.0
"""Far beyond what anything here takes."""

End = Literal["waits", "goes", "error"]
Make = Callable[..., "Threads"]


def until(condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline_s
        time.sleep(0.0005)


class Threads:
    """Threads that call `wait()` one after another: `ends` says what has become of each call."""

    def __init__(self, parties: int, action: Callable[[], None] | None = None) -> None:
        self.barrier = threading.Barrier(parties, action)
        self.ends: dict[str, End] = {}
        self.errors: dict[str, Exception] = {}
        self.order: list[str] = []
        """Who has gone on, one after another."""
        self.held_up: set[str] = set()
        """Who leaves `wait()` only when somebody else has gone on."""
        self._all: list[threading.Thread] = []

    def call(self, *names: str, timeout: float | None = None) -> None:
        """Each call is inside `wait()`, or over, before the next one begins."""
        for name in names:
            before = self.barrier.n_waiting
            self.ends[name] = "waits"
            thread = threading.Thread(target=self._wait, args=(name, timeout), daemon=True)
            self._all.append(thread)
            thread.start()
            until(lambda: self.ends[name] != "waits" or self.barrier.n_waiting > before)

    def _wait(self, name: str, timeout: float | None) -> None:
        if name in self.held_up:
            sys.settrace(self._trace)
        try:
            self.barrier.wait(timeout)
        except Exception as error:
            self.errors[name] = error
            self.ends[name] = "error"
        else:
            self.order.append(name)
            self.ends[name] = "goes"

    def _trace(self, frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code is not threading.Barrier.wait.__code__:
            return None
        if event == "return":
            until(lambda: bool(self.order))
        return self._trace

    def settle(self, *names: str) -> None:
        """Until these calls are over."""
        until(lambda: all(self.ends[name] != "waits" for name in names))

    def close(self) -> None:
        self.barrier.abort()
        for thread in self._all:
            thread.join(PATIENCE_S)
