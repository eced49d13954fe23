"""How often is too often, counted for an address by all processes that share the store."""

import threading

from app.lib.limits import PerAddress, holder_of
from app.stores.base import Line, StoreError


class SharedLimit:
    """`per_minute` for each address, and all of them at once. Where the store cannot be asked, this process counts for
    itself. All methods may wait for the store."""

    def __init__(self, line: Line, name: str, per_minute: float) -> None:
        self._line = line
        self._name = name
        self._per_minute = per_minute
        self._own = PerAddress(per_minute)
        self._lock = threading.Lock()

    def take(self, address: str) -> bool:
        """Count one more; False, and it is not counted, if that is too often."""
        if self._line.is_shared:
            try:
                return self._ask(address, 1)[0]
            except StoreError:
                pass  # as one that is alone
        with self._lock:
            return self._own[address].take()

    def wait_s(self, address: str) -> float:
        """Seconds until there may be one more; 0 if there may be now."""
        if self._line.is_shared:
            try:
                return max(0.0, (1 - self._ask(address, 0)[1]) * 60 / self._per_minute)
            except StoreError:
                pass
        with self._lock:
            return self._own[address].wait_s()

    def _ask(self, address: str, tokens: int) -> tuple[bool, float]:
        key = f"{self._name}:{holder_of(address)}"
        return self._line.take_tokens(key, tokens, self._per_minute / 60, self._per_minute)
