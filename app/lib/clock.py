"""The room clock: milliseconds since the Unix epoch that never run backwards while the server lives."""

import time


class RoomClock:
    """The wall clock as it stood at the start, carried on by the monotonic one: setting the time moves nothing."""

    def __init__(self) -> None:
        self._offset_s = time.time() - time.monotonic()

    def now_ms(self) -> int:
        return int(self.precise_ms())

    def precise_ms(self) -> float:
        """Milliseconds with their fraction, for clock exchanges."""
        return (self._offset_s + time.monotonic()) * 1000
