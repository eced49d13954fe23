"""A hostile network: sends every request twice, and cuts some connections off before the answer comes back."""

import http.client
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

ECHO_AFTER_S = 0.02
"""The second copy of a request comes this much later."""
CUT_EVERY = 3
"""Every third request goes through, and its answer is lost."""


class Proxy:
    """Listens on a free port and passes requests on to the server, in its own way."""

    def __init__(self, port: int) -> None:
        self.n_cut = 0
        self._count = 0
        self._lock = threading.Lock()
        self._sending: list[threading.Thread] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                command, path = self.command, self.path  # the next request on this connection changes them
                headers = {name: value for name, value in self.headers.items() if name != "Host"}

                def send() -> tuple[int, bytes]:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                    connection.request(command, path, body, headers)
                    response = connection.getresponse()
                    answer = response.status, response.read()
                    connection.close()
                    return answer

                def send_again() -> None:
                    time.sleep(ECHO_AFTER_S)
                    send()

                proxy.start(send_again)
                if proxy.cuts_this_one():
                    proxy.start(send)
                    self.close_connection = True
                    return
                status, answer = send()
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_DELETE = pass_on  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def start(self, send: Callable[[], object]) -> None:
        """Beside the request; all of it is over when the proxy is."""
        thread = threading.Thread(target=send)
        with self._lock:
            self._sending.append(thread)
        thread.start()

    def cuts_this_one(self) -> bool:
        with self._lock:
            self._count += 1
            is_cut = self._count % CUT_EVERY == 0
            self.n_cut += is_cut
            return is_cut

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        for thread in self._sending:
            thread.join()
