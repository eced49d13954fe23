"""What becomes due in a room by its own rules: the limit of a generation, seats that are given up, and what the store
could not take. Each room has at most one timer for each, however often its rules or its people change."""

import functools
from typing import Protocol

from app.core import commands
from app.core.apply import Applied
from app.core.commands import AnyCommand
from app.core.events import Configured, Paused, Presence
from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.clock import RoomClock
from app.lib.timers import Timers
from app.lib.turns import Turn
from app.rooms.handed import Outcome, Then, UnknownError
from app.rooms.live_room import LiveRoom
from app.rooms.peers import Peers

RETURN_WITHIN_MS = 5_000
"""After a restart a worker counts as connected for this long, while its screen reconnects."""
TOO_EARLY_MS = 50
"""By the clock of the one who dates the commands it was not yet time: it is tried again after this."""
TRY_AGAIN_MS = 2_000
"""What could not be stored, and nobody would ask for again, is tried again after this time."""
MAY_MOVE_ALL_GONE = (Configured, Paused)
"""Events after which all seats of the silent may be given up at other moments."""


class Door(Protocol):
    """What the timers need of the rooms."""

    clock: RoomClock
    peers: Peers

    def hand_over(self, live: LiveRoom, command: AnyCommand, then: Then) -> None: ...
    def in_memory(self, code: str) -> LiveRoom | None: ...


