"""The report of a room: what has happened, in bounded work."""

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core import commands
from app.core.names import made_up_name
from app.core.refusals import Refusal
from app.core.room import public_name
from app.lib.fair_turns import FairTurns, Job
from app.lib.turns import TURN_S, Turn
from app.release.screen_reports import CLOSE_AFTER_MS, TELL_AFTER_MS, ScreenReports
from app.rooms.broadcast import Broadcast
from app.rooms.here import Here
from app.rooms.housekeeping import FORGET_AFTER_MS, SWEEP_EVERY_MS
from app.stores.sqlite import SqliteStore
from app.web.report import (
    MOST_AT_ONCE,
    MOST_GENERATIONS,
    MOST_OF_AN_ADDRESS,
    MOST_READINGS,
    MOST_SPANS,
    Report,
    Reports,
)
from app.wire.messages import ShownRequest
from tests.support.ears import Ears
from tests.support.stage import Stage

ANA, BEN, CHLOE = 1, 2, 3
HERE, THERE = "192.0.2.1", "198.51.100.1"


class Class(Stage):
    """Ana, Ben and Chloé in the shared room, and Ana's screen."""

    def __init__(self) -> None:
        super().__init__()
        broadcast = Broadcast(Ears(), self.rooms, self.timers)
        self.screens = ScreenReports(self.rooms, broadcast, self.timers, Here(self.rooms, self.store, self.timers))
        self.reports = Reports(self.rooms, self.screens, FairTurns())
        self.rooms.listeners.add(broadcast, self.screens, self.reports)
        broadcast.admit(self.rooms.find("BRRRRR"), "ana", "brief")
        for name in ("Ana", "Ben", "Chloé"):
            self.rooms.submit("BRRRRR", commands.Join(token_hash=name, name=name))
        self.rooms.find("BRRRRR").seated |= {ANA: "ana", BEN: "ben", CHLOE: "chloé"}

    def release(self, *, generation: int, after_ms: int = 5000) -> None:
        """Ben comes first, Ana a second later and Chloé two."""
        self.pass_ms(after_ms)
        for worker in (BEN, ANA, CHLOE):
            self.arrive(worker, generation=generation)
            self.pass_ms(1000)

    def shown(self, generation: int, off_ms: float) -> None:
        live = self.rooms.find("BRRRRR")
        release = live.room.last_release
        assert release is not None
        moment_ms = release.release_at_ms
        request = ShownRequest(generation=generation, at_ms=moment_ms + off_ms, heard_at_ms=moment_ms - 300, error_ms=2)
        self.screens.reported(live, "ana", request)

    def report(self) -> Report:
        return self.reports.of(self.rooms.find("BRRRRR"), "")


@pytest.fixture
def group() -> Iterator[Class]:
    with Class() as group:
        yield group


def test_before_the_first_release_it_is_empty(group: Class) -> None:
    report = group.report()
    assert (report.n_ended, report.generations, report.workers) == (0, [], {})


def test_it_says_who_came_when_and_what_came_after(group: Class) -> None:
    group.release(generation=0)
    group.rooms.submit("BRRRRR", commands.Abort(by=ANA, generation=1))
    report = group.report()
    done, broken = report.generations
    assert (done.outcome, done.cause, done.phase, done.next_phase) == ("released", "arrival", "research", "write")
    assert [span.worker for span in done.spans] == [BEN, ANA, CHLOE]
    assert done.release_at_ms == done.at_ms + 400
    came_ms = [span.arrived_ms for span in done.spans if span.arrived_ms is not None]
    assert [ms - done.since_ms for ms in came_ms] == [5000, 6000, 7000]
    assert (broken.outcome, broken.cause, broken.phase) == ("broken", "abort", "write")
    assert [(span.worker, span.arrived_ms) for span in broken.spans] == [(ANA, None), (BEN, None), (CHLOE, None)]
    assert {worker: face.name for worker, face in report.workers.items()} == {ANA: "Ana", BEN: "Ben", CHLOE: "Chloé"}


def test_it_says_how_simultaneous_each_release_was_also_after_a_restart(group: Class) -> None:
    for generation in range(2):
        group.release(generation=generation)
        group.shown(generation, off_ms=3.5 + generation)
    group.pass_ms(TELL_AFTER_MS)
    spreads = [generation.spread for generation in group.report().generations]
    assert [spread and (spread.generation, spread.n_changed) for spread in spreads] == [(0, 1), (1, 1)]
    group.pass_ms(CLOSE_AFTER_MS)
    assert [generation.spread for generation in group.report().generations] == spreads
    group.restart()
    again = Reports(group.rooms, group.screens, FairTurns()).of(group.rooms.find("BRRRRR"), "")
    assert [generation.spread for generation in again.generations] == spreads


