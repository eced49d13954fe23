"""What Redis keeps beside the lines of the rooms: who is there, what each process knows, what its clock
shows, and how full it is."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from app.stores.base import Follower
from app.stores.redis_connect import Server
from app.stores.redis_keys import (
    ANNOUNCE,
    ASK_PROGRAM,
    LIMITS,
    NOTE_PROGRAM,
    PROCESSES,
    TAKE_TOKENS,
    call,
    channel_to,
    keys_of,
)
from app.stores.redis_link import Link, Session
from app.stores.resp import RedisError

log = logging.getLogger(__name__)

FORGET_AFTER_MS = 25 * 3600_000
"""Redis deletes a room unused for this long. The rooms put it out of use after a day."""
FACTS, SNAPSHOT = b"facts ", b"snapshot "
OF_LATE_MS = 600_000
"""A process that has been silent for longer is known no more."""
SAMPLES = 20
"""Of the latest exchanges the fastest says what Redis's clock shows."""
LOOK_AT_MEMORY_EVERY = 10
"""Beats."""
NEARLY_FULL = 0.9
"""Of Redis's memory, where it has a limit."""
UNFIT = ("READONLY", "NOSCRIPT", "LOADING", "MASTERDOWN")
"""How errors begin of a Redis that is no master, has yet to load its file, or has forgotten the scripts. A new
connection finds the master, and brings the scripts."""


class RedisFacts:
    """The part of the store that is no line. The line adds `follower` and opens `_link`."""

    follower: Follower
    _link: Link

    def __init__(self, server: Server) -> None:
        self._samples = server.exchange_clocks(SAMPLES)
        """Of each exchange: how long it took, and how far Redis's clock is ahead of `time.monotonic`. Seconds."""
        self._changed: set[str] = set()
        """Codes of the rooms whose time to be forgotten is to be set again."""
        self._own_channel: str | None = None
        self._on_message: Callable[[bytes], object] = lambda _message: None
        self._n_beats = 0
        self._is_nearly_full = False

    def now_ms(self) -> float | None:
        return self._now_ms()

    def _now_ms(self) -> float:
        _, ahead_s = min(self._samples)
        return (time.monotonic() + ahead_s) * 1000

    def is_nearly_full(self) -> bool:
        return self._is_nearly_full

    def announce(self, process: str, then: Callable[[Mapping[str, int]], object]) -> None:
        def on_reply(reply: Any) -> None:
            if isinstance(reply, RedisError):
                log.info("nobody hears of this process: %s", reply)
                self._connect_anew_if_unfit(reply)
                return
            now_ms, found = reply
            then(
                {
                    name.decode(): now_ms - round(float(at_ms))
                    for name, at_ms in zip(found[::2], found[1::2], strict=True)
                }
            )

        self._link.put(*call(ANNOUNCE, (PROCESSES,), process, OF_LATE_MS), on_reply=on_reply)

    def listen(self, process: str, on_message: Callable[[bytes], object]) -> None:
        self._on_message, self._own_channel = on_message, channel_to(process)
        self._link.put("SUBSCRIBE", self._own_channel)

    def send_to(self, process: str, message: bytes, then: Callable[[int], object]) -> None:
        def on_reply(reply: Any) -> None:
            then(reply if isinstance(reply, int) else 0)

        self._link.put("PUBLISH", channel_to(process), message, on_reply=on_reply)

    def share(self, code: str, process: str, facts: bytes) -> None:
        if facts:
            self._link.put("HSET", keys_of(code).here, process, facts, on_reply=self._complain)
            self._link.put("PEXPIRE", keys_of(code).here, FORGET_AFTER_MS, on_reply=self._complain)
        else:
            self._link.put("HDEL", keys_of(code).here, process, on_reply=self._complain)
        self._link.put(
            "PUBLISH", keys_of(code).channel, FACTS + process.encode() + b" " + facts, on_reply=self._complain
        )

    def note_program(self, code: str, worker: int, silent_ms: int) -> None:
        self._link.put(*call(NOTE_PROGRAM, (keys_of(code).heard,), worker, silent_ms), on_reply=self._complain)
        self._changed.add(code)

    def ask_program(self, code: str, worker: int, then: Callable[[int | None], object]) -> None:
        def on_reply(reply: Any) -> None:
            then(reply if isinstance(reply, int) else None)

        self._link.put(*call(ASK_PROGRAM, (keys_of(code).heard,), worker), on_reply=on_reply)

    def take_tokens(self, key: str, tokens: int, per_second: float, burst: float) -> tuple[bool, float]:
        arguments = str(per_second), str(burst), tokens
        is_taken, left = self._link.ask(*call(TAKE_TOKENS, (f"{LIMITS}:{key}",), *arguments))
        return bool(is_taken), float(left)

    def _read_facts(self, over: Session | Link, code: str) -> None:
        def on_reply(reply: Any) -> None:
            if isinstance(reply, dict):
                for process, facts in reply.items():
                    self.follower.on_facts(code, process.decode(), facts)

        over.put("HGETALL", keys_of(code).here, on_reply=on_reply)

    def _on_shared(self, code: str, message: bytes) -> None:
        """A process has shared something; `message` begins with FACTS or SNAPSHOT."""
        _, whose, content = message.split(b" ", 2)
        if message.startswith(SNAPSHOT):
            self.follower.on_snapshot(code, int(whose), content.decode())
        else:
            self.follower.on_facts(code, whose.decode(), content)

    def _look_around(self) -> None:
        """At each beat. Raises StoreError."""
        self._n_beats += 1
        self._exchange_clocks()
        if self._n_beats % LOOK_AT_MEMORY_EVERY == 1:
            self._link.put("INFO", "memory", on_reply=self._on_memory)

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

    def _complain(self, reply: Any) -> None:
        if isinstance(reply, RedisError):
            log.error("Redis: %s", reply)
            self._connect_anew_if_unfit(reply)

    def _connect_anew_if_unfit(self, error: RedisError) -> None:
        if str(error).startswith(UNFIT):
            self._link.break_off()
