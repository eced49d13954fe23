"""The commands of a lesson, as they come in."""

from collections.abc import Callable
from typing import Annotated, Literal

from msgspec import Meta

from app.core import commands
from app.core.commands import AnyCommand, Asker
from app.core.lesson_state import CardId, DealtTo, QuestionId, StepId
from app.core.refusals import Refusal
from app.wire.tagged import Tagged


class Guess(Tagged, frozen=True, kw_only=True, tag="guess"):
    question: Annotated[str, Meta(max_length=40)]
    answer: Annotated[int, Meta(ge=0, le=2)]


class Lesson(Tagged, frozen=True, kw_only=True, tag="lesson"):
    step: StepId | None
    free: bool = False


class Ask(Tagged, frozen=True, kw_only=True, tag="ask"):
    question: QuestionId | Literal["wrong"] | None
    force: bool = False


class Run(Tagged, frozen=True, tag="run"):
    pass


class Tell(Tagged, frozen=True, tag="tell"):
    pass


class Deal(Tagged, frozen=True, kw_only=True, tag="deal"):
    to: DealtTo = "robot"
    card: CardId | None = None


class Pause(Tagged, frozen=True, kw_only=True, tag="pause"):
    on: bool


LessonRequest = Guess | Lesson | Ask | Run | Tell | Deal | Pause


def to_lesson_command(request: LessonRequest, by: Asker, new_seed: Callable[[], int]) -> AnyCommand:
    """The request as a command of the core. Raises: Refusal `not_joined` for a host who guesses."""
    match request:
        case Guess():
            if by == "host":
                raise Refusal("not_joined", "The host is not a worker.")
            return commands.Guess(worker=by, question=request.question, answer=request.answer)
        case Lesson():
            return commands.Lesson(by=by, step=request.step, free=request.free)
        case Ask():
            return commands.Ask(by=by, question=request.question, force=request.force)
        case Run():
            return commands.Run(by=by, seed=new_seed())
        case Tell():
            return commands.Tell(by=by)
        case Deal():
            return commands.Deal(by=by, seed=new_seed(), to=request.to, card=request.card)
        case Pause():
            return commands.Pause(by=by, on=request.on)
