"""Which Redis the settings mean, whether it may be used, and what it promises. redis-py connects: address, TLS, login
and Sentinel are its business.

    redis://[:password@]host:6379/0      rediss:// with TLS      unix:///path/to/socket
    sentinel://[:password@]host:26379,host:26379/name-of-the-master
"""

import logging
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.maint_notifications import MaintNotificationsConfig
from redis.retry import Retry
from redis.sentinel import Sentinel

from app.stores.base import Durability, StoreError
from app.stores.redis_keys import SECRET
from app.stores.tls_socket import TlsSocket, is_of_real_threads

log = logging.getLogger(__name__)

CONNECT_WITHIN_S = 3.0
CLIENT_NAME = "all-aboard"
SENTINEL_PORT = 26379
OPTIONS: dict[str, Any] = {
    "protocol": 3,
    "max_connections": sys.maxsize,  # a pool counts all that it has made, and we end them ourselves
    "driver_info": None,  # neither name nor version: redis-py would wait for a reply to each
    "socket_connect_timeout": CONNECT_WITHIN_S,
    "socket_timeout": CONNECT_WITHIN_S,
    "retry": Retry(NoBackoff(), 0),
    "maint_notifications_config": MaintNotificationsConfig(enabled=False),
}
ACKNOWLEDGED: dict[Durability, str] = {
    "always": "What is acknowledged survives the end of this process, of Redis, and of its machine's power.",
    "everysec": "What is acknowledged survives the end of this process. If Redis's machine fails, up to two seconds "
    "may be lost. (appendfsync always keeps all of it.)",
    "aof": "What is acknowledged survives the end of this process. When Redis writes it to its disk is not known: this "
    "server may not ask for appendfsync.",
    "none": "What is acknowledged survives the end of this process, but not that of Redis, which keeps no append-only "
    "file. (appendonly yes keeps it.)",
}
"""What each `durability` means, as the start says it."""


class Server:
    """One Redis, and the connection that was last opened to it."""

    def __init__(self, make_connection: Callable[[], Any], where: str) -> None:
        self._make_connection = make_connection
        self._where = where
        self._connection: Any = None
        self.run = ""
        """Which run of Redis it is: another one may have lost something."""
        self._client: int | None = None
        self.client_before: int | None = None
        """Redis's number of the connection before the present one, if it was to the same run."""
        self.durability: Durability = "none"

    def open_socket(self) -> socket.socket | TlsSocket:
        """Connect; from now on the socket is the caller's. All rooms wait for it when Redis is back, and a busy process
        waits long for each reply: so it waits twice, for the greeting and for all else.

        Raises:
            redis.RedisError, OSError
        """
        connection = self._make_connection()
        connection.connect()
        self._connection = connection  # which would close the socket when it goes
        info, client, _named = _ask_together(
            connection, ("INFO", "server"), ("CLIENT", "ID"), ("CLIENT", "SETNAME", CLIENT_NAME)
        )
        run = _parsed(info)["run_id"]
        self.client_before = self._client if run == self.run else None
        self.run, self._client = run, int(client)
        sock = connection._sock  # noqa: SLF001
        sock.settimeout(None)
        return TlsSocket(sock) if is_of_real_threads(sock) else sock

    def check(self) -> None:
        """May it be used, and what does it promise? For the start, over a connection of its own.

        Raises:
            StoreError
        """
        with self._of_the_start() as connection:
            policy = _info(connection, "memory").get("maxmemory_policy", "noeviction")
            self.durability = _durability(connection)
        if policy != "noeviction":
            raise StoreError(
                f"Redis at {self._where} deletes rooms when its memory is full (maxmemory-policy {policy}). "
                "Set maxmemory-policy noeviction."
            )

    def secret(self) -> bytes:
        """The one that all processes share; the first one makes it.

        Raises:
            StoreError
        """
        with self._of_the_start() as connection:
            _ask(connection, "SET", SECRET, secrets.token_bytes(32), "NX")
            found: bytes = _ask(connection, "GET", SECRET)
        return found

    def exchange_clocks(self, times: int) -> list[tuple[float, float]]:
        """Of each exchange how long it took, and how far Redis's clock is ahead of `time.monotonic`, in seconds.

        Raises:
            StoreError
        """
        samples = []
        with self._of_the_start() as connection:
            for _ in range(times):
                sent_s = time.monotonic()
                seconds, micros = _ask(connection, "TIME")
                came_s = time.monotonic()
                samples.append((came_s - sent_s, int(seconds) + int(micros) / 1e6 - (sent_s + came_s) / 2))
        return samples

    @contextmanager
    def _of_the_start(self) -> Iterator[Any]:
        """A connection of its own. What goes wrong is said in one sentence.

        Raises:
            StoreError
        """
        try:
            connection = self._make_connection()
            connection.connect()
            yield connection
            connection.disconnect()
        except (redis.RedisError, OSError) as error:
            raise StoreError(f"REDIS_URL: Redis at {self._where} cannot be used: {error}.") from error


def connect(url: str) -> Server:
    """The Redis at this address, when it has been checked.

    Raises:
        StoreError: it cannot be used; the message is a sentence for the person who starts the server.
    """
    parts = urlsplit(url)
    where = parts.path if parts.scheme == "unix" else parts.netloc.rpartition("@")[2]
    try:
        pool = _sentinel_pool(url) if parts.scheme == "sentinel" else redis.ConnectionPool.from_url(url, **OPTIONS)
    except (ValueError, redis.RedisError) as error:
        raise StoreError(f"REDIS_URL cannot be used: {error}.") from error
    server = Server(pool.make_connection, where)
    server.check()
    log.warning("Redis at %s keeps the rooms. %s", where, ACKNOWLEDGED[server.durability])
    return server


def _sentinel_pool(url: str) -> Any:
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    name = parts.path.strip("/")
    if not name:
        raise ValueError("sentinel:// needs the name of the master: sentinel://host:26379/name")
    addresses = []
    for address in hosts.split(","):
        host, _, port = address.partition(":")
        addresses.append((host, int(port or SENTINEL_PORT)))
    user, _, password = login.rpartition(":")
    sentinel: Any = Sentinel(  # type: ignore[no-untyped-call]
        addresses, sentinel_kwargs={"socket_timeout": CONNECT_WITHIN_S, "retry": OPTIONS["retry"]}
    )
    own = {"username": unquote(user) or None, "password": unquote(password) or None}
    return sentinel.master_for(name, **OPTIONS, **own).connection_pool


def _durability(connection: Any) -> Durability:
    if _info(connection, "persistence").get("aof_enabled") != "1":
        return "none"
    try:
        found = _ask(connection, "CONFIG", "GET", "appendfsync")
    except redis.ResponseError:
        return "aof"
    fsync = dict(found).get(b"appendfsync", b"").decode()
    return next((known for known in ACKNOWLEDGED if known == fsync), "aof")


def _info(connection: Any, section: str) -> dict[str, str]:
    return _parsed(_ask(connection, "INFO", section))


def _parsed(info: bytes) -> dict[str, str]:
    return dict(line.split(":", 1) for line in info.decode().splitlines() if ":" in line)


def _ask(connection: Any, *arguments: Any) -> Any:
    connection.send_command(*arguments)
    return connection.read_response()


def _ask_together(connection: Any, *commands: tuple[str, ...]) -> list[Any]:
    """The replies to these commands, which leave in one write."""
    connection.send_packed_command(connection.pack_commands(commands))
    return [connection.read_response() for _ in commands]
