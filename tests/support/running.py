"""A real server in a process of its own, on a free port of this machine."""

import contextlib
import functools
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import weakref
from collections.abc import Callable
from pathlib import Path

from tests.support.redis_server import RedisServer

ROOT = Path(__file__).parents[2]
START_WITHIN_S = 60
STOP_WITHIN_S = 30
INHERITED = ("PATH", "HOME", "LANG")
OWN_REDIS = "own"
"""As `REDIS_URL`: a Redis that the server has for itself."""

OTHER_WAYS: dict[str, dict[str, str]] = {
    "threads": {"ASYNC_MODE": "threading"},
    "gevent": {"ASYNC_MODE": "gevent"},
    "stock": {"DELIVERY": "stock"},
}
"""Of serving and delivering than the default; users notice nothing."""
ALL_WAYS: dict[str, dict[str, str]] = {"fast": {}, **OTHER_WAYS}
REDIS_WAY = {"redis": {"REDIS_URL": OWN_REDIS, "WEB_CONCURRENCY": "2"}}
"""Two processes on one port: the kernel deals the connections of a test out to them."""


@functools.cache
def as_the_first_process() -> list[str]:
    """What makes a command the first process of a container, where that may be done here."""
    command = ["unshare", "--pid", "--fork", "--kill-child"]
    may = shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True).returncode == 0
    return command if may else []


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def reserve_port() -> tuple[int, socket.socket]:
    """A port that only a server may listen on which asks for just this one; nobody else gets it until the socket is
    closed, also while that server starts or is started again. On Linux: elsewhere the socket would keep it from the
    server, too."""
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    port = int(holder.getsockname()[1])
    if sys.platform == "linux":
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    else:
        holder.close()
    return port, holder


class Server:
    """`python -m app` as a child process. `kill` and `terminate` end it, `start` begins it again on the same port and
    the same database; what it printed is in `output`."""

    def __init__(self, database: Path | str, log_file: Path, **environ: str) -> None:
        self.port, reserved = reserve_port()
        weakref.finalize(self, reserved.close)
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = log_file
        self.environ = {
            **{name: value for name, value in os.environ.items() if name in INHERITED},
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "DATABASE": str(database),
            **environ,
        }
        if environ.get("REDIS_URL") == OWN_REDIS:
            self.environ["REDIS_URL"] = _redis_of(self).url
        self.command = [sys.executable, "-m", "app"]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def start(self) -> "Server":
        """Start, and wait until it answers."""
        self.process = self.spawn()
        deadline_s = time.monotonic() + START_WITHIN_S
        while not self.is_healthy():
            assert self.process.poll() is None, f"the server ended by itself:\n{self.output}"
            assert time.monotonic() < deadline_s, f"the server does not answer:\n{self.output}"
            time.sleep(0.05)
        return self

    def spawn(self) -> subprocess.Popen[bytes]:
        with self.log_file.open("ab") as log:
            return subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError as error:
            error.close()
            return False
        except OSError:
            return False

    @property
    def children(self) -> set[int]:
        """The processes that serve, where there are several. On Linux."""
        assert self.process is not None
        pid = self.process.pid
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    def kill(self) -> None:
        """kill -9 of all its processes: no good-bye."""
        children = self.children if "WEB_CONCURRENCY" in self.environ and sys.platform == "linux" else set()
        handles = [os.pidfd_open(child) for child in children]
        self._end(signal.SIGKILL)
        for handle in handles:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            select.select([handle], [], [], STOP_WITHIN_S)
            os.close(handle)

    def terminate(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        try:
            return self.process.wait(STOP_WITHIN_S)
        finally:
            self.process.kill()
            self.process = None


def _redis_of(server: Server) -> RedisServer:
    """A store of the server's own, as long as it is there."""
    redis = RedisServer()
    weakref.finalize(server, redis.close)
    return redis


StartServer = Callable[..., Server]
"""Starts a server with the settings that are given: a fixture."""
