"""The shared store: one Redis, whose streams are the lines of the rooms, for one process or several.

A command is handed over by a script that knows no rules: it numbers, dates, stores and pushes the entry, and
every process that follows the room does it in the order of the numbers. A number that is missing is a gap: what lies
in it is read. A known number with another origin is a fork: Redis has lost what it had acknowledged.

    aa:{CODE}         the stream: `number-0`, with `a` (at_ms), `c` (the command) and `o` (its origin: process.counter)
    aa:{CODE}:meta    the latest number
    aa:{CODE}:snap    the latest snapshot, its number, and the weight of the log
    aa:{CODE}:marks   number -> the room's state, of the latest two marks
    aa:{CODE}:here    process -> what it knows about the room beside the line
    aa:{CODE}:heard   program -> when it has asked for something
    aa:{CODE}:new     the channel of the entries, and after "facts" of what a process knows
    aa:processes      process -> when it was there last
    aa:secret         what seats' tokens follow from
"""

import contextlib
import hashlib
import itertools
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.stores.base import Entry, Follower, Loaded, StoreError
from app.stores.redis_connect import Server, connect
from app.stores.redis_link import Link, LostError, Session
from app.stores.resp import Push, RedisError

log = logging.getLogger(__name__)

HAND_OVER = b"""
if redis.call('EXISTS', KEYS[2]) == 0 then return redis.error_reply('GONE there is no such room') end
local number = redis.call('HINCRBY', KEYS[2], 'number', 1)
local now = redis.call('TIME')
local at_ms = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('XADD', KEYS[1], number .. '-0', 'a', at_ms, 'c', ARGV[1], 'o', ARGV[2])
redis.call('PUBLISH', KEYS[3], number .. ' ' .. at_ms .. ' ' .. ARGV[2] .. ' ' .. ARGV[1])
return {number, at_ms}
"""
CREATE = b"""
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('HSET', KEYS[2], 'number', 1)
redis.call('XADD', KEYS[1], '1-0', 'a', ARGV[1], 'c', ARGV[2], 'o', '')
for i = 1, 2 do redis.call('PEXPIRE', KEYS[i], ARGV[3]) end
return 1
"""
SAVE = b"""
if tonumber(redis.call('HGET', KEYS[1], 'number') or 0) >= tonumber(ARGV[1]) then return 0 end
return redis.call('HSET', KEYS[1], 'number', ARGV[1], 'room', ARGV[2], 'weight', ARGV[3])
"""
MARK = b"""
local newest = 0
for _, number in ipairs(redis.call('HKEYS', KEYS[1])) do newest = math.max(newest, tonumber(number)) end
for _, number in ipairs(redis.call('HKEYS', KEYS[1])) do
    if tonumber(number) < newest then redis.call('HDEL', KEYS[1], number) end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if newest > 0 then redis.call('XTRIM', KEYS[2], 'MINID', (newest + 1) .. '-0') end
return newest
"""
ANNOUNCE = b"""
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZADD', KEYS[1], ms, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ms - ARGV[2])
return {ms, redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')}
"""
NOTE_PROGRAM = b"""
local now = redis.call('TIME')
return redis.call('ZADD', KEYS[1], now[1] * 1000 + math.floor(now[2] / 1000), ARGV[1])
"""
ASK_PROGRAM = b"""
local at_ms = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not at_ms then return -1 end
local now = redis.call('TIME')
return now[1] * 1000 + math.floor(now[2] / 1000) - at_ms
"""
SCRIPTS = (HAND_OVER, CREATE, SAVE, MARK, ANNOUNCE, NOTE_PROGRAM, ASK_PROGRAM)
HASHES = {script: hashlib.sha1(script).hexdigest() for script in SCRIPTS}  # noqa: S324
PAGE = 200
"""Entries that are read at once."""
FORGET_AFTER_MS = 25 * 3600_000
"""Redis deletes a room that nobody has used for so long. The rooms put it out of use after a day."""
FACTS = b"facts "
PROCESSES = "aa:processes"
OF_LATE_MS = 600_000
"""A process that has been silent for longer is known no more."""
BEAT_S = 1.0
UNKNOWN_AFTER_S = 20.0
"""After this long the sender of a command hears that nobody knows what became of it."""
ORIGINS_KEPT = 100
"""Of the latest entries of a room: what comes twice is told from a fork by its origin."""
SAMPLES = 20
"""Of the latest exchanges the fastest says what Redis's clock shows."""
LOOK_AT_MEMORY_EVERY = 10
"""Beats."""
NEARLY_FULL = 0.9
"""Of Redis's memory, where it has a limit."""


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


