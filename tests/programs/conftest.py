"""Fixtures of the tests with real threads."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.programs.threads import wait_for_servers_that_start_slowly
from tests.support.threads import Make, Threads


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs give up no server that is only slow."""
    wait_for_servers_that_start_slowly(monkeypatch)


@pytest.fixture
def threads() -> Iterator[Make]:
    made: list[Threads] = []

    def make(parties: int, action: Callable[[], None] | None = None) -> Threads:
        made.append(Threads(parties, action))
        return made[-1]

    yield make
    for group in made:
        group.close()
