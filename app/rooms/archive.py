"""The logs of all rooms, as the store keeps them: written, read again, and kept from growing without end."""

import logging
from collections.abc import Iterator

from app.core import commands
from app.core.apply import Applied
from app.core.commands import AnyCommand
from app.core.events import AnyEvent
from app.core.refusals import Refusal
from app.core.room import Room
from app.rooms import log as room_log
from app.rooms.live_room import LiveRoom
from app.stores.base import Entry, Loaded, Store, StoreError

log = logging.getLogger(__name__)

SNAPSHOT_EVERY = 1000
"""Commands between two stored snapshots: applying this many takes some 20 ms, so a room opens fast."""
DAMAGED = "What was stored of this room's past is damaged."
MARK_EVERY_BYTES = 16_000_000
"""Of a log, as it unfolds. At least so much of it is kept, and at most twice as much: more than twenty rounds of a full
hall, and thousands of a class."""
MARK_EVERY_BYTES_ON_A_FULL_DISK = 1_000_000
"""While the disk is nearly full. What goes leaves room for what comes, in all rooms."""


class Archive:
    """All methods raise Refusal: `unavailable` when the store fails."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_disk_nearly_full = False
        """When it was last looked at."""

    def check_room_for_more(self) -> None:
        """New rooms are refused before the disk is full: those that are there shall go on."""
        if self.is_disk_nearly_full:
            raise Refusal("unavailable", "The server's disk is nearly full. Rooms go on, but no new one can be made.")

    def create(self, command: commands.Create, at_ms: int) -> bool:
        """Begin a room's log. False: the code is taken."""
        try:
            return self._store.create(command.code, at_ms, room_log.encode(command))
        except StoreError:
            log.exception("a room could not be created")
            raise Refusal("unavailable") from None

    def clean_up(self) -> bool:
        """As `Store.clean_up`."""
        try:
            return self._store.clean_up()
        except StoreError:
            log.exception("what is needed no more could not be deleted")
            raise Refusal("unavailable") from None

    def open(self, code: str) -> LiveRoom | None:
        """The room as its log says; None if there is none."""
        try:
            loaded = self._store.load(code)
        except StoreError:
            log.exception("a room could not be loaded")
            raise Refusal("unavailable") from None
        return None if loaded is None else LiveRoom(*self._replay(code, loaded))

    def _replay(self, code: str, loaded: Loaded) -> tuple[Room, int, int]:
        try:
            return room_log.replay(loaded)
        except (ValueError, AssertionError):
            log.exception("%s: the snapshot or what follows it cannot be read; trying the whole log", code)
        try:
            number, snapshot = self._store.beginning(code) or (0, None)
            return room_log.replay(Loaded(snapshot, number, list(self._entries(code, number))))
        except (ValueError, AssertionError, StoreError):
            log.exception("%s: the log cannot be read", code)
            raise Refusal("unavailable", "What was stored of this room is damaged. Start another one.") from None

    def append(self, live: LiveRoom, command: AnyCommand, at_ms: int, applied: Applied) -> None:
        """Store the command, and with it what has come of it; then the room is as it says."""
        encoded = room_log.encode(command)
        try:
            self._store.append(live.room.code, live.number + 1, at_ms, encoded)
        except StoreError:
            log.exception("a command could not be stored")
            raise Refusal("unavailable") from None
        live.number += 1
        live.room = applied.room
        live.weight += room_log.weight(encoded, applied)
        if live.weight > (MARK_EVERY_BYTES_ON_A_FULL_DISK if self.is_disk_nearly_full else MARK_EVERY_BYTES):
            self._mark(live)
        elif live.number % SNAPSHOT_EVERY == 0:
            self.save(live)

    def save(self, live: LiveRoom) -> None:
        """Store the room as it is now. If that fails, its log is longer to read for it."""
        try:
            self._store.save_snapshot(live.room.code, live.number, room_log.encode_room(live.room), live.weight)
        except StoreError:
            log.exception("a snapshot could not be stored")

    def _mark(self, live: LiveRoom) -> None:
        """From now on the log begins at the mark before this one, if there is one."""
        try:
            self._store.mark(live.room.code, live.number, room_log.encode_room(live.room))
        except StoreError:
            log.exception("a long log could not be shortened")
            return
        live.weight = 0
        self.save(live)

    def beginning(self, code: str) -> tuple[Room, int]:
        """The room as its log begins, and the number of the command that has led to it."""
        try:
            mark = self._store.beginning(code)
        except StoreError:
            log.exception("a log could not be read")
            raise Refusal("unavailable") from None
        try:
            if mark is not None:
                return room_log.decode_room(mark[1]), mark[0]
        except ValueError:
            log.exception("%s: where the log begins cannot be read", code)
            raise Refusal("unavailable", DAMAGED) from None
        for room, _ in self.history(code):
            return room, 1
        raise Refusal("room_not_found")

    def history(
        self, code: str, after: int = 0, room: Room | None = None
    ) -> Iterator[tuple[Room, tuple[AnyEvent, ...]]]:
        """The log done again, as `room_log.states` tells it.

        Raises:
            GapError: as `room_log.states`.
        """
        try:
            yield from room_log.states(self._entries(code, after), after, room)
        except (ValueError, AssertionError):
            log.exception("%s: the log cannot be read", code)
            raise Refusal("unavailable", DAMAGED) from None

    def _entries(self, code: str, after: int) -> Iterator[Entry]:
        try:
            yield from self._store.entries(code, after)
        except StoreError:
            log.exception("a log could not be read")
            raise Refusal("unavailable") from None
