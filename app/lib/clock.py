"""The room clock: milliseconds since the Unix epoch that never run backwards while the server lives."""

import time


class RoomClock:
    """The wall clock at the start, carried on by the monotonic clock: setting the computer's time changes nothing."""

    def __init__(self) -> None:
        self._offset_s = time.time() - time.monotonic()

    def now_ms(self) -> int:
        return int(self.precise_ms())

    def precise_ms(self) -> float:
        """Milliseconds with their fraction, for clock exchanges."""
        return (self._offset_s + time.monotonic()) * 1000
