"""How fast a room may fill, and how much all rooms together may hold: robots, and memory."""

import sys
from collections.abc import Callable, Collection, Iterator

from app.core import commands
from app.core.commands import AnyCommand
from app.core.events import AnyEvent, WorkerJoined, WorkerLeft, n_listed
from app.core.mural import n_numbers
from app.core.refusals import Refusal
from app.core.room import Room
from app.core.rules import MAX_WORKERS
from app.lib.limits import TokenBucket
from app.rooms.live_room import ByRoom, LiveRoom

NEW_SEATS_PER_SECOND = 200
"""People and programs, in one room: faster than any hall comes in through its doors."""
NEW_SEATS_BURST = 1000
"""A lecture hall that scans the code at once passes without noticing; a flood cannot fill the room in a moment."""
NEW_ROBOTS_PER_SECOND = 100
"""In one room, in the long run: to name two thousand takes some 40 ms."""
MAX_ROBOTS = 10_000
"""In all rooms that somebody watches: five full halls. The others' robots rest."""
FEW_ROBOTS = 50
"""A room may have this many regardless of the others."""
MAX_BYTES = 200_000_000
"""Of all rooms in memory: a hundred full halls."""
ROOM_BYTES, WORKER_BYTES, EVENT_BYTES = 6_000, 1_000, 300
"""What each takes, with what is kept of it elsewhere: a third more than was measured."""
LISTED_BYTES, PAINTED_BYTES = 11, 65
"""For each worker or strip that an event lists, and for each number in the paintings of a mural."""
MOST_KEPT_OUT = 4_000
"""Hashes by which a room knows whom it keeps out, up to three of each: they are copied with every one more."""
KEPT_OUT_BYTES = 200
"""What one of them takes."""
CLASS_SIZE = 100
"""A room that is no larger takes people even when the memory is full."""

ADDS = (commands.AddRobots, commands.Join, commands.Drop)
"""Commands that add somebody, also to those who are kept out: the others need not ask."""


class Size:
    """What this value of the room takes: who looks again before the next one need not count."""

    room: Room | None = None
    n_bytes: int = 0


class RobotCount:
    """Kept from when the room opens, so that a limit on all rooms need not count them."""

    n: int = 0


class Capacity:
    """`rooms` gives all rooms in memory."""

    def __init__(self, rooms: Callable[[], list[LiveRoom]]) -> None:
        self._rooms = rooms
        self._new_seats = ByRoom(lambda: TokenBucket(NEW_SEATS_PER_SECOND, NEW_SEATS_BURST))
        self._new_robots = ByRoom(lambda: TokenBucket(NEW_ROBOTS_PER_SECOND, MAX_WORKERS))
        self._sizes = ByRoom(Size)
        self._robots = ByRoom(RobotCount)
        self.is_full = False
        """Has the memory been found full when it was last looked at?"""

    def check_new_room(self) -> None:
        """May there be another room?

        Raises:
            Refusal: `unavailable`
        """
        if self.is_full:
            raise Refusal("unavailable", "This server is full. No new rooms for a few minutes.")

    def check_opening(self, live: LiveRoom) -> None:
        """May this room come into memory?

        Raises:
            Refusal: `unavailable`
        """
        if self.is_full and len(live.room.workers) > CLASS_SIZE:
            raise Refusal("unavailable", "This server is full. Try again in a few minutes.")

    def begin(self, live: LiveRoom) -> None:
        """The room comes into memory."""
        self._robots[live].n = sum(worker.kind == "robot" for worker in live.room.workers.values())

    def follow(self, live: LiveRoom, before: Room, events: Collection[AnyEvent]) -> None:
        """These events have happened, in which somebody may have come or gone. `before` is the room without them."""
        robots = self._robots[live]
        for event in events:
            if isinstance(event, WorkerJoined):
                robots.n += event.kind == "robot"
            elif isinstance(event, WorkerLeft):
                robots.n -= event.worker in before.workers and before.workers[event.worker].kind == "robot"

    def n_robots(self, live: LiveRoom) -> int:
        return self._robots[live].n

    def check(self, live: LiveRoom, command: AnyCommand) -> None:
        """Before a command: may the room have those whom it adds? Call it with the room's lock held, and `count` too.

        Raises:
            Refusal: `room_full`; `rate_limited` for robots, since to name them costs too much to find out by it;
                `unavailable` where too many are kept out.
        """
        if isinstance(command, commands.AddRobots):
            if self._new_robots[live].wait_s(command.count) > 0:
                raise Refusal("rate_limited", "That is a lot of robots at once. Wait a moment, then add more.")
            self._check_robots(live, command.count)
        elif self.is_full and isinstance(command, commands.Join) and len(live.room.workers) >= CLASS_SIZE:
            raise Refusal("room_full", "This server is full. Large rooms take nobody new for a few minutes.")
        elif isinstance(command, commands.Drop) and command.keep_out and len(live.room.kept_out) >= MOST_KEPT_OUT:
            raise Refusal("unavailable", "This room keeps out as many as it can. Lock its door, or let them in again.")

    def count(self, live: LiveRoom, command: AnyCommand) -> None:
        """The rules allow this command: count those whom it adds. Those whom the rules refuse take nobody's turn.

        Raises:
            Refusal: `rate_limited`, and the command is not to be done.
        """
        if isinstance(command, commands.AddRobots):
            self._new_robots[live].take(command.count)
        elif isinstance(command, commands.Join) and not self._new_seats[live].take():
            sentence = "Many people are getting on. Your turn comes in a second."
            raise Refusal("rate_limited", sentence, retry_after_s=1)

    def n_bytes(self, live: LiveRoom) -> int:
        """What the room takes in memory, roughly. Call it with the room's lock held."""
        size = self._sizes[live]
        if size.room is not live.room:
            size.room, size.n_bytes = live.room, _counted_bytes(live)
        return size.n_bytes

    def _check_robots(self, live: LiveRoom, count: int) -> None:
        if self.n_robots(live) + count <= FEW_ROBOTS:
            return
        n_moving = sum(self.n_robots(other) for other in self._rooms() if other.screens)
        if self.is_full or n_moving + count > MAX_ROBOTS:
            raise Refusal("room_full", "This server cannot run any more robots. Try again later.")


def _counted_bytes(live: LiveRoom) -> int:
    room = live.room
    n_painted = n_numbers(room.mural) if room.mural is not None else 0
    of_events = EVENT_BYTES * len(live.recent) + LISTED_BYTES * sum(map(n_listed, live.recent))
    of_workers = WORKER_BYTES * len(room.workers) + sum(map(sys.getsizeof, _tickets(room)))
    return ROOM_BYTES + of_workers + of_events + KEPT_OUT_BYTES * len(room.kept_out) + PAINTED_BYTES * n_painted


def _tickets(room: Room) -> Iterator[str]:
    """All that the room keeps of programs' calls, spent or not."""
    for worker in room.workers.values():
        yield from worker.spent_tickets
        if worker.last is not None and worker.last.ticket is not None:
            yield worker.last.ticket
    for waiter in room.barrier.waiting.values():
        if waiter.ticket is not None:
            yield waiter.ticket
