"""What a lesson adds to a room: where it stands, what is asked, which cards are in play. Frozen values, no rules."""

from collections.abc import Mapping
from typing import Literal

from app.core.value import Value

StepId = Literal[
    "door", "story", "round", "without", "guess", "guess_again", "wrong", "what_if", "ticket", "result", "mural"
]
QuestionId = Literal["again", "surplus", "dies", "timeout", "reset", "doing", "first", "parties", "torn", "turns"]
CardId = Literal["crash", "slow", "leaves", "extra", "action"]
Form = Literal["guess", "wrong", "ticket"]
"""Predict, then run; what is wrong here; the questions at the end."""
AskingStage = Literal["open", "running", "told"]
Hold = Literal["paused", "asking", "looking"]
"""Why nobody can arrive now."""
DealtTo = Literal["robot", "person"]
CardTo = Literal[DealtTo, "bus"]
Counts = tuple[int, int, int]
"""How many gave each of the three answers."""


class Place(Value, frozen=True):
    """The step that the lesson has reached, and since when. `free`: the class plays freely, and the place is kept."""

    step: StepId
    began_ms: int
    since_ms: int
    free: bool = False


class Result(Value, frozen=True, omit_defaults=True):
    """How the class answered. `before`: how it had guessed the question of the same belief earlier in the lesson."""

    question: str
    counts: Counts
    before: Counts | None = None


class Asking(Value, frozen=True):
    """`guessed` of `people` have answered every question. Both stay as they were once the question is not open.
    `since_ms` is when the stage began; `generation` is that in which the question was run."""

    form: Form
    questions: tuple[str, ...]
    stage: AskingStage
    since_ms: int
    people: int
    guessed: int = 0
    generation: int | None = None
    results: tuple[Result, ...] | None = None


class Card(Value, frozen=True):
    """A secret card in play. `worker` holds it; None for a card of the bus before it is played. A slow worker's call
    counts from `until_ms` on."""

    card: CardId
    to: CardTo
    worker: int | None
    generation: int
    is_played: bool = False
    until_ms: int | None = None
    deal: int = 0
    """Counts the deals of a room: a worker's card of the deal before is no longer in play."""


class TurnedCard(Value, frozen=True):
    """The latest card that was turned face up. `worker` is a robot's number: no person is ever named."""

    card: CardId
    to: CardTo
    worker: int | None


class SetUpRoom(Value, frozen=True):
    """What a step has set up, and the rules of before, which return with the next step. `robots` came with it, and
    `crashed` of them never calls. `paints`: it began a mural, which goes with it."""

    parties: int | Literal["everyone"]
    timeout_s: float | None
    robots: tuple[int, ...] = ()
    crashed: int | None = None
    paints: bool = False


class Lesson(Value, frozen=True, kw_only=True):
    """All of it. `before` has the counts of each question when it was first told; `dealt` are the cards so far, and
    `n_dealt_before` says how many a long list has lost."""

    place: Place | None = None
    asking: Asking | None = None
    paused_since_ms: int | None = None
    paused: tuple[int, int] = (0, 0)
    """A generation, and how long it was paused so far, in ms."""
    cards: tuple[Card, ...] = ()
    cards_to: DealtTo = "robot"
    """Whom the host has dealt to."""
    turned: TurnedCard | None = None
    set_up: SetUpRoom | None = None
    before: Mapping[str, Counts] = {}
    dealt: tuple[CardId, ...] = ()
    n_dealt_before: int = 0

    @property
    def n_dealt(self) -> int:
        return self.n_dealt_before + len(self.dealt)
