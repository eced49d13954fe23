"""Events of the past as they may be shown while names are hidden."""

from collections.abc import Iterable

from msgspec.structs import replace

from app.core.events import AnyEvent, Kind, WorkerJoined, WorkerRenamed
from app.core.names import made_up_name, was_given
from app.core.room import Room


def public_events(room: Room, events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Each as `public_event`."""
    if room.names == "shown":
        return list(events)
    return [public_event(room, event) for event in events]


def public_event(room: Room, event: AnyEvent) -> AnyEvent:
    """The event as this room may show it now: with names hidden, a name that somebody gave is made up."""
    if room.names == "shown":
        return event
    if isinstance(event, WorkerRenamed) or (isinstance(event, WorkerJoined) and was_given(event.name, event.kind)):
        return replace(event, name=made_up_name(room.seed, event.worker))
    return event


def past_name(room: Room, worker: int, name: str, kind: Kind) -> str:
    """A name of the past as this room may show it now."""
    return made_up_name(room.seed, worker) if room.names == "hidden" and was_given(name, kind) else name
