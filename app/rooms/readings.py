"""Answers that unfold a room's log: read piece by piece, and sent page by page as fast as somebody takes them."""

import errno
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.core.refusals import Refusal
from app.lib.fair_queue import FairQueue
from app.lib.fair_turns import FairTurns, Job
from app.lib.limits import holder_of
from app.lib.turns import Turn
from app.rooms.log import GapError

PAGE_BYTES = 32 * 1024
MOST_AT_ONCE = 32
"""Answers under way, in all rooms. Each holds a room's value, a page and some entries: at most some 3 MB."""
MOST_OF_AN_ADDRESS = MOST_AT_ONCE // 2
"""Of them."""
MOST_WAITING = 100
"""Requests, of which one address has no more than are left for others."""
MOST_IDLE_S = 5.0
"""An answer whose next page nobody reads keeps its place for this long when others wait for it."""
UNTIL_TAKEN_S = 30.0
"""It keeps its place for this long at most: a client that reads a page now and then keeps nobody out."""
LOOK_EVERY_S = 1.0


@dataclass(eq=False)
class Place:
    """One answer under way. `steps` None: somebody else has its place."""

    code: str
    job: Job
    steps: Iterator[bytes] | None
    address: str = field(init=False)
    since_s: float = field(default_factory=time.monotonic)
    idle_since_s: float | None = None
    """When its latest page was there; None while the next one is being read."""

    def __post_init__(self) -> None:
        self.address = holder_of(self.job.address)

    @property
    def is_over(self) -> bool:
        """Has it had its time?"""
        now_s = time.monotonic()
        is_idle = self.idle_since_s is not None and now_s - self.idle_since_s > MOST_IDLE_S
        return is_idle or now_s - self.since_s > UNTIL_TAKEN_S


class Readings:
    """Of each room one answer is under way, and MOST_AT_ONCE of all rooms. Next comes who waits longest of the
    addresses with the fewest of them."""

    def __init__(self, turns: FairTurns) -> None:
        self._turns = turns
        self._changed = threading.Condition()
        self._places: dict[str, Place] = {}
        self._waiting = FairQueue[Place]()

    def pages(self, code: str, address: str, steps: Iterator[bytes]) -> "Pages":
        """What these steps give, gathered to pages; a step takes some milliseconds at most. The first page is there
        when this returns.

        Raises:
            Refusal: of the steps before the first page; `rate_limited` when too many wait for this room.
        """
        pages = Pages(self, self._take_place(Place(code, Job(address), steps)))
        try:
            pages.prepare()
        except BaseException:
            pages.close()
            raise
        return pages

    def page_of(self, place: Place) -> bytes | None:
        """The next one; empty where there was no time for more, None after the last.

        Raises:
            ConnectionResetError: it cannot go on. The answer is cut off, so that nobody takes it for the whole.
        """
        place.idle_since_s = None
        try:
            with self._turns.piece(place.job) as turn:
                return _piece(place, turn)
        except GapError:
            raise ConnectionResetError(errno.ECONNRESET, "the log was shortened meanwhile") from None
        finally:
            place.idle_since_s = time.monotonic()

    def leave(self, place: Place) -> None:
        with self._changed:
            place.steps = None
            if self._places.get(place.code) is place:
                del self._places[place.code]
                self._changed.notify_all()

    def _take_place(self, place: Place) -> Place:
        with self._changed:
            if not self._waiting.has_room_for(place.address, MOST_WAITING):
                sentence = "Too many are reading histories. Try again in a moment."
                raise Refusal("rate_limited", sentence, retry_after_s=5)
            self._waiting.add(place.address, place)
            try:
                while not self._may_begin(place):
                    self._changed.wait(LOOK_EVERY_S)
            finally:
                self._waiting.remove(place.address, place)
                self._changed.notify_all()
            place.since_s = time.monotonic()
            self._places[place.code] = place
        return place

    def _may_begin(self, place: Place) -> bool:
        """Is it the next one? Then nobody has the place that it needs any more."""
        n_held = Counter(other.address for other in self._places.values())
        in_order = sorted(self._waiting, key=lambda other: n_held[other.address])
        if next((other for other in in_order if self._is_ready(other)), None) is not place:
            return False
        while (held := self._in_the_way(place)) is not None:
            if not held.is_over:
                return False
            self.leave(held)
        return True

    def _is_ready(self, place: Place) -> bool:
        held = self._in_the_way(place)
        return held is None or held.is_over

    def _in_the_way(self, place: Place) -> Place | None:
        """The answer whose place this one needs."""
        if (same := self._places.get(place.code)) is not None:
            return same
        crowd = [other for other in self._places.values() if other.address == place.address]
        if len(crowd) < MOST_OF_AN_ADDRESS:
            crowd = list(self._places.values()) if len(self._places) >= MOST_AT_ONCE else []
        return min(crowd, key=lambda other: (not other.is_over, other.since_s), default=None)


def _piece(place: Place, turn: Turn) -> bytes | None:
    """What comes of this turn, at most a page; None at the end."""
    if place.steps is None:
        raise ConnectionResetError(errno.ECONNRESET, "somebody else has the place")
    parts, n_bytes = [], 0
    for part in place.steps:
        parts.append(part)
        n_bytes += len(part)
        if turn.is_over or n_bytes >= PAGE_BYTES:
            return b"".join(parts)
    return b"".join(parts) or None


class Pages:
    """The body of an HTTP answer. The server closes it at the end, or when the client has gone; then nothing more is
    read."""

    def __init__(self, readings: Readings, place: Place) -> None:
        self._readings = readings
        self._place = place
        self._next: bytes | None = None

    def prepare(self) -> None:
        """Read the next page."""
        while (page := self._readings.page_of(self._place)) == b"":
            pass
        self._next = page

    def __iter__(self) -> "Pages":
        return self

    def __next__(self) -> bytes:
        if self._next is None:
            try:
                self.prepare()
            except Refusal as refusal:
                raise ConnectionResetError(errno.ECONNRESET, refusal.message) from None
        page, self._next = self._next, None
        if page is None:
            self.close()
            raise StopIteration
        return page

    def close(self) -> None:
        self._readings.leave(self._place)
