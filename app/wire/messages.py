"""The wire: its names and limits, payloads in, JSON out. Everything from outside is checked here, once.

Version 1. Times are integer milliseconds since the Unix epoch on the room clock; names ending in `_s` are seconds.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar, get_args

import msgspec
from msgspec import UNSET, Meta, Struct

from app.core import commands
from app.core.commands import AnyCommand, Asker, Configuration, Pace
from app.core.drill import DrillKindOrOff
from app.core.mural import GateOrOff
from app.core.refusals import SENTENCES, Refusal
from app.core.rules import MAX_PHASE_LENGTH, MAX_WORKERS
from app.wire.lesson_messages import LessonRequest, to_lesson_command
from app.wire.tagged import Tagged
from app.wire.typed_names import NAME_IS_RESERVED, clean_name, clean_text, is_reserved

CLIENT_EVENTS = ("join", "command", "clock", "sync", "shown")
ServerEvent = Literal["events", "brief", "notice", "spread"]
SERVER_EVENTS: tuple[ServerEvent, ...] = get_args(ServerEvent)
NoticeType = Literal[
    "server_restarting",
    "superseded",
    "dropped",
    "kept_out",
    "renamed",
    "nudge",
    "host_away",
    "host_here",
    "room_closed",
]
Role = Literal["worker", "host", "viewer"]
View = Literal["full", "brief"]
ERROR_CODES = tuple(SENTENCES)

MAX_MESSAGE_BYTES = 4096
"""The longest sensible message, `configure` with eight long phases, has under 2 KiB."""
MESSAGES_PER_SECOND = 20
MESSAGE_BURST = 40
"""A person cannot press faster, and a page that comes back sends some ten at once."""
JOIN_WITHIN_S = 10
"""A connection that has not joined by then is useless."""
WRONG_CODES_PER_MINUTE = 10
"""Ten typing errors are a class; more is somebody trying codes out, of which there are 47 million."""
GUESSES_PER_MINUTE = 60
"""Sixty typing errors are a school; more is a program. To find one of a hundred rooms takes it five days."""

Generation = Annotated[int, Meta(ge=0, le=2**53)]
Known = Annotated[int, Meta(ge=0, le=2**53)]
WorkerNumber = Annotated[int, Meta(ge=1, le=2**53)]
AtMs = Annotated[int, Meta(ge=0, le=2**53)]
RawName = Annotated[str, Meta(max_length=400)]
Avatar = Annotated[str, Meta(max_length=40)]
Secret = Annotated[str, Meta(max_length=100)]


class JoinRequest(Struct, frozen=True):
    """`back`: to the seat of this token or to none, so a worker that was let go meanwhile does not get on again."""

    v: int
    code: Annotated[str, Meta(max_length=500)]
    role: Role
    view: View = "full"
    token: Secret | None = None
    host_key: Secret | None = None
    name: RawName | None = None
    avatar: Avatar | None = None
    back: bool = False


class ClockRequest(Struct, frozen=True):
    """`rtt_ms` is the round trip of this connection's previous exchange."""

    t0: float
    rtt_ms: Annotated[float, Meta(ge=0, le=60_000)] | None = None


class SyncRequest(Struct, frozen=True):
    """`known`: how many of the paintings of the mural `run` the client knows, in a run without the barrier."""

    seq: Annotated[int, Meta(ge=0, le=2**53)]
    view: View | None = None
    run: Known | None = None
    known: Known = 0


class ShownRequest(Struct, frozen=True):
    """When this screen showed a release and when it had heard of it, by its estimate of the room clock, which is right
    to within `error_ms`; None where the screen does not know."""

    generation: Generation
    at_ms: float
    heard_at_ms: float | None = None
    error_ms: Annotated[float, Meta(ge=0, le=60_000)] | None = None


class CreateRequest(Configuration, frozen=True, kw_only=True):
    hosted: bool = True


class Arrive(Tagged, frozen=True, kw_only=True, tag="arrive"):
    """`known`: how many of a mural's paintings the client knows, in a run without the barrier."""

    generation: Generation
    known: Known | None = None


class Leave(Tagged, frozen=True, tag="leave"):
    pass


class SetMural(Tagged, frozen=True, kw_only=True, tag="mural"):
    gate: GateOrOff
    force: bool = False


class SetDrill(Tagged, frozen=True, kw_only=True, tag="drill"):
    kind: DrillKindOrOff
    force: bool = False


class Signal(Tagged, frozen=True, kw_only=True, tag="signal"):
    """The signal of one's seat in round `k` of this run of a drill."""

    run: Annotated[int, Meta(ge=0, le=2**53)]
    k: Annotated[int, Meta(ge=0, le=2**53)]


class Rename(Tagged, frozen=True, kw_only=True, tag="rename"):
    worker: WorkerNumber | None = None
    name: RawName | None = None
    avatar: Avatar | None = None


