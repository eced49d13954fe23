"""The slow line of the harness is slow, and loses nothing."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from trials.load.slow_line import SlowLine

PIECES = [bytes([i]) * 1000 for i in range(20)]


@pytest.fixture
def echo_port() -> Iterator[int]:
    """Of a server for one connection that sends back all that it gets."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                while piece := connection.recv(65_536):
                    connection.sendall(piece)

        server = threading.Thread(target=serve)
        server.start()
        yield listener.getsockname()[1]
        server.join()


def test_both_ways_take_their_time_and_keep_the_order(echo_port: int) -> None:
    with SlowLine(echo_port, there_ms=30, back_ms=50) as line:
        with socket.create_connection(("127.0.0.1", int(line.url.rsplit(":", 1)[1]))) as near:
            sent_s = time.monotonic()
            for piece in PIECES:
                near.sendall(piece)
            heard = near.recv(1)
            assert time.monotonic() - sent_s >= 0.079
            while len(heard) < sum(map(len, PIECES)):
                heard += near.recv(65_536)
        assert heard == b"".join(PIECES)
