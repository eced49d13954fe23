"""Events of the past as they may be shown while names are hidden."""

from collections.abc import Iterable

from msgspec.structs import replace

from app.core.events import AnyEvent, Kind, WorkerJoined, WorkerRenamed
from app.core.names import made_up_name
from app.core.room import Room


def as_told(room: Room, events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """The events as this room may tell them now: with names hidden they bear made-up names, but for robots."""
    if room.names == "shown":
        return list(events)
    return [_as_told(room, event) for event in events]


def name_as_told(room: Room, worker: int, name: str, kind: Kind) -> str:
    """A name of the past as this room may tell it now."""
    return name if room.names == "shown" or kind == "robot" else made_up_name(room.seed, worker)


def _as_told(room: Room, event: AnyEvent) -> AnyEvent:
    if isinstance(event, WorkerRenamed) or (isinstance(event, WorkerJoined) and event.kind != "robot"):
        return replace(event, name=made_up_name(room.seed, event.worker))
    return event
