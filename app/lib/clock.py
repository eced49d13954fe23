"""The room clock: milliseconds since the Unix epoch that never run backwards, not even across a restart."""

import time

CATCH_UP = 0.1
"""A clock that is ahead of the true time runs slower by this part until it shows it, and one that is behind faster.
Nobody sees that a wait of ten seconds takes eleven; a jump would hold back every release by as much."""
WATCHED_CATCH_UP = 0.0005
"""While screens are open: those that asked for the time up to 45 s ago show the release at most 23 ms off. It is what
NTP allows a clock, too (RFC 5905: 500 parts per million)."""


class RoomClock:
    """The wall clock as it stood at the start, carried on by the monotonic one. When somebody sets the time, or the
    computer has slept, this clock follows without a jump, and so slowly that open screens can follow it.

    `now_ms` is what it shows at the start, if that is not what the wall clock shows. `not_before_ms` is the newest
    moment that is known, such as the latest in the store: when the wall clock was set back while the server was down,
    the room clock begins there, and comes back to the true time without a jump.
    """

    def __init__(self, not_before_ms: int = 0, now_ms: float | None = None) -> None:
        began_s = time.monotonic()
        began_at_s = time.time() if now_ms is None else now_ms / 1000
        self._course = began_s, began_at_s - began_s, max(0.0, not_before_ms / 1000 - began_at_s), CATCH_UP
        """Since when, how far the true time is from the monotonic one, how far ahead of it the clock was then, and how
        fast it comes back. All of it is replaced at once: others read meanwhile."""

    def now_ms(self) -> int:
        return int(self.precise_ms())

    def precise_ms(self) -> float:
        """Milliseconds with their fraction, for clock exchanges."""
        now_s = time.monotonic()
        began_s, offset_s, ahead_s, catch_up = self._course
        if ahead_s:
            caught_up_s = (now_s - began_s) * catch_up
            ahead_s = max(0.0, ahead_s - caught_up_s) if ahead_s > 0 else min(0.0, ahead_s + caught_up_s)
        return (offset_s + now_s + ahead_s) * 1000

    def correct(self, true_ms: float, catch_up: float = CATCH_UP) -> None:
        """The true time is this now. The clock comes to it without a jump."""
        shown_s, now_s = self.precise_ms() / 1000, time.monotonic()
        self._course = now_s, true_ms / 1000 - now_s, shown_s - true_ms / 1000, catch_up

    def follow_the_wall_clock(self, *, is_watched: bool) -> None:
        """To be called now and then, on a computer whose own clock is the true time. `is_watched`: are screens open?"""
        self.correct(time.time() * 1000, WATCHED_CATCH_UP if is_watched else CATCH_UP)
