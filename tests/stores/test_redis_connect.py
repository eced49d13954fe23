"""How a connection to Redis is made."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.stores.redis_connect import CLIENT_NAME, connect
from tests.support.redis_server import needs_redis, running_redis

pytestmark = needs_redis


class Counter:
    """Passes on what one client and Redis say, and counts how often the client speaks after it has heard."""

    def __init__(self, path: Path, redis: Path) -> None:
        self.url = f"unix://{path}"
        self.n_round_trips = 0
        self._is_heard = True
        self._redis = redis
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self._redis))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, sink, source is near), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, is_client: bool) -> None:
        with source, sink, contextlib.suppress(OSError):  # the other direction has ended first
            while data := source.recv(65_536):
                self.n_round_trips += is_client and self._is_heard
                self._is_heard = not is_client
                sink.sendall(data)


@contextmanager
def counting(redis: Path, folder: Path) -> Iterator[Counter]:
    counter = Counter(folder / "c", redis)
    yield counter
    counter.close()


def test_a_connection_takes_two_round_trips(tmp_path: Path) -> None:
    """A process to which a hall comes back waits long for each of them."""
    with running_redis() as redis, counting(redis.path, redis.path.parent) as counter:
        server = connect(counter.url)
        counter.n_round_trips = 0
        for nth in range(1, 4):
            server.open_socket().close()
            assert counter.n_round_trips == 2 * nth


def test_redis_knows_it_by_its_name() -> None:
    with running_redis() as redis:
        server = connect(redis.url)
        sock = server.open_socket()
        assert f"name={CLIENT_NAME}".encode() in redis.ask("CLIENT", "LIST")
        sock.close()
