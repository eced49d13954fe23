"""What a lesson calls true is true: real threads at `threading.Barrier` and the room end alike.

First each question of the lesson, then a test for each wrong belief about barriers: it names the moment in the room or
the report that shows it wrong. `tests/browser/test_beliefs.py` reads the sentence there.
"""

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from app.core import commands as c
from app.core.lesson_state import QuestionId
from app.core.questions import QUESTIONS
from app.core.timeline import timeline
from tests.support.running import ROOT
from tests.support.story import class_of
from tests.support.threads import PATIENCE_S, Make, until
from tests.support.truths import IN_ROOM, REALLY
from tests.support.typescript import source

EXITS = Path(ROOT, "static", "src", "core", "exits.json")


@pytest.mark.parametrize("question", get_args(QuestionId))
def test_the_answer_that_is_called_true_is_what_happens(question: QuestionId, threads: Make) -> None:
    truth = QUESTIONS[question].truth
    assert REALLY[question](threads) == truth, "with real threads"
    assert IN_ROOM[question]() == truth, "in the room"


def test_the_pages_call_the_same_answers_true() -> None:
    text = source("core/questions.ts")
    questions, twins = text.split("TWINS:")[0], text.split("TWINS:")[1]
    for part, truths in (
        (questions, {name: question.truth for name, question in QUESTIONS.items()}),
        (twins, {name: question.truth_after for name, question in QUESTIONS.items()}),
    ):
        found = re.findall(r"^  (\w+): \{.*?truth: (\d)", part, re.MULTILINE | re.DOTALL)
        assert {name: int(truth) for name, truth in found} == truths


# Wrong beliefs.


def test_not_all_leave_at_one_instant() -> None:
    """Question "Who goes on first?", and the panel of exits: threads that were recorded one after another."""
    began_ms = json.loads(EXITS.read_text())["began_ms"]
    assert len(set(began_ms)) == len(began_ms) > 20


def test_it_is_no_queue(threads: Make) -> None:
    """First in, first out: the same question."""
    assert REALLY["first"](threads) == QUESTIONS["first"].truth


def test_no_driver_opens_it(threads: Make) -> None:
    """The projector says who came last, and that this call opened the gate."""
    three = threads(3)
    three.call("a", "b")
    assert set(three.ends.values()) == {"waits"}
    three.call("c")
    three.settle("a", "b", "c")
    story = class_of(3).arrive(1, 2).arrive(3)
    tripped = story.events[1]
    assert (tripped.cause, tripped.order[-1], tripped.at_ms) == ("arrival", 3, story.now_ms)


def test_it_does_not_know_who_should_come(threads: Make) -> None:
    """Question "Two more come to a full bus": any three calls open a Barrier(3)."""
    three = threads(3)
    three.call("a", "c", "e")
    three.settle("a", "c", "e")
    assert set(three.order) == {"a", "c", "e"}
    story = class_of(5).configure("host", parties=3).arrive(1, 3, 5)
    assert set(story.release.order) == {1, 3, 5}


def test_it_does_not_notice_a_dead_thread(threads: Make) -> None:
    """Question "One worker dies", and the card Crash: `broken` stays False."""
    assert REALLY["dies"](threads) == 0
    story = class_of(2, robots=1).do(c.Deal(by="host", seed=0, to="robot", card="crash")).arrive(1, 2, 3)
    assert (story.state, len(story.waiting)) == ("filling", 2)


def test_a_timeout_is_everybodys(threads: Make) -> None:
    """Question "Time runs out for one"; the remedy Time limit; the world Limit in "What if?"."""
    assert REALLY["timeout"](threads) == IN_ROOM["timeout"]() == 1


def test_reset_lets_nobody_pass(threads: Make) -> None:
    """Question "What does Reset do?"."""
    assert REALLY["reset"](threads) == IN_ROOM["reset"]() == 1


def test_abort_is_no_reset(threads: Make) -> None:
    """The remedy Break it: later calls get the error until somebody presses Reset."""
    three = threads(3)
    three.call("a")
    three.barrier.abort()
    three.call("late")
    three.settle("a", "late")
    assert set(three.ends.values()) == {"error"} and three.barrier.broken
    three.barrier.reset()
    three.call("a", "b", "c")
    three.settle("a", "b", "c")
    assert len(three.order) == 3
    story = class_of(3).arrive(1).do(c.Abort(by="host", generation=0))
    story.refused(c.Arrive(worker=2, generation=0), "barrier_broken")
    story.do(c.Reset(by="host", generation=0)).arrive(1, 2, 3)
    assert story.last(1).outcome == "released"


def test_it_can_be_used_again(threads: Make) -> None:
    """Question "Can the same bus go again?"; the world Latch in "What if?" works once only."""
    assert REALLY["again"](threads) == IN_ROOM["again"]() == 0


