"""Every setting: its name in the environment, its default, and what it means."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit

from app.core import codes

AsyncMode = Literal["eventlet", "gevent", "threading"]
DeliveryMode = Literal["fast", "stock"]
C = TypeVar("C", bound=str)

KNOWN_HOSTS = (
    *("DYNO", "RENDER", "FLY_APP_NAME", "RAILWAY_ENVIRONMENT_NAME", "KOYEB_APP_NAME", "K_SERVICE", "GAE_SERVICE"),
    *("WEBSITE_SITE_NAME", "CONTAINER_APP_NAME", "VCAP_APPLICATION", "CC_DEPLOYMENT_ID", "DOKKU_APP_TYPE"),
)
"""What hosts set that end TLS and stand as one proxy before the application: Heroku, Render, Fly, Railway, Koyeb, Cloud
Run, App Engine, Azure, Cloud Foundry, Clever Cloud, Dokku."""

PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
"""A path that may stand in links: no empty part, which would make the next one a host's name."""


class SettingsError(Exception):
    """A setting cannot be used; the message says which one and why, in one sentence."""


@dataclass(frozen=True)
class Settings:
    """The settings of one server. `shared_room` None: there is none."""

    port: int = 8000
    host: str = "127.0.0.1"
    database: str = "all-aboard.sqlite3"
    redis_url: str | None = None
    web_concurrency: int = 1
    shared_room: str | None = "BRRRRR"
    async_mode: AsyncMode = "eventlet"
    delivery: DeliveryMode = "fast"
    trust_proxy: int = 0
    allowed_origins: tuple[str, ...] = ()
    public_url: str | None = None
    script_name: str = ""
    rooms_per_minute: int = 120
    metrics_token: str | None = None

    @property
    def is_several(self) -> bool:
        """Are several processes started?"""
        return self.web_concurrency > 1 and self.redis_url is not None and hasattr(os, "fork")

    @property
    def delivers_directly(self) -> bool:
        return self.delivery == "fast" and self.async_mode == "eventlet"


