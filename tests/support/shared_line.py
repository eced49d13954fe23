"""A line that other processes share, of whom the test tells."""

from collections.abc import Callable, Mapping

from app.stores.base import StoreError
from app.stores.sqlite import SqliteStore


class SharedLine(SqliteStore):
    """Knows of processes what the test says."""

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.is_shared = True
        self.silent_ms: dict[str, int] = {}
        self.is_away = False
        self.shared: list[bytes] = []
        """What this process has told the others."""
        self.program_left_ms: int | None = 0
        """For how long each program may be silent yet."""

    def announce(self, process: str, heard: Callable[[Mapping[str, int]], object]) -> None:
        if self.is_away:
            raise StoreError("away")
        heard({**self.silent_ms, process: 0})

    def catch_up(self, _code: str, _then: Callable[[bool], object]) -> bool:
        if self.is_away:
            raise StoreError("away")
        return False

    def share(self, _code: str, _process: str, facts: bytes) -> None:
        if self.is_away:
            raise StoreError("away")
        self.shared.append(facts)

    def note_program(self, _code: str, _worker: int, silent_ms: int) -> None:
        self.program_left_ms = silent_ms

    def ask_program(self, _code: str, _worker: int, heard: Callable[[int | None], object]) -> None:
        heard(self.program_left_ms)
