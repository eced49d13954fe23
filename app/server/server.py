"""Serves the application: its sockets, its limits, and its end.

On SIGTERM and SIGINT every screen gets a notice, the health check says 503, a moment later no new connection is
accepted, and the process ends with code 0. Where other processes share the store, the screens are sent to them first,
unless these are its siblings and stop, too.
"""

import contextlib
import gc
import importlib
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, NoReturn

from app.lib import memory
from app.server.application import Application
from app.server.children import ALL_STOP
from app.server.strict_head import MALFORMED, StrictHead, StrictLines, is_clear, is_whole
from app.settings import Settings
from app.web.guard import WSGI

log = logging.getLogger(__name__)

MAX_CONNECTIONS = 10_000
"""Each costs a greenlet and some 80 kB."""
SPARE_FILES = 200
"""File descriptors for all that is not a client."""
SOCKET_TIMEOUT_S = 20
"""Longest silence in the middle of an HTTP request, for the servers that have no better limit."""
TRY_AGAIN_S = 0.1
"""Time until the next attempt when there are no file descriptors for more connections."""
LATE_MODULES = {
    "eventlet": ("app.server.eventlet_server", "eventlet.websocket"),
    "threading": ("app.transport.stock_threads", "engineio.async_drivers.threading"),
    "gevent": ("app.transport.stock_threads", "engineio.async_drivers.gevent", "gevent.pool", "gevent.pywsgi"),
}
STOP_S = 1.0
"""From the notice to the end: time for it to arrive, and for a load balancer to see the 503."""


def allow_many_files() -> int:
    """As many open files as the limits of this process permit, up to what MAX_CONNECTIONS needs; how many connections
    that is room for."""
    if sys.platform == "win32":
        return MAX_CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
            soft = limit
    return MAX_CONNECTIONS if soft == resource.RLIM_INFINITY else max(1, min(MAX_CONNECTIONS, soft - SPARE_FILES))


def load(settings: Settings) -> None:
    """Import what is otherwise imported where it is first used: processes forked from now on have it."""
    for name in ("app.stores.redis", *LATE_MODULES[settings.async_mode]):
        importlib.import_module(name)
    gc.freeze()  # so that processes that are forked share it for as long as they can


def serve(application: Application, listener: socket.socket, settings: Settings) -> NoReturn:
    """Serve until a signal says to stop; then the process ends, when all screens have heard and the store is closed.

    It ends at once, without waiting for the threads of connections that are still open.
    """
    gc.collect()
    gc.freeze()  # what the program is made of stays: the garbage collector need not look through it again and again
    memory.keep_no_large_blocks()
    max_connections = allow_many_files()
    stop_signals = StopSignals()
    application.start()
    stop_accepting = SERVERS[settings.async_mode](listener, application.wsgi, max_connections, settings.trust_proxy)
    stop_signals.wait()
    try:
        application.stop(with_siblings=ALL_STOP in stop_signals.come)
    except Exception:
        log.exception("the notice of the end did not reach everybody")
    _sleep(STOP_S)
    stop_accepting()
    try:
        application.move(_sleep)
    except Exception:
        log.exception("not all screens could be sent to other processes")
    application.close()
    os._exit(0)


class StopSignals:
    """SIGTERM and SIGINT, from now on.

    They wake a socket, not only this process: an event loop that sleeps in the kernel notices a socket.
    """

    def __init__(self) -> None:
        self.come: set[int] = set()
        self._has_come = threading.Event()
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)  # noqa: FBT003
        signal.set_wakeup_fd(self._writer.fileno())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        threading.Thread(target=self._note, name="signals", daemon=True).start()

    def _note(self) -> None:
        """For ever: a second signal needs the sockets, too."""
        while numbers := self._reader.recv(64):
            self.come.update(numbers)
            self._has_come.set()

    def wait(self) -> None:
        """Wait for the first one."""
        self._has_come.wait()


def _sleep(seconds: float) -> None:
    threading.Event().wait(seconds)


StopAccepting = Callable[[], None]


def _serve_eventlet(listener: socket.socket, wsgi: WSGI, max_connections: int, n_proxies: int) -> StopAccepting:
    from app.server.eventlet_server import serve

    return serve(listener, wsgi, max_connections, n_proxies)


def _serve_threading(listener: socket.socket, wsgi: WSGI, _max_connections: int, _n_proxies: int) -> StopAccepting:
    from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

    class QuietHandler(StrictHead, WSGIRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = SOCKET_TIMEOUT_S

        def run_wsgi(self) -> None:
            """After a websocket comes no other request."""
            super().run_wsgi()
            if self.headers.get("Upgrade"):
                self.close_connection = True

        def log(self, *_args: object) -> None:
            """A log line for each request helps nobody."""

    class PatientServer(ThreadedWSGIServer):
        def get_request(self) -> tuple[socket.socket, Any]:
            try:
                return super().get_request()
            except OSError as error:  # of which it thinks nothing, and tries again at once
                log.warning("a connection could not be accepted: %s", error)
                time.sleep(TRY_AGAIN_S)
                raise

    host, port = listener.getsockname()[:2]
    server = PatientServer(host, port, wsgi, QuietHandler, fd=os.dup(listener.fileno()))
    threading.Thread(target=server.serve_forever, name="server", daemon=True).start()
    return server.shutdown


def _serve_gevent(listener: socket.socket, wsgi: WSGI, max_connections: int, _n_proxies: int) -> StopAccepting:
    from gevent.pool import Pool
    from gevent.pywsgi import WSGIHandler, WSGIServer

    class Handler(WSGIHandler):  # type: ignore[misc]
        def read_request(self, raw_requestline: str) -> bool:
            """As `StrictHead`; a ValueError is answered 400."""
            file: Any = self.rfile
            self.rfile: Any = StrictLines(file)
            try:
                super().read_request(raw_requestline)
            finally:
                self.rfile = file
            if not (is_whole(raw_requestline.encode("latin-1")) and is_clear(self.headers, self.request_version)):
                raise ValueError(MALFORMED)
            return True

        def run_application(self) -> None:
            """After a websocket comes no other request."""
            is_upgrade = "HTTP_UPGRADE" in self.environ
            super().run_application()
            self.close_connection |= is_upgrade

    server = WSGIServer(listener, wsgi, log=None, spawn=Pool(max_connections), handler_class=Handler)
    server.start()

    def stop() -> None:
        server.stop_accepting()
        listener.close()

    return stop


SERVERS: dict[str, Callable[[socket.socket, WSGI, int, int], StopAccepting]] = {
    "eventlet": _serve_eventlet,
    "threading": _serve_threading,
    "gevent": _serve_gevent,
}