DEFAULTS = Settings()
SETTINGS: dict[str, tuple[str, str]] = {
    "PORT": (str(DEFAULTS.port), "where to listen"),
    "HOST": (f"{DEFAULTS.host}, or 0.0.0.0 when PORT is set", "the interface to listen on"),
    "DATABASE": (DEFAULTS.database, "the file of the store; :memory: keeps nothing"),
    "REDIS_URL": (
        "none",
        "keeps the rooms in Redis instead of the file: redis://, rediss://, unix:// or sentinel://host,host/master",
    ),
    "WEB_CONCURRENCY": (str(DEFAULTS.web_concurrency), "processes that share the port; with REDIS_URL only"),
    "SHARED_ROOM": (str(DEFAULTS.shared_room), "code of the room that exists on every server; empty switches it off"),
    "ASYNC_MODE": (DEFAULTS.async_mode, "how the server does many things at once: eventlet, gevent or threading"),
    "DELIVERY": (
        DEFAULTS.delivery,
        "how messages leave: fast (with eventlet only), or stock, as Engine.IO does it",
    ),
    "TRUST_PROXY": (
        f"{DEFAULTS.trust_proxy}, or 1 on a known host",
        "how many proxies' X-Forwarded-* headers to believe",
    ),
    "ALLOWED_ORIGINS": ("none", "extra origins of browsers, separated by commas; the server's own is always allowed"),
    "PUBLIC_URL": (
        "the address of the request",
        "the address in join links and QR codes, under which the server answers; a path in it is the path of all pages",
    ),
    "SCRIPT_NAME": ("the path of PUBLIC_URL", "the path of all pages, such as /bus"),
    "ROOMS_PER_MINUTE": (str(DEFAULTS.rooms_per_minute), "new rooms per address"),
    "METRICS_TOKEN": ("none: public", "if set, /metrics requires it, as Authorization: Bearer …"),
}
"""Name in the environment -> its default and its meaning, as README.md lists them."""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in this environment.

    Raises:
        SettingsError: a value cannot be used.
    """
    async_mode: AsyncMode = _choice(environ, "ASYNC_MODE", get_args(AsyncMode), DEFAULTS.async_mode)
    delivery: DeliveryMode = _choice(environ, "DELIVERY", get_args(DeliveryMode), DEFAULTS.delivery)
    public_url = _public_url(environ)
    return Settings(
        port=_number(environ, "PORT", DEFAULTS.port, 0, 65535),
        host=environ.get("HOST") or ("0.0.0.0" if environ.get("PORT") else DEFAULTS.host),
        database=environ.get("DATABASE") or DEFAULTS.database,
        redis_url=_redis_url(environ),
        web_concurrency=_number(environ, "WEB_CONCURRENCY", DEFAULTS.web_concurrency, 1, 64),
        shared_room=_shared_room(environ.get("SHARED_ROOM", DEFAULTS.shared_room or "")),
        async_mode=async_mode,
        delivery=delivery,
        trust_proxy=_number(
            environ, "TRUST_PROXY", 1 if any(environ.get(name) for name in KNOWN_HOSTS) else DEFAULTS.trust_proxy, 0, 10
        ),
        allowed_origins=_origins(environ),
        public_url=public_url,
        script_name=_path(environ, public_url),
        rooms_per_minute=_number(environ, "ROOMS_PER_MINUTE", DEFAULTS.rooms_per_minute, 1, 1_000_000),
        metrics_token=_token(environ, "METRICS_TOKEN"),
    )


def _choice(environ: Mapping[str, str], name: str, choices: tuple[C, ...], default: C) -> C:
    wanted = environ.get(name) or default
    for choice in choices:
        if choice == wanted:
            return choice
    raise SettingsError(f"{name} must be one of {', '.join(choices)}, not {wanted!r}.")


def _number(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"{name} must be a number from {least} to {most}, not {text!r}.")
    return int(text)


def _public_url(environ: Mapping[str, str]) -> str | None:
    """Without a slash at its end: the codes of rooms are put behind it."""
    url = environ.get("PUBLIC_URL")
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise SettingsError(f"PUBLIC_URL must begin with http:// or https://, not {url!r}.")
    if set("?#@") & set(url):
        raise SettingsError(
            f"PUBLIC_URL must be an address without ?, # and @, such as https://bus.example, not {url!r}."
        )
    if not _is_origin(url):
        raise SettingsError(f"PUBLIC_URL must name a computer, such as https://bus.example, not {url!r}.")
    return url.rstrip("/")


def _origins(environ: Mapping[str, str]) -> tuple[str, ...]:
    origins = tuple(origin.strip() for origin in environ.get("ALLOWED_ORIGINS", "").split(",") if origin.strip())
    for origin in origins:
        if origin != "*" and not _is_origin(origin):
            raise SettingsError(f"ALLOWED_ORIGINS must be * or addresses such as https://bus.example, not {origin!r}.")
    return origins


def _is_origin(url: str) -> bool:
    """Does it name a scheme of pages, and a computer with a port that one can have?"""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and url.isprintable()
            and " " not in url
        )
    except ValueError:
        return False


def _token(environ: Mapping[str, str], name: str) -> str | None:
    """What a header can bear."""
    text = environ.get(name) or None
    if text and not re.fullmatch(r"[!-~]+", text):
        raise SettingsError(f"{name} must consist of letters, digits and signs of ASCII, without blanks.")
    return text


def _redis_url(environ: Mapping[str, str]) -> str | None:
    """Heroku's Redis has a certificate that it signed itself (Dev Center, "Connecting to Heroku Key-Value Store"), and
    nobody can say so in the address, which Heroku writes anew whenever its Redis moves."""
    url = environ.get("REDIS_URL") or None
    if url and environ.get("DYNO") and url.startswith("rediss://") and "?" not in url:
        return f"{url}?ssl_cert_reqs=none"
    return url


def _path(environ: Mapping[str, str], public_url: str | None) -> str:
    """Without a slash at its end; "" is the root."""
    said = {"SCRIPT_NAME": environ.get("SCRIPT_NAME") or "", "PUBLIC_URL": urlsplit(public_url or "").path}
    paths = {name: path for name, text in said.items() if (path := text.rstrip("/"))}
    for name, path in paths.items():
        if not PATH.fullmatch(path):
            raise SettingsError(f"The path in {name} must be like /bus, of letters, digits and ._~-, not {path!r}.")
    if len(set(paths.values())) > 1:
        raise SettingsError(
            "SCRIPT_NAME must be the path in PUBLIC_URL: browsers ask below that for all pages and files."
        )
    return next(iter(paths.values()), "")


def _shared_room(text: str) -> str | None:
    code = codes.spell(text)
    if text.strip() and code is None:
        raise SettingsError(f"SHARED_ROOM must be six consonants other than Y, or empty, not {text!r}.")
    return code
