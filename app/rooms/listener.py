"""The listeners of rooms. The application writes down their order."""

from collections.abc import Collection, Iterator

from app.core.apply import Applied
from app.core.events import AnyEvent
from app.core.room import Room, Worker
from app.rooms.live_room import LiveRoom


class RoomListener:
    """Each part of the server that follows the rooms overrides what it needs. All calls come with the room's lock held,
    except `on_open`, before which nobody else knows the room."""

    hears_of: Collection[type[AnyEvent]] | None = ()
    """`on_change` is called for changes with at least one event of these types; None means every change."""
    hears_without_events = False
    """Is `on_change` called also for changes that are no event?"""

    def on_change(self, live: LiveRoom, before: Room, applied: Applied, /) -> None:
        """A command has changed the room and is stored. `before` is the room without it."""

    def on_connection(self, live: LiveRoom, worker: Worker, /) -> None:
        """The worker's connection is the one named in it now, of this process or of another."""

    def on_nudge(self, live: LiveRoom, worker: int, /) -> None:
        """The worker's screen, of this process or of another, is to show that somebody waits."""

    def on_open(self, live: LiveRoom, /) -> None:
        """A room has come into memory."""

    def on_fork(self, live: LiveRoom, /) -> None:
        """The room in memory is not what the store has, and has been given up: ask for it again."""

    def on_facts(self, live: LiveRoom, process: str, facts: bytes, /) -> None:
        """Another process has shared what it knows about the room; empty: it has ended."""

    def on_unsaid(self, live: LiveRoom, /) -> None:
        """Others may not know any more what this process has shared about the room."""

    def on_return(self, live: LiveRoom, process: str, /) -> None:
        """A process that was taken for ended is there."""

    def on_close(self, live: LiveRoom, /) -> None:
        """A room that was in memory has been deleted for good."""


class Listeners:
    """All that follow the rooms, in the order in which they hear."""

    def __init__(self) -> None:
        self._all: tuple[RoomListener, ...] = ()
        self._by_types: dict[frozenset[type[AnyEvent]], list[RoomListener]] = {}
        """Who hears of a change with events of these types, as far as such changes have been."""

    def add(self, *listeners: RoomListener) -> None:
        """Let these hear of all rooms, in this order and after those before them."""
        self._all += listeners
        self._by_types.clear()

    def __iter__(self) -> Iterator[RoomListener]:
        return iter(self._all)

    def of(self, types: frozenset[type[AnyEvent]]) -> list[RoomListener]:
        """Those who hear of a change with events of these types."""
        listeners = self._by_types.get(types)
        if listeners is None:
            listeners = [
                listener
                for listener in self._all
                if listener.hears_of is None
                or not types.isdisjoint(listener.hears_of)
                or (listener.hears_without_events and not types)
            ]
            self._by_types[types] = listeners
        return listeners
