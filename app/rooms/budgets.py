"""What commands may cost, however they come: over a websocket, from a program, on many connections.

Most cost the same in any room, and are limited by number: on a connection by the contract, over HTTP for each seat and
each host. What workers do beside arriving is paid by their address, too, for all of its connections: many at a legal
rate load the server. It uses up nothing of what the host's commands have.

The others concern everybody in the room and cost as much as it is large. They are paid by the room and by the address
that asks, in milliseconds of processor time. A hall's host who presses ten keys in a row does not get near the limits,
and a school behind one address does not either.

An arrival that completes the barrier costs as much. It is paid out of budgets of its own, and where they are empty it
waits.
"""

import math

from msgspec import UNSET

from app.core import commands
from app.core.commands import AnyCommand, Asker
from app.core.mural_commands import is_free
from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.limits import Buckets, PerAddress, TokenBucket
from app.rooms.live_room import ByRoom, LiveRoom

COMMAND_MS = 0.1
"""A command of this kind in a small room."""
WORKER_MS = 0.001
"""For each worker of the room; with half of the workers waiting an abort takes this much."""
RENAMED_MS = 0.006
"""For each worker more when names are hidden or shown: an event with a name for each."""
REMOVED_MS = 0.04
"""For each worker more when those who came since a moment are removed."""
SCREEN_MS = 0.013
"""For each screen that hears of it, as measured for the broadcast."""
ROBOT_MS = 0.02
"""For each robot that is added: a name and a face."""
ROOM_MS_PER_SECOND, ROOM_BURST_MS = 250, 1_000
"""Of the processor for one room: nine commands a second in a hall of two thousand screens, thirty-five at once."""
ADDRESS_MS_PER_SECOND, ADDRESS_BURST_MS = 300, 2_000
"""For all rooms of one address."""
LONGEST_WAIT_S = 5.0
"""Of an arrival that completes the barrier. A full hall would have to go nine times a second to wait at all."""
MESSAGE_MS = 0.2
"""What a worker does beside arriving. To refuse it takes nearly as much."""
NEW_NAME_OR_LEAVE_MS = 1
"""In a full room, on a busy machine: a long name is cleaned and compared, all names or seats are copied."""
MESSAGES_MS_PER_SECOND, MESSAGES_BURST_MS = 300, 500
"""For these messages of one address. A hall of two thousand may guess at once, or five hundred take new names."""
FREE_PER_SECOND, FREE_BURST = 3_000, 6_000
"""Messages of one address that wait for no others, such as arrivals, clock exchanges and reports of screens: a hall of
two thousand sends as many in a round. Beyond that they share turns of some milliseconds, and lost is none."""
REQUESTS_PER_SECOND, REQUEST_BURST = 200, 1_000
"""Over HTTP by one seat, or by a room's host. A program that waits again and again on the same computer stays below."""
REQUESTS_OF_AN_END = 10
"""As many as an abort or a reset counts: twenty a second, as on a connection."""
MAX_SEATS = 20_000
"""Of whose requests is kept how many there were."""

SAME_IN_ANY_ROOM = frozenset(
    {commands.Arrive, commands.Leave, commands.Guess, commands.Signal, commands.Nudge, commands.LetIn}
)
"""And so is a worker's new name for itself. New seats have a limit of their own."""


