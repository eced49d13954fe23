"""What the parent of several processes does, step by step, without any process."""

import os
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from app.server.children import MUST_LIVE_S, START_AGAIN_AFTER_S, start_children

KILLED = signal.SIGKILL
Step = Callable[[], signal.Signals]


class Listener:
    def __init__(self, done: list[str]) -> None:
        self._done = done

    def close(self) -> None:
        self._done.append("close")


class Parent:
    """Its world: what it does is in `done`, and `steps` are what happens while it waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self.steps: list[Step] = []
        self.now_s = 100.0
        self._pids = iter(range(1, 100))
        self._dead: list[tuple[int, int]] = []
        self._alive: set[int] = set()
        monkeypatch.setattr("app.server.children.time.monotonic", lambda: self.now_s)
        for module, names in (
            (os, ("fork", "kill", "waitpid", "_exit")),
            (signal, ("pthread_sigmask", "sigwait", "sigtimedwait")),
        ):
            for name in names:
                monkeypatch.setattr(module, name, getattr(self, name))

    def fork(self) -> int:
        pid = next(self._pids)
        self._alive.add(pid)
        self.done.append(f"start {pid}")
        return pid

    def kill(self, pid: int, number: int) -> None:
        self.done.append(f"{signal.Signals(number).name} to {pid}")
        self.dies(pid, 0)

    def waitpid(self, _pid: int, _options: int) -> tuple[int, int]:
        if self._dead:
            return self._dead.pop(0)
        if not self._alive:
            raise ChildProcessError
        return 0, 0

    def _exit(self, code: int) -> None:
        raise SystemExit(code)

    def pthread_sigmask(self, *_: Any) -> None:
        """Nothing is blocked here."""

    def sigwait(self, _numbers: Any) -> signal.Signals:
        self.done.append("wait")
        return self.steps.pop(0)() if self.steps else signal.SIGTERM

    def sigtimedwait(self, _numbers: Any, timeout_s: float) -> SimpleNamespace | None:
        self.now_s += timeout_s
        return None

    def dies(self, pid: int, status: int) -> signal.Signals:
        self._alive.discard(pid)
        self._dead.append((pid, status))
        return signal.SIGCHLD

    def run(self) -> int:
        with pytest.raises(SystemExit) as end:
            start_children([Listener(self.done), Listener(self.done)])  # type: ignore[list-item]
        assert isinstance(end.value.code, int)
        return end.value.code


@pytest.fixture
def parent(monkeypatch: pytest.MonkeyPatch) -> Parent:
    return Parent(monkeypatch)


def test_a_child_that_was_killed_is_started_again_without_waiting_for_anything(parent: Parent) -> None:
    def second_is_killed() -> signal.Signals:
        parent.now_s += START_AGAIN_AFTER_S
        return parent.dies(2, KILLED)

    parent.steps = [second_is_killed]
    before_s = parent.now_s
    assert parent.run() == 0
    assert parent.done == [
        "start 1",
        "start 2",
        "wait",
        "start 3",
        "wait",
        "SIGINT to 1",
        "SIGINT to 3",
        "close",
        "close",
    ]
    assert parent.now_s == before_s + START_AGAIN_AFTER_S


def test_two_that_were_killed_together_are_both_started_again(parent: Parent) -> None:
    def both_are_killed() -> signal.Signals:
        parent.now_s += START_AGAIN_AFTER_S
        parent.dies(1, KILLED)
        return parent.dies(2, KILLED)

    parent.steps = [both_are_killed]
    assert parent.run() == 0
    assert parent.done[2:6] == ["wait", "start 3", "start 4", "wait"]


def test_a_child_that_lived_for_a_moment_is_started_again_later(parent: Parent) -> None:
    parent.steps = [lambda: parent.dies(1, KILLED)]
    before_s = parent.now_s
    parent.run()
    assert "start 3" in parent.done
    assert parent.now_s == pytest.approx(before_s + START_AGAIN_AFTER_S, abs=0.01 + START_AGAIN_AFTER_S / 10)


def test_when_a_child_cannot_start_the_parent_ends_with_its_code(parent: Parent) -> None:
    parent.steps = [lambda: parent.dies(1, 1 << 8)]
    assert parent.run() == 1
    assert parent.done[-1] == "SIGINT to 2"


def test_a_child_that_fails_later_is_started_again(parent: Parent) -> None:
    def first_fails() -> signal.Signals:
        parent.now_s += MUST_LIVE_S
        return parent.dies(1, 1 << 8)

    parent.steps = [first_fails]
    assert parent.run() == 0
    assert "start 3" in parent.done
