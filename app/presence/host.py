"""Who is a host, and is a host's screen connected? That is live state of this process, told and not stored.

A closed laptop is told after a moment, because a reload is no absence; a screen that comes back is told at once.
"""

from app.lib.timers import Timers
from app.rooms.broadcast import Broadcast
from app.rooms.live_room import LiveRoom
from app.rooms.rooms import RETURN_WITHIN_MS, Rooms

AWAY_AFTER_MS = 3_000
"""A page that is loaded again is back within this."""


class HostPresence:
    """Keeps `host_here` of hosted rooms, and tells everybody in the room when it changes."""

    def __init__(self, rooms: Rooms, broadcast: Broadcast, timers: Timers) -> None:
        self._broadcast = broadcast
        self._timers = timers
        rooms.listen(opened=self._on_open)

    def came(self, live: LiveRoom, sid: str) -> None:
        """A host has joined. Call it with the room's lock held."""
        live.hosts.add(sid)
        if not live.host_here:
            live.host_here = True
            self._broadcast.notice_room(live.room.code, "host_here", "The teacher's screen is back.")

    def went(self, live: LiveRoom, sid: str) -> None:
        """A connection of the room has ended, perhaps a host's."""
        if sid in live.hosts:
            live.hosts.discard(sid)
            self._timers.after(AWAY_AFTER_MS, lambda: self._look(live))

    def _look(self, live: LiveRoom) -> None:
        with live.lock:
            if live.host_here and not live.hosts:
                live.host_here = False
                message = "The teacher's screen is away. The room goes on."
                self._broadcast.notice_room(live.room.code, "host_away", message)

    def _on_open(self, live: LiveRoom) -> None:
        """After a restart the host's screen finds back like everybody else's."""
        if live.room.is_hosted and live.room.workers:
            live.host_here = True
            self._timers.after(RETURN_WITHIN_MS, lambda: self._look(live))
