"""The logs of all rooms, as the store keeps them: written, read again, and kept from growing without end."""

import logging
from collections.abc import Callable, Iterator

from app.core import commands
from app.core.commands import AnyCommand
from app.core.events import AnyEvent
from app.core.refusals import Refusal
from app.core.room import RULES_VERSION, Room
from app.lib import turns
from app.rooms import log as room_log
from app.rooms.live_room import ByRoom, LiveRoom
from app.stores.base import Entry, Line, Loaded, StoreError

log = logging.getLogger(__name__)

SNAPSHOT_EVERY = 1000
"""Commands between two stored snapshots: applying this many takes some 20 ms, so a room opens fast."""
SNAPSHOT_EVERY_MS = 200
"""And so long it takes at most to apply what came after one: fourteen commands that hide or show two thousand names."""
NEWER = "This room was made by a newer version of All Aboard."
DAMAGED = "This room's past is damaged."
WRONG = (ValueError, AssertionError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What is raised by an entry or a snapshot that cannot be read, and by one that can, and does not fit the others."""
MARK_EVERY_BYTES = 16_000_000
"""Of a log, as it unfolds. At least so much of it is kept, and at most twice as much: more than twenty rounds of a full
hall, and thousands of a class."""
MARK_EVERY_BYTES_ON_A_FULL_DISK = 1_000_000
"""While the disk is nearly full. What goes leaves room for what comes, in all rooms."""


class LogState:
    """`weight` is what a room's log weighs since its latest mark, and `redo_ms` how long it takes to do again what came
    after its latest snapshot. `digest` is of the room after the entry with this number, at which all who follow it
    compare."""

    weight: int = 0
    redo_ms: float = 0.0
    digest: tuple[int, str] = (0, "")


class Archive:
    """All methods raise Refusal: `unavailable` when the store fails."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.is_shared = line.is_shared
        self._logs = ByRoom(LogState)
        self.is_disk_nearly_full = False
        """When it was last looked at."""
        self._replays = turns.Line()
        """However many rooms are opened at once, some of their commands are done, and then everything else has its
        turn."""

    def check_room_for_more(self) -> None:
        """New rooms are refused before the disk is full: those that are there shall go on."""
        if self.is_disk_nearly_full:
            raise Refusal("unavailable", "The server's disk is nearly full. Rooms go on, but no new room can start.")

    def create(self, command: commands.Create, at_ms: int) -> bool:
        """Begin a room's log. False: the code is taken."""
        try:
            return self._line.create(command.code, at_ms, room_log.encode(command))
        except StoreError:
            log.exception("a room could not be created")
            raise Refusal("unavailable") from None

    def clean_up(self) -> bool:
        """As `Line.clean_up`."""
        try:
            return self._line.clean_up()
        except StoreError:
            log.exception("what is needed no more could not be deleted")
            raise Refusal("unavailable") from None

    def open(self, code: str) -> LiveRoom | None:
        """The room as its log says; None if there is none."""
        self._replays.wait_briefly()
        try:
            loaded = self._line.load(code)
        except StoreError:
            log.exception("a room could not be loaded")
            raise Refusal("unavailable") from None
        if loaded is None:
            return None
        try:
            replayed = self._replay(code, loaded)
        except room_log.NewerError:
            log.warning("%s: a newer version has written what cannot be read here", code)
            raise Refusal("unavailable", NEWER) from None
        if replayed.room.rules > RULES_VERSION:
            raise Refusal("unavailable", NEWER)
        live = LiveRoom(replayed.room, replayed.number)
        state = self._logs[live]
        state.weight, state.redo_ms = replayed.weight, replayed.redo_ms
        if state.redo_ms > SNAPSHOT_EVERY_MS:
            self.save(live)
        return live

    def _replay(self, code: str, loaded: Loaded) -> room_log.Replayed:
        give_way = self._replays.wait_briefly
        try:
            return room_log.replay(loaded, give_way)
        except room_log.NewerError:
            raise
        except WRONG:
            log.exception("%s: the snapshot or what follows it cannot be read; trying the whole log", code)
        try:
            number, snapshot = self._line.beginning(code) or (0, None)
            return room_log.replay(Loaded(snapshot, number, list(self._entries(code, number))), give_way)
        except room_log.NewerError:
            raise
        except (*WRONG, StoreError):
            log.exception("%s: the log cannot be read", code)
            raise Refusal("unavailable", "The stored data of this room is damaged. Start another room.") from None

    def follow(self, live: LiveRoom) -> None:
        """From now on the room hears of what comes into its line."""
        try:
            self._line.follow(live.room.code, live.number)
        except StoreError:
            log.exception("a room could not be followed")
            raise Refusal("unavailable") from None

    def unfollow(self, code: str) -> None:
        """As `Line.unfollow`."""
        self._line.unfollow(code)

    def hand_over(self, code: str, command: AnyCommand, at_ms: int, handed: object) -> None:
        """As `Line.hand_over`. `unavailable` means that the command is certainly not stored."""
        try:
            self._line.hand_over(code, room_log.encode(command), at_ms, handed)
        except StoreError:
            log.exception("a command could not be stored")
            raise Refusal("unavailable") from None

    def catch_up(self, code: str, then: Callable[[bool], object]) -> bool:
        """As `Line.catch_up`."""
        try:
            return self._line.catch_up(code, then)
        except StoreError as error:
            log.info("%s: it is not known what is in the line: %s", code, error)
            raise Refusal("unavailable") from None

    def note_fork(self, code: str, run: str, at_ms: int) -> None:
        """The room's line goes on as another one. If it cannot be said now, its epoch stays."""
        try:
            self._line.hand_over(code, room_log.encode(commands.Fork(run=run)), at_ms, None)
        except StoreError:
            log.exception("%s: a fork could not be noted", code)

    def keep_short(self, live: LiveRoom, burden: tuple[int, float], *, is_own: bool) -> None:
        """An entry of this `room_log.burden` has come. Now and then store the room after its latest entry, so that its
        log is short to read. All who follow the room come to it at the same entry, and the one whose own that entry is
        does it. After dear commands it is done sooner, which nobody compares."""
        state = self._logs[live]
        state.weight += burden[0]
        state.redo_ms += burden[1]
        if state.weight > (MARK_EVERY_BYTES_ON_A_FULL_DISK if self.is_disk_nearly_full else MARK_EVERY_BYTES):
            if is_own:
                self._mark(live)
            else:
                state.weight = 0
        elif live.number % SNAPSHOT_EVERY == 0:
            state.digest = live.number, room_log.digest(live.room) if self.is_shared else ""
            if is_own:
                self.save(live, state.digest[1])
        elif is_own and state.redo_ms > SNAPSHOT_EVERY_MS:
            self.save(live)

    def differs(self, live: LiveRoom, number: int, digest: str) -> bool:
        """Is this the digest of another room than the one here, after the same entry?"""
        own_number, own = self._logs[live].digest
        return bool(digest) and own_number == number and room_log.differs(own, digest)

    def save(self, live: LiveRoom, digest: str = "") -> None:
        """Store the room as it is now. If that fails, its log is longer to read for it."""
        state = self._logs[live]
        weight, state.redo_ms = state.weight, 0.0
        try:
            self._line.save_snapshot(live.room.code, live.number, room_log.encode_room(live.room), weight, digest)
        except StoreError:
            log.exception("a snapshot could not be stored")

    def _mark(self, live: LiveRoom) -> None:
        """From now on the log begins at the mark before this one, if there is one."""
        try:
            self._line.mark(live.room.code, live.number, room_log.encode_room(live.room))
        except StoreError:
            log.exception("a long log could not be shortened")
            return
        self._logs[live].weight = 0
        self.save(live)

    def beginning(self, code: str) -> tuple[Room, int]:
        """The room as its log begins, and the number of the command that has led to it."""
        try:
            mark = self._line.beginning(code)
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
        except room_log.NewerError:
            raise Refusal("unavailable", NEWER) from None
        except WRONG:
            log.exception("%s: the log cannot be read", code)
            raise Refusal("unavailable", DAMAGED) from None

    def _entries(self, code: str, after: int) -> Iterator[Entry]:
        try:
            yield from self._line.entries(code, after)
        except StoreError:
            log.exception("a log could not be read")
            raise Refusal("unavailable") from None
