"""All that happened in a room, as it may leave the server."""

import threading

from app.core.events import AnyEvent, WorkerJoined, WorkerRenamed
from app.core.hidden_names import as_told
from app.core.room import Room
from app.rooms.rooms import Rooms

ONE_AT_A_TIME = threading.Lock()
"""To do a long log again may keep the processor busy for some 50 ms, and many may ask for one at once."""


def history(rooms: Rooms, room: Room) -> tuple[Room, list[AnyEvent]]:
    """The room as created, and all its events. With names hidden they bear made-up names, those of the past too.

    One is read at a time, with as much rest as work.
    """
    with ONE_AT_A_TIME:
        states = rooms.history(room.code)
        created, _ = next(states)
        events = [event for _, more in states for event in more]
    return created, as_told(room, events)


def names_of(rooms: Rooms, room: Room) -> dict[int, str]:
    """The latest name of each worker that ever was in the room."""
    _, events = history(rooms, room)
    return {event.worker: event.name for event in events if isinstance(event, WorkerJoined | WorkerRenamed)}
