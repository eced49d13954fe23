"""The history of a room, out of its events: generation by generation, who worked how long and who waited how long."""

from collections import deque
from collections.abc import Iterable
from typing import Literal

from msgspec import UNSET

from app.core.events import (
    AnyEvent,
    Arrived,
    Broken,
    Configured,
    Held,
    Paused,
    Started,
    Tripped,
    WasReset,
    Withdrew,
    WorkerJoined,
    WorkerLeft,
    WorkerRenamed,
)
from app.core.pause import paused_ms, shifted
from app.core.room import Room, public_name
from app.core.value import Value

Outcome = Literal["released", "broken", "reset", "open"]


class Span(Value, frozen=True):
    """One worker in one generation. `arrived_ms` and `index` are None for one who never called `wait()`;
    `waited_ms` lasts until the release, the break or the reset. Work begins with the generation or with joining."""

    worker: int
    name: str
    work_from_ms: int
    arrived_ms: int | None
    index: int | None
    waited_ms: int | None


class Generation(Value, frozen=True):
    """One use of the barrier. `round` counts the loops over the phases (1, 2, 3 …); a generation without a release does
    not move on to the next phase. The last one may be "open": `at_ms` is None then, and nobody's wait has ended."""

    generation: int
    round: int
    phase: str
    next_phase: str
    since_ms: int
    outcome: Outcome
    cause: str | None
    at_ms: int | None
    release_at_ms: int | None
    spans: tuple[Span, ...]
    paused_ms: int = 0
    """So much of it was a pause, which is left out: all moments before it are later by as long as it was."""


def timeline(room: Room, events: Iterable[AnyEvent]) -> list[Generation]:
    """Fold the events of a room, from its creation on, to its generations.

    `room` is the room as created; `events` are all that followed, in order. A broken generation ends when it breaks;
    the time until the reset belongs to nobody.
    """
    reader = Reader(room)
    for event in events:
        reader.take(event)
    return reader.generations()


class Reader:
    """Folds events one by one, from the room as its log begins. `most`: of the generations that have ended only so many
    of the latest are kept."""

    def __init__(self, room: Room, most: int | None = None) -> None:
        barrier, workers = room.barrier, room.workers.values()
        self.phases = room.phases
        self.generation = barrier.generation
        self.releases = barrier.releases
        self.since_ms = barrier.since_ms
        self.names = {worker.number: public_name(room, worker) for worker in workers}
        self.joined_ms = {worker.number: worker.joined_at_ms for worker in workers}
        self.arrived_ms = {waiter.worker: waiter.at_ms for waiter in barrier.waiting.values()}
        self.is_broken = barrier.broken is not None
        self.paused_since_ms = room.lesson.paused_since_ms or 0
        self.paused_ms = paused_ms(room)
        self.n_ended = barrier.generation + self.is_broken
        self.ended: deque[Generation] = deque(maxlen=most)

    def generations(self) -> list[Generation]:
        """Those that have ended, and the one that has not; after a break there is none before the reset."""
        running = [] if self.is_broken else [self.generation_as("open", None, None, None)]
        return [*self.ended, *running]

    def take(self, event: AnyEvent) -> None:
        match event:
            case WorkerJoined():
                if not self.names and not self.is_broken:
                    self.since_ms = event.at_ms
                self.names[event.worker] = event.name
                self.joined_ms[event.worker] = event.at_ms
            case WorkerRenamed():
                self.names[event.worker] = event.name
            case WorkerLeft():
                del self.names[event.worker], self.joined_ms[event.worker]
                self.arrived_ms.pop(event.worker, None)
            case Configured() if event.phases is not UNSET:
                self.phases = event.phases
            case Started():
                self.since_ms = event.at_ms
            case Held() if not self.is_broken:
                self.since_ms = event.since_ms
            case Paused():
                self.pause(event)
            case Arrived():
                self.arrived_ms[event.worker] = event.at_ms
            case Withdrew():
                self.arrived_ms.pop(event.worker, None)
            case Tripped():
                self.end("released", event.cause, event.at_ms, event.release_at_ms)
                self.releases += 1
                self.begin(event.generation + 1, event.release_at_ms)
            case Broken():
                self.end("broken", event.cause, event.at_ms, None)
                self.is_broken = True
            case WasReset():
                if not self.is_broken:
                    self.end("reset", event.cause, event.at_ms, None)
                self.begin(event.generation, event.at_ms)
            case _:
                pass

    def begin(self, generation: int, since_ms: int) -> None:
        self.generation, self.since_ms, self.arrived_ms, self.is_broken = generation, since_ms, {}, False
        self.paused_ms = 0

    def pause(self, event: Paused) -> None:
        """Pauses are left out: what was before one is later by as long as it was."""
        if event.on:
            self.paused_since_ms = event.at_ms
            return
        since_ms, at_ms = self.paused_since_ms, event.at_ms
        self.paused_ms += at_ms - since_ms
        self.since_ms = shifted(self.since_ms, since_ms, at_ms)
        self.arrived_ms = {worker: shifted(ms, since_ms, at_ms) for worker, ms in self.arrived_ms.items()}
        self.joined_ms = {worker: shifted(ms, since_ms, at_ms) for worker, ms in self.joined_ms.items()}

    def end(self, outcome: Outcome, cause: str | None, at_ms: int, release_at_ms: int | None) -> None:
        self.ended.append(self.generation_as(outcome, cause, at_ms, release_at_ms))
        self.n_ended += 1

    def generation_as(
        self, outcome: Outcome, cause: str | None, at_ms: int | None, release_at_ms: int | None
    ) -> Generation:
        """The one that is filling, as it stands or ends now."""
        end_ms = release_at_ms or at_ms
        indices = {worker: index for index, worker in enumerate(self.arrived_ms)}
        spans = tuple(
            Span(
                worker=worker,
                name=name,
                work_from_ms=max(self.since_ms, self.joined_ms[worker]),
                arrived_ms=(arrived := self.arrived_ms.get(worker)),
                index=indices.get(worker),
                waited_ms=None if arrived is None or end_ms is None else end_ms - arrived,
            )
            for worker, name in self.names.items()
        )
        return Generation(
            generation=self.generation,
            round=self.releases // len(self.phases) + 1,
            phase=self.phases[self.releases % len(self.phases)],
            next_phase=self.phases[(self.releases + 1) % len(self.phases)],
            since_ms=self.since_ms,
            outcome=outcome,
            cause=cause,
            at_ms=at_ms,
            release_at_ms=release_at_ms,
            spans=spans,
            paused_ms=self.paused_ms,
        )
