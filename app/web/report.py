"""The report of a room: its latest generations, and how simultaneous each release was, out of its log.

A log may be long. It is read once, in turns with other works; the next request reads only what came since then.
"""

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from app.core.events import AnyEvent, Kind, Told, Turned, WorkerJoined, WorkerRenamed
from app.core.hidden_names import past_name
from app.core.lesson_state import CardId, CardTo, Counts, Form
from app.core.refusals import Refusal
from app.core.room import Room, public_name
from app.core.rules import Names
from app.core.spread import Spread
from app.core.timeline import Generation, Outcome, Reader
from app.lib.fair_queue import FairQueue
from app.lib.fair_turns import FairTurns, Job
from app.lib.limits import holder_of
from app.release.screen_reports import ScreenReports
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.log import GapError
from app.rooms.rooms import Rooms

MOST_GENERATIONS = 20
"""More of them nobody compares."""
MOST_SPANS = 6000
"""Workers of all these generations added up: a page of some 500 kB. The latest generation is there in any case."""
MOST_TOLD = 60
"""Answers that were shown in a lesson, and cards that were turned: more than five lessons have."""
MOST_READINGS = 8
"""Rooms of which is kept how far their log has been read: a full one takes some megabytes."""
MOST_AT_ONCE = 16
"""Rooms whose log is being read for a report: meanwhile a full one takes more than twice as much."""
MOST_OF_AN_ADDRESS = 4
"""Of them, so that nobody alone keeps all others from theirs."""
MOST_WAITING = 50
"""Requests that wait until the log of their room may be read, too; one address has no more than are left for others."""
MOST_WAIT_S = 10.0
"""Of these requests. A class's report takes some milliseconds."""


class Face(Struct, frozen=True):
    name: str
    avatar: str
    kind: Kind


class CallSpan(Struct, frozen=True):
    """One worker in one generation, as in `Span`: who never called `wait()` has no `arrived_ms`."""

    worker: int
    from_ms: int
    arrived_ms: int | None


class EndedGeneration(Struct, frozen=True):
    """`spans` are in order of coming, then by worker those who did not come."""

    generation: int
    round: int
    phase: str
    next_phase: str
    outcome: Outcome
    cause: str | None
    since_ms: int
    at_ms: int
    release_at_ms: int | None
    spans: list[CallSpan]
    spread: Spread | None
    paused_ms: int


class ToldQuestion(Struct, frozen=True):
    """What a class had answered when it was shown: how many gave which answer, also `before`; nobody's own."""

    at_ms: int
    form: Form
    question: str
    counts: Counts
    before: Counts | None


class CardFaceUp(Struct, frozen=True):
    """A secret card that was turned. `name` is a robot's, else None: no person is ever named."""

    at_ms: int
    card: CardId
    to: CardTo
    name: str | None


class Report(Struct, frozen=True):
    """`n_ended` generations have ended, and the last of them are in `generations`. `told` are the questions of a lesson
    whose answers were shown, `turned` its cards, in that order."""

    code: str
    epoch: int
    hosted: bool
    names: Names
    now_ms: int
    n_ended: int
    generations: list[EndedGeneration]
    workers: dict[int, Face]
    told: list[ToldQuestion]
    turned: list[CardFaceUp]


