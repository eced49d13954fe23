"""`python -m app`: patches the standard library first, then runs the server.

`python -m app class` is for a teacher's laptop: it listens on all interfaces, and prints address and QR code.
"""

import os
import signal
import socket
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.settings import Settings


def end_when_signalled() -> None:
    """Until `serve` handles signals, one that says to stop ends the process at once, with code 0.

    The first process of a container does not hear a signal that nobody handles. One that came before Python was ready
    for it may have been blocked, and waits.
    """
    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        signal.signal(number, lambda *_: os._exit(0))
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)


def patch_standard_library(async_mode: str) -> None:
    """Make the standard library wait cooperatively; nothing else of the application may be imported before."""
    try:
        if async_mode == "eventlet":
            warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")  # known, and planned for
            import eventlet

            eventlet.monkey_patch()
        elif async_mode == "gevent":
            import gevent.monkey

            gevent.monkey.patch_all()
    except ImportError as error:
        sys.exit(f"The package {error.name} is missing. Install what requirements.txt lists, or set ASYNC_MODE.")


def forget_the_parents_loop(async_mode: str) -> None:
    """In a child: an event loop of its own. (Gevent sees to it by itself.)"""
    if async_mode == "eventlet":
        import eventlet.hubs

        eventlet.hubs.use_hub()


def main() -> None:
    """Run the server until it gets a signal to stop. Exit code 1, and one sentence, where it cannot start."""
    end_when_signalled()  # before anything is imported that takes time
    from app.lib.streams import mend_standard_streams

    mend_standard_streams()
    try:
        from app.assets import AssetsError, ensure_built
        from app.server.listening import PortTakenError, listen, listen_evenly
        from app.settings import SettingsError, read_settings

        is_class = sys.argv[1:] == ["class"]
        environ = {**os.environ, "HOST": os.environ.get("HOST") or "0.0.0.0"} if is_class else os.environ
        settings = read_settings(environ)
        listeners = listen_evenly(settings, settings.web_concurrency) if settings.is_several else []
        patch_standard_library(settings.async_mode)

        from app.stores.base import StoreError
        from app.stores.open_store import open_store
        from app.transport.amendments import AmendmentError
    except ImportError as error:
        sys.exit(f"The package {error.name} is missing. Install what requirements.txt lists.")
    except (AssetsError, PortTakenError, SettingsError) as error:
        sys.exit(str(error))

    try:
        ensure_built()
        import logging

        from app.lib.logs import log_to_stderr
        from app.lib.tokens import new_process
        from app.server.application import Application
        from app.server.children import end_with, start_children
        from app.server.server import load, serve

        parent, family = os.getpid(), ""
        if listeners:
            family = new_process()
            load(settings)
            greet(settings, listeners[0], is_class=is_class)
            listener = socket.socket(fileno=start_children(listeners))
            forget_the_parents_loop(settings.async_mode)
        else:
            listener = listen(settings)
        log_to_stderr()
        if settings.web_concurrency > 1 and not settings.is_several:
            logging.getLogger("app").warning(
                "WEB_CONCURRENCY is ignored: several processes need REDIS_URL, and a system that can fork."
            )
        application = Application(settings, open_store(settings), family)
    except (AmendmentError, AssetsError, PortTakenError, StoreError) as error:
        sys.exit(str(error))
    if listeners:
        end_with(parent)
    else:
        greet(settings, listener, is_class=is_class)
    serve(application, listener, settings)


def greet(settings: "Settings", listener: socket.socket, *, is_class: bool) -> None:
    """Print where the server is, for the person who has started it."""
    port = listener.getsockname()[1]
    shown_host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    if ":" in shown_host:
        shown_host = f"[{shown_host}]"
    print(f"All Aboard on http://{shown_host}:{port} (Ctrl+C stops it)", flush=True)
    if is_class:
        from app.server.class_banner import for_the_class

        print(for_the_class(port), flush=True)


if __name__ == "__main__":
    main()
