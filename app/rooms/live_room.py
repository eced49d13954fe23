"""A room in the memory of this process: the value, and who is there."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from app.core.events import AnyEvent
from app.core.room import Room

RECENT_EVENTS = 300
"""Events kept for screens that missed a few; beyond that a snapshot is shorter."""


@dataclass
class LiveRoom:
    """A room in memory. `lock` is held while the room changes and its listeners hear of it; `number` is the place of
    its latest command in the store's line; `screens` counts its connections; `seated` says which one has a worker. What
    only one part of the server needs to know about the room, that part keeps `ByRoom`."""

    room: Room
    number: int
    lock: threading.RLock = field(default_factory=threading.RLock)
    recent: deque[AnyEvent] = field(default_factory=lambda: deque(maxlen=RECENT_EVENTS))
    screens: int = 0
    seated: dict[int, str] = field(default_factory=dict)
    is_out_of_memory: bool = False
    """Somebody who still holds this object must ask for the room again."""
    kept: dict["ByRoom[Any]", Any] = field(default_factory=dict)

    @property
    def is_held_here(self) -> bool:
        """Does the caller hold the lock? Then it must not wait for the line."""
        return bool(self.lock._is_owned())  # type: ignore[attr-defined]  # noqa: SLF001


T = TypeVar("T")


class ByRoom(Generic[T]):
    """What its owner keeps about each room beside the log. It goes when the room leaves the memory.

    `new` makes what a room begins with. Nobody else can read it, because this object is the key.
    """

    def __init__(self, new: Callable[[], T]) -> None:
        self._new = new

    def __getitem__(self, live: LiveRoom) -> T:
        """Call it with the room's lock held."""
        kept = live.kept.get(self)
        if kept is None:
            kept = live.kept[self] = self._new()
        found: T = kept
        return found
