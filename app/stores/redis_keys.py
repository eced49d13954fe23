"""What lies in Redis: the names of the keys, and the scripts that change several of them at once and know no rules."""

import functools
import hashlib
from typing import NamedTuple

from app.stores.resp import Argument, pack_some

LIMITS = "aa:limits"
"""And the name of a limit, and an address: how many tokens are left, and since when."""
PROCESSES = "aa:processes"
"""Process -> when it was there last."""
SECRET = "aa:secret"  # noqa: S105
"""What seats' tokens follow from."""


class Keys(NamedTuple):
    """Of one room. All lie in one slot of a Redis Cluster."""

    stream: str
    """`number-0`, with `a` (at_ms), `c` (the command) and `o` (its origin: process.counter)."""
    meta: str
    """The latest number."""
    snap: str
    """The latest snapshot, its number, and the weight of the log."""
    marks: str
    """Number -> the room's state, of the latest two marks."""
    here: str
    """Process -> what it knows about the room beside the line."""
    heard: str
    """"until", a space, and a program -> the moment until which it may be silent. A process of the release before notes
    only when a program has asked it: program -> moment."""
    channel: str
    """Of the entries; after "facts" of what a process knows, and after "snapshot" of one that has been stored."""

    @property
    def lasting(self) -> tuple[str, ...]:
        """Those that are forgotten together, when nobody has used the room for long."""
        return self.stream, self.meta, self.snap, self.marks, self.heard


def channel_to(process: str) -> str:
    """Of what others send to this process."""
    return f"{PROCESSES}:{process}"


@functools.lru_cache(1_000)
def keys_of(code: str) -> Keys:
    room = f"aa:{{{code}}}"
    return Keys(room, *(f"{room}:{name}" for name in ("meta", "snap", "marks", "here", "heard", "new")))


def code_of(channel: bytes) -> str:
    return channel[channel.index(b"{") + 1 : channel.index(b"}")].decode()


HAND_OVER = b"""
local number = redis.call('HINCRBY', KEYS[2], 'number', 1)
if number == 1 then
    redis.call('DEL', KEYS[2])
    return redis.error_reply('GONE there is no such room')
end
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
redis.call('PUBLISH', KEYS[2], 'snapshot ' .. ARGV[1] .. ' ' .. ARGV[4])
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
return redis.call('ZADD', KEYS[1], now[1] * 1000 + math.floor(now[2] / 1000) + ARGV[2], 'until ' .. ARGV[1])
"""
ASK_PROGRAM = b"""
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local until_ms = redis.call('ZSCORE', KEYS[1], 'until ' .. ARGV[1])
local asked_ms = redis.call('ZSCORE', KEYS[1], ARGV[1])
return math.max(0, until_ms and until_ms - ms or 0, asked_ms and asked_ms + 120000 - ms or 0)
"""
"""It may be silent for so many ms yet. Whom a process of the release before has noted may have its answer, and then it
may be silent for 120 s."""
TAKE_TOKENS = b"""
local now = redis.call('TIME')
local s, wanted = now[1] + now[2] / 1000000, tonumber(ARGV[3])
local found = redis.call('HMGET', KEYS[1], 'tokens', 's')
local tokens = math.min(ARGV[2], (found[1] or ARGV[2]) + (s - (found[2] or s)) * ARGV[1])
local is_taken = tokens >= wanted
if is_taken and wanted > 0 then
    tokens = tokens - wanted
    redis.call('HSET', KEYS[1], 'tokens', tokens, 's', s)
    redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[2] / ARGV[1] * 1000))
end
return {is_taken and 1 or 0, tostring(tokens)}
"""
SCRIPTS = (HAND_OVER, CREATE, SAVE, MARK, ANNOUNCE, NOTE_PROGRAM, ASK_PROGRAM, TAKE_TOKENS)
HASHES = {script: hashlib.sha1(script).hexdigest() for script in SCRIPTS}  # noqa: S324


@functools.lru_cache(1_000)
def _hand_over_to(code: str) -> bytes:
    """The command that hands something over to this room's line, without what is handed over."""
    keys = keys_of(code)
    fixed = call(HAND_OVER, (keys.stream, keys.meta, keys.channel))
    return b"*%d\r\n%b" % (len(fixed) + 2, pack_some(*fixed))


def hand_over(code: str, command: bytes, origin: str) -> bytes:
    """The command that hands this one over, packed."""
    return _hand_over_to(code) + pack_some(command, origin)


def call(script: bytes, keys: tuple[str, ...], *arguments: Argument) -> tuple[Argument, ...]:
    """The command that runs the script."""
    return ("EVALSHA", HASHES[script], len(keys), *keys, *arguments)
