"""A TLS connection that one thread reads while another writes, where threads are real.

OpenSSL lets one thread at a time use a connection, also where the other one only waits for data. So nobody waits
inside: one at a time tries, and waits outside for the socket.
"""

import selectors
import ssl
import threading


class TlsSocket:
    def __init__(self, sock: ssl.SSLSocket) -> None:
        sock.setblocking(False)  # noqa: FBT003
        self._socket = sock
        self._lock = threading.Lock()

    def recv(self, most: int) -> bytes:
        while True:
            with self._lock:
                try:
                    return self._socket.recv(most)
                except ssl.SSLWantReadError:
                    awaited = selectors.EVENT_READ
                except ssl.SSLWantWriteError:
                    awaited = selectors.EVENT_WRITE
            self._wait(awaited)

    def sendall(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            with self._lock:
                try:
                    left = left[self._socket.send(left) :]
                    continue
                except ssl.SSLWantWriteError:
                    awaited = selectors.EVENT_WRITE
                except ssl.SSLWantReadError:
                    awaited = selectors.EVENT_READ
            self._wait(awaited)

    def shutdown(self, how: int) -> None:
        """Wakes those that wait."""
        with self._lock:
            self._socket.shutdown(how)

    def close(self) -> None:
        with self._lock:
            self._socket.close()

    def _wait(self, awaited: int) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, awaited)
            selector.select(1.0)


def is_of_real_threads(sock: object) -> bool:
    """Is this the standard library's TLS, and not that of an event loop, which waits outside by itself?"""
    return isinstance(sock, ssl.SSLSocket) and type(sock).__module__ == "ssl"
