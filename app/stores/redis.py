"""The shared store: one Redis, whose streams are the lines of the rooms, for one process or several.

A command is handed over by a script that knows no rules: it numbers, dates, stores and pushes the entry, and
every process that follows the room does it in the order of the numbers. A number that is missing is a gap: what lies
in it is read. A known number with another origin is a fork: Redis has lost what it had acknowledged.
"""

import contextlib
import itertools
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.stores.base import Entry, Follower, Loaded, StoreError
from app.stores.redis_connect import Server, connect
from app.stores.redis_facts import FACTS, FORGET_AFTER_MS, SNAPSHOT, RedisFacts
from app.stores.redis_keys import CREATE, MARK, SAVE, SCRIPTS, call, code_of, hand_over, keys_of
from app.stores.redis_link import Link, LostError, Session
from app.stores.resp import Push, RedisError

log = logging.getLogger(__name__)

PAGE = 200
"""Entries that are read at once."""
BEAT_S = 1.0
UNKNOWN_AFTER_S = 20.0
"""After this long the sender of a command hears that nobody knows what became of it."""
Then = Callable[[bool], object]
ORIGINS_KEPT = 100
"""Of the latest entries of a room: by its origin, what comes twice is known from a fork."""


@dataclass
class Place:
    """How far a room has been followed."""

    number: int
    origins: dict[int, str] = field(default_factory=dict)
    is_reading: bool = False
    """What comes after `number` has been asked for."""
    is_new: bool = True
    """It is not known yet whether the line has the entry `number`."""


@dataclass(frozen=True)
class Outstanding:
    """A command on its way, and until when somebody waits for it."""

    code: str
    handed: object
    until_s: float


