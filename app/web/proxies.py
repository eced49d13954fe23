"""What trusted proxies say of a request: whose it is, and how the outermost of them was asked for."""

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.http import parse_list_header
from werkzeug.middleware.proxy_fix import ProxyFix

from app.web.guard import WSGI, Environ

OF_THE_ADDRESS = ("PROTO", "HOST", "PORT", "PREFIX")
"""Headers X-Forwarded-… to which few proxies add a word: one knows it, and the others hand it on."""


def client_of(environ: Environ, hops: int) -> str:
    """The client's own address, as `behind` so many proxies finds it."""
    said = parse_list_header(environ.get("HTTP_X_FORWARDED_FOR", "")) if hops else []
    client: str = said[-hops] if len(said) >= hops > 0 else ""
    return client or environ.get("REMOTE_ADDR") or ""


def behind(wsgi: WSGI, hops: int) -> WSGI:
    """The application behind so many proxies, whose headers are believed.

    Where fewer have said something of the address, the first word counts. What they say of the client's own address
    counts only if each has added its word, for a client may have written the first one.
    """
    fixed = ProxyFix(wsgi, x_for=hops, x_proto=hops, x_host=hops, x_port=hops, x_prefix=hops)

    def filled(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        for name in OF_THE_ADDRESS:
            said = environ.get(f"HTTP_X_FORWARDED_{name}")
            if said:
                first, *others = said.split(",")
                environ[f"HTTP_X_FORWARDED_{name}"] = ",".join([*[first] * max(1, hops - len(others)), *others])
        return fixed(environ, start_response)

    return filled
