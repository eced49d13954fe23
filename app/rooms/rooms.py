"""The one door: live rooms, and `hand_over`, through which every change of a room goes.

A command is checked, handed over to the room's line, and done where it comes out: in the order of the line, which is
the same for everybody who has the room.

    submit   waits for the outcome, without any room's lock
    post     does not wait, and does not hear of a refusal: for timers, and for callers with the room's lock
    hand_over                       └─> line ─> on_entry ─> listeners, and the answer to the one who asked
"""

import contextlib
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from app.core import commands
from app.core.apply import Applied, apply, create
from app.core.arrivals import will_count
from app.core.codes import CODE_LENGTH, CODE_LETTERS
from app.core.commands import AnyCommand
from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.clock import RoomClock
from app.lib.timers import Timers
from app.lib.tokens import derived_token, new_seed
from app.rooms import log as room_log
from app.rooms.archive import Archive
from app.rooms.capacity import ADDS, Capacity
from app.rooms.handed import Answer, Handed, Outcome, Reading, Then, UnknownError
from app.rooms.listener import Listeners
from app.rooms.live_room import LiveRoom
from app.rooms.peers import Peers
from app.rooms.room_timers import RoomTimers
from app.stores.base import Entry, Follower, Line, StoreError

log = logging.getLogger(__name__)

MOST_PORTIONS = 10
"""Of a removed room that are deleted while somebody waits for the next one under its code."""


