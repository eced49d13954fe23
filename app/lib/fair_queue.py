"""Who waits, in an order that is fair between addresses."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from typing import Generic, TypeVar

from app.lib.limits import holder_of

T = TypeVar("T")


class FairQueue(Generic[T]):
    """One of each address comes in turn, and of an address who waits longest. However many wait at one address,
    somebody at another one waits for one of them."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, deque[T]] = OrderedDict()

    def __iter__(self) -> Iterator[T]:
        """Whose turn it is, then who waits behind them at their address, and then the other addresses alike."""
        for line in self._lines.values():
            yield from line

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, address: str, waiting: T) -> None:
        self._lines.setdefault(holder_of(address), deque()).append(waiting)

    def remove(self, address: str, waiting: T) -> None:
        """It has had its turn, or waits no more: the other addresses come first now."""
        holder = holder_of(address)
        line = self._lines[holder]
        line.remove(waiting)
        self._lines.move_to_end(holder)
        if not line:
            del self._lines[holder]

    def has_room_for(self, address: str, most: int) -> bool:
        """May somebody more of this address wait, where so many may in all? Nobody may take more than what is left for
        others (dynamic thresholds: Choudhury and Hahne, IEEE/ACM Transactions on Networking 6, 1998)."""
        n_left = most - sum(map(len, self._lines.values()))
        return len(self._lines.get(holder_of(address), ())) < n_left
