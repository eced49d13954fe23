"""What stands in front of the whole application: which requests are let in, and which headers every answer has.

A WSGI layer that needs nothing of a server's insides, so its rules hold for eventlet, gevent and threads alike.
"""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from app.web.hosts import HOST, HostCheck, in_ascii
from app.wire.messages import MAX_MESSAGE_BYTES

log = logging.getLogger(__name__)

Environ = dict[str, Any]
WSGI = Callable[[Environ, Any], Iterable[bytes]]
Headers = list[tuple[str, str]]

MAX_HOST_LENGTH = 253 + len(":65535")
"""A name's most letters (RFC 1035, section 2.3.4), and a port. What a QR code of it costs grows with its square."""
MAX_ORIGIN_LENGTH = len("chrome-extension://") + MAX_HOST_LENGTH
"""The longest scheme of a browser's pages."""
DEFAULT_PORTS = {"http": 80, "https": 443}
EITHER_DEFAULT_PORT = 0
"""Stands for 80 and 443: a proxy that ends TLS changes the one into the other."""
MOST_REFUSED_ORIGINS = 20
"""The log names this many, and each once: a school's proxy has no more."""
WEBSOCKET_KEY = re.compile(r"[A-Za-z0-9+/]{22}==")
"""Sixteen bytes in base64 (RFC 6455, section 4.1)."""
FOREIGN = ("cross-site", "same-site")
"""Of Sec-Fetch-Site (W3C, "Fetch Metadata Request Headers"). A neighbour under the same domain is foreign, too."""
READING = ("GET", "HEAD")
ALWAYS: Headers = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
"""The last one hides from foreign pages whether a picture is there, also in a network without TLS, where browsers send
no Fetch Metadata."""
POLICY = (
    "default-src 'self'; img-src 'self' data:; connect-src 'self'{sockets}; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing inline, nothing from elsewhere. Safari before 15.4 needs the sockets named (CSP 3 counts them to 'self')."""
SECURE = ("Strict-Transport-Security", "max-age=31536000")


class Refused(NamedTuple):
    """Why a request is not let in: the status of the answer, and a sentence."""

    status: str
    sentence: str


OriginCheck = Callable[[str | None, Environ], bool]
"""May a page of this origin ask for this?"""


def guard(wsgi: WSGI, is_allowed: OriginCheck, is_host: HostCheck = lambda _host: True) -> WSGI:
    """The application behind the rules of this file; `is_allowed` is what `may_connect` gives, `is_host` what
    `may_be_host` does.

    Nobody negotiates per-message deflate: it costs 150 KiB a connection, and messages of a few hundred bytes gain
    nothing. Nor a subprotocol: Socket.IO has none, and some libraries fail at one that is not ASCII.
    """

    def guarded(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        environ.pop("HTTP_SEC_WEBSOCKET_PROTOCOL", None)

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            present = {name.lower() for name, _ in headers}
            extra = headers_for(environ)
            return start_response(status, headers + [h for h in extra if h[0].lower() not in present], exc_info)

        refused = refusal_of(environ) or refusal_of_host(environ, is_host) or refusal_of_foreign(environ, is_allowed)
        if refused is not None:
            start(refused.status, [("Content-Type", "application/json"), ("Connection", "close")])
            return [msgspec.json.encode({"ok": False, "error": "bad_request", "message": refused.sentence})]
        return wsgi(environ, start)

    return guarded


def refusal_of(environ: Environ) -> Refused | None:
    """Why this request is not let in, whatever it asks for; None if it is. A server must close the connection of one
    that is not: what follows the head is no request."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return Refused("411 Length Required", "Send the body in one piece, with its Content-Length.")
    if len(environ.get("HTTP_HOST", "")) > MAX_HOST_LENGTH:
        return Refused("400 Bad Request", "That Host is too long.")
    if len(environ.get("HTTP_ORIGIN", "")) > MAX_ORIGIN_LENGTH:
        return Refused("400 Bad Request", "That Origin is too long.")
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return Refused("400 Bad Request", "Content-Length must be one number.")
    if len(length) > 10 or int(length) > MAX_MESSAGE_BYTES:
        return Refused("413 Content Too Large", "A message has at most 4 KiB.")
    is_websocket = environ.get("HTTP_UPGRADE", "").lower() == "websocket"
    if is_websocket and environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        return Refused("426 Upgrade Required", "Only websockets of RFC 6455, version 13, are supported.")
    if is_websocket and not WEBSOCKET_KEY.fullmatch(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")):
        return Refused("400 Bad Request", "Sec-WebSocket-Key is missing or malformed.")
    return None


def refusal_of_host(environ: Environ, is_host: HostCheck) -> Refused | None:
    """Why this server does not answer under the name in the request; None if it does. A client of HTTP/1.0 may give
    none."""
    host = environ.get("HTTP_HOST")
    if host is None or (HOST.fullmatch(host) and is_host(host)):
        return None
    if not HOST.fullmatch(host):
        return Refused("400 Bad Request", "That Host is malformed.")
    sentence = f"This server does not answer as {host}. Open it by its address, or set PUBLIC_URL to that name."
    return Refused("421 Misdirected Request", sentence)


def refusal_of_foreign(environ: Environ, is_allowed: OriginCheck) -> Refused | None:
    """Why a foreign page may not ask for this; None where it may, and for what no foreign page asks. Such a page would
    have its visitors make rooms and take seats, and learn from pictures which rooms there are.

    Links may lead here from anywhere. Socket.IO checks the Origins of its connections itself. Browsers from before
    Fetch Metadata (Safari until 16.3), and all in a network without TLS, send an Origin with what changes something.
    """
    if environ.get("PATH_INFO", "").startswith("/socket.io") and "HTTP_ORIGIN" in environ:
        return None
    is_reading = environ.get("REQUEST_METHOD", "GET") in READING
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site is None:
        is_foreign = not is_reading and "HTTP_ORIGIN" in environ
    else:
        is_foreign = site in FOREIGN and not (is_reading and environ.get("HTTP_SEC_FETCH_MODE") == "navigate")
    if not is_foreign or ("HTTP_ORIGIN" in environ and is_allowed(environ["HTTP_ORIGIN"], environ)):
        return None
    return Refused("403 Forbidden", "A page from elsewhere may not ask for that.")


def headers_for(environ: Environ) -> Headers:
    """The headers of every answer to this request, where the application has not said otherwise."""
    host = environ.get("HTTP_HOST", "")
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    headers = [*ALWAYS, ("Content-Security-Policy", POLICY.format(sockets=sockets)), ("Cache-Control", "no-store")]
    return [*headers, SECURE] if environ.get("wsgi.url_scheme") == "https" else headers


def may_connect(allowed: Sequence[str]) -> OriginCheck:
    """Says whether a browser's page of this origin may connect: one of this server, or one of `allowed` ("*": any).

    A page of this server is one whose host is the Host of its request. The scheme says nothing: where a proxy ends TLS,
    the page has another than the request.
    """
    known = {_normal(origin) for origin in allowed}
    refused: set[str] = set()

    def is_allowed(origin: str | None, environ: Environ) -> bool:
        if origin is None or "*" in allowed:
            return True
        page = _normal(origin)
        host = environ.get("HTTP_HOST", "")
        if page is not None and (page in known or _address(page) == _address(_normal(f"http://{host}"))):
            return True
        if origin not in refused and len(refused) < MOST_REFUSED_ORIGINS:
            refused.add(origin)
            log.warning(
                "a page of %.200r may not connect: this server was asked for as %.200r. If the page is its own, set "
                "PUBLIC_URL to its address; if it is another's, name it in ALLOWED_ORIGINS",
                origin,
                host,
            )
        return False

    return is_allowed


def _normal(origin: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an origin (RFC 6454); None for what is none, such as "null"."""
    try:
        parts = urlsplit(origin)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, in_ascii(parts.hostname), port) if parts.scheme and parts.hostname else None


def _address(origin: tuple[str, str, int | None] | None) -> tuple[str, int | None] | None:
    """Host and port; the schemes' default ports are one."""
    if origin is None:
        return None
    _, host, port = origin
    return host, EITHER_DEFAULT_PORT if port in DEFAULT_PORTS.values() else port
