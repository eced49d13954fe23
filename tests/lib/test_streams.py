"""Standard streams that are closed, or lead nowhere."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from app.lib.streams import UnfailingFile
from tests.support.clients import DEADLINE_S, Client, http
from tests.support.running import ROOT, Server
from trials.hostile.raw import connection, read_to_end

LINUX_ONLY = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")


class OddServer(Server):
    """A server that was started by a shell with these redirections, into a pipe whose reader has gone."""

    def __init__(self, tmp_path: Path, redirections: str) -> None:
        super().__init__(tmp_path / "0.sqlite3", tmp_path / "output")
        self.redirections = redirections

    def spawn(self) -> subprocess.Popen[bytes]:
        reader, writer = os.pipe()
        os.close(reader)
        try:
            command = ["sh", "-c", f'exec "$0" -m app {self.redirections}', sys.executable]
            return subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=writer, stderr=writer)
        finally:
            os.close(writer)


@LINUX_ONLY
@pytest.mark.parametrize("redirections", [">&-", "2>&-", "<&- >&- 2>&-", "", ">/dev/full 2>&1"])
def test_a_server_that_cannot_print_serves_and_ends_as_ever(tmp_path: Path, redirections: str) -> None:
    server = OddServer(tmp_path, redirections).start()
    assert server.process is not None
    try:
        descriptors = Path(f"/proc/{server.process.pid}/fd")
        assert not [fd for fd in ("0", "1", "2") if re.match("socket|anon", str((descriptors / fd).readlink()))]
        with Client(server.url) as ana:
            ana.join("BRRRRR")
            ana.io.eio.ws.send("x")  # a packet that cannot be read is worth a line
            ana.until(lambda: not ana.io.connected)
        assert http("GET", f"{server.url}/healthz")[0] == 200
    finally:
        code = server.terminate()
    assert code == 0


class UnreadServer(Server):
    """A server whose output goes into a pipe that is full, and whose reader hangs."""

    reader: int

    def spawn(self) -> subprocess.Popen[bytes]:
        self.reader, writer = os.pipe()
        os.set_blocking(writer, False)
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(writer, bytes(4096))
        os.set_blocking(writer, True)
        try:
            return subprocess.Popen(self.command, cwd=ROOT, env=self.environ, stdout=writer, stderr=writer)
        finally:
            os.close(writer)


@LINUX_ONLY
def test_a_server_whose_log_nobody_reads_serves_and_ends_as_ever(tmp_path: Path) -> None:
    server = UnreadServer(tmp_path / "0.sqlite3", tmp_path / "output")
    server.start()
    try:
        with connection(server.port) as opened:
            opened.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")  # is worth a line
            assert read_to_end(opened).startswith(b"HTTP/1.1 421 ")
        assert http("GET", f"{server.url}/healthz")[0] == 200
    finally:
        code = server.terminate()
        os.close(server.reader)
    assert code == 0


def test_what_cannot_be_written_is_lost() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert UnfailingFile(writer, "wb", closefd=False).write(b"All Aboard") == 10
    finally:
        os.close(writer)


CHATTER = """
import sys
from app.lib.streams import mend_standard_streams
mend_standard_streams()
for number in range(1000):
    print(f"line {number} " + "x" * 4000, file=sys.stderr)
print("done", flush=True)
sys.stdin.read()
print("after a while", file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows cannot be asked")
def test_a_pipe_whose_reader_hangs_keeps_nobody_waiting() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", CHATTER], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as chatter:
        assert chatter.stdin and chatter.stdout and chatter.stderr
        deadline = Timer(DEADLINE_S, chatter.kill)
        deadline.start()
        assert chatter.stdout.readline() == b"done\n"
        rest = os.read(chatter.stderr.fileno(), 1 << 20)
        chatter.stdin.close()
        rest += chatter.stderr.read()
        deadline.cancel()
    assert rest.startswith(b"line 0 ")
    assert re.search(rb"\([0-9]+ bytes could not be written here\)\nafter a while\n$", rest)
