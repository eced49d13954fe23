"""Fixtures of the tests with real threads."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.threads import Make, Threads


@pytest.fixture
def threads() -> Iterator[Make]:
    made: list[Threads] = []

    def make(parties: int, action: Callable[[], None] | None = None) -> Threads:
        made.append(Threads(parties, action))
        return made[-1]

    yield make
    for group in made:
        group.close()
