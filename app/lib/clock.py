"""The room clock: milliseconds since the Unix epoch that never run backwards, not even across a restart."""

import time

CATCH_UP = 0.1
"""A clock that began ahead of the true time runs slower by this part until it shows it. Nobody sees that a wait of ten
seconds takes eleven; a jump would hold back every release by as much."""


class RoomClock:
    """The wall clock as it stood at the start, carried on by the monotonic one: setting the time moves nothing.

    `not_before_ms` is the newest moment that is known, such as the latest in the store: when the wall clock was set
    back while the server was down, the room clock begins there, and comes back to the true time without a jump.
    """

    def __init__(self, not_before_ms: int = 0) -> None:
        self._began_s = time.monotonic()
        began_at_s = time.time()
        self._offset_s = began_at_s - self._began_s
        self._ahead_s = max(0.0, not_before_ms / 1000 - began_at_s)

    def now_ms(self) -> int:
        return int(self.precise_ms())

    def precise_ms(self) -> float:
        """Milliseconds with their fraction, for clock exchanges."""
        now_s = time.monotonic()
        if self._ahead_s == 0:
            return (self._offset_s + now_s) * 1000
        ahead_s = max(0.0, self._ahead_s - (now_s - self._began_s) * CATCH_UP)
        return (self._offset_s + now_s + ahead_s) * 1000
