"""Under which names this server answers. A page from elsewhere may let its own name lead here ("DNS rebinding") and
would then be a page of this server, so a name counts only where nobody else can give it away.

An address is no name. Names without a dot and those of a local network (RFC 6761, RFC 6762 and its appendix G,
RFC 8375) are none of the internet. All others must be named in the settings, or come from a proxy that knows them.
"""

import ipaddress
import logging
import re
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from app.settings import Settings

log = logging.getLogger(__name__)

LOCAL = (
    *(".localhost", ".local", ".localdomain", ".lan", ".home", ".home.arpa", ".internal", ".intranet"),
    *(".private", ".corp", ".test", ".fritz.box"),
)
"""Endings of names that no registry of the internet gives away; the last is what a common home router gives."""
HOST = re.compile(r"[A-Za-z0-9._:\[\]-]+")
"""What may be repeated in a header: names, addresses, and a port."""
MAX_LABEL_LENGTH = 63
"""Letters of each part of a name (RFC 1035, section 2.3.4)."""
MOST_REFUSED = 20
"""The log names this many, and each once."""

HostCheck = Callable[[str], bool]
"""Does this server answer under this Host?"""


def may_be_host(settings: Settings) -> HostCheck:
    """The check for a server with these settings."""
    if settings.trust_proxy or "*" in settings.allowed_origins:
        return lambda _host: True
    urls = [*settings.allowed_origins, *([settings.public_url] if settings.public_url else [])]
    known = {name for url in urls if (name := _name(urlsplit(url).netloc))} | {socket.gethostname().lower()}
    refused: set[str] = set()

    def check(host: str) -> bool:
        name = _name(host)
        if name is not None and (name in known or is_local(name)):
            return True
        if host not in refused and len(refused) < MOST_REFUSED:
            refused.add(host)
            log.warning("asked for as %.300r, which may be anybody's name. If it is yours, set PUBLIC_URL to it", host)
        return False

    return check


def is_local(name: str) -> bool:
    """Is this an address, or a name that only a local network gives?"""
    if "." not in name or name.endswith(LOCAL):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str | None:
    """Of a Host: in small letters, without port and brackets; None for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    return in_ascii((parts.hostname or "").removesuffix(".")) or None


def in_ascii(name: str) -> str:
    """A name, or the one in an address, as browsers send it: "bücher.example" is "xn--bcher-kva.example" (RFC 3490)."""
    try:
        return re.sub(r"[^/:@.]+", lambda label: _label_in_ascii(label[0]), name)
    except UnicodeError:
        return name


def _label_in_ascii(label: str) -> str:
    """A part of a name. The codec's time grows with the square of its length.

    Raises:
        UnicodeError: no name has such a part.
    """
    if label.isascii():
        return label
    if len(label) > MAX_LABEL_LENGTH:
        raise UnicodeError
    return label.encode("idna").decode()
