"""Several processes on one port: a parent that starts them, starts them again when they die, tells them to stop when it
is told, and ends when they have ended.

The parent keeps every child's listening socket, so that a connection that has come for a child that died waits for the
next one. When all are to stop it closes them: what no child accepts any more is refused then, and does not wait. The
parent has imported what a child needs, so that the next one serves a moment after the fork. It does nothing else: no
threads, no event loop, nothing open but the listening sockets, and so it may fork.
"""

import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass

AWAITED = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT)
START_AGAIN_AFTER_S = 1.0
"""A child that lived for less is started again this long after its start."""
MUST_LIVE_S = 10.0
"""When a child ends by itself before any has lived for this long, it cannot be started at all, and has said why."""
LOOK_FOR_PARENT_S = 1.0
ALL_STOP = signal.SIGINT
"""Tells a child to stop, and that its siblings do. On SIGTERM it stops alone."""


@dataclass
class Child:
    listener: socket.socket
    pid: int | None = None
    started_s: float = 0.0


def start_children(listeners: list[socket.socket]) -> int:
    """Start a child for each of these sockets. Only the children return from this, each with the file descriptor of its
    own socket; the parent ends when they have ended."""
    signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)
    children = [Child(listener) for listener in listeners]
    began_s = time.monotonic()
    is_stopping = False
    while True:
        for child in children:
            if child.pid is None and not is_stopping and _may_start(child) and not _fork(child):
                return _keep_only(child, children)
        number = _next_signal(children)
        if number in (signal.SIGTERM, signal.SIGINT):
            is_stopping = True
            _stop_all(children)
            _close_listeners(children)
        code = _reap(children)
        if code and not is_stopping and time.monotonic() - began_s < MUST_LIVE_S:
            _stop_all(children)
            sys.exit(code)
        if is_stopping and all(child.pid is None for child in children):
            os._exit(0)


def end_with(parent: int) -> None:
    """Let this process stop when its parent has died, as its siblings do."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_FOR_PARENT_S)
        os.kill(os.getpid(), ALL_STOP)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _may_start(child: Child) -> bool:
    return time.monotonic() >= child.started_s + START_AGAIN_AFTER_S or child.started_s == 0


def _fork(child: Child) -> bool:
    """False in the child."""
    child.started_s = time.monotonic()
    child.pid = os.fork()
    return child.pid != 0


def _keep_only(own: Child, children: list[Child]) -> int:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, AWAITED)
    descriptor = own.listener.detach()
    _close_listeners(children)
    return descriptor


def _close_listeners(children: list[Child]) -> None:
    for child in children:
        child.listener.close()


def _next_signal(children: list[Child]) -> int | None:
    """Wait for one, or until a child is to be started."""
    if all(child.pid is not None for child in children):
        return signal.sigwait(AWAITED)
    found = signal.sigtimedwait(AWAITED, START_AGAIN_AFTER_S / 10)
    return found.si_signo if found is not None else None


def _reap(children: list[Child]) -> int:
    """Note which have died. The exit code of one that ended by itself, 0 if there was none."""
    code = 0
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code
        if pid == 0:
            return code
        for child in children:
            if child.pid == pid:
                child.pid = None
        ended = os.waitstatus_to_exitcode(status)
        code = ended if ended > 0 else code
        if ended:
            print(f"Process {pid} has ended with {ended}.", file=sys.stderr, flush=True)


def _stop_all(children: list[Child]) -> None:
    for child in children:
        if child.pid is not None:
            os.kill(child.pid, ALL_STOP)
