"""The connections of this process: each one's worker or role, and its room."""

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.core.commands import Asker
from app.core.refusals import Refusal
from app.lib.limits import TokenBucket, holder_of
from app.rooms.live_room import LiveRoom
from app.rooms.rooms import Rooms
from app.wire import messages

SLICE_S = 0.1
"""Connections that are to end end in slices, one each so many seconds."""
MOST_OF_AN_ADDRESS = 5_000
"""Half of what a process takes: one address must not keep everybody else out."""


@dataclass
class Connection:
    """One socket. It `has_tried` once it has asked to join; it has a `code` once it has joined, and a `worker` while it
    has a seat. `free` is of all connections of its address: how many of their messages may wait for no others."""

    sid: str
    address: str
    free: TokenBucket
    bucket: TokenBucket = field(
        default_factory=lambda: TokenBucket(messages.MESSAGES_PER_SECOND, messages.MESSAGE_BURST)
    )
    code: str | None = None
    role: messages.Role = "viewer"
    view: messages.View = "full"
    worker: int | None = None
    token: str | None = None
    is_joining: bool = False
    has_tried: bool = False

    @property
    def asker(self) -> Asker | None:
        return "host" if self.role == "host" else self.worker


class Connections:
    """All connections, by their Socket.IO id. `end` makes Socket.IO end one."""

    def __init__(self, rooms: Rooms, end: Callable[[str], object]) -> None:
        self._rooms = rooms
        self._by_sid: dict[str, Connection] = {}
        self._n_of: Counter[str] = Counter()
        """How many each address has."""
        self._lock = threading.Lock()
        self.end = end

    def __len__(self) -> int:
        return len(self._by_sid)

    def __contains__(self, connection: Connection) -> bool:
        return connection.sid in self._by_sid

    def get(self, sid: str) -> Connection | None:
        return self._by_sid.get(sid)

    def add(self, connection: Connection) -> None:
        with self._lock:
            self._by_sid[connection.sid] = connection
            self._n_of[holder_of(connection.address)] += 1

    def remove(self, sid: str) -> Connection | None:
        with self._lock:
            connection = self._by_sid.pop(sid, None)
            if connection is not None:
                holder = holder_of(connection.address)
                self._n_of[holder] -= 1
                if self._n_of[holder] == 0:
                    del self._n_of[holder]
            return connection

    def is_over_share(self, address: str) -> bool:
        """Has this address more than MOST_OF_AN_ADDRESS?"""
        return self._n_of[holder_of(address)] > MOST_OF_AN_ADDRESS

    def of_room(self, code: str) -> list[Connection]:
        """Those that have joined this room. Looks at all."""
        return [connection for connection in list(self._by_sid.values()) if connection.code == code]

    def end_all(self, per_s: float, notify: Callable[[str], object], sleep: Callable[[float], object]) -> None:
        """End all, so many a second, each after its notice: they come back, and not in one moment."""
        ended: set[str] = set()
        while slice_ := [sid for sid in list(self._by_sid) if sid not in ended][: math.ceil(per_s * SLICE_S)]:
            for sid in slice_:
                notify(sid)
                self.end(sid)
            ended.update(slice_)
            sleep(SLICE_S)

    @contextmanager
    def held(self, connection: Connection) -> Iterator[LiveRoom]:
        """The connection's room with its lock held; meanwhile the connection cannot leave it.

        Raises:
            Refusal: `not_joined`
        """
        with self._rooms.held(joined(connection)) as live:
            joined(connection)
            yield live


def joined(connection: Connection) -> str:
    """The code of the room that it has joined.

    Raises:
        Refusal: `not_joined`
    """
    if connection.code is None:
        raise Refusal("not_joined", "Join a room first.")
    return connection.code