class Start(Tagged, frozen=True, tag="start"):
    pass


class Abort(Tagged, frozen=True, kw_only=True, tag="abort"):
    generation: Generation


class Reset(Tagged, frozen=True, kw_only=True, tag="reset"):
    generation: Generation


class Configure(Configuration, frozen=True, kw_only=True, tag_field="type", tag="configure"):
    force: bool = False


class Drop(Tagged, frozen=True, kw_only=True, tag="drop"):
    worker: WorkerNumber
    keep_out: bool = False


class LetIn(Tagged, frozen=True, tag="let_in"):
    pass


class RemoveAllSince(Tagged, frozen=True, kw_only=True, tag="remove_all_since"):
    at_ms: AtMs


class AddRobots(Tagged, frozen=True, kw_only=True, tag="add_robots"):
    count: Annotated[int, Meta(ge=1, le=MAX_WORKERS)]
    pace: Pace = "steady"


class Nudge(Tagged, frozen=True, kw_only=True, tag="nudge"):
    worker: WorkerNumber


CommandRequest = (
    Arrive
    | Leave
    | Rename
    | Start
    | Abort
    | Reset
    | Configure
    | Drop
    | LetIn
    | RemoveAllSince
    | AddRobots
    | Nudge
    | SetMural
    | SetDrill
    | Signal
    | LessonRequest
)

T = TypeVar("T")


def parse(payload: object, shape: type[T]) -> T:
    """The payload as this struct. Unknown keys are ignored.

    Raises:
        Refusal: `bad_request`, with the field that is wrong in the sentence.
    """
    try:
        return msgspec.convert(payload, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Refusal("bad_request", f"That message is malformed: {error}.") from None


def parse_command(payload: object) -> CommandRequest:
    """The payload of `command`, by its `type`. Raises as `parse` does."""
    request: CommandRequest = parse(payload, CommandRequest)  # type: ignore[arg-type]  # a union is no type[T]
    return request


def configuration(request: Configuration) -> Configuration:
    """The rules in a request that has other fields, too. Phases are cleaned as names are.

    Raises:
        Refusal: `bad_request` for a phase of which nothing can be seen.
    """
    rules = {rule: getattr(request, rule) for rule in Configuration.__struct_fields__}
    if request.phases is not UNSET:
        phases = tuple(clean_text(phase, MAX_PHASE_LENGTH) for phase in request.phases)
        if None in phases:
            raise Refusal("bad_request", "A phase needs at least one letter.")
        rules["phases"] = phases
    return Configuration(**rules)


def to_command(request: CommandRequest, by: Asker | None, new_seed: Callable[[], int]) -> AnyCommand:
    """What the message asks for, as a command of the core. `by` is None for a connection without a seat; `new_seed` is
    called only for commands that need chance.

    Raises:
        Refusal: `not_joined`, `host_required` or `bad_request`.
    """
    if by is None:
        raise Refusal("not_joined", "You are watching. Get on to take part.")
    match request:
        case Arrive() | Leave() | Signal() if by == "host":
            raise Refusal("not_joined", "The host is not a worker.")
        case Arrive():
            return commands.Arrive(worker=_worker(by), generation=request.generation, known=request.known)
        case Leave():
            return commands.Leave(worker=_worker(by))
        case Rename():
            name = clean_name(request.name)
            if request.name is not None and name is None:
                raise Refusal("bad_request", "A name needs at least one letter.")
            if name is not None and is_reserved(name):
                raise Refusal("bad_request", NAME_IS_RESERVED)
            return commands.Rename(by=by, worker=request.worker, name=name, avatar=request.avatar)
        case Start():
            return commands.Start(by=by)
        case Abort():
            return commands.Abort(by=by, generation=request.generation)
        case Reset():
            return commands.Reset(by=by, generation=request.generation)
        case Configure():
            return commands.Configure(by=by, configuration=configuration(request), force=request.force)
        case Drop():
            return commands.Drop(by=by, worker=request.worker, keep_out=request.keep_out)
        case LetIn():
            return commands.LetIn(by=by)
        case RemoveAllSince():
            return commands.RemoveAllSince(by=by, since_ms=request.at_ms)
        case AddRobots():
            return commands.AddRobots(by=by, count=request.count, pace=request.pace, seed=new_seed())
        case Nudge():
            return commands.Nudge(by=by, worker=request.worker)
        case SetMural():
            return commands.SetMural(by=by, gate=request.gate, force=request.force)
        case SetDrill():
            return commands.SetDrill(by=by, kind=request.kind, seed=new_seed(), force=request.force)
        case Signal():
            return commands.Signal(worker=_worker(by), run=request.run, k=request.k)
        case _:
            return to_lesson_command(request, by, new_seed)


def _worker(by: Asker) -> int:
    assert by != "host"
    return by


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    return {"ok": False, "error": refusal.code, "message": refusal.message}