class RoomTimers:
    """A timer keeps a code, not a room, whose value would live as long. No timer waits: all others would wait."""

    def __init__(self, timers: Timers, rooms: Door) -> None:
        self._timers = timers
        self._rooms = rooms
        self._clock = rooms.clock

    def begin(self, room: Room) -> None:
        """The room has come into memory. Find out in a while which of its workers have come back."""
        self._time_gone(room)
        self._time_deadline(room)
        code = room.code
        self._timers.after(RETURN_WITHIN_MS, lambda: self._notice_absent(code), (code, "absent"))

    def follow(self, before: Room, applied: Applied) -> None:
        """The room has changed."""
        room = applied.room
        if room.deadline_ms != before.deadline_ms:
            self._time_deadline(room)
        for event in applied.events:
            if isinstance(event, Presence):
                if not event.connected and room.gone == "let_go":
                    self._let_go_at(room.code, event.at_ms + room.gone_after_s * 1000)
            elif isinstance(event, MAY_MOVE_ALL_GONE) and _moves_all_gone(event, before, room):
                self._time_gone(room)

    def end(self, code: str) -> None:
        """The room has left the memory: nothing is pending for it any more."""
        self._timers.cancel_all(code)

    def try_again(self, code: str, command: AnyCommand) -> None:
        """The store could not take this command, for which nobody will ask again."""
        live = self._rooms.in_memory(code)
        worker = getattr(command, "worker", None)
        seat = live.room.workers.get(worker) if live is not None and worker is not None else None
        if isinstance(command, commands.Disconnect) and seat is not None and seat.kind == "person":
            self._timers.by(self._in(TRY_AGAIN_MS), lambda: self._notice_absent(code), (code, "absent"))
        else:
            key = (code, ("again", type(command).__name__, worker))
            self._timers.at(self._in(TRY_AGAIN_MS), lambda: self.post(code, command), key)

    def post(self, code: str, command: AnyCommand, then: Then = lambda _outcome: None) -> None:
        """For timers and others who cannot wait, of a room in memory. A refusal is no news to most of them, who come
        too late by nature. But they do not ask again, so what the store cannot take is tried again."""
        live = self._rooms.in_memory(code)
        if live is None:
            return

        def heard(outcome: Outcome) -> None:
            if is_to_be_tried_again(outcome):
                self.try_again(code, command)
            then(outcome)

        with live.lock:
            if not live.is_out_of_memory:
                self._rooms.hand_over(live, command, heard)

    def _in(self, delay_ms: int) -> int:
        return self._clock.now_ms() + delay_ms

    def _time_deadline(self, room: Room) -> None:
        code, key = room.code, (room.code, "deadline")
        if room.deadline_ms is None:
            self._timers.cancel(key)
        else:
            command = commands.Expire(generation=room.barrier.generation)
            self._timers.at(room.deadline_ms, lambda: self._expire(code, command), key)

    def _expire(self, code: str, command: commands.Expire) -> None:
        def heard(outcome: Outcome) -> None:
            if isinstance(outcome, Applied) and not outcome.events:
                deadline_ms, generation = outcome.room.deadline_ms, outcome.room.barrier.generation
                if deadline_ms is not None and generation == command.generation:
                    due_ms = max(deadline_ms, self._in(TOO_EARLY_MS))
                    self._timers.at(due_ms, lambda: self._expire(code, command), (code, "deadline"))

        self.post(code, command, heard)

    def _time_gone(self, room: Room, after_ms: int = 0) -> None:
        """Look when the next seat is due, after that moment."""
        dues_ms = [due_ms for due_ms in _gone_dues_ms(room).values() if due_ms > after_ms]
        if dues_ms:
            self._let_go_at(room.code, min(dues_ms))

    def _let_go_at(self, code: str, due_ms: int) -> None:
        self._timers.by(due_ms + self._rooms.peers.turn_ms, lambda: self._let_go(code), (code, "gone"))

    def _let_go(self, code: str, after: int = 0) -> None:
        """Give up the seats that are due, of the workers after this one. A few at a time: each may trip the barrier."""
        live = self._rooms.in_memory(code)
        if live is None:
            return
        turn, now_ms = Turn(), self._clock.now_ms()
        due = [worker for worker, due_ms in _gone_dues_ms(live.room).items() if worker > after and due_ms <= now_ms]
        for worker in due:
            seat = live.room.workers.get(worker)
            if seat is not None and seat.away_since_ms is not None:
                gone = commands.Gone(worker=worker, away_since_ms=seat.away_since_ms)
                if self._is_refused_at_once(code, gone, self._look_again_if_early):
                    self._let_go_at(code, self._in(TRY_AGAIN_MS))
                    return
            if turn.is_over:
                rest = functools.partial(self._let_go, code, worker)
                self._timers.after(0, rest, (code, "gone, the rest"))  # those before it may have been too early
                return
        self._time_gone(live.room, now_ms)

    def _look_again_if_early(self, outcome: Outcome) -> None:
        if isinstance(outcome, Applied) and not outcome.events and outcome.room.lesson.paused_since_ms is None:
            dues_ms = _gone_dues_ms(outcome.room)
            if dues_ms:
                self._let_go_at(outcome.room.code, max(min(dues_ms.values()), self._in(TOO_EARLY_MS)))

    def _notice_absent(self, code: str) -> None:
        """Mark people without a screen as away. Idempotent."""
        live = self._rooms.in_memory(code)
        if live is None:
            return
        turn = Turn()
        with live.lock:
            for worker in live.room.workers.values():
                if worker.kind != "person" or worker.number in live.seated or worker.away_since_ms is not None:
                    continue
                if self._rooms.peers.lives_elsewhere(worker.via):
                    continue
                if turn.is_over:
                    self._timers.after(0, lambda: self._notice_absent(code), (code, "absent"))
                    return
                if self._is_refused_at_once(code, commands.Disconnect(worker=worker.number)):
                    return  # the store is out of order: all of them are tried again later

    def _is_refused_at_once(self, code: str, command: AnyCommand, then: Then = lambda _outcome: None) -> bool:
        """Post it, and say whether it was refused before it was on its way."""
        outcomes: list[Outcome] = []

        def heard(outcome: Outcome) -> None:
            outcomes.append(outcome)
            then(outcome)

        self.post(code, command, heard)
        return any(isinstance(outcome, Exception) for outcome in outcomes)


def is_to_be_tried_again(outcome: Outcome) -> bool:
    """The store could not take the command, or nobody knows whether it has."""
    return isinstance(outcome, UnknownError) or (isinstance(outcome, Refusal) and outcome.code == "unavailable")


def _gone_dues_ms(room: Room) -> dict[int, int]:
    """When the seat of each worker who is away is given up; empty where seats are kept."""
    if room.gone != "let_go":
        return {}
    after_ms = room.gone_after_s * 1000
    return {
        worker.number: worker.away_since_ms + after_ms
        for worker in room.workers.values()
        if worker.away_since_ms is not None
    }


def _moves_all_gone(event: Configured | Paused, before: Room, room: Room) -> bool:
    """Are all seats given up sooner or later now?"""
    if isinstance(event, Configured):
        return (room.gone, room.gone_after_s) != (before.gone, before.gone_after_s)
    return not event.on