def test_names_are_those_that_the_room_shows_now(group: Class) -> None:
    group.release(generation=0)
    assert group.report().workers[BEN].name == "Ben"
    group.rooms.submit("BRRRRR", commands.Rename(by=BEN, name="Bob"))
    group.rooms.submit("BRRRRR", commands.Drop(by=ANA, worker=BEN))
    assert group.report().workers[BEN].name == "Bob"
    hidden = commands.Configuration(names="hidden")
    group.rooms.submit("BRRRRR", commands.Configure(by=ANA, configuration=hidden))
    assert not {"Ana", "Bob", "Chloé"} & {face.name for face in group.report().workers.values()}


def test_names_that_are_hidden_once_the_log_is_read_are_hidden(group: Class) -> None:
    """A long reading rests after each of its pieces."""

    class Turns(FairTurns):
        @contextlib.contextmanager
        def piece(self, job: Job) -> Iterator[Turn]:
            with super().piece(job) as turn:
                yield turn
            hidden = commands.Configuration(names="hidden")
            group.rooms.submit("BRRRRR", commands.Configure(by=ANA, configuration=hidden))

    group.release(generation=0)
    report = Reports(group.rooms, group.screens, Turns()).of(group.rooms.find("BRRRRR"), "")
    assert report.names == "hidden"
    assert [report.workers[worker].name for worker in (ANA, BEN, CHLOE)] == [
        made_up_name(group.rooms.find("BRRRRR").room.seed, worker) for worker in (ANA, BEN, CHLOE)
    ]


