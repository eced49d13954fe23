"""The listening sockets: of one process, or one of each process on the same port."""

import socket
import sys

from app.settings import Settings

BACKLOG = 2048
"""Connections that may wait for being accepted: a lecture hall scans its code within a second."""


class PortTakenError(Exception):
    """The address cannot be listened on; the message is a sentence for the person who starts the server."""


def listen(settings: Settings) -> socket.socket:
    """The listening socket: without delay for small packets, with a long backlog, and for one server only.

    Raises:
        PortTakenError
    """
    try:
        listener = socket.create_server(
            (settings.host, settings.port),
            family=socket.AF_INET6 if _is_v6(settings) else socket.AF_INET,
            dualstack_ipv6=_is_v6(settings) and socket.has_dualstack_ipv6(),  # "::" is IPv4, too
            backlog=BACKLOG,
        )
    except OSError as error:
        raise PortTakenError(
            f"Cannot listen on {settings.host} port {settings.port}: {error.strerror or error}. "
            "Stop the other server, or set PORT to another number."
        ) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted sockets inherit it
    return listener


def listen_evenly(settings: Settings, times: int) -> list[socket.socket]:
    """A listening socket for each of so many processes, all on one port. Linux deals connections out to them evenly;
    elsewhere they are one and the same, and any free process accepts.

    Raises:
        PortTakenError
    """
    listener = listen(settings)
    if sys.platform != "linux":
        return [listener] * times
    address = listener.getsockname()
    listener.close()  # it has shown that no other server listens there
    return [_listen_beside(address, is_v6=_is_v6(settings)) for _ in range(times)]


def _listen_beside(address: tuple[str, int], *, is_v6: bool) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if is_v6 else socket.AF_INET)
    if is_v6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        listener.setsockopt(socket.SOL_SOCKET, option, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(address)
    listener.listen(BACKLOG)
    return listener


def _is_v6(settings: Settings) -> bool:
    return ":" in settings.host
