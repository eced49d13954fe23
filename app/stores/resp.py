"""What is said to Redis and what it answers, as bytes: RESP, version 3 (redis.io, "Redis serialization protocol
specification"). No I/O in here.

redis-py opens the connection; what goes over it by the hundred a second is written and read here, since its own
pipelines take twice the processor time.
"""

import re
from typing import Any

Argument = bytes | str | int


class RedisError(Exception):
    """An error that Redis has answered, such as "OOM command not allowed"."""


class Push(list[Any]):
    """Something that nobody has asked for: a message of a channel."""


MESSAGE = re.compile(rb">3\r\n\$7\r\nmessage\r\n\$\d+\r\n([^\r\n]*)\r\n\$(\d+)\r\n").match
"""A message of a channel whose name is one line, up to its text."""
PAIR = re.compile(rb"\*2\r\n:(\d+)\r\n:(\d+)\r\n").match
"""What the script answers that puts a command into the line."""


class _IncompleteError(Exception):
    """The rest of the reply has not come yet."""


def pack(*arguments: Argument) -> bytes:
    """A command as it is sent."""
    return b"*%d\r\n%b" % (len(arguments), pack_some(*arguments))


def pack_some(*arguments: Argument) -> bytes:
    """Some arguments of a command, one after the other."""
    parts = []
    for argument in arguments:
        raw = argument if isinstance(argument, bytes) else str(argument).encode()
        parts.append(b"$%d\r\n%b\r\n" % (len(raw), raw))
    return b"".join(parts)


class Parser:
    """Makes replies out of bytes, however they are cut: None, int, bytes, float, bool, lists and dicts of them,
    RedisError, and Push."""

    def __init__(self) -> None:
        self._buffer = b""
        self._at = 0

    def feed(self, data: bytes) -> list[Any]:
        """The replies that are complete now."""
        self._buffer = self._buffer + data if self._buffer else data
        replies, begins = [], 0
        try:
            while begins < len(self._buffer):
                self._at = begins
                replies.append(self._frequent() or self._value())
                begins = self._at
        except _IncompleteError:
            pass
        self._buffer = self._buffer[begins:]
        return replies

    def _frequent(self) -> Any:
        """One of the two that come by the hundred a second, in one step; None for another one."""
        if message := MESSAGE(self._buffer, self._at):
            self._at = message.end()
            return Push((b"message", message[1], self._bytes(int(message[2]))))
        if pair := PAIR(self._buffer, self._at):
            self._at = pair.end()
            return [int(pair[1]), int(pair[2])]
        return None

    def _line(self) -> bytes:
        end = self._buffer.find(b"\r\n", self._at)
        if end < 0:
            raise _IncompleteError
        line = self._buffer[self._at : end]
        self._at = end + 2
        return line

    def _bytes(self, n_bytes: int) -> bytes:
        end = self._at + n_bytes
        if len(self._buffer) < end + 2:
            raise _IncompleteError
        found = self._buffer[self._at : end]
        self._at = end + 2
        return found

    def _value(self) -> Any:
        line = self._line()
        kind, rest = line[:1], line[1:]
        match kind:
            case b":":
                return int(rest)
            case b"$" | b"=" | b"!":
                return self._bulk(kind, int(rest))
            case b"+":
                return rest
            case b"-":
                return RedisError(rest.decode(errors="replace"))
            case b"*" | b"~":
                return None if rest == b"-1" else [self._value() for _ in range(int(rest))]
            case b">":
                return Push(self._value() for _ in range(int(rest)))
            case b"%":
                return {self._value(): self._value() for _ in range(int(rest))}
            case b"_":
                return None
            case b"#":
                return rest == b"t"
            case b",":
                return float(rest)
        raise ValueError(f"that is no RESP: {line!r}")

    def _bulk(self, kind: bytes, n_bytes: int) -> Any:
        if n_bytes < 0:
            return None
        raw = self._bytes(n_bytes)
        if kind == b"!":
            return RedisError(raw.decode(errors="replace"))
        return raw[4:] if kind == b"=" else raw
