"""A room's history, told line by line: `story.do(command, at_ms)` keeps the room, the events and the log."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.core import commands as c
from app.core.apply import apply, create
from app.core.events import AnyEvent
from app.core.refusals import Refusal
from app.core.room import Call, Release, Room

START_MS = 1_000_000


class Story:
    """`host` makes a hosted room. Without a moment, each command comes one second after the one before."""

    def __init__(self, *, host: bool = False, **rules: Any) -> None:
        self.now_ms = START_MS
        self.created = c.Create(
            code="KTRVPD",
            seed=7,
            host_key_hash="host-hash" if host else None,
            configuration=c.Configuration(**rules),
        )
        self.room: Room = create(self.created, START_MS)
        self.first: Room = self.room
        self.log: list[tuple[c.AnyCommand, int]] = []
        self.all_events: list[AnyEvent] = []
        self.events: tuple[Any, ...] = ()
        self.answer: Mapping[str, object] = {}
        self.tokens = 0

    def do(self, command: c.AnyCommand, at_ms: int | None = None) -> "Story":
        at_ms = self.now_ms + 1000 if at_ms is None else at_ms
        before = self.room
        self.room, self.events, self.answer = apply(before, command, at_ms)
        assert self.room.seq == before.seq + len(self.events)
        self.now_ms = at_ms
        self.log.append((command, at_ms))
        self.all_events += self.events
        return self

    def refused(self, command: c.AnyCommand, code: str, at_ms: int | None = None) -> "Story":
        before = self.room
        with pytest.raises(Refusal) as refusal:
            apply(before, command, self.now_ms + 1000 if at_ms is None else at_ms)
        assert refusal.value.code == code
        assert refusal.value.message
        assert self.room == before
        return self

    def join(self, *names: str, at_ms: int | None = None, **fields: Any) -> "Story":
        for name in names:
            self.tokens += 1
            self.do(c.Join(token_hash=f"token-{self.tokens}", name=name, **fields), at_ms)
        return self

    def arrive(self, *workers: int, at_ms: int | None = None, **fields: Any) -> "Story":
        for worker in workers:
            self.do(c.Arrive(worker=worker, generation=self.generation, **fields), at_ms)
        return self

    def configure(self, by: c.Asker, force: bool = False, at_ms: int | None = None, **rules: Any) -> "Story":
        return self.do(configure(by, force=force, **rules), at_ms)

    @property
    def generation(self) -> int:
        return self.room.barrier.generation

    @property
    def state(self) -> str:
        return self.room.barrier.state

    @property
    def parties(self) -> int:
        return self.room.barrier.parties

    @property
    def waiting(self) -> dict[int, int]:
        return {waiter.worker: waiter.index for waiter in self.room.barrier.waiting.values()}

    @property
    def release(self) -> Release:
        assert self.room.last_release is not None
        return self.room.last_release

    def last(self, worker: int) -> Call:
        call = self.room.workers[worker].last
        assert call is not None
        return call

    @property
    def types(self) -> list[str]:
        return [event.__struct_config__.tag for event in self.events]


def configure(by: c.Asker, force: bool = False, **rules: Any) -> c.Configure:
    return c.Configure(by=by, force=force, configuration=c.Configuration(**rules))


def class_of(n: int = 3, robots: int = 0) -> Story:
    """A hosted room that has started, with the workers 1 to n, then robots."""
    story = Story(host=True).join(*(f"Pupil {number}" for number in range(1, n + 1)))
    if robots:
        story.do(c.AddRobots(by="host", count=robots, seed=1))
    return story.do(c.Start(by="host"))


def step(story: Story, step: Any, **fields: Any) -> Story:
    return story.do(c.Lesson(by="host", step=step, **fields))