class Budgets:
    def __init__(self) -> None:
        self._rooms = ByRoom(lambda: TokenBucket(ROOM_MS_PER_SECOND, ROOM_BURST_MS))
        self._addresses = PerAddress(60 * ADDRESS_MS_PER_SECOND, ADDRESS_BURST_MS)
        self._trips_of_rooms = ByRoom(lambda: TokenBucket(ROOM_MS_PER_SECOND, ROOM_BURST_MS))
        self._trips_of_addresses = PerAddress(60 * ADDRESS_MS_PER_SECOND, ADDRESS_BURST_MS)
        self._messages = PerAddress(60 * MESSAGES_MS_PER_SECOND, MESSAGES_BURST_MS)
        self._free = PerAddress(60 * FREE_PER_SECOND, FREE_BURST)
        self._seats = Buckets(REQUESTS_PER_SECOND, REQUEST_BURST, MAX_SEATS)

    def pay(self, live: LiveRoom, command: AnyCommand, address: str) -> None:
        """Before a command that somebody at this address asks for. Who may not give it pays nothing: it is refused.

        Raises:
            Refusal: `rate_limited`, and nothing was paid.
        """
        if type(command) in SAME_IN_ANY_ROOM:
            return
        price_ms = min(cost_ms(live, command), ROOM_BURST_MS)
        if not price_ms or (live.room.is_hosted and getattr(command, "by", None) != "host"):
            return
        with live.lock:
            buckets = self._rooms[live], self._addresses[address]
            wait_s = max(bucket.wait_s(price_ms) for bucket in buckets)
            if wait_s > 0:
                sentence = "That is a lot at once for a room of this size. Wait a moment, then try again."
                raise Refusal("rate_limited", sentence, retry_after_s=math.ceil(wait_s))
            for bucket in buckets:
                bucket.take(price_ms)

    def pay_arrival(self, live: LiveRoom, arrival: commands.Arrive, address: str, *, in_debt: bool) -> float:
        """Before somebody at this address arrives: seconds until it is paid for, 0 unless it completes the barrier.
        Where it has to wait it is paid `in_debt`, or not at all. Call it with the room's lock held.

        Raises:
            Refusal: `rate_limited`: so many wait already that it may not be in debt, and nothing was paid.
        """
        if not _completes(live.room, arrival):
            return 0
        price_ms = min(_for_all_ms(live), ROOM_BURST_MS)
        buckets = self._trips_of_rooms[live], self._trips_of_addresses[address]
        wait_s = max(bucket.wait_s(price_ms) for bucket in buckets)
        if in_debt and wait_s > LONGEST_WAIT_S:
            raise Refusal("rate_limited", retry_after_s=math.ceil(wait_s))
        if in_debt or wait_s == 0:
            for bucket in buckets:
                bucket.charge(price_ms)
        return wait_s

    def pay_message(self, address: str, price_ms: float) -> None:
        """Before anything is done for a message from this address, in milliseconds of processor time.

        Raises:
            Refusal: `rate_limited`, and nothing was paid.
        """
        bucket = self._messages[address]
        if not bucket.take(price_ms):
            raise Refusal("rate_limited", retry_after_s=math.ceil(bucket.wait_s(price_ms)))

    def free_messages(self, address: str) -> TokenBucket:
        """How many messages of this address may wait for no others."""
        return self._free[address]

    def count_request(self, code: str, asker: Asker, weight: int = 1) -> None:
        """Another request over HTTP by this worker, or by the host.

        Raises:
            Refusal: `rate_limited`
        """
        if not self._seats[f"{code}/{asker}"].take(weight):
            raise Refusal("rate_limited", retry_after_s=1)


def cost_ms(live: LiveRoom, command: AnyCommand) -> float:
    """What the command costs, in milliseconds of processor time; 0 for those that are limited by number only."""
    if type(command) in SAME_IN_ANY_ROOM or (isinstance(command, commands.Rename) and command.worker is None):
        return 0
    robots = command.count if isinstance(command, commands.AddRobots) else 0
    of_each_ms = more_ms(live.room, command) * len(live.room.workers)
    return _for_all_ms(live) + of_each_ms + ROBOT_MS * robots


def _for_all_ms(live: LiveRoom) -> float:
    """What concerns everybody in the room."""
    return COMMAND_MS + WORKER_MS * len(live.room.workers) + SCREEN_MS * live.screens


def _completes(room: Room, arrival: commands.Arrive) -> bool:
    """Do all go when this worker comes? Where a lesson holds them meanwhile, too much is paid, which nobody notices."""
    barrier = room.barrier
    is_last = len(barrier.waiting) + 1 >= barrier.parties and arrival.worker not in barrier.waiting
    return is_last and arrival.generation == barrier.generation and barrier.state == "filling" and not is_free(room)


def more_ms(room: Room, command: AnyCommand) -> float:
    """For each worker, where the command tells something of each."""
    if isinstance(command, commands.RemoveAllSince):
        return REMOVED_MS
    is_renaming = isinstance(command, commands.Configure) and command.configuration.names not in (UNSET, room.names)
    return RENAMED_MS if is_renaming else 0
