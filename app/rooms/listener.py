"""The listeners of rooms. The application writes down their order."""

from collections.abc import Collection

from app.core.apply import Applied
from app.core.events import AnyEvent
from app.core.room import Room, Worker
from app.rooms.live_room import LiveRoom


class RoomListener:
    """Each part of the server that follows the rooms overrides what it needs. All calls come with the room's lock held,
    except `on_open`, before which nobody else knows the room."""

    hears_of: Collection[type[AnyEvent]] | None = ()
    """`on_change` is called for changes with at least one event of these types; None means every change."""

    def on_change(self, live: LiveRoom, before: Room, applied: Applied, /) -> None:
        """A command has changed the room and is stored. `before` is the room without it."""

    def on_connection(self, live: LiveRoom, worker: Worker, /) -> None:
        """The worker's connection is the one named in it now, of this process or of another."""

    def on_open(self, live: LiveRoom, /) -> None:
        """A room has come into memory."""

    def on_fork(self, live: LiveRoom, /) -> None:
        """The room in memory is not what the store has, and has been given up: it is to be asked for anew."""

    def on_facts(self, live: LiveRoom, process: str, facts: bytes, /) -> None:
        """Another process has shared what it knows about the room; empty: it has ended."""

    def on_close(self, live: LiveRoom, /) -> None:
        """A room that was in memory has been deleted for good."""
