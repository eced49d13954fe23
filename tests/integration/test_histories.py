"""A long history is read no further when its reader has gone, in every way of serving."""

import socket

import pytest

from app.rooms.readings import MOST_IDLE_S
from tests.support.clients import Client, create_room, http
from tests.support.running import StartServer

N_RESETS = 20


@pytest.mark.parametrize("async_mode", ["eventlet", "threading", "gevent"])
def test_who_hangs_up_keeps_no_place(start_server: StartServer, async_mode: str) -> None:
    server = start_server(ASYNC_MODE=async_mode)
    code = create_room(server.url, hosted=False)["code"]
    with Client(server.url) as ana:
        ana.join(code)
        ana.command("add_robots", count=500, pace="slow")
        for generation in range(N_RESETS):
            ana.command("reset", generation=generation)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", server.port)) as reader:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            reader.sendall(f"GET /api/rooms/{code}/timeline.csv HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert reader.recv(12) == b"HTTP/1.1 200"
    with socket.create_connection(("127.0.0.1", server.port), timeout=MOST_IDLE_S - 1) as reader:
        reader.sendall(f"GET /api/rooms/{code}/timeline.csv HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert reader.recv(12) == b"HTTP/1.1 200", "the others' places are free"
    assert len(http("GET", f"{server.url}/api/rooms/{code}/log.json")[1]["generations"]) == N_RESETS + 1
    assert "Traceback" not in server.output
