"""Paths: that below which the application stands on its host, and those that people spell as they like."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from app.settings import PATH
from app.web.guard import WSGI, Environ

PAGES = ("/teachers", "/worksheet", "/algorithms")
PAGES_OF_ROOM = ("host", "report")
OF_A_ROOM = re.compile(r"/[\w -]+", re.ASCII)
PUNCTUATION_AT_END = re.compile(r"(?<![^A-Za-z0-9])[^A-Za-z0-9]+$")
"""The look-behind keeps the search linear."""
MAX_PREFIX_LENGTH = 200
"""Of a path that a proxy says: it stands in every link, and in the QR code."""
SCHEMES = ("http", "https")


def below(wsgi: WSGI, path: str) -> WSGI:
    """The application below `path`, or below what a trusted proxy says in X-Forwarded-Prefix; "" is the root.

    Both kinds of proxies work: those that take the path away from requests and those that leave it.
    """

    def moved(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        said = str(environ.get("SCRIPT_NAME") or "").rstrip("/")
        prefix = said if PATH.fullmatch(said) and len(said) <= MAX_PREFIX_LENGTH else path
        if environ.get("wsgi.url_scheme") not in SCHEMES:
            environ["wsgi.url_scheme"] = "http"
        environ["SCRIPT_NAME"] = prefix
        asked_for = environ.get("PATH_INFO", "")
        if prefix and (asked_for + "/").startswith(prefix + "/"):
            environ["PATH_INFO"] = asked_for[len(prefix) :] or "/"
        return wsgi(environ, start_response)

    return moved


def tidy(path: str) -> str | None:
    """The path that was meant by one with capitals, a slash or a sentence's punctuation at its end; None if it is none
    of such a page."""
    meant = PUNCTUATION_AT_END.sub("", path)
    beginning, _, last = meant.rpartition("/")
    meant = f"{beginning}/{last.lower()}"
    is_page = meant in PAGES or (OF_A_ROOM.fullmatch(beginning) and last.lower() in PAGES_OF_ROOM)
    return meant if is_page and meant != path else None
