"""What can happen in a room. An event is told to every screen, so it holds nothing that only some may know.

The structs are the wire format: `{"type": …, "at_ms": …}` plus the fields. Times are milliseconds on the room clock.
"""

from typing import Literal

from msgspec import UNSET, UnsetType

from app.core.rules import PartiesRule, RuleChanges
from app.core.value import Value

Kind = Literal["person", "robot", "program"]
By = int | Literal["host"] | None
"""Who did it: a worker's number, the host, or nobody (a timer)."""


class Event(Value, frozen=True, kw_only=True, tag_field="type"):
    at_ms: int


class WorkerJoined(Event, frozen=True, kw_only=True, tag="worker_joined"):
    worker: int
    name: str
    avatar: str
    kind: Kind
    parties: int


class WorkerLeft(Event, frozen=True, kw_only=True, tag="worker_left"):
    worker: int
    reason: Literal["left", "dropped", "gone"]
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
    parties: int
    parties_rule: PartiesRule | UnsetType = UNSET
    lead_ms: int | UnsetType = UNSET
    lead_is_auto: bool | UnsetType = UNSET


class Arrived(Event, frozen=True, kw_only=True, tag="arrived"):
    worker: int
    generation: int
    index: int


class Acting(Event, frozen=True, kw_only=True, tag="acting"):
    """The last arriver runs the barrier's action; nobody has been released yet."""

    worker: int
    generation: int


class Tripped(Event, frozen=True, kw_only=True, tag="tripped"):
    generation: int
    order: tuple[int, ...]
    release_at_ms: int
    cause: Literal["arrival", "departure"]


class Broken(Event, frozen=True, kw_only=True, tag="broken"):
    generation: int
    cause: Literal["abort", "timeout", "action"]
    by: By
    waiting: tuple[int, ...]


class WasReset(Event, frozen=True, kw_only=True, tag="reset"):
    """`generation` is the new one; `waiting` lists who got the error."""

    generation: int
    cause: Literal["reset", "configure"]
    by: By
    waiting: tuple[int, ...]


AnyEvent = (
    WorkerJoined
    | WorkerLeft
    | WorkerRenamed
    | Presence
    | Started
    | Configured
    | Arrived
    | Acting
    | Tripped
    | Broken
    | WasReset
)
