"""How often is too often: a token bucket, and one bucket for each address."""

import functools
import ipaddress
import threading
import time
from collections import OrderedDict

LONGEST = 100
"""Letters of an address that are looked at; a proxy may hand on anything."""


class TokenBucket:
    """Lets `burst` through at once and `per_second` in the long run (a token bucket, as in RFC 2697)."""

    __slots__ = ("_at_s", "_burst", "_per_second", "_tokens")

    def __init__(self, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = burst
        self._at_s = time.monotonic()

    def take(self, tokens: float = 1) -> bool:
        """Take this many tokens; False, and nothing is taken, if there are fewer."""
        self._fill()
        if self._tokens < tokens:
            return False
        self._tokens -= tokens
        return True

    def charge(self, tokens: float) -> None:
        """Take this many, for what has been given already: until they are made up for, nobody can take more."""
        self._fill()
        self._tokens -= tokens

    @property
    def tokens(self) -> float:
        """How many were left when it was last asked."""
        return self._tokens

    def wait_s(self, tokens: float = 1) -> float:
        """Seconds until there are this many tokens; 0 if there are now."""
        self._fill()
        return max(0.0, (tokens - self._tokens) / self._per_second)

    def _fill(self) -> None:
        now_s = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now_s - self._at_s) * self._per_second)
        self._at_s = now_s


class Buckets:
    """One bucket for each key; those longest unused are forgotten beyond `most`."""

    def __init__(self, per_second: float, burst: float, most: int) -> None:
        self._per_second = per_second
        self._burst = burst
        self._most = most
        self._buckets: OrderedDict[str, TokenBucket] = OrderedDict()
        self._lock = threading.Lock()

    def __getitem__(self, key: str) -> TokenBucket:
        with self._lock:
            bucket = self._buckets.get(key)
            if bucket is None:
                bucket = self._buckets[key] = TokenBucket(self._per_second, self._burst)
                if len(self._buckets) > self._most:
                    self._buckets.popitem(last=False)
            self._buckets.move_to_end(key)
            return bucket


class PerAddress(Buckets):
    """`per_minute` for each address, and all of them at once unless `burst` says otherwise."""

    MAX_ADDRESSES = 10_000

    def __init__(self, per_minute: float, burst: float | None = None) -> None:
        super().__init__(per_minute / 60, per_minute if burst is None else burst, self.MAX_ADDRESSES)

    def __getitem__(self, address: str) -> TokenBucket:
        return super().__getitem__(holder_of(address))


def holder_of(address: str) -> str:
    """What one holder has: an IPv4 address, or the first 64 bits of an IPv6 address, since a network owns all of the
    other 64 (RFC 4291, section 2.5.4)."""
    return _holder_of(address[:LONGEST])


@functools.lru_cache(maxsize=PerAddress.MAX_ADDRESSES)
def _holder_of(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    return str(parsed.ipv4_mapped or ipaddress.IPv6Network((int(parsed) >> 64 << 64, 64)))
