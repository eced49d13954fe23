"""What there is only so much of, such as connections: one address must not take all of it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from app.lib.limits import holder_of

PLENTY = 0.8
"""While no more than this is taken, everybody takes what they want."""


class NoShareError(OSError):
    """The address has its share already."""


def is_within_share(n_wanted: int, n_of_address: int, n_taken: int, most: int) -> bool:
    """May an address that has so many have these, too, of which there are `most`? Where not plenty is left, it may have
    as many as are left for others (dynamic thresholds: Choudhury and Hahne, IEEE/ACM Transactions on Networking 6,
    1998)."""
    return n_taken + n_wanted <= PLENTY * most or n_of_address + n_wanted <= most - n_taken


class Shares:
    """How many each address has taken, of which there are `most`. Used by one thread."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._n_taken = 0
        self._n_of: Counter[str] = Counter()

    @contextmanager
    def taken(self, address: str, n: int = 1) -> Iterator[None]:
        """The address has so many more meanwhile.

        Raises:
            NoShareError
        """
        holder = holder_of(address)
        if not is_within_share(n, self._n_of[holder], self._n_taken, self.most):
            raise NoShareError
        self._n_taken += n
        self._n_of[holder] += n
        try:
            yield
        finally:
            self._n_taken -= n
            self._n_of[holder] -= n
            if self._n_of[holder] == 0:
                del self._n_of[holder]