class Reading:
    """How far a room's log has been read, and what it says."""

    def __init__(self, room: Room, number: int) -> None:
        self.room = room
        self.number = number
        self.reader = Reader(room, MOST_GENERATIONS)
        self.faces = {
            worker.number: Face(public_name(room, worker), worker.avatar, worker.kind)
            for worker in room.workers.values()
        }
        self.spreads: dict[int, Spread] = {}
        self.told: deque[ToldQuestion] = deque(maxlen=MOST_TOLD)
        self.turned: deque[Turned] = deque(maxlen=MOST_TOLD)

    def take(self, room: Room, events: Iterable[AnyEvent]) -> None:
        """The next command has led to this room, with these events."""
        for event in events:
            self.reader.take(event)
            if isinstance(event, WorkerJoined):
                self.faces[event.worker] = Face(event.name, event.avatar, event.kind)
            elif isinstance(event, WorkerRenamed):
                self.faces[event.worker] = Face(event.name, event.avatar, self.faces[event.worker].kind)
            elif isinstance(event, Told):
                self.told += [
                    ToldQuestion(event.at_ms, event.form, result.question, result.counts, result.before)
                    for result in event.results
                ]
            elif isinstance(event, Turned):
                self.turned.append(event)
        spread = room.last_spread
        if spread is not None and spread is not self.room.last_spread:
            self.spreads[spread.generation] = spread
        self.room = room
        self.number += 1

    def forget(self) -> None:
        """Keep what a report needs: the latest generations, how simultaneous they were, and the faces of those who
        were in them, in the latest release, or may be in the next one, or whose card was or will be turned."""
        ended = self.reader.ended
        n_kept = len(_latest(ended))
        while len(ended) > n_kept:
            ended.popleft()
        numbers = {generation.generation for generation in ended}
        self.spreads = {number: spread for number, spread in self.spreads.items() if number in numbers}
        seen = {span.worker for generation in ended for span in generation.spans}
        seen |= {*self.room.workers, *(self.room.last_release.order if self.room.last_release else ())}
        seen |= {card.worker for card in self.room.lesson.cards if card.worker is not None}
        seen |= {event.worker for event in self.turned if event.worker is not None}
        self.faces = {worker: face for worker, face in self.faces.items() if worker in seen}

    def shown(self, worker: int, now: Room) -> Face:
        """The latest face, as it may leave the server: with names hidden `now`, those of the past are made up too."""
        face = self.faces[worker]
        return replace(face, name=past_name(now, worker, face.name, face.kind))

    def name(self, worker: int | None, now: Room) -> str | None:
        """The name of that face; None for nobody, and for one who had left before the log begins."""
        return self.shown(worker, now).name if worker in self.faces else None


