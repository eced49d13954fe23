"""Threads of a test: what each returned or raised, within a deadline."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from app.web import remote_barrier
from app.web.remote_barrier import AsyncRemoteBarrier, RemoteBarrier
from tests.support.clients import Message, http
from tests.support.running import START_WITHIN_S

DEADLINE_S = 60.0


class Threads:
    """Runs each function in a thread of its own; `results` tells in their order what came of them."""

    def __init__(self, *functions: Callable[[], Any]) -> None:
        self._results: list[Any] = [None] * len(functions)
        self.threads = [
            threading.Thread(target=self._run, args=(place, function), name=f"Worker-{place}", daemon=True)
            for place, function in enumerate(functions)
        ]
        for thread in self.threads:
            thread.start()

    def _run(self, place: int, function: Callable[[], Any]) -> None:
        try:
            self._results[place] = function()
        except Exception as error:
            self._results[place] = error

    def results(self) -> list[Any]:
        until_s = time.monotonic() + DEADLINE_S
        for thread in self.threads:
            thread.join(max(0, until_s - time.monotonic()))
            assert not thread.is_alive(), f"{thread.name} hangs; so far {self._results}"
        return self._results

    @property
    def n_done(self) -> int:
        return sum(not thread.is_alive() for thread in self.threads)


def wait_for_servers_that_start_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs of this process give a server up only when it had the time to start again on a busy machine."""
    monkeypatch.setattr(remote_barrier, "GONE_AFTER_S", START_WITHIN_S)


def snapshot_of(barrier: RemoteBarrier | AsyncRemoteBarrier) -> Message:
    """The room of this barrier."""
    server, _, code = barrier.url.rpartition("/")
    return http("GET", f"{server}/api/rooms/{code}")[1]


def until(condition: Callable[[], bool]) -> None:
    """Look at a condition that nobody announces, until it holds."""
    until_s = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < until_s, "waited for nothing"
        time.sleep(0.01)