class RedisStore:
    def __init__(self, url: str) -> None:
        """Raises StoreError: Redis cannot be used; the message is a sentence for the person who starts the server."""
        self._server: Server = connect(url)
        self.is_shared = True
        self.durability = self._server.durability
        self.follower = Follower()
        self._name = secrets.token_hex(4)
        self._counter = itertools.count(1)
        self._places: dict[str, Place] = {}
        self._outstanding: dict[str, Outstanding] = {}
        self._lost: set[str] = set()
        """Origins of commands that were under way when the connection broke."""
        self._changed: set[str] = set()
        """Codes of the rooms whose time to be forgotten is to be set anew."""
        self._samples = self._server.exchange_clocks(SAMPLES)
        """Of each exchange: how long it took, and how far Redis's clock is ahead of `time.monotonic`. Seconds."""
        self._is_nearly_full = False
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
        keys = (_stream(code), _meta(code))
        return bool(self._link.ask("EVALSHA", HASHES[CREATE], 2, *keys, at_ms, command, FORGET_AFTER_MS))

    def load(self, code: str) -> Loaded | None:
        if self._link.ask("EXISTS", _meta(code)) == 0:
            return None
        number, snapshot, weight = self._link.ask("HMGET", _snap(code), "number", "room", "weight")
        after = int(number or 0)
        return Loaded(snapshot, after, list(self.entries(code, after)), int(weight or 0))

    def follow(self, code: str, after: int) -> None:
        place = self._places[code] = Place(after)
        place.is_reading = True
        try:
            self._link.put("SUBSCRIBE", _channel(code))
            self._read(self._link, code, place)
            self._read_facts(self._link, code)
        except StoreError:
            del self._places[code]
            raise

    def unfollow(self, code: str) -> None:
        if self._places.pop(code, None) is not None:
            with contextlib.suppress(StoreError):
                self._link.put("UNSUBSCRIBE", _channel(code))

    def hand_over(self, code: str, command: bytes, _at_ms: int, handed: object) -> None:
        if code not in self._places:
            raise StoreError(f"room {code} is not followed")
        origin = f"{self._name}.{next(self._counter)}"
        if handed is not None:
            self._outstanding[origin] = Outstanding(code, handed, time.monotonic() + UNKNOWN_AFTER_S)
        keys = (_stream(code), _meta(code), _channel(code))

        def on_reply(reply: Any) -> None:
            self._on_stored(code, command, origin, reply)

        try:
            self._link.put("EVALSHA", HASHES[HAND_OVER], 3, *keys, command, origin, on_reply=on_reply)
        except StoreError:
            self._outstanding.pop(origin, None)
            raise

    def catch_up(self, code: str, then: Callable[[], object]) -> bool:
        place = self._places.get(code)
        if place is None or not self._link.is_up:
            return False
        try:
            self._read(self._link, code, place, then)
        except StoreError:
            return False
        return True

    def entries(self, code: str, after: int = 0) -> Iterator[Entry]:
        while True:
            page = self._link.ask("XRANGE", _stream(code), f"{after + 1}-0", "+", "COUNT", PAGE)
            yield from map(_entry, page)
            if len(page) < PAGE:
                return
            after = _entry(page[-1]).number

    def save_snapshot(self, code: str, number: int, snapshot: bytes, weight: int) -> None:
        self._link.put("EVALSHA", HASHES[SAVE], 1, _snap(code), number, snapshot, weight, on_reply=_complain)

    def mark(self, code: str, number: int, snapshot: bytes) -> None:
        self._link.put("EVALSHA", HASHES[MARK], 2, _marks(code), _stream(code), number, snapshot, on_reply=_complain)

    def beginning(self, code: str) -> tuple[int, bytes] | None:
        marks = {int(number): room for number, room in self._link.ask("HGETALL", _marks(code)).items()}
        return min(marks.items()) if len(marks) > 1 else None

    # Upkeep

    def touch(self, code: str, _at_ms: int) -> None:
        self._changed.add(code)

    def newest_ms(self) -> int:
        """Every process dates by Redis's clock, which no entry is ahead of."""
        return 0

    def now_ms(self) -> float | None:
        return self._now_ms()

    def _now_ms(self) -> float:
        _, ahead_s = min(self._samples)
        return (time.monotonic() + ahead_s) * 1000

    def remove_untouched(self, _before_ms: int) -> list[str]:
        """Redis does it by itself."""
        return []

    def clean_up(self) -> bool:
        for code in list(self._changed):
            for key in (_stream(code), _meta(code), _snap(code), _marks(code), _heard(code)):
                self._link.put("PEXPIRE", key, FORGET_AFTER_MS, on_reply=_complain)
            self._changed.discard(code)
        return False

    def check(self) -> None:
        if not self._link.is_up:
            raise StoreError("Redis cannot be reached.")

    def is_nearly_full(self) -> bool:
        return self._is_nearly_full

    def announce(self, process: str, then: Callable[[Mapping[str, int]], object]) -> None:
        def on_reply(reply: Any) -> None:
            if isinstance(reply, RedisError):
                log.info("nobody hears of this process: %s", reply)
                return
            now_ms, found = reply
            then(
                {
                    name.decode(): now_ms - round(float(at_ms))
                    for name, at_ms in zip(found[::2], found[1::2], strict=True)
                }
            )

        self._link.put("EVALSHA", HASHES[ANNOUNCE], 1, PROCESSES, process, OF_LATE_MS, on_reply=on_reply)

    def share(self, code: str, process: str, facts: bytes) -> None:
        if facts:
            self._link.put("HSET", _here(code), process, facts, on_reply=_complain)
            self._link.put("PEXPIRE", _here(code), FORGET_AFTER_MS, on_reply=_complain)
        else:
            self._link.put("HDEL", _here(code), process, on_reply=_complain)
        self._link.put("PUBLISH", _channel(code), FACTS + process.encode() + b" " + facts, on_reply=_complain)

    def note_program(self, code: str, worker: int) -> None:
        self._link.put("EVALSHA", HASHES[NOTE_PROGRAM], 1, _heard(code), worker, on_reply=_complain)
        self._changed.add(code)

    def ask_program(self, code: str, worker: int, then: Callable[[int | None], object]) -> None:
        def on_reply(reply: Any) -> None:
            then(reply if isinstance(reply, int) and reply >= 0 else None)

        self._link.put("EVALSHA", HASHES[ASK_PROGRAM], 1, _heard(code), worker, on_reply=on_reply)

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
            session.put("SCRIPT", "LOAD", script, on_reply=_complain)
        for code, place in list(self._places.items()):
            place.is_new, place.is_reading = True, True
            session.put("SUBSCRIBE", _channel(code))
            self._read(session, code, place)
            self._read_facts(session, code)
        self._up.set()
        self.follower.on_back()

    def _on_down(self) -> None:
        self.follower.on_away()

    def _on_push(self, push: Push) -> None:
        if push[0] == b"message":
            code = push[1].decode()[len("aa:{") : -len("}:new")]
            if push[2].startswith(FACTS):
                _, process, facts = push[2].split(b" ", 2)
                self.follower.on_facts(code, process.decode(), facts)
                return
            number, at_ms, origin, command = push[2].split(b" ", 3)
            self._came(code, Entry(int(number), int(at_ms), command, origin.decode()))

    def _on_stored(self, code: str, command: bytes, origin: str, reply: Any) -> None:
        if isinstance(reply, LostError):
            self._lost.add(origin)
        elif isinstance(reply, RedisError):
            self._refuse(origin, str(reply))
            if str(reply).startswith(("READONLY", "NOSCRIPT", "LOADING", "MASTERDOWN")):
                self._link.break_off()
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
            place.is_reading = False  # all is read anew on the next connection

    def _read(self, over: Session | Link, code: str, place: Place, then: Callable[[], object] = lambda: None) -> None:
        """Ask for the entry at the place, and for what comes after it. `then` is called when all of it has come."""
        over.put(
            *("XRANGE", _stream(code), f"{place.number}-0", "+", "COUNT", PAGE),
            on_reply=lambda reply: self._on_page(code, place, reply, then),
        )

    def _read_facts(self, over: Session | Link, code: str) -> None:
        def on_reply(reply: Any) -> None:
            if isinstance(reply, dict):
                for process, facts in reply.items():
                    self.follower.on_facts(code, process.decode(), facts)

        over.put("HGETALL", _here(code), on_reply=on_reply)

    def _on_page(self, code: str, place: Place, reply: Any, then: Callable[[], object]) -> None:
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
        then()

    def _take_page(self, code: str, place: Place, page: list[Entry]) -> bool:
        """What comes from the place on. Is there more?"""
        known = page[0] if page else None
        if known is None or known.number > place.number:
            self._fork(code)  # or it was trimmed, and nobody can follow
            return False
        place.is_new = False
        for entry in page:
            self._came(code, entry)
            if self._places.get(code) is not place:
                return False
        if len(page) < PAGE:
            self._resolve(code)
        return len(page) == PAGE

    def _fork(self, code: str) -> None:
        """The line is not what it was: the copy of it is worth nothing."""
        if code in self._places:
            log.error("%s: Redis has lost or changed what it had; the room is loaded anew", code)
            self.follower.on_fork(code, self._server.run)
            self.unfollow(code)
            self._resolve(code)

    # In the thread that watches

    def _beat(self) -> None:
        n_beats = 0
        while not self._closing.wait(BEAT_S):
            n_beats += 1
            self._give_up_waiting()
            try:
                self._exchange_clocks()
                if n_beats % LOOK_AT_MEMORY_EVERY == 1:
                    self._link.put("INFO", "memory", on_reply=self._on_memory)
            except StoreError as error:
                log.debug("no beat: %s", error)
            except Exception:
                log.exception("a beat failed")

    def _give_up_waiting(self) -> None:
        now_s = time.monotonic()
        for origin, outstanding in list(self._outstanding.items()):
            if outstanding.until_s > now_s:
                break
            if self._outstanding.pop(origin, None) is not None:
                self.follower.on_unknown(outstanding.code, outstanding.handed)

    def _exchange_clocks(self) -> None:
        sent_s = time.monotonic()

        def on_reply(reply: Any) -> None:
            if not isinstance(reply, RedisError):
                came_s = time.monotonic()
                redis_s = int(reply[0]) + int(reply[1]) / 1e6
                self._samples.append((came_s - sent_s, redis_s - (sent_s + came_s) / 2))
                del self._samples[:-SAMPLES]
                self.follower.on_time(self._now_ms())

        self._link.beat("TIME", on_reply=on_reply)

    def _on_memory(self, reply: Any) -> None:
        if isinstance(reply, bytes):
            found = dict(line.split(":", 1) for line in reply.decode().splitlines() if ":" in line)
            limit = int(found.get("maxmemory", 0))
            self._is_nearly_full = 0 < limit * NEARLY_FULL < int(found.get("used_memory", 0))


def _entry(raw: Any) -> Entry:
    number, fields = raw
    return Entry(int(number.partition(b"-")[0]), int(fields[1]), fields[3], fields[5].decode())


def _complain(reply: Any) -> None:
    if isinstance(reply, RedisError):
        log.error("Redis: %s", reply)


def _stream(code: str) -> str:
    return f"aa:{{{code}}}"


def _meta(code: str) -> str:
    return f"aa:{{{code}}}:meta"


def _snap(code: str) -> str:
    return f"aa:{{{code}}}:snap"


def _marks(code: str) -> str:
    return f"aa:{{{code}}}:marks"


def _here(code: str) -> str:
    return f"aa:{{{code}}}:here"


def _heard(code: str) -> str:
    return f"aa:{{{code}}}:heard"


def _channel(code: str) -> str:
    return f"aa:{{{code}}}:new"
