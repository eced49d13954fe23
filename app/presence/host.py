"""Whether a host's screen is connected, here or to another process: live state, sent and not stored.

A closed laptop is announced after a moment, because a reload is no absence; a screen that comes back, immediately.
"""

from dataclasses import dataclass, field

import msgspec

from app.lib.timers import Timers
from app.rooms.broadcast import Broadcast
from app.rooms.here import Here
from app.rooms.listener import RoomListener
from app.rooms.live_room import ByRoom, LiveRoom
from app.rooms.room_timers import RETURN_WITHIN_MS

AWAY_AFTER_MS = 3_000
"""A page that is loaded again is back within this."""


@dataclass
class Hosts:
    """The connections of a host's screens, and what everybody in the room knows of them."""

    screens: set[str] = field(default_factory=set)
    is_here: bool = False


class HostPresence(RoomListener):
    """Follows the hosts of hosted rooms, and tells everybody in the room when the last one goes or one comes back."""

    def __init__(self, broadcast: Broadcast, timers: Timers, here: Here) -> None:
        self._broadcast = broadcast
        self._timers = timers
        self._here = here
        here.on_news.append(self._on_news)
        self._hosts = ByRoom(Hosts)
        broadcast.is_host_here = lambda live: self._hosts[live].is_here

    def came(self, live: LiveRoom, sid: str) -> None:
        """A host has joined. Call it with the room's lock held."""
        hosts = self._hosts[live]
        hosts.screens.add(sid)
        self._say(live)
        self._came_back(live)

    def _came_back(self, live: LiveRoom) -> None:
        hosts = self._hosts[live]
        if not hosts.is_here:
            hosts.is_here = True
            self._broadcast.notice_room(live.room.code, "host_here", "The teacher's screen is back.")

    def _say(self, live: LiveRoom) -> None:
        self._here.say(live, msgspec.structs.replace(self._here.own(live), host=bool(self._hosts[live].screens)))

    def _on_news(self, live: LiveRoom) -> None:
        """Another process knows more."""
        if any(facts.host for facts in self._here.elsewhere(live)):
            self._came_back(live)
        elif self._hosts[live].is_here and not self._hosts[live].screens:
            self._timers.after(AWAY_AFTER_MS, lambda: self._look(live), (live.room.code, "host"))

    def went(self, live: LiveRoom, sid: str) -> None:
        """A connection of the room has ended, perhaps a host's. Call it with the room's lock held."""
        screens = self._hosts[live].screens
        if sid in screens:
            screens.discard(sid)
            self._say(live)
            self._timers.after(AWAY_AFTER_MS, lambda: self._look(live), (live.room.code, "host"))

    def _look(self, live: LiveRoom) -> None:
        with live.lock:
            hosts = self._hosts[live]
            is_elsewhere = any(facts.host for facts in self._here.elsewhere(live))
            if hosts.is_here and not (hosts.screens or is_elsewhere):
                hosts.is_here = False
                message = "The teacher's screen is away. The room goes on."
                self._broadcast.notice_room(live.room.code, "host_away", message)

    def on_open(self, live: LiveRoom) -> None:
        """After a restart the host's screen finds back like everybody else's."""
        if live.room.is_hosted and live.room.workers:
            self._hosts[live].is_here = True
            self._timers.after(RETURN_WITHIN_MS, lambda: self._look(live), (live.room.code, "host"))
