"""All that happened in a room, as it may leave the server."""

import msgspec

from app.core.events import AnyEvent, WorkerJoined, WorkerRenamed
from app.core.names import made_up_name
from app.core.room import Room
from app.rooms import Rooms


def history(rooms: Rooms, room: Room) -> tuple[Room, list[AnyEvent]]:
    """The room as created, and all its events. With names hidden they bear made-up names, those of the past too."""
    states = rooms.history(room.code)
    created, _ = next(states)
    events = [event for _, more in states for event in more]
    if room.names == "hidden":
        events = [
            msgspec.structs.replace(event, name=made_up_name(room.seed, event.worker))
            if isinstance(event, WorkerRenamed) or (isinstance(event, WorkerJoined) and event.kind != "robot")
            else event
            for event in events
        ]
    return created, events


def names_of(rooms: Rooms, room: Room) -> dict[int, str]:
    """The latest name of each worker that ever was in the room."""
    _, events = history(rooms, room)
    return {event.worker: event.name for event in events if isinstance(event, WorkerJoined | WorkerRenamed)}