class Rooms(Follower):
    """All rooms of this process.

    A command is in the line before it is shown (to the listeners) and answered. What was acknowledged is therefore in
    the log; what could not be written has not happened.
    """

    def __init__(self, line: Line, clock: RoomClock, timers: Timers, shared_code: str | None, peers: Peers) -> None:
        self.clock = clock
        self.peers = peers
        self.process = peers.process
        """The name of this process: by it a worker's connection is known to be here."""
        self.capacity = Capacity(self.all_in_memory)
        self.archive = Archive(line)
        line.follower = self
        self._secret = line.secret
        self._timers = timers
        self._room_timers = RoomTimers(timers, self)
        self.shared_code = shared_code
        """Of the room that is there without being made."""
        self._live: dict[str, LiveRoom] = {}
        self._openings: dict[str, Future[LiveRoom]] = {}
        """Of rooms that are being loaded: who else wants one of them waits for that."""
        self._lock = threading.RLock()
        self.listeners = Listeners()

    def __len__(self) -> int:
        return len(self._live)

    def create(self, host_key_hash: str | None, configuration: commands.Configuration) -> Room:
        """A new room under a fresh code.

        Raises:
            Refusal: `unavailable` when the memory or the disk is full, or the store fails.
        """
        self.capacity.check_new_room()
        self.archive.check_room_for_more()
        while True:
            code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
            if (room := self._create(code, host_key_hash, configuration)) is not None:
                return room

    def _create(self, code: str, host_key_hash: str | None, configuration: commands.Configuration) -> Room | None:
        command = commands.Create(code=code, seed=new_seed(), host_key_hash=host_key_hash, configuration=configuration)
        at_ms = self.clock.now_ms()
        return create(command, at_ms) if self.archive.create(command, at_ms) else None

    def token_for(self, code: str, *parts: str) -> str:
        """The token of a seat in this room that is known by these parts: always the same one."""
        return derived_token(self._secret, code, *parts)

    def find(self, code: str) -> LiveRoom:
        """The live room under this (canonical) code.

        Raises:
            Refusal: `room_not_found`; `unavailable` when the store cannot be read.
        """
        live = self._live.get(code)
        if live is not None:
            return live
        with self._lock:
            live = self._live.get(code)
            if live is not None:
                return live
            others = self._openings.get(code)
            own = self._openings[code] = others or Future()
        return others.result() if others is not None else self._open(code, own)

    def _open(self, code: str, opening: Future[LiveRoom]) -> LiveRoom:
        """Load the room for all who wait for it, while other rooms go on."""
        try:
            live = self._load(code)
            is_there = self._take_in(live, opening)
            if not is_there:
                live = self.find(code)
        except BaseException as error:
            self._end_opening(code, opening)
            opening.set_exception(error)
            raise
        opening.set_result(live)
        if is_there:
            self._after_opening(live)
        return live

    def _load(self, code: str) -> LiveRoom:
        live = self.archive.open(code)
        if live is None and code == self.shared_code:
            live = self._begin_shared(code)
        if live is None:
            raise Refusal("room_not_found")
        self.capacity.check_opening(live)
        self.capacity.begin(live)
        return live

    def _take_in(self, live: LiveRoom, opening: Future[LiveRoom]) -> bool:
        """The room has been loaded. False: it was removed from the store meanwhile."""
        code = live.room.code
        with self._lock:
            if self._openings.get(code) is not opening:
                return False
            self._live[code] = live
            try:
                self.archive.follow(live)
            except Refusal:
                del self._live[code]
                raise
            del self._openings[code]
        return True

    def _end_opening(self, code: str, opening: Future[LiveRoom]) -> None:
        with self._lock:
            if self._openings.get(code) is opening:
                del self._openings[code]

    def _begin_shared(self, code: str) -> LiveRoom:
        """A new shared room. What is left of the one before goes first."""
        for _ in range(MOST_PORTIONS):
            self._create(code, None, commands.Configuration())
            if (live := self.archive.open(code)) is not None:
                return live
            self.archive.clean_up()
        raise Refusal("unavailable", "This room is being cleared. Try again in a moment.")

    def in_memory(self, code: str) -> LiveRoom | None:
        """The live room, for a caller that may not wait until it is loaded."""
        return self._live.get(code)

    def all_in_memory(self) -> list[LiveRoom]:
        return list(self._live.values())

    @contextmanager
    def held(self, code: str) -> Iterator[LiveRoom]:
        """The live room with its lock held: it stays in memory, and nobody else changes it.

        Raises:
            Refusal: as `find`.
        """
        while True:
            live = self.find(code)
            with live.lock:
                if not live.is_out_of_memory:
                    yield live
                    return

    def _after_opening(self, live: LiveRoom) -> None:
        for listener in self.listeners:
            listener.on_open(live)
        self._room_timers.begin(live.room)

    def submit(self, code: str, command: AnyCommand) -> Applied:
        """Do a command, of any sender: a phone, the host, a robot, a program. Waits until the line has it.

        Raises:
            Refusal: it cannot be done, and nothing has changed.
        """
        assert not self._timers.is_their_turn, "all timers would wait: post it"
        answer = Answer()
        with self.held(code) as live:
            self.hand_over(live, command, answer.then)
        assert not live.is_held_here, "everybody in the room would wait: post it, or hand it over"
        return answer.wait()

    def post(self, code: str, command: AnyCommand, then: Then = lambda _outcome: None) -> None:
        """As `RoomTimers.post`."""
        self._room_timers.post(code, command, then)

    def hand_over(self, live: LiveRoom, command: AnyCommand, then: Then, *, is_at_end: bool = False) -> None:
        """Check a command, and hand it over to the line. `then` hears what has come of it. Call it with the room's lock
        held; it does not wait.

        What is refused is checked again at the end of the line, where this process may not be yet: nobody hears of a
        refusal that comes from an old copy. `is_at_end`: it is there.
        """
        before = live.room
        at_ms = max(self.clock.now_ms(), before.touched_ms)
        try:
            if self.archive.is_shared and isinstance(command, commands.Arrive) and will_count(before, command):
                # Redis dates it, and others come before it: what is done now would be done again
                self.archive.hand_over(before.code, command, at_ms, Handed(command, before, at_ms, None, then))
                return
            adds = isinstance(command, ADDS)
            if adds:
                self.capacity.check(live, command)
            applied = apply(before, command, at_ms)
            if adds:
                self.capacity.count(live, command)
            if applied.room is not before:
                handed = Handed(command, before, at_ms, applied, then)
                self.archive.hand_over(before.code, command, at_ms, handed)
                return
        except Refusal as refusal:
            if is_at_end or not self._is_checked_again(live, command, then, refusal):
                then(refusal)
            return
        then(applied)

    def _is_checked_again(self, live: LiveRoom, command: AnyCommand, then: Then, refusal: Refusal) -> bool:
        """Will it be checked at the end of the line, or does `then` hear that nobody knows what is there? Limits, and a
        store that takes nothing, are the same there."""

        def check_again(is_read: bool) -> None:
            with live.lock:
                if is_read:
                    self.hand_over(live, command, then, is_at_end=True)
                else:
                    then(Refusal("unavailable"))

        if refusal.code in ("unavailable", "rate_limited", "room_full"):
            return False
        try:
            return self.archive.catch_up(live.room.code, check_again)
        except Refusal as unavailable:
            then(unavailable)
            return True

    def up_to_date(self, code: str) -> Room:
        """The room at the end of its line, as it was when this was called, or later. Waits for the line.

        Raises:
            Refusal: as `find`; `unavailable` when the line cannot be read to its end.
        """
        reading = Reading()
        with self.held(code) as live:
            is_behind = self.archive.catch_up(code, reading.then)
        if is_behind and not reading.wait():
            raise Refusal("unavailable")
        return self.find(code).room if is_behind else live.room

    def on_entry(self, code: str, entry: Entry, handed: object, /) -> None:
        """A command has come out of the line: here it is done."""
        live = self._live.get(code)
        if live is None:  # it has just left the memory
            if isinstance(handed, Handed):
                handed.then(UnknownError())
            return
        with live.lock:
            if handed is None:
                self._do_of_another(live, entry)
                return
            assert isinstance(handed, Handed)
            is_known = handed.before is live.room and handed.at_ms == entry.at_ms
            before = live.room
            outcome: Outcome = UnknownError()
            try:
                outcome = applied = self._do(live, entry, handed.command, handed.applied if is_known else None)
                burden = room_log.burden(before, handed.command, entry.command, applied)
                self.archive.keep_short(live, burden, is_own=True)
            finally:
                handed.then(outcome)  # somebody waits for it

    def _do_of_another(self, live: LiveRoom, entry: Entry) -> None:
        try:
            command = room_log.decode(entry.command)
        except ValueError:
            log.exception("%s: entry %d cannot be read: a newer version has written it", live.room.code, entry.number)
            self._drop(live)
            return
        before = live.room
        applied = self._do(live, entry, command, None)
        self.archive.keep_short(live, room_log.burden(before, command, entry.command, applied), is_own=False)

    def on_refused(self, code: str, handed: object, error: StoreError, /) -> None:
        log.error("%s: a command could not be stored: %s", code, error)
        self._answer(code, handed, Refusal("unavailable"))

    def on_unknown(self, code: str, handed: object, /) -> None:
        self._answer(code, handed, UnknownError())

    def _answer(self, code: str, handed: object, outcome: Outcome) -> None:
        assert isinstance(handed, Handed)
        live = self._live.get(code)
        with live.lock if live is not None else contextlib.nullcontext():
            handed.then(outcome)

    def on_fork(self, code: str, run: str | None, /) -> None:
        """This copy of the room is worth nothing, and with a `run` nobody's is: screens connect again, and find it as
        it is now."""
        live = self._live.get(code)
        if live is None:
            return
        with live.lock:
            if run is not None:
                self.archive.note_fork(code, run, self.clock.now_ms())
            self._drop(live)

    def on_snapshot(self, code: str, number: int, digest: str, /) -> None:
        """Is it the room that this process has after the same entry?"""
        live = self._live.get(code)
        if live is None:
            return
        with live.lock:
            if self.archive.differs(live, number, digest):
                log.error("%s: it is not the room that is stored after entry %d; it is loaded anew", code, number)
                self._drop(live)

    def _drop(self, live: LiveRoom) -> None:
        """This copy is worth nothing."""
        self._forget(live)
        for listener in self.listeners:
            listener.on_fork(live)

    def on_facts(self, code: str, process: str, facts: bytes, /) -> None:
        live = self._live.get(code)
        if live is None:
            return
        with live.lock:
            if process != self.process:
                for listener in self.listeners:
                    listener.on_facts(live, process, facts)
            elif not facts:  # this process was taken for ended
                self._say_again(live)

    def on_back(self) -> None:
        """What was shared last may be lost, or undone by those who have taken this process for ended."""
        for live in self.all_in_memory():
            with live.lock:
                self._say_again(live)

    def _say_again(self, live: LiveRoom) -> None:
        for listener in self.listeners:
            listener.on_unsaid(live)

    def returned(self, process: str) -> None:
        """A process that was taken for ended is there."""
        for live in self.all_in_memory():
            with live.lock:
                for listener in self.listeners:
                    listener.on_return(live, process)

    def on_time(self, now_ms: float, /) -> None:
        self.clock.correct(now_ms)

    def _do(self, live: LiveRoom, entry: Entry, command: AnyCommand, known: Applied | None) -> Applied | Refusal:
        """Do the next command of the line. `known` is what comes of it, if that is known."""
        before = live.room
        applied = known if known is not None else room_log.do(before, command, entry.at_ms)
        live.number = entry.number
        if isinstance(applied, Refusal) or applied.room is before:
            return applied
        live.room = applied.room
        if len(before.workers) != len(applied.room.workers):
            self.capacity.follow(live, before, applied.events)
        live.recent.extend(applied.events)
        self._room_timers.follow(before, applied)
        for listener in self.listeners.of(frozenset(map(type, applied.events))):
            try:
                listener.on_change(live, before, applied)
            except Exception:  # it has happened, and the others shall hear of it
                log.exception("a listener failed")
        if isinstance(command, commands.Seating):
            self._show_connection(live, command)
        elif isinstance(command, commands.Nudge):
            for listener in self.listeners:
                listener.on_nudge(live, command.worker)
        return applied

    def _show_connection(self, live: LiveRoom, command: commands.Seating) -> None:
        number = command.worker if isinstance(command, commands.Connect) else live.room.next_number - 1
        for listener in self.listeners:
            listener.on_connection(live, live.room.workers[number])

    def put_out(self, live: LiveRoom) -> None:
        """Let the room leave the memory; it stays in the store. Call it with the room's lock held."""
        self.archive.save(live)
        self._forget(live)

    def _forget(self, live: LiveRoom) -> None:
        live.is_out_of_memory = True
        self._live.pop(live.room.code, None)
        self._room_timers.end(live.room.code)
        self.archive.unfollow(live.room.code)

    def remove(self, from_store: Callable[[], list[str] | None]) -> bool:
        """Forget the rooms that are removed from the store, whose codes it returns. False: there are no more."""
        with self._lock:  # nobody makes one of them anew before its old one is known to be out of memory
            removed = from_store()
            codes = removed or []
            for code in codes:
                self._openings.pop(code, None)
            closed = [self._live[code] for code in codes if code in self._live]
            for live in closed:
                with live.lock:
                    self._forget(live)
        for live in closed:
            with live.lock:
                for listener in self.listeners:
                    listener.on_close(live)
        return removed is not None
