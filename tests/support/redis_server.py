"""A Redis of one's own: on a socket in a temporary folder, and gone with the test."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")
LEFT_OUT = "no redis-server here: what needs one is left out"
DEADLINE_S = 20


needs_redis = pytest.mark.skipif(PROGRAM is None, reason=LEFT_OUT)


@contextmanager
def running_redis(**options: str) -> Iterator["RedisServer"]:
    server = RedisServer(**options)
    try:
        yield server
    finally:
        server.close()


class RedisServer:
    def __init__(self, **options: str) -> None:
        """`options` as in redis.conf, with _ for -. The path of a socket is short, so its folder is not the test's."""
        self._folder = tempfile.mkdtemp(prefix="redis-")
        self.options = {"port": "0", "appendonly": "yes", **options}
        self.path = Path(self._folder) / "s"
        self.url = f"unix://{self.path}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        assert PROGRAM is not None
        command = [PROGRAM, "--unixsocket", str(self.path), "--dir", self._folder, "--save", ""]
        for name, value in self.options.items():
            command += [f"--{name.replace('_', '-')}", *value.split(" ")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline_s = time.monotonic() + DEADLINE_S
        while not self._answers():
            assert self._process.poll() is None and time.monotonic() < deadline_s
            time.sleep(0.01)

    def _answers(self) -> bool:
        try:
            return self.ask("PING") == b"+PONG\r\n"
        except OSError:
            return False

    def ask(self, *words: str | bytes) -> bytes:
        """The bytes of a short reply."""
        raw = [word if isinstance(word, bytes) else word.encode() for word in words]
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(DEADLINE_S)
            sock.connect(str(self.path))
            sock.sendall(b"*%d\r\n" % len(raw) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in raw))
            return sock.recv(1 << 16)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """As kill -9 does."""
        self.signal(signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(DEADLINE_S)
            self._process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
