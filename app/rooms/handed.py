"""A command on its way: checked, handed over to the line, and answered when it comes out of it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.core.apply import Applied
from app.core.commands import AnyCommand
from app.core.refusals import Refusal
from app.core.room import Room


class UnknownError(Exception):
    """For too long it has not been known whether a command is in the line. It is no refusal: it may have happened, or
    happen yet. The asker must ask again, which is harmless."""


Outcome = Applied | Refusal | UnknownError
Then = Callable[[Outcome], object]
"""Hears what has come of a command, with the room's lock held. It must not wait."""


@dataclass(slots=True)
class Handed:
    """What the check of a command has found: at `at_ms` it makes `applied` of the room `before`. If the room and the
    moment are still these when it comes out of the line, it need not be done again. None: it was not done yet."""

    command: AnyCommand
    before: Room
    at_ms: int
    applied: Applied | None
    then: Then


class Answer:
    """What has come of a command, for a caller that waits for it."""

    def __init__(self) -> None:
        self._outcome: Outcome | None = None
        self._there = threading.Lock()
        self._there.acquire()

    def then(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._there.release()

    def wait(self) -> Applied:
        """Wait for it.

        Raises:
            Refusal: the command was refused, and nothing has changed.
            UnknownError
        """
        self._there.acquire()
        if isinstance(self._outcome, Exception):
            raise self._outcome
        assert self._outcome is not None
        return self._outcome


class Reading:
    """Whether a line could be read to its end, for a caller that waits for it."""

    def __init__(self) -> None:
        self._is_read = False
        self._there = threading.Lock()
        self._there.acquire()

    def then(self, is_read: bool) -> None:
        self._is_read = is_read
        self._there.release()

    def wait(self) -> bool:
        self._there.acquire()
        return self._is_read