class Kept:
    """What is kept of one room: its reading, which one request at a time continues. `n_users` requests do, or wait for
    it; the first of them came from `address`."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reading: Reading | None = None
        self.n_users = 0
        self.address = ""


@dataclass(eq=False)
class Request:
    """One that waits until the log of this room may be read."""

    code: str
    address: str


class Reports(RoomListener):
    def __init__(self, rooms: Rooms, screen_reports: ScreenReports, turns: FairTurns) -> None:
        self._rooms = rooms
        self._screen_reports = screen_reports
        self._turns = turns
        self._changed = threading.Condition()
        self._waiting = FairQueue[Request]()
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def of(self, live: LiveRoom, address: str) -> Report:
        """The report as it stands now, for somebody at this address.

        Raises:
            Refusal: `unavailable` when the store cannot be read; `rate_limited` when too many reports are under way.
        """
        with self._reading(live, address) as reading:
            return self._report(reading, live)

    def faces(self, live: LiveRoom, address: str) -> dict[int, Face]:
        """The latest face of everybody who was in the latest generations or in the latest release, with the name as it
        was: `past_name` says which one may leave the server.

        Raises:
            Refusal: as `of`.
        """
        with self._reading(live, address) as reading:
            return dict(reading.faces)

    @contextmanager
    def _reading(self, live: LiveRoom, address: str) -> Iterator[Reading]:
        """The reading of this room, up to now. One at a time."""
        job = Job(address)
        with self._used(live.room.code, holder_of(address)) as kept, kept.lock:
            try:
                self._read_on(live.room, kept, job)
            except GapError:
                kept.reading = None
                self._read_on(live.room, kept, job)
            assert kept.reading is not None, "it has been read"
            yield kept.reading

    @contextmanager
    def _used(self, code: str, address: str) -> Iterator[Kept]:
        """What is kept of this room, which stays while somebody uses it."""
        with self._changed:
            self._wait_until_free(code, address)
            kept = self._kept.setdefault(code, Kept())
            self._kept.move_to_end(code)
            kept.address = kept.address if kept.n_users else address
            kept.n_users += 1
            self._forget_unused()
        try:
            yield kept
        finally:
            with self._changed:
                kept.n_users -= 1
                self._forget_unused()
                self._changed.notify_all()

    def _wait_until_free(self, code: str, address: str) -> None:
        """Until the log of this room may be read, too. Call it with the lock held."""
        request = Request(code, address)
        may_wait = self._waiting.has_room_for(address, MOST_WAITING)
        self._waiting.add(address, request)
        try:
            if not self._changed.wait_for(lambda: self._may_use(request), MOST_WAIT_S if may_wait else 0):
                sentence = "Too many reports are being made. Try again in a moment."
                raise Refusal("rate_limited", sentence, retry_after_s=5)
        finally:
            self._waiting.remove(address, request)
            self._changed.notify_all()

    def _may_use(self, request: Request) -> bool:
        """Is this room's log being read already? Or are there not too many, and nobody comes first?"""
        used = {code: kept.address for code, kept in self._kept.items() if kept.n_users}
        if request.code in used:
            return True
        n_used = Counter(used.values())
        ready = [other for other in self._waiting if n_used[other.address] < MOST_OF_AN_ADDRESS]
        is_next = min(ready, key=lambda other: n_used[other.address], default=None) is request
        return is_next and len(used) < MOST_AT_ONCE

    def _forget_unused(self) -> None:
        """Beyond those that are in use only the latest are kept."""
        unused = [code for code, kept in self._kept.items() if not kept.n_users]
        for code in unused[: max(0, len(self._kept) - MOST_READINGS)]:
            del self._kept[code]

    def _read_on(self, room: Room, kept: Kept, job: Job) -> None:
        reading = kept.reading
        if reading is None or reading.room.epoch != room.epoch:
            reading = kept.reading = Reading(*self._rooms.archive.beginning(room.code))
        news = self._rooms.archive.history(room.code, reading.number, reading.room)
        while not self._take_some(reading, news, job):
            pass

    def _take_some(self, reading: Reading, news: Iterator[tuple[Room, tuple[AnyEvent, ...]]], job: Job) -> bool:
        """True when that was all."""
        with self._turns.piece(job) as turn:
            for state, events in news:
                reading.take(state, events)
                if turn.is_over:
                    return False
            reading.forget()
            return True

    def _report(self, reading: Reading, live: LiveRoom) -> Report:
        room, ended, spreads = reading.room, reading.reader.ended, dict(reading.spreads)
        now = live.room  # names may have been hidden since the log was read
        if (spread := self._screen_reports.not_yet_logged(live)) is not None:
            spreads.setdefault(spread.generation, spread)
        seen = {span.worker for generation in ended for span in generation.spans}
        return Report(
            code=room.code,
            epoch=room.epoch,
            hosted=room.is_hosted,
            names=now.names,
            now_ms=self._rooms.clock.now_ms(),
            n_ended=reading.reader.n_ended,
            generations=[_ended(generation, spreads.get(generation.generation)) for generation in ended],
            workers={worker: reading.shown(worker, now) for worker in seen},
            told=list(reading.told),
            turned=[
                CardFaceUp(card.at_ms, card.card, card.to, reading.name(card.worker, now)) for card in reading.turned
            ],
        )

    def on_close(self, live: LiveRoom) -> None:
        with self._changed:
            self._kept.pop(live.room.code, None)


def _latest(ended: Iterable[Generation]) -> list[Generation]:
    """As many as have MOST_SPANS spans together, in order."""
    latest: list[Generation] = []
    n_spans = 0
    for generation in reversed(list(ended)):
        n_spans += len(generation.spans)
        if latest and n_spans > MOST_SPANS:
            break
        latest.append(generation)
    return latest[::-1]


def _ended(generation: Generation, spread: Spread | None) -> EndedGeneration:
    came = sorted((span for span in generation.spans if span.index is not None), key=lambda span: span.index or 0)
    missing = [span for span in generation.spans if span.index is None]
    assert generation.at_ms is not None, "it has ended"
    return EndedGeneration(
        generation=generation.generation,
        round=generation.round,
        phase=generation.phase,
        next_phase=generation.next_phase,
        outcome=generation.outcome,
        cause=generation.cause,
        since_ms=generation.since_ms,
        at_ms=generation.at_ms,
        release_at_ms=generation.release_at_ms,
        spans=[CallSpan(span.worker, span.work_from_ms, span.arrived_ms) for span in [*came, *missing]],
        spread=spread,
        paused_ms=generation.paused_ms,
    )
