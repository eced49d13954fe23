"""Whole rooms under any commands, also senseless ones: what must hold after each."""

from typing import Any, get_args

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.core import commands as c
from app.core.apply import apply, create
from app.core.arrivals import will_count
from app.core.cards import CARDS
from app.core.checks import held
from app.core.drill import has_gone_on
from app.core.events import AnyEvent, Arrived, Broken, Tripped, WasReset, Withdrew, WorkerLeft
from app.core.lesson_state import StepId
from app.core.lookalikes import fold as fold_name
from app.core.parties import display_name
from app.core.questions import QUESTIONS, TWINS, WRONG
from app.core.refusals import Refusal
from app.core.room import Room
from app.core.snapshot import snapshot
from tests.support.fold import fold, json_of

WORKERS = st.integers(1, 8)
ASKERS = st.one_of(st.just("host"), WORKERS)
TIMEOUTS = st.sampled_from((None, 0.5, 5.0))
PARTIES = st.sampled_from(("everyone", 1, 2, 3, 4))
TICKETS = st.sampled_from(("a", "b"))
NAMES = st.sampled_from((None, "Ana", "ana", "Ana 2", "Ben", "Rose Octopus"))


def _or_unset(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.just(msgspec.UNSET), values)


CONFIGURATIONS = st.builds(
    c.Configuration,
    parties=_or_unset(PARTIES),
    timeout_s=_or_unset(TIMEOUTS),
    phases=_or_unset(st.sampled_from((("a",), ("a", "b")))),
    door=_or_unset(st.sampled_from(("open", "locked"))),
    lead_ms=_or_unset(st.sampled_from(("auto", 0, 400, 900))),
    gone=_or_unset(st.sampled_from(("hold", "let_go"))),
    gone_after_s=_or_unset(st.sampled_from((5, 30))),
    names=_or_unset(st.sampled_from(("shown", "hidden"))),
    language=_or_unset(st.sampled_from(("en", "pt-BR"))),
)