def test_who_asks_again_has_only_the_news_read(group: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    group.release(generation=0)
    group.report()
    numbers: list[int] = []
    entries = SqliteStore.entries

    def watched(store: SqliteStore, code: str, after: int = 0) -> Iterator[object]:
        for entry in entries(store, code, after):
            numbers.append(entry.number)
            yield entry

    monkeypatch.setattr(SqliteStore, "entries", watched)
    group.arrive(ANA, generation=1)
    group.report()
    assert numbers == [group.rooms.find("BRRRRR").number]


def test_the_latest_generations_are_there_and_how_many_there_were(group: Class) -> None:
    for generation in range(MOST_GENERATIONS + 3):
        group.release(generation=generation)
    report = group.report()
    assert report.n_ended == MOST_GENERATIONS + 3
    assert [ended.generation for ended in report.generations] == list(range(3, MOST_GENERATIONS + 3))


def test_of_a_hall_there_are_so_many_as_a_page_can_bear(group: Class) -> None:
    robots = commands.AddRobots(by=ANA, count=1997, seed=1)
    workers = [ANA, BEN, CHLOE, *group.rooms.submit("BRRRRR", robots).answer["workers"]]  # type: ignore[misc]
    for generation in range(4):
        group.arrive(*workers, generation=generation)
        group.pass_ms(1000)
    report = group.report()
    assert [len(ended.spans) for ended in report.generations] == [2000, 2000, 2000]
    assert sum(len(ended.spans) for ended in report.generations) <= MOST_SPANS
    began_s = time.process_time()
    group.report()
    assert time.process_time() - began_s < 1


def test_other_work_has_its_turn_while_a_long_log_is_read(group: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    for generation in range(300):
        group.release(generation=generation)
    rests_s: list[float] = []
    monkeypatch.setattr("app.lib.fair_turns.time.sleep", rests_s.append)
    group.report()
    *rests_s, _last = filter(None, rests_s)  # 0 is not a rest: a busy machine lets others run inside a piece, too
    assert rests_s and min(rests_s) >= TURN_S, "as much rest as work"


def test_a_room_that_was_made_anew_has_another_report(group: Class) -> None:
    group.release(generation=0)
    group.report()
    live = group.rooms.find("BRRRRR")
    live.screens, live.seated = 0, {}
    group.housekeeping.start()
    group.pass_ms(FORGET_AFTER_MS + 10 * SWEEP_EVERY_MS)
    assert live.is_out_of_memory
    assert group.report().n_ended == 0


def test_few_readings_are_kept(group: Class) -> None:
    codes = [group.rooms.create(None, commands.Configuration()).code for _ in range(MOST_READINGS + 2)]
    for code in codes:
        group.reports.of(group.rooms.find(code), "")
    assert list(group.reports._kept) == codes[-MOST_READINGS:]


def test_a_reading_that_somebody_uses_is_kept_beside_others(group: Class) -> None:
    lives = [group.rooms.find(group.rooms.create(None, commands.Configuration()).code) for _ in range(MOST_READINGS)]
    with group.reports._reading(group.rooms.find("BRRRRR"), HERE) as reading:
        for live in lives:
            group.reports.of(live, HERE)
        assert group.reports._kept["BRRRRR"].reading is reading
    group.reports.of(lives[-1], HERE)
    assert len(group.reports._kept) == MOST_READINGS


def test_so_many_logs_are_read_at_once_and_fewer_for_one_address(group: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes some megabytes, and the room's value."""
    monkeypatch.setattr("app.web.report.MOST_WAIT_S", 0)
    lives = [group.rooms.find(group.rooms.create(None, commands.Configuration()).code) for _ in range(MOST_AT_ONCE + 1)]
    taught = group.rooms.find("BRRRRR")
    with contextlib.ExitStack() as stack:
        for nth, live in enumerate(lives[:MOST_AT_ONCE]):
            if nth == MOST_OF_AN_ADDRESS:
                assert group.reports.of(taught, THERE).n_ended == 0
                with pytest.raises(Refusal, match="rate_limited"):
                    group.reports.of(taught, HERE)
            address = HERE if nth < MOST_OF_AN_ADDRESS else f"203.0.113.{nth}"
            stack.enter_context(group.reports._reading(live, address))
        for ask in (group.reports.of, group.reports.faces):
            with pytest.raises(Refusal, match="rate_limited") as refused:
                ask(lives[-1], THERE)
            assert refused.value.retry_after_s
        assert len(group.reports._kept) == MOST_AT_ONCE
    assert group.reports.of(lives[-1], THERE).n_ended == 0
    assert len(group.reports._kept) == MOST_READINGS


def test_who_comes_when_too_many_logs_are_read_waits_for_its_turn(group: Class) -> None:
    codes = [group.rooms.create(None, commands.Configuration()).code for _ in range(MOST_OF_AN_ADDRESS)]
    with ThreadPoolExecutor() as others:
        with contextlib.ExitStack() as stack:
            for code in codes:
                stack.enter_context(group.reports._reading(group.rooms.find(code), HERE))
            waiting = others.submit(group.reports.of, group.rooms.find("BRRRRR"), HERE)
        assert waiting.result(30).n_ended == 0


def test_after_a_lesson_it_says_what_the_class_believed_and_nobodys_answer() -> None:
    with Class() as group:
        rooms = group.rooms
        code = rooms.create("host", commands.Configuration()).code
        for name in ("Ana", "Ben"):
            rooms.submit(code, commands.Join(token_hash=name, name=name))
        live = rooms.find(code)
        lesson: list[commands.AnyCommand] = [
            commands.Start(by="host"),
            commands.Ask(by="host", question="again"),
            commands.Guess(worker=ANA, question="again", answer=1),
        ]
        for command in lesson:
            rooms.submit(code, command)
        assert group.reports.of(live, "").told == []
        rooms.submit(code, commands.Tell(by="host"))
        rooms.submit(code, commands.Lesson(by="host", step="ticket"))
        rooms.submit(code, commands.Guess(worker=BEN, question="again.after", answer=1))
        rooms.submit(code, commands.Lesson(by="host", step="result"))
        told = [
            (belief.form, belief.question, belief.counts, belief.before) for belief in group.reports.of(live, "").told
        ]
        assert told == [
            ("guess", "again", (0, 1, 0), None),
            ("ticket", "again.after", (0, 1, 0), (0, 1, 0)),
            ("ticket", "dies.after", (0, 0, 0), None),
            ("ticket", "timeout.after", (0, 0, 0), None),
        ]


def test_after_a_secret_card_it_says_which_and_names_a_robot_alone() -> None:
    with Class() as group:
        rooms = group.rooms
        code = rooms.create("host", commands.Configuration()).code
        for name in ("Ana", "Ben"):
            rooms.submit(code, commands.Join(token_hash=name, name=name))
        rooms.submit(code, commands.AddRobots(by="host", count=1, seed=1))
        live = rooms.find(code)
        rooms.submit(code, commands.Start(by="host"))
        for generation, to in enumerate(("robot", "person")):
            rooms.submit(code, commands.Deal(by="host", seed=0, to=to, card="crash"))  # type: ignore[arg-type]
            assert len(group.reports.of(live, "").turned) == generation, "it is in play"
            rooms.submit(code, commands.Reset(by="host", generation=live.room.barrier.generation))
        robot = next(public_name(live.room, worker) for worker in live.room.workers.values() if worker.kind == "robot")
        turned = [(card.card, card.to, card.name) for card in group.reports.of(live, "").turned]
        assert turned == [("crash", "robot", robot), ("crash", "person", None)]


def test_a_robot_with_a_given_name_is_not_named_while_names_are_hidden_though_its_card_was_turned_before() -> None:
    with Class() as group:
        rooms = group.rooms
        code = rooms.create("host", commands.Configuration()).code
        robot = rooms.submit(code, commands.AddRobots(by="host", count=1, seed=1)).answer["workers"][0]  # type: ignore[index]
        live = rooms.find(code)
        for command in (
            commands.Rename(by="host", worker=robot, name="Zuleika"),
            commands.Start(by="host"),
            commands.Deal(by="host", seed=0, to="robot", card="crash"),
            commands.Reset(by="host", generation=0),
        ):
            rooms.submit(code, command)
        assert [card.name for card in group.reports.of(live, "").turned] == ["Zuleika"]
        rooms.submit(code, commands.Drop(by="host", worker=robot))
        hidden = commands.Configuration(names="hidden")
        rooms.submit(code, commands.Configure(by="host", configuration=hidden))
        assert [card.name for card in group.reports.of(live, "").turned] == [made_up_name(live.room.seed, robot)]
