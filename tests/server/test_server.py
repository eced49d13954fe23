"""The server as a process: how it starts, what it promises to connections, how it ends."""

import contextlib
import errno
import http.client as http_client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import ClassVar

import pytest

from app.server.children import ALL_STOP
from app.server.listening import listen
from app.server.server import StopSignals
from app.settings import Settings
from tests.support.clients import Client, create_room, http
from tests.support.running import ROOT, START_WITHIN_S, STOP_WITHIN_S, Server, StartServer

UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)


def raw(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=30)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
def test_small_packets_are_not_held_back(host: str) -> None:
    if host == "::" and not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    with (
        listen(Settings(host=host, port=0)) as listener,
        socket.create_connection(("127.0.0.1", listener.getsockname()[1])),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def refused(environ: dict[str, str]) -> str:
    """What a server says that does not start."""
    server = subprocess.run(
        [sys.executable, "-m", "app"], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=START_WITHIN_S
    )
    assert server.returncode == 1
    return server.stderr


def test_a_taken_port_is_a_clear_error(server: Server) -> None:
    says = refused({**server.environ, "DATABASE": ":memory:"})
    assert f"port {server.port}" in says
    assert "Traceback" not in says


def test_a_database_in_use_is_a_clear_error(start_server: StartServer) -> None:
    first = start_server()
    says = refused({**first.environ, "PORT": "0"})
    assert "Another server uses the database" in says


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "x"), ("ASYNC_MODE", "fast"), ("SHARED_ROOM", "AEIOU"), ("REDIS_URL", "redis://x")]
)
def test_a_bad_setting_is_one_sentence(name: str, value: str) -> None:
    environ = {"PATH": os.environ["PATH"], "PORT": "0", "DATABASE": ":memory:", name: value}
    run = subprocess.run(
        [sys.executable, "-m", "app"], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=START_WITHIN_S
    )
    assert run.returncode == 1
    assert name in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


def test_sigterm_tells_everybody_and_ends_well(start_server: StartServer) -> None:
    server = start_server()
    client = Client(server.url)
    client.join("BRRRRR")
    assert server.process is not None
    statuses: list[int] = []

    def watch() -> None:
        with contextlib.suppress(OSError, http_client.HTTPException):
            while True:
                statuses.append(http("GET", f"{server.url}/healthz")[0])

    balancer = threading.Thread(target=watch)
    balancer.start()
    server.process.terminate()
    client.hear_notice("server_restarting")
    server.process.terminate()  # an impatient host asks twice
    assert server.process.wait(STOP_WITHIN_S) == 0
    balancer.join()
    assert statuses[-1] == 503
    assert "Traceback" not in server.output
    client.close()
    server.process = None


@pytest.mark.parametrize(("number", "all_stop"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_a_signal_says_whether_siblings_stop_too(number: signal.Signals, *, all_stop: bool) -> None:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        stop_signals = StopSignals()
        os.kill(os.getpid(), number)
        stop_signals.wait()
    finally:
        signal.set_wakeup_fd(-1)
        for handled, handler in handlers.items():
            signal.signal(handled, handler)
    assert (ALL_STOP in stop_signals.come) is all_stop


def test_no_deflate_is_negotiated(server: Server) -> None:
    with raw(server) as connection:
        connection.sendall(UPGRADE.format(host=f"127.0.0.1:{server.port}").encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(4096)
    head = answer.partition(b"\r\n\r\n")[0].decode()
    assert " 101 " in head.splitlines()[0]
    assert "deflate" not in head


def test_an_oversize_polling_request_is_answered(server: Server) -> None:
    with raw(server) as connection:
        head = f"POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nContent-Length: {10**6}\r\n\r\n"
        connection.sendall(head.encode())
        answer = b""
        while b"\r\n" not in answer:
            answer += connection.recv(4096)
        assert b" 413 " in answer.splitlines()[0]


def test_reserved_events_reach_no_handler(server: Server) -> None:
    with Client(server.url) as client:
        client.join(str(create_room(server.url, hosted=False)["code"]))
        assert client.call("disconnect", {})["error"] == "unknown_event"
        assert client.call("connect", {})["error"] == "unknown_event"
        assert client.arrive()["ok"], "the seat is still there"


def test_a_packet_that_cannot_be_read_ends_its_connection(server: Server) -> None:
    code = create_room(server.url, hosted=False)["code"]
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code)
        ben.join(code)
        ana.io.eio.ws.send("x")
        ben.hear("presence", worker=ana.worker, connected=False)


def test_who_does_not_join_is_sent_away(server: Server) -> None:
    started_s = time.monotonic()
    with Client(server.url) as client:
        client.until(lambda: not client.io.connected)
        assert time.monotonic() - started_s > 9


def test_an_idle_connection_is_closed(server: Server) -> None:
    with contextlib.closing(http_client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.connect()
        opened, started_s = connection.sock, time.monotonic()
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        assert opened.recv(4096) == b""
        assert time.monotonic() - started_s > 10


def test_pages_are_strict(server: Server) -> None:
    with raw(server) as connection:
        connection.sendall(b"GET /BRRRRR HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    assert "Content-Security-Policy: default-src 'self'" in head
    assert "unsafe" not in head
    assert "X-Content-Type-Options: nosniff" in head
    assert "Cache-Control: no-store" in head
    assert "style=" not in body
    assert "<script>" not in body


def test_more_connections_than_files_are_served_later(start_server: StartServer) -> None:
    server = start_server()
    server.terminate()
    server.command = ["sh", "-c", 'ulimit -n 300; exec "$0" -m app', sys.executable]
    server.start()
    with contextlib.ExitStack() as stack:
        for _ in range(400):
            stack.enter_context(raw(server))
    assert http("GET", f"{server.url}/healthz")[0] == 200
    assert server.terminate() == 0
    assert "Traceback" not in server.output


def test_the_door_stays_open_when_accepting_fails() -> None:
    from app.server.eventlet_server import OpenDoor

    class Listener:
        answers: ClassVar[list[object]] = [OSError(errno.EMFILE, "x"), OSError(errno.ECONNABORTED, "x"), "a connection"]

        def accept(self) -> object:
            answer = self.answers.pop(0) if self.answers else OSError(errno.EBADF, "closed")
            if isinstance(answer, OSError):
                raise answer
            return answer

    door = OpenDoor(Listener())  # type: ignore[arg-type]
    assert door.accept() == "a connection"
    with pytest.raises(OSError, match="closed"):
        door.accept()


def test_several_processes_that_cannot_start_are_not_tried_for_ever(tmp_path: Path) -> None:
    server = Server(":memory:", tmp_path / "output", REDIS_URL="unix:///nowhere", WEB_CONCURRENCY="2")
    assert server.spawn().wait(START_WITHIN_S) == 1
    assert "cannot be used" in server.output


def test_without_redis_there_is_one_process(start_server: StartServer) -> None:
    server = start_server(WEB_CONCURRENCY="4", DATABASE=":memory:")
    assert "WEB_CONCURRENCY is ignored" in server.output
    assert server.terminate() == 0
