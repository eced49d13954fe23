"""The lesson's fixed questions: what each one sets up in the room, and which of its three answers is true.

The words are the pages'. Every truth here is what CPython's `threading.Barrier` does, or how a picture looks that real
threads have painted without one, and a test runs both.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from app.core.commands import Pace
from app.core.lesson_state import QuestionId, StepId
from app.core.value import Value

WRONG = "wrong"
"""The question about a bus that does not go."""
AFTER = ".after"
"""The question about the same belief at the end of the lesson: "surplus.after"."""
N_TICKET = 3
"""Questions at the end: what a class answers in a minute."""
SLOW_CARD_MS = 30_000
"""Long enough that a class asks itself what is wrong."""


class SetUp(Value, frozen=True, kw_only=True):
    """The world of a question: its seats, its time limit, and the robots that come with it. `crashes`: the first of
    the robots never calls `wait()`. `mural`: a picture begins, painted with the barrier, without it (`free`),
    or without it by these robots alone, one after the other (`in_turn`)."""

    seats: Literal["one_each", "those_here", "one_more"] = "one_each"
    timeout_s: float | None = None
    robots: int = 0
    pace: Pace = "slow"
    crashes: bool = False
    mural: Literal["barrier", "free", "in_turn"] | None = None


class Question(Value, frozen=True, kw_only=True):
    """`truth` is the answer that happens (0, 1, 2), and `truth_after` that of its twin at the end."""

    set_up: SetUp
    truth: int
    truth_after: int


QUESTIONS: Mapping[QuestionId, Question] = {
    "again": Question(set_up=SetUp(), truth=0, truth_after=1),
    "surplus": Question(set_up=SetUp(seats="those_here", robots=2), truth=2, truth_after=1),
    "dies": Question(set_up=SetUp(robots=1, crashes=True), truth=0, truth_after=2),
    "timeout": Question(set_up=SetUp(timeout_s=15.0, robots=1, crashes=True), truth=1, truth_after=0),
    "reset": Question(set_up=SetUp(robots=1, crashes=True), truth=1, truth_after=2),
    "doing": Question(set_up=SetUp(robots=1), truth=1, truth_after=0),
    "first": Question(set_up=SetUp(), truth=2, truth_after=0),
    "parties": Question(set_up=SetUp(seats="one_more"), truth=2, truth_after=1),
    "torn": Question(set_up=SetUp(robots=1, mural="free"), truth=2, truth_after=0),
    "turns": Question(set_up=SetUp(robots=5, pace="quick", mural="in_turn"), truth=2, truth_after=1),
}

QUESTION_OF_STEP: Mapping[StepId, QuestionId] = {"guess": "again", "guess_again": "surplus"}
"""What a step asks unless the host picks another question."""
LOOKING: frozenset[StepId] = frozenset({"story", "without", "what_if", "result"})
"""Steps in which everybody looks at the big screen."""
FILLED_UP: tuple[QuestionId, ...] = ("dies", "timeout", "again")
"""Asked at the end where the lesson had fewer questions."""
TWINS: Mapping[str, QuestionId] = {f"{question}{AFTER}": question for question in get_args(QuestionId)}


def ticket(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The questions at the end: those about what was asked in the lesson, the latest first."""
    latest = [question for question in reversed(asked) if question in QUESTIONS]
    return tuple(f"{question}{AFTER}" for question in dict.fromkeys([*latest, *FILLED_UP]))[:N_TICKET]
