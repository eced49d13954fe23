"""How much all rooms together may hold."""

from collections.abc import Collection

from app.core.events import AnyEvent, WorkerJoined, WorkerLeft
from app.core.refusals import Refusal
from app.core.room import Room
from app.rooms.live_room import LiveRoom

MAX_ROBOTS = 10_000
"""In all rooms that somebody watches: five full halls. The others' robots rest."""
FEW_ROBOTS = 50
"""A room gets them however many the others have."""


def check_robots(rooms: Collection[LiveRoom], live: LiveRoom, count: int) -> None:
    """May the room have this many more?

    Raises:
        Refusal: `room_full`
    """
    if live.n_robots + count <= FEW_ROBOTS:
        return
    n_moving = sum(other.n_robots for other in rooms if other.screens)
    if n_moving + count > MAX_ROBOTS:
        raise Refusal("room_full", "This server has as many robots as it can move. Try again later.")


def n_robots_after(n_robots: int, before: Room, events: Collection[AnyEvent]) -> int:
    """How many robots there are after these events, where there were so many."""
    for event in events:
        if isinstance(event, WorkerJoined):
            n_robots += event.kind == "robot"
        elif isinstance(event, WorkerLeft):
            n_robots -= event.worker in before.workers and before.workers[event.worker].kind == "robot"
    return n_robots
