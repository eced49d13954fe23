"""How far ahead a release is announced: long enough for every screen of the room to hear of it, and no longer.

Screens report the round trips of their clock exchanges, and processes tell each other. Live state; the lead that comes
of it is a command in the room's log.
"""

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

import msgspec

from app.core import commands
from app.lib.timers import Timers
from app.rooms.here import Here
from app.rooms.live_room import ByRoom, LiveRoom
from app.rooms.rooms import Rooms

LEAST_MS = 300
"""People see that the bus holds before the gate opens."""
MOST_MS = 1000
"""A screen on a slower line hears late; the others do not wait for it."""
SLOWEST_COUNTED = 0.95
"""Of the round trips; one screen in a cellar does not decide for a hall."""
SAFETY = 1.5
"""A round trip is twice the way that the news takes; the rest is for a line that is slower than it was."""
STEP_MS = 50
"""Finer than this nobody sees a difference, and the log would fill."""
TUNE_AFTER_MS = 2000
"""How long the round trips of a class that comes in are gathered."""


def lead_for(rtts_ms: Collection[float], delivery_s: float) -> int:
    """The lead in ms, rounded to a step. `rtts_ms` has at least one; after `delivery_s` all screens have heard."""
    slowest_ms = sorted(rtts_ms)[math.ceil(SLOWEST_COUNTED * len(rtts_ms)) - 1]
    hearing_ms = min(MOST_MS, max(LEAST_MS, SAFETY * slowest_ms))
    return round((hearing_ms + delivery_s * 1000) / STEP_MS) * STEP_MS


@dataclass
class RoundTrips:
    """The latest of each connection of a room, by its Socket.IO id."""

    rtts_ms: dict[str, float] = field(default_factory=dict)
    is_tuning_due: bool = False


class Leads:
    """Keeps the latest round trip of each connection, and tunes the rooms whose lead is automatic."""

    def __init__(self, rooms: Rooms, timers: Timers, here: Here, *, message_cost_s: float) -> None:
        """`message_cost_s` is the processor time until a message to one client has left."""
        self._rooms = rooms
        self._timers = timers
        self._here = here
        self._message_cost_s = message_cost_s
        self._round_trips = ByRoom(RoundTrips)

    def heard(self, live: LiveRoom, sid: str, rtt_ms: float) -> None:
        """A connection of the room has measured its round trip. Call it with the room's lock held, and `went` too."""
        round_trips = self._round_trips[live]
        round_trips.rtts_ms[sid] = rtt_ms
        if not round_trips.is_tuning_due:
            round_trips.is_tuning_due = True
            self._timers.after(TUNE_AFTER_MS, lambda: self._tune(live), (live.room.code, "lead"))

    def went(self, live: LiveRoom, sid: str) -> None:
        """A connection of the room has ended."""
        self._round_trips[live].rtts_ms.pop(sid, None)

    def _tune(self, live: LiveRoom) -> None:
        with live.lock:
            round_trips, room = self._round_trips[live], live.room
            round_trips.is_tuning_due = False
            rtts_ms = list(round_trips.rtts_ms.values())
            in_steps = Counter(round(rtt_ms / STEP_MS) * STEP_MS for rtt_ms in rtts_ms)
            self._here.say(live, msgspec.structs.replace(self._here.own(live), rtts=in_steps))
            for facts in self._here.elsewhere(live):
                for rtt_ms, count in facts.rtts.items():
                    rtts_ms += [rtt_ms] * count
            if not rtts_ms or not room.lead_is_auto or live.is_out_of_memory:
                return
            lead_ms = lead_for(rtts_ms, self._message_cost_s * live.screens)
            # Up at once, down only by more than a step: a value between two steps does not go to and fro.
            if lead_ms > room.lead_ms or lead_ms < room.lead_ms - STEP_MS:
                self._rooms.post(room.code, commands.TuneLead(lead_ms=lead_ms))
