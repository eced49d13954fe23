"""Five hundred programs wait in one room: what that costs the server, and how fast they all go.

Part of `make bench`; alone: `python -m trials.load.programs`.
"""

import json
import socket
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.clients import create_room, http
from tests.support.running import Server
from trials.load.process import CORES, memory_bytes, on_core

N_PROGRAMS = 500
N_WARM = 20
"""Wait once before the first look: what a server needs for its first programs, it needs once."""
DEADLINE_S = 60.0


class Program:
    """One kept connection, as of `RemoteBarrier`."""

    def __init__(self, server: Server, code: str) -> None:
        self._room = f"/api/rooms/{code}"
        self._socket = socket.create_connection(("127.0.0.1", server.port), DEADLINE_S)
        self._host = f"127.0.0.1:{server.port}"
        self._token = ""
        self._send("workers", {})
        self._token = self.answer()["token"]

    def wait(self) -> None:
        """Send the call; the answer comes when everybody is here."""
        self._send("wait", {"ticket": "1", "hold_s": 20.0})

    def answer(self) -> dict[str, Any]:
        """Blocks until it is there."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, content = received.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        while len(content) < int(fields[b"content-length"]):
            content += self._receive()
        answer: dict[str, Any] = json.loads(content)
        return answer

    def close(self) -> None:
        self._socket.close()

    def _receive(self) -> bytes:
        part = self._socket.recv(4096)
        if not part:
            raise ConnectionError("the server has closed the connection")
        return part

    def _send(self, call: str, body: dict[str, object]) -> None:
        content = json.dumps(body)
        head = f"POST {self._room}/{call} HTTP/1.1\r\nHost: {self._host}\r\nAccept-Encoding: identity\r\n"
        bearer = f"Authorization: Bearer {self._token}\r\n" if self._token else ""
        kind = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        self._socket.sendall(f"{head}{bearer}{kind}{content}".encode())


@dataclass
class Found:
    """`memory_mb` is what the server has more than before the first of them came; `release_ms` counts from the last
    one's call until the last answer is there."""

    n_programs: int
    memory_mb: float
    release_ms: float


def measure(server: Server, n_programs: int) -> Found:
    """On a server that runs; in a room of their own."""
    assert server.process is not None
    code = create_room(server.url, hosted=False, parties=n_programs, lead_ms=0)["code"]
    before_bytes = memory_bytes(server.process.pid)
    programs = [Program(server, code) for _ in range(n_programs)]
    for program in programs[:-1]:
        program.wait()
    until_s = time.monotonic() + DEADLINE_S
    while len(http("GET", f"{server.url}/api/rooms/{code}")[1]["barrier"]["waiting"]) < n_programs - 1:
        assert time.monotonic() < until_s, "not everybody arrives"
        time.sleep(0.1)
    more_bytes = memory_bytes(server.process.pid) - before_bytes
    called_s = time.monotonic()
    programs[-1].wait()
    answers = [program.answer() for program in programs]
    release_ms = 1000 * (time.monotonic() - called_s)
    check(answers)
    for program in programs:
        program.close()
    return Found(n_programs, more_bytes / 1e6, release_ms)


def check(answers: Sequence[dict[str, Any]]) -> None:
    """Everybody has been released, each with an index of its own."""
    assert {answer["state"] for answer in answers} == {"released"}, answers
    assert sorted(answer["index"] for answer in answers) == list(range(len(answers)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with on_core(0):
            server = Server(Path(folder, "programs.sqlite3"), Path(folder, "output")).start()
        try:
            with on_core(len(CORES) - 1):
                measure(server, N_WARM)
                found = measure(server, N_PROGRAMS)
        finally:
            server.kill()
    print(
        f"{found.n_programs} programs wait in one room: {found.memory_mb:.1f} MB of the server's memory, "
        f"all released {found.release_ms:.0f} ms after the last one's call"
    )


if __name__ == "__main__":
    main()
