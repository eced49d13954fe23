"""What can happen in a room. Every screen gets every event, so it holds nothing that only some may know.

The structs are the wire format: `{"type": …, "at_ms": …}` plus the fields. Times are milliseconds on the room clock.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import UNSET, UnsetType

from app.core.drill import DrillKindOrOff
from app.core.lesson_state import CardId, CardTo, DealtTo, Form, Hold, Result, StepId
from app.core.mural import GateOrOff
from app.core.rules import PartiesRule, RuleChanges
from app.core.value import Value

Kind = Literal["person", "robot", "program"]
By = int | Literal["host"] | None
"""Who did it: a worker's number, the host, or nobody (a timer)."""
LeftReason = Literal["left", "dropped", "gone"]
TripCause = Literal["arrival", "departure"]
BrokenCause = Literal["abort", "timeout", "action"]
ResetCause = Literal["reset", "configure", "lesson"]


class Event(Value, frozen=True, kw_only=True, tag_field="type"):
    """`deadline_ms` stands in the last event of a change that moved the limit of the generation, or took it away."""

    at_ms: int
    deadline_ms: int | None | UnsetType = UNSET


class WorkerJoined(Event, frozen=True, kw_only=True, tag="worker_joined"):
    worker: int
    name: str
    avatar: str
    kind: Kind
    parties: int


class WorkerLeft(Event, frozen=True, kw_only=True, tag="worker_left"):
    worker: int
    reason: LeftReason
    parties: int


class WorkerRenamed(Event, frozen=True, kw_only=True, tag="worker_renamed"):
    worker: int
    name: str
    avatar: str


class Presence(Event, frozen=True, kw_only=True, tag="presence"):
    worker: int
    connected: bool


class Started(Event, frozen=True, kw_only=True, tag="started"):
    pass


class Configured(RuleChanges, frozen=True, kw_only=True, tag_field="type", tag="configured"):
    """The rules that changed, and `parties` always."""

    at_ms: int
    deadline_ms: int | None | UnsetType = UNSET
    parties: int
    parties_rule: PartiesRule | UnsetType = UNSET
    lead_ms: int | UnsetType = UNSET
    lead_is_auto: bool | UnsetType = UNSET


class Arrived(Event, frozen=True, kw_only=True, tag="arrived"):
    worker: int
    generation: int
    index: int


class Withdrew(Event, frozen=True, kw_only=True, tag="withdrew"):
    """A worker no longer waits and keeps its seat; those behind it move up."""

    worker: int
    generation: int


class Acting(Event, frozen=True, kw_only=True, tag="acting"):
    """The last arriver runs the barrier's action; nobody has been released yet."""

    worker: int
    generation: int


class Tripped(Event, frozen=True, kw_only=True, tag="tripped"):
    generation: int
    order: tuple[int, ...]
    release_at_ms: int
    cause: TripCause


class Broken(Event, frozen=True, kw_only=True, tag="broken"):
    generation: int
    cause: BrokenCause
    by: By
    waiting: tuple[int, ...]


class WasReset(Event, frozen=True, kw_only=True, tag="reset"):
    """`generation` is the new one; `waiting` lists who got the error."""

    generation: int
    cause: ResetCause
    by: By
    waiting: tuple[int, ...]


class LessonMoved(Event, frozen=True, kw_only=True, tag="lesson"):
    """The lesson is at this step since `since_ms`; None where it has ended."""

    step: StepId | None
    free: bool
    began_ms: int | None
    since_ms: int | None


class Asked(Event, frozen=True, kw_only=True, tag="asked"):
    """These questions are open to `people`; without questions, nothing is asked any more."""

    form: Form
    questions: tuple[str, ...]
    people: int


class Guessed(Event, frozen=True, kw_only=True, tag="guessed"):
    """`n` of `people` have answered all that is asked. What they answered, `told` says of all of them together."""

    n: int
    people: int


class Ran(Event, frozen=True, kw_only=True, tag="ran"):
    """The question is answered for real, from this generation on."""

    question: str
    generation: int


class Told(Event, frozen=True, kw_only=True, tag="told"):
    form: Form
    results: tuple[Result, ...]
    people: int
    guessed: int


class Dealt(Event, frozen=True, kw_only=True, tag="dealt"):
    """So many secret cards are in play, of the room's deal of this number; `to` is whom the host has dealt to."""

    cards: int
    to: DealtTo
    deal: int = 0


class Turned(Event, frozen=True, kw_only=True, tag="turned"):
    """A card is face up. `worker` is a robot's number; no person is ever named."""

    card: CardId
    to: CardTo
    worker: int | None


class Paused(Event, frozen=True, kw_only=True, tag="paused"):
    """With `on` false: all moments of the generation that is filling are later by as long as the pause was."""

    on: bool


class Held(Event, frozen=True, kw_only=True, tag="held"):
    """Why nobody can arrive from now on; None where everybody can, in a generation that began at `since_ms`."""

    held: Hold | None
    since_ms: int


class MuralSet(Event, frozen=True, kw_only=True, tag="mural"):
    """A picture begins; `run` is None when it is put away. `owners` are the workers by strip, without the barrier."""

    run: int | None
    gate: GateOrOff
    owners: tuple[int, ...]


class Painted(Event, frozen=True, kw_only=True, tag="painted"):
    """In a mural's run without the barrier: these strips, one after another."""

    strips: tuple[int, ...]


class DrillSet(Event, frozen=True, kw_only=True, tag="drill"):
    """A drill begins with these workers by seat; `run` is None when it is put away."""

    run: int | None
    kind: DrillKindOrOff
    seats: tuple[int, ...]


class Signalled(Event, frozen=True, kw_only=True, tag="signalled"):
    """In a drill: this seat has sent its signal of round `k`."""

    seat: int
    k: int


AnyEvent = (
    WorkerJoined
    | WorkerLeft
    | WorkerRenamed
    | Presence
    | Started
    | Configured
    | Arrived
    | Withdrew
    | Acting
    | Tripped
    | Broken
    | WasReset
    | LessonMoved
    | Asked
    | Guessed
    | Ran
    | Told
    | Dealt
    | Turned
    | Paused
    | Held
    | MuralSet
    | Painted
    | DrillSet
    | Signalled
)


LISTS: Mapping[type, str] = {
    Tripped: "order",
    Broken: "waiting",
    WasReset: "waiting",
    MuralSet: "owners",
    Painted: "strips",
}
"""Where an event lists workers or strips: as many as there are in the room."""


def n_listed(event: AnyEvent) -> int:
    """How many workers or strips the event lists: a trip of a full hall lists two thousand."""
    name = LISTS.get(type(event))
    return 0 if name is None else len(getattr(event, name))
