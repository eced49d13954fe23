"""A line as one that is elsewhere: it answers when the test says so."""

from collections.abc import Callable

from app.core.commands import AnyCommand
from app.rooms.log import encode
from app.stores.sqlite import SqliteStore

CODE = "BRRRRR"


class SlowLine(SqliteStore):
    """What is handed over arrives when the test says so. While it is `open` it arrives at once."""

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.is_open = True
        self.is_behind = False
        """Others may have written, and it can be asked what."""
        self.is_cut_off = False
        """It cannot be asked what others have written."""
        self.behind_ms = 0
        """How far its clock is behind that of the process."""
        self.waiting: list[tuple[bytes, int, object]] = []
        self.others: list[AnyCommand] = []
        """What others have written, and this process has not heard of."""

    def hand_over(self, _code: str, command: bytes, at_ms: int, handed: object) -> None:
        self.waiting.append((command, at_ms, handed))
        if self.is_open:
            self.let_through()

    def let_through(self) -> None:
        waiting, self.waiting = self.waiting, []
        for command, at_ms, handed in waiting:
            super().hand_over(CODE, command, at_ms - self.behind_ms, handed)

    def catch_up(self, _code: str, then: Callable[[bool], object]) -> bool:
        others, self.others = self.others, []
        if not self.is_behind:
            return False
        for command in others:
            super().hand_over(CODE, encode(command), 0, None)
        then(not self.is_cut_off)
        return True