class RedisStore(RedisFacts):
    def __init__(self, url: str) -> None:
        """Raises StoreError: Redis cannot be used; the message is a sentence for the person who starts the server."""
        self._server: Server = connect(url)
        super().__init__(self._server)
        self.is_shared = True
        self.durability = self._server.durability
        self.follower = Follower()
        self._name = secrets.token_hex(4)
        self._own = f"{self._name}.".encode()
        """So begin the origins of what this process hands over."""
        self._counter = itertools.count(1)
        self._places: dict[str, Place] = {}
        self._outstanding: dict[str, Outstanding] = {}
        self._lost: set[str] = set()
        """Origins of commands that were under way when the connection broke."""
        self._closing = threading.Event()
        self._link = Link(self._server.open_socket, on_up=self._on_up, on_down=self._on_down, on_push=self._on_push)
        self.secret = self._server.secret()
        self._up = threading.Event()
        self._watch = threading.Thread(target=self._beat, name="redis watch", daemon=True)
        self._link.start()
        if not self._up.wait(10):
            raise StoreError("Redis does not answer.")
        self._watch.start()

    # The line

    def create(self, code: str, at_ms: int, command: bytes) -> bool:
        keys = keys_of(code)
        return bool(self._link.ask(*call(CREATE, (keys.stream, keys.meta), at_ms, command, FORGET_AFTER_MS)))

    def load(self, code: str) -> Loaded | None:
        if self._link.ask("EXISTS", keys_of(code).meta) == 0:
            return None
        number, snapshot, weight = self._link.ask("HMGET", keys_of(code).snap, "number", "room", "weight")
        after = int(number or 0)
        return Loaded(snapshot, after, list(self.entries(code, after)), int(weight or 0))

    def follow(self, code: str, after: int) -> None:
        place = self._places[code] = Place(after)
        place.is_reading = True
        try:
            self._link.put("SUBSCRIBE", keys_of(code).channel)
            self._read(self._link, code, place)
            self._read_facts(self._link, code)
        except StoreError:
            del self._places[code]
            raise

    def unfollow(self, code: str) -> None:
        if self._places.pop(code, None) is not None:
            with contextlib.suppress(StoreError):
                self._link.put("UNSUBSCRIBE", keys_of(code).channel)

    def hand_over(self, code: str, command: bytes, _at_ms: int, handed: object) -> None:
        if code not in self._places:
            raise StoreError(f"room {code} is not followed")
        origin = f"{self._name}.{next(self._counter)}"
        if handed is not None:
            self._outstanding[origin] = Outstanding(code, handed, time.monotonic() + UNKNOWN_AFTER_S)

        def on_reply(reply: Any) -> None:
            self._on_stored(code, command, origin, reply)

        try:
            self._link.put_packed(hand_over(code, command, origin), on_reply)
        except StoreError:
            self._outstanding.pop(origin, None)
            raise

    def catch_up(self, code: str, then: Callable[[bool], object]) -> bool:
        place = self._places.get(code)
        if place is None:
            raise StoreError(f"room {code} is not followed")
        self._read(self._link, code, place, then)
        return True

    def entries(self, code: str, after: int = 0) -> Iterator[Entry]:
        while True:
            page = self._link.ask("XRANGE", keys_of(code).stream, f"{after + 1}-0", "+", "COUNT", PAGE)
            yield from map(_entry, page)
            if len(page) < PAGE:
                return
            after = _entry(page[-1]).number

    def save_snapshot(self, code: str, number: int, snapshot: bytes, weight: int, digest: str = "") -> None:
        keys = keys_of(code)
        self._link.put(
            *call(SAVE, (keys.snap, keys.channel), number, snapshot, weight, digest), on_reply=self._complain
        )

    def mark(self, code: str, number: int, snapshot: bytes) -> None:
        keys = keys_of(code)
        self._link.put(*call(MARK, (keys.marks, keys.stream), number, snapshot), on_reply=self._complain)

    def beginning(self, code: str) -> tuple[int, bytes] | None:
        marks = {int(number): room for number, room in self._link.ask("HGETALL", keys_of(code).marks).items()}
        return min(marks.items()) if len(marks) > 1 else None

    # Upkeep

    def touch(self, code: str, _at_ms: int) -> None:
        self._changed.add(code)

    def newest_ms(self) -> int:
        """Every process dates by Redis's clock, which no entry is ahead of."""
        return 0

    def remove_untouched(self, _before_ms: int) -> None:
        """Redis does it by itself."""

    def clean_up(self) -> bool:
        for code in list(self._changed):
            for key in keys_of(code).lasting:
                self._link.put("PEXPIRE", key, FORGET_AFTER_MS, on_reply=self._complain)
            self._changed.discard(code)
        return False

    def give_back_memory(self) -> None:
        """Nothing is kept here."""

    def check(self) -> None:
        if not self._link.is_up:
            raise StoreError("Redis cannot be reached.")

    def close(self) -> None:
        self._closing.set()
        self._link.close()

    # In the thread that reads

    def _on_up(self, session: Session) -> None:
        """First of all: what was sent over the connection before, and has not been done yet, shall never be done."""
        before = self._server.client_before
        if before is not None:
            session.put("CLIENT", "KILL", "ID", before, on_reply=lambda _reply: None)
        for script in SCRIPTS:
            session.put("SCRIPT", "LOAD", script, on_reply=self._complain)
        for code, place in list(self._places.items()):
            place.is_new, place.is_reading = True, True
            session.put("SUBSCRIBE", keys_of(code).channel)
            self._read(session, code, place)
            self._read_facts(session, code)
        if self._own_channel is not None:
            session.put("SUBSCRIBE", self._own_channel)
        self._up.set()
        self.follower.on_back()

    def _on_down(self) -> None:
        self.follower.on_away()

    def _on_push(self, push: Push) -> None:
        if push[0] == b"message" and push[1].decode() == self._own_channel:
            self._on_message(push[2])
        elif push[0] == b"message":
            code = code_of(push[1])
            if push[2].startswith((FACTS, SNAPSHOT)):
                self._on_shared(code, push[2])
                return
            number, at_ms, origin, command = push[2].split(b" ", 3)
            if origin.startswith(self._own):
                return  # the reply has brought it already, or the line is read again
            self._came(code, Entry(int(number), int(at_ms), command, origin.decode()))

    def _on_stored(self, code: str, command: bytes, origin: str, reply: Any) -> None:
        if isinstance(reply, LostError):
            self._lost.add(origin)
        elif isinstance(reply, RedisError):
            self._refuse(origin, str(reply))
            self._connect_anew_if_unfit(reply)
        else:
            number, at_ms = reply
            self._came(code, Entry(number, at_ms, command, origin))

    def _refuse(self, origin: str, why: str) -> None:
        """The command is certainly not in the line."""
        outstanding = self._outstanding.pop(origin, None)
        if outstanding is not None:
            self.follower.on_refused(outstanding.code, outstanding.handed, StoreError(why))

    def _resolve(self, code: str) -> None:
        """The line is read to its end: what was lost with an earlier connection, and did not come out of it, is not in
        it."""
        for origin in list(self._lost):
            outstanding = self._outstanding.get(origin)
            if outstanding is None or outstanding.code == code:
                self._lost.discard(origin)
                self._refuse(origin, "the connection broke before it was stored")

    def _came(self, code: str, entry: Entry) -> None:
        place = self._places.get(code)
        if place is None:
            self._give_up(entry.origin)
            return
        if entry.number > place.number + 1 or place.is_new:
            if not place.is_reading:
                self._read_gap(code, place)
        elif entry.number == place.number + 1:
            self._deliver(code, place, entry)
        elif place.origins.setdefault(entry.number, entry.origin) != entry.origin:
            self._fork(code)

    def _deliver(self, code: str, place: Place, entry: Entry) -> None:
        place.number = entry.number
        place.origins[entry.number] = entry.origin
        place.origins.pop(entry.number - ORIGINS_KEPT, None)
        self._changed.add(code)
        outstanding = self._outstanding.pop(entry.origin, None)
        try:
            self.follower.on_entry(code, entry, outstanding and outstanding.handed)
        except Exception:
            log.exception("%s: entry %d could not be done", code, entry.number)
            self._fork(code)

    def _read_gap(self, code: str, place: Place) -> None:
        place.is_reading = True
        try:
            self._read(self._link, code, place)
        except StoreError:
            place.is_reading = False  # all is read again on the next connection

    def _read(self, over: Session | Link, code: str, place: Place, then: Then = lambda _is_read: None) -> None:
        """Ask for the entry at the place, and for what comes after it. `then` hears whether all of it has come."""
        over.put(
            *("XRANGE", keys_of(code).stream, f"{place.number}-0", "+", "COUNT", PAGE),
            on_reply=lambda reply: self._on_page(code, place, reply, then),
        )

    def _on_page(self, code: str, place: Place, reply: Any, then: Then) -> None:
        is_more = False
        if isinstance(reply, RedisError):
            if not isinstance(reply, LostError):
                log.error("%s: the line could not be read: %s", code, reply)
        elif self._places.get(code) is place:
            is_more = self._take_page(code, place, list(map(_entry, reply)))
        if is_more:
            try:
                self._read(self._link, code, place, then)
                return
            except StoreError:
                log.debug("%s: read anew on the next connection", code)
        place.is_reading = False
        then(not is_more and not isinstance(reply, RedisError) and self._places.get(code) is place)

    def _take_page(self, code: str, place: Place, page: list[Entry]) -> bool:
        """What comes from the place on. Is there more?"""
        if not page:
            self._fork(code)
            return False
        if page[0].number > place.number:
            self._fork(code, is_whole=True)
            return False
        place.is_new = False
        for entry in page:
            self._came(code, entry)
            if self._places.get(code) is not place:
                return False
        if len(page) < PAGE:
            self._resolve(code)
        return len(page) == PAGE

    def _fork(self, code: str, *, is_whole: bool = False) -> None:
        """The line is not what it was; or it `is_whole`, and what this process had yet to read is deleted. The copy is
        worth nothing, and what became of commands that were under way is not known."""
        if code in self._places:
            if is_whole:
                log.warning("%s: what this process had yet to read is deleted; the room is loaded anew", code)
            else:
                log.error("%s: Redis has lost or changed what it had; the room is loaded anew", code)
            self.follower.on_fork(code, None if is_whole else self._server.run)
            self.unfollow(code)
            for origin in list(self._lost):
                outstanding = self._outstanding.get(origin)
                if outstanding is None or outstanding.code == code:
                    self._lost.discard(origin)
                    self._give_up(origin)

    # In the thread that watches

    def _beat(self) -> None:
        while not self._closing.wait(BEAT_S):
            self._give_up_waiting()
            try:
                self._look_around()
            except StoreError as error:
                log.debug("no beat: %s", error)
            except Exception:
                log.exception("a beat failed")

    def _give_up_waiting(self) -> None:
        now_s = time.monotonic()
        for origin, outstanding in list(self._outstanding.items()):
            if outstanding.until_s > now_s:
                break
            self._give_up(origin)

    def _give_up(self, origin: str) -> None:
        """It will not be known whether the command is in the line."""
        outstanding = self._outstanding.pop(origin, None)
        if outstanding is not None:
            self.follower.on_unknown(outstanding.code, outstanding.handed)


def _entry(raw: Any) -> Entry:
    number, fields = raw
    return Entry(int(number.partition(b"-")[0]), int(fields[1]), fields[3], fields[5].decode())