class Rooms(RuleBasedStateMachine):
    @initialize(hosted=st.booleans(), configuration=CONFIGURATIONS)
    def begin(self, hosted: bool, configuration: c.Configuration) -> None:
        self.now_ms = 1000
        key = "key" if hosted else None
        self.created = c.Create(code="KTRVPD", seed=3, host_key_hash=key, configuration=configuration)
        self.room = create(self.created, self.now_ms)
        self.seen = _json(self.room)
        """The snapshot as a screen holds it, which has heard of events alone."""
        self.log: list[tuple[c.AnyCommand, int]] = []
        self.answers: dict[tuple[int, int], object] = {}
        self.ended: set[int] = set()
        self.tokens = 0

    def do(self, command: c.AnyCommand) -> None:
        before = self.room
        bytes_before = msgspec.msgpack.encode(before)
        certain = isinstance(command, c.Arrive) and will_count(before, command)
        try:
            self.room, events, answer = apply(before, command, self.now_ms)
        except Refusal:
            assert not certain and msgspec.msgpack.encode(before) == bytes_before
            return
        assert not certain or isinstance(events[0], Arrived)
        self.log.append((command, self.now_ms))
        self.seen = fold(self.seen, json_of(events))
        assert self.room.seq == before.seq + len(events)
        assert self.room.barrier.generation >= before.barrier.generation
        self.check_outcomes(before, events)
        # it is, of a call that finds the barrier broken; and who paints without the barrier does not wait
        if isinstance(command, c.Arrive) and answer.get("index") is not None and "paints" not in answer:
            key = (command.worker, command.generation)
            assert self.answers.setdefault(key, answer["index"]) == answer["index"]

    def check_outcomes(self, before: Room, events: tuple[AnyEvent, ...]) -> None:
        waiting = list(before.barrier.waiting)
        present = set(before.workers)
        was_broken = before.barrier.state == "broken"
        for event in events:
            match event:
                case Arrived():
                    assert event.index == len(waiting)
                    waiting.append(event.worker)
                case WorkerLeft():
                    present.discard(event.worker)
                    if event.worker in waiting:
                        waiting.remove(event.worker)
                        self.answers = {}
                case Withdrew():
                    waiting.remove(event.worker)
                    self.answers = {}
                case Tripped():
                    self.end(event.generation)
                    assert list(event.order) == waiting
                    if before.barrier.state == "acting":
                        assert set(waiting) <= present  # who joins or leaves during the action changes nothing
                    elif before.parties_rule == "everyone":
                        assert set(waiting) == present and len(waiting) >= before.min_parties
                    else:
                        assert len(waiting) == before.barrier.parties
                    waiting = []
                case Broken():
                    self.end(event.generation)
                    assert list(event.waiting) == waiting
                    waiting, was_broken = [], True
                case WasReset():
                    if not was_broken:
                        self.end(event.generation - 1)
                    assert list(event.waiting) == waiting
                    waiting, was_broken = [], False
                case _:
                    pass
        assert list(self.room.barrier.waiting) == waiting

    def end(self, generation: int) -> None:
        assert generation not in self.ended
        self.ended.add(generation)

    @rule(ms=st.sampled_from((1, 300, 5000, 31000)))
    def time_passes(self, ms: int) -> None:
        self.now_ms += ms

    @rule(name=NAMES, known=st.one_of(st.none(), st.integers(1, 5)), kind=st.sampled_from(("person", "program")))
    def join(self, name: str | None, known: int | None, kind: Any) -> None:
        parties = 3 if kind == "program" else None
        self.tokens += 1
        known_hash = None if known is None else f"t{known}"
        self.do(
            c.Join(token_hash=f"t{self.tokens}", name=name, kind=kind, known_token_hash=known_hash, parties=parties)
        )

    @rule(worker=WORKERS, ahead=st.sampled_from((0, 0, 0, 0, -1, 1)), timeout_s=TIMEOUTS, action=st.booleans())
    def arrive(self, worker: int, ahead: int, timeout_s: float | None, action: bool) -> None:
        generation = self.room.barrier.generation + ahead
        self.do(c.Arrive(worker=worker, generation=generation, timeout_s=timeout_s, action=action))

    @rule(worker=WORKERS, ticket=TICKETS, ahead=st.sampled_from((0, 0, 0, -1)), withdraws=st.booleans())
    def call_or_withdraw(self, worker: int, ticket: str, ahead: int, withdraws: bool) -> None:
        kind: Any = c.Withdraw if withdraws else c.Arrive
        self.do(kind(worker=worker, generation=self.room.barrier.generation + ahead, ticket=ticket))

    @rule(action=st.booleans())
    def everybody_arrives(self, action: bool) -> None:
        generation = self.room.barrier.generation
        for worker in self.room.workers:
            self.do(c.Arrive(worker=worker, generation=generation, action=action))

    @rule(worker=WORKERS, ok=st.booleans())
    def finish_action(self, worker: int, ok: bool) -> None:
        worker = self.room.barrier.actor or worker
        self.do(c.FinishAction(worker=worker, generation=self.room.barrier.generation, ok=ok))

    @rule(worker=WORKERS)
    def presence(self, worker: int) -> None:
        seat = self.room.workers.get(worker)
        gone_before = seat is not None and seat.away_since_ms is not None
        self.do(c.Connect(worker=worker) if gone_before else c.Disconnect(worker=worker))

    @rule(worker=WORKERS)
    def gone(self, worker: int) -> None:
        seat = self.room.workers.get(worker)
        since_ms = seat.away_since_ms if seat is not None and seat.away_since_ms is not None else 0
        self.do(c.Gone(worker=worker, away_since_ms=since_ms))

    @rule()
    def expire(self) -> None:
        self.do(c.Expire(generation=self.room.barrier.generation))

    @rule(worker=WORKERS)
    def leave(self, worker: int) -> None:
        self.do(c.Leave(worker=worker))

    @rule()
    def who_runs_the_action_leaves(self) -> None:
        self.do(c.Leave(worker=self.room.barrier.actor or 0))

    @rule()
    def everybody_leaves(self) -> None:
        for worker in self.room.workers:
            self.do(c.Leave(worker=worker))

    @rule(by=ASKERS, worker=st.one_of(st.none(), WORKERS), name=NAMES, avatar=st.sampled_from((None, "fox", "nobody")))
    def rename(self, by: c.Asker, worker: int | None, name: str | None, avatar: str | None) -> None:
        self.do(c.Rename(by=by, worker=worker, name=name, avatar=avatar))

    @rule(by=ASKERS, ahead=st.sampled_from((0, 0, 0, -1, 1)), kind=st.sampled_from((c.Abort, c.Reset, c.Reset)))
    def end_by_host(self, by: c.Asker, ahead: int, kind: Any) -> None:
        self.do(kind(by=by, generation=self.room.barrier.generation + ahead))

    @rule(by=ASKERS, configuration=CONFIGURATIONS, force=st.booleans())
    def configure(self, by: c.Asker, configuration: c.Configuration, force: bool) -> None:
        self.do(c.Configure(by=by, configuration=configuration, force=force))

    @rule(by=ASKERS, worker=WORKERS, keep_out=st.booleans())
    def drop(self, by: c.Asker, worker: int, keep_out: bool) -> None:
        self.do(c.Drop(by=by, worker=worker, keep_out=keep_out))

    @rule(by=ASKERS, ago_ms=st.sampled_from((0, 300, 6000)))
    def remove_all_since(self, by: c.Asker, ago_ms: int) -> None:
        self.do(c.RemoveAllSince(by=by, since_ms=self.now_ms - ago_ms))

    @rule(by=ASKERS, kind=st.sampled_from((c.Start, c.LetIn)))
    def start_or_let_in(self, by: c.Asker, kind: Any) -> None:
        self.do(kind(by=by))

    @rule(by=ASKERS, worker=WORKERS)
    def nudge(self, by: c.Asker, worker: int) -> None:
        self.do(c.Nudge(by=by, worker=worker))

    @rule(by=ASKERS, count=st.sampled_from((1, 2, 2001)))
    def add_robots(self, by: c.Asker, count: int) -> None:
        self.do(c.AddRobots(by=by, count=count, seed=5))

    @rule(step=st.sampled_from((None, *get_args(StepId))), free=st.booleans())
    def move_the_lesson(self, step: Any, free: bool) -> None:
        self.do(c.Lesson(by="host", step=step, free=free))

    @rule(question=st.sampled_from((None, "wrong", *QUESTIONS)), force=st.booleans())
    def ask(self, question: Any, force: bool) -> None:
        self.do(c.Ask(by="host", question=question, force=force))

    @rule(question=st.sampled_from(sorted({*QUESTIONS, *TWINS, WRONG})), answer=st.integers(0, 2))
    def everybody_guesses(self, question: str, answer: int) -> None:
        for worker in self.room.workers:
            self.do(c.Guess(worker=worker, question=question, answer=answer))

    @rule(kind=st.sampled_from((c.Run(by="host", seed=4), c.Tell(by="host"))))
    def run_or_tell(self, kind: Any) -> None:
        self.do(kind)

    @rule(to=st.sampled_from(("robot", "person")), card=st.sampled_from((None, *CARDS)), seed=st.integers(0, 50))
    def deal(self, to: Any, card: Any, seed: int) -> None:
        self.do(c.Deal(by="host", seed=seed, to=to, card=card))

    @rule(by=ASKERS, gate=st.sampled_from(("barrier", "none", "off")), force=st.booleans())
    def mural(self, by: c.Asker, gate: Any, force: bool) -> None:
        self.do(c.SetMural(by=by, gate=gate, force=force))

    @rule(kind=st.sampled_from(("dissemination", "dissemination", "off")), force=st.booleans())
    def drill(self, kind: Any, force: bool) -> None:
        self.do(c.SetDrill(by="host", kind=kind, seed=2, force=force))

    @rule(k=st.integers(0, 3), worker=st.one_of(st.none(), WORKERS))
    def signal(self, k: int, worker: int | None) -> None:
        """One of them, or everybody; some of an earlier run, and some too early."""
        for number in [worker] if worker is not None else list(self.room.workers):
            self.do(c.Signal(worker=number, run=max(0, self.room.n_drills - 1), k=k))

    @rule(on=st.booleans())
    def pause(self, on: bool) -> None:
        self.do(c.Pause(by="host", on=on))

    @invariant()
    def guesses_are_counted(self) -> None:
        asking = self.room.lesson.asking
        if asking is not None and asking.stage == "open":
            people = [worker for worker in self.room.workers.values() if worker.kind == "person"]
            n_guessed = sum(all(question in worker.guesses for question in asking.questions) for worker in people)
            assert (asking.people, asking.guessed) == (len(people), n_guessed)

    @invariant()
    def indices_count_those_who_wait(self) -> None:
        waiters = list(self.room.barrier.waiting.values())
        assert [waiter.index for waiter in waiters] == list(range(len(waiters)))
        assert {waiter.worker for waiter in waiters} <= set(self.room.workers)

    @invariant()
    def in_a_drill_nobody_goes_on_before_all_have_come(self) -> None:
        drill = self.room.drill
        if drill is None:
            return
        assert held(self.room) is not None and not self.room.barrier.waiting
        assert list(drill.done) == [
            sum(seat == other for seat, _ in drill.signals) for other in range(len(drill.seats))
        ]
        if any(has_gone_on(drill, seat) for seat in range(len(drill.seats))):
            assert min(drill.done) > 0

    @invariant()
    def nobody_waits_at_a_broken_barrier_nor_at_a_complete_one(self) -> None:
        barrier = self.room.barrier
        if barrier.state == "broken":
            assert not barrier.waiting
        elif barrier.state == "filling" and self.room.lesson.paused_since_ms is None:
            assert len(barrier.waiting) < barrier.parties

    @invariant()
    def parties_follow_the_rule(self) -> None:
        room = self.room
        if room.parties_rule == "everyone":
            assert room.barrier.parties == max(room.min_parties, len(room.workers), *room.expecting.values())
        assert all(worker in room.workers and least > len(room.workers) for worker, least in room.expecting.items())

    @invariant()
    def names_and_seats_are_unique(self) -> None:
        workers = self.room.workers.values()
        names = [fold_name(display_name(self.room, worker)) for worker in workers]
        assert len(set(names)) == len(names)
        assert set(self.room.names_taken) == set(names)
        assert set(self.room.seats.values()) == {worker.number for worker in workers if worker.token_hash is not None}

    @invariant()
    def the_room_survives_being_written_down(self) -> None:
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(self.room), type=Room) == self.room

    @invariant()
    def screens_that_fold_the_events_see_the_room(self) -> None:
        assert self.seen == _json(self.room)

    def teardown(self) -> None:
        if not hasattr(self, "created"):
            return
        room = create(self.created, 1000)
        for command, at_ms in self.log:
            room = apply(room, command, at_ms).room
        assert room == self.room


def _json(room: Room) -> dict[str, Any]:
    result: dict[str, Any] = json_of(snapshot(room, now_ms=0))
    return result


TestRooms = Rooms.TestCase
TestRooms.settings = settings(max_examples=400, stateful_step_count=50)