def test_a_fast_worker_does_not_run_ahead(threads: Make) -> None:
    """A phone that has arrived has no button: it stands in the first phase, and cannot call for the next one."""
    three = threads(3)
    three.call("fast", "b")
    assert three.ends["fast"] == "waits"
    story = class_of(3).arrive(1).arrive(1)
    assert (story.waiting, story.events) == ({1: 0}, ())


def test_it_is_no_lock() -> None:
    """The world "A lock" in "What if?": behind a barrier all are at work at once, and may overwrite each other."""
    two, both_have_read = threading.Barrier(2), threading.Barrier(2)
    shared = [0]

    def adds_one() -> None:
        two.wait(PATIENCE_S)
        mine = shared[0]
        both_have_read.wait(PATIENCE_S)  # as the scheduler may have it
        shared[0] = mine + 1

    run_together(adds_one, adds_one)
    assert shared == [1], "one of two was lost"
    story = class_of(3).arrive(1, 2, 3)
    assert {story.last(worker).outcome for worker in (1, 2, 3)} == {"released"}, "all three at once"


def run_together(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)


def test_more_barriers_are_not_safer() -> None:
    """The report, "All rounds": what these barriers cost in waiting, and what one at the end would have cost."""
    story = class_of(2)
    for order in ((1, 2), (2, 1)):  # one of them is the slower one each time
        story.arrive(*order)
    rounds = [played for played in timeline(story.first, story.all_events) if played.outcome == "released"]
    works_ms = [{span.worker: (span.arrived_ms or 0) - span.work_from_ms for span in played.spans} for played in rounds]
    twice_ms = sum(max(work.values()) - min(work.values()) for work in works_ms)
    totals_ms = [sum(work[worker] for work in works_ms) for worker in (1, 2)]
    assert twice_ms == 2000
    assert max(totals_ms) - min(totals_ms) == 0, "with one barrier at the end nobody waits"


def test_all_need_to_reach_it(threads: Make) -> None:
    """The bus with one free seat: question "What are those waiting doing?"."""
    assert REALLY["doing"](threads) == IN_ROOM["doing"]() == 1


def test_parties_are_not_the_others(threads: Make) -> None:
    """Question "One seat too many", and the worlds Barrier(n−1) and Barrier(n+1) in "What if?"."""
    assert REALLY["parties"](threads) == IN_ROOM["parties"]() == 2


def test_n_waiting_is_no_good_for_decisions(threads: Make) -> None:
    """What Python says beside "What is wrong here?": all came, and n_waiting is 0."""

    def fails() -> None:
        raise ZeroDivisionError

    two = threads(2, fails)
    two.call("a", "b")
    two.settle("a", "b")
    assert (two.barrier.n_waiting, two.barrier.broken) == (0, True)
    story = class_of(2).do(c.Deal(by="host", seed=0, card="action")).arrive(1, 2)
    assert (story.state, len(story.room.barrier.waiting)) == ("broken", 0)


def test_the_action_runs_once_before_anybody_goes(threads: Make) -> None:
    """The card "Action fails": one call gets the exception, the others the error, and nobody has gone on."""
    runs: list[int] = []

    def fails() -> None:
        runs.append(1)
        raise ZeroDivisionError

    three = threads(3, fails)
    three.call("a", "b", "c")
    three.settle("a", "b", "c")
    assert (len(runs), three.order) == (1, [])
    assert [type(three.errors[name]) for name in "abc"] == [
        threading.BrokenBarrierError,
        threading.BrokenBarrierError,
        ZeroDivisionError,
    ]
    story = class_of(3).do(c.Deal(by="host", seed=0, card="action")).arrive(1, 2).arrive(3)
    assert (story.answer["card"], story.room.last_release) == ("action", None)


@pytest.mark.parametrize(("is_lucky", "read"), [(True, [3, 3, 3]), (False, [1, 2, 3])])
def test_that_it_worked_once_does_not_make_it_right(is_lucky: bool, read: list[int]) -> None:
    """The world "No barrier" in "What if?", and the report, "All rounds": luck decides each round anew. One program
    without a barrier, scheduled in two ways."""
    notes: list[str] = []
    found: list[int] = []
    may_read = [threading.Event() for _ in "abc"]
    have_read = [threading.Event() for _ in "abc"]

    def works(nth: int) -> None:
        notes.append("abc"[nth])
        may_read[nth].wait(PATIENCE_S)  # the scheduler, not the program
        found.append(len(notes))
        have_read[nth].set()

    threads = [threading.Thread(target=works, args=(nth,)) for nth in range(3)]
    for nth, thread in enumerate(threads):
        thread.start()
        until(lambda nth=nth: len(notes) == nth + 1)  # type: ignore[misc]
        if not is_lucky:
            may_read[nth].set()
            assert have_read[nth].wait(PATIENCE_S)
    for event in may_read:
        event.set()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert found == read
