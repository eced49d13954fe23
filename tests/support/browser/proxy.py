"""A line between page and server that a test can cut, restore, and narrow."""

import contextlib
import re
import socket
import threading
from typing import Self

CHUNK_BYTES = 65_536
UPGRADE = re.compile(rb"\r\nupgrade: *websocket\r\n", re.IGNORECASE)
NO_UPGRADE = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """Passes TCP on to a port of this machine. While cut, all connections are broken and new ones end at once. With
    `refuses_websockets`, requests for one are answered 400, as some school networks do."""

    def __init__(self, target_port: int, *, refuses_websockets: bool = False) -> None:
        self.target_port = target_port
        self.refuses_websockets = refuses_websockets
        self._is_cut = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            for connection in self._open:
                _shut(connection)

    def restore(self) -> None:
        with self._lock:
            self._is_cut = False

    def close(self) -> None:
        self.cut()
        _shut(self._listener)
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):
            first = near.recv(CHUNK_BYTES)
            if self.refuses_websockets and UPGRADE.search(first):
                near.sendall(NO_UPGRADE)
                return
            with socket.create_connection(("127.0.0.1", self.target_port)) as far:
                if not self._register(near, far):
                    return
                far.sendall(first)
                back = threading.Thread(target=_pass_on, args=(far, near), daemon=True)
                back.start()
                _pass_on(near, far)
                back.join()
                self._forget(near, far)

    def _register(self, *both: socket.socket) -> bool:
        with self._lock:
            if not self._is_cut:
                self._open.update(both)
            return not self._is_cut

    def _forget(self, *both: socket.socket) -> None:
        with self._lock:
            self._open.difference_update(both)


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(CHUNK_BYTES):
            sink.sendall(chunk)
    _shut(source)
    _shut(sink)


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
