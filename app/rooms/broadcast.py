"""The one way out: who hears what, when. No other module emits.

Screens that draw the whole room follow its numbered events; phones follow a brief that is small and absolute. The
first event after a pause leaves at once, those after it are gathered and leave together; a trip, a break and a reset
do not wait, unless somebody causes them all the time. A batch is encoded once for everybody.

How long broadcasting takes is measured, and the pause after it is long enough that, over all rooms and in the long
run, it stays below its share of the processor.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, get_args

from app.core.apply import Applied
from app.core.events import (
    AnyEvent,
    Asked,
    Broken,
    Dealt,
    DrillSet,
    Guessed,
    Held,
    LessonMoved,
    MuralSet,
    Painted,
    Paused,
    Ran,
    Told,
    Tripped,
    Turned,
    WasReset,
)
from app.core.hidden_names import public_events
from app.core.mural import N_STEPS, is_all_done
from app.core.mural_view import Asker
from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.timers import Timers
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.pictures import Pictures, n_short
from app.rooms.rooms import Rooms
from app.wire.messages import NoticeType, ServerEvent, View

SHARE = 0.25
"""Of the processor that broadcasting may take."""
MIN_PAUSE_MS = 40
"""25 batches a second are as smooth as the eye asks for."""
MAX_PAUSE_MS = 1000
"""However busy the server is, a screen that follows gets a batch this often."""
BRIEF_PAUSE_MS = 500
"""Two seconds of a phone stay under 4 kB with at most this many briefs, and two that do not wait."""
SMALL_ROOM = 8
"""Workers; in a room of this size a phone hears of everybody within SMALL_BRIEF_PAUSE_MS."""
SMALL_BRIEF_PAUSE_MS = 100

URGENT = frozenset(
    {Tripped, Broken, WasReset, LessonMoved, Asked, Ran, Told, Dealt, Turned, Paused, Held, MuralSet, DrillSet}
)
NOT_FOR_PHONES = frozenset({Guessed, Painted})
"""A hall of phones would hear of each guess otherwise, and has nothing to do with their number. What was painted comes
with each phone's own answer."""
URGENT_AHEAD_MS = 2000
"""How far a room's urgent news may run ahead of its share. A class does not get there, but a client that breaks and
resets the barrier of a full hall all the time does."""


class Emitter(Protocol):
    """What of a Socket.IO server the broadcast needs."""

    def emit(self, event: ServerEvent, data: object, to: str) -> None: ...
    def enter_room(self, sid: str, room: str) -> None: ...
    def leave_room(self, sid: str, room: str) -> None: ...


@dataclass
class Channel:
    """What one room has yet to tell; nothing is gathered for a view in which nobody follows. `newcomers` know the room
    up to a number inside the batch that is being gathered: they get the rest of that batch, and belong to the group
    from then on. A rest is encoded for each of them, so a long one is only sent as a gap: they ask, at a price."""

    pending: list[AnyEvent] = field(default_factory=list)
    newcomers: dict[str, int] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    n_following: Counter[View] = field(default_factory=Counter)
    not_before_ms: dict[View, int] = field(default_factory=lambda: {"full": 0, "brief": 0})
    is_timed: dict[View, bool] = field(default_factory=lambda: {"full": False, "brief": False})
    brief_is_due: bool = False
    paid_ms: float = 0.0
    """When broadcasting would have been idle long enough for all that it has done for this room."""


class Broadcast(RoomListener):
    hears_of = None

    def __init__(
        self,
        emitter: Emitter,
        rooms: Rooms,
        timers: Timers,
        *,
        later_cost_s: float = 0,
        processor_s: Callable[[], float] = time.thread_time,
        observe_s: Callable[[float], object] = lambda _cost_s: None,
    ) -> None:
        """`later_cost_s` is the processor time that one message to one client will take after it has been emitted;
        `processor_s` reads the processor time used so far; `observe_s` gets what each broadcast took of it."""
        self._emitter = emitter
        self._rooms = rooms
        self._timers = timers
        self._pictures = Pictures(rooms.clock)
        self._later_cost_s = later_cost_s
        self._processor_s = processor_s
        self._observe_s = observe_s
        self._paid_ms = 0.0
        """When broadcasting will have been idle long enough for all that it has done."""
        self._channels: dict[str, Channel] = {}
        self._codes: dict[str, str] = {}
        self.is_host_here: Callable[[LiveRoom], bool] = lambda _live: False
        """Views show whether the host's screen is connected, which the log does not say."""

    def admit(self, live: LiveRoom, sid: str, view: View) -> None:
        """The connection hears of all that happens from now on, without a gap.

        Call it with the room's lock held. Also for one who is in already and wants the room again, or another view.
        """
        room = live.room
        channel = self._channels.setdefault(room.code, Channel())
        self._forget(channel, room.code, sid)
        channel.views[sid] = view
        channel.n_following[view] += 1
        self._codes[sid] = room.code
        if view == "full" and channel.pending:
            channel.newcomers[sid] = room.seq
        else:
            self._emitter.enter_room(sid, _group(room.code, view))

    def whole(self, live: LiveRoom, view: View, asker: Asker | None = None) -> dict[str, Any]:
        """The room as this view shows it now, ready for JSON. Call it with the room's lock held."""
        if view == "brief":
            return {"brief": self._brief(live, asker or Asker())}
        return {"snapshot": self._pictures.snapshot(live, host_here=self.is_host_here(live))}

    def _brief(self, live: LiveRoom, asker: Asker | None = None) -> object:
        return self._pictures.brief(live, asker, host_here=self.is_host_here(live))

    def dismiss(self, code: str, sid: str) -> None:
        """This connection hears of the room no more."""
        channel = self._channels.get(code)
        self._codes.pop(sid, None)
        if channel is not None:
            self._forget(channel, code, sid)
            if not channel.views:
                del self._channels[code]

    def _forget(self, channel: Channel, code: str, sid: str) -> None:
        view = channel.views.pop(sid, None)
        if view is None:
            return
        if channel.newcomers.pop(sid, None) is None:
            self._emitter.leave_room(sid, _group(code, view))
        channel.n_following[view] -= 1
        if not channel.n_following["full"]:
            channel.pending = []  # a timed batch finds nothing to tell
        if not channel.n_following["brief"]:
            channel.brief_is_due = False

    def catch_up(self, sid: str) -> None:
        """Broadcasts were withheld from this connection while it did not read, and now it reads again: it hears how
        things stand. A brief says it all; the full view hears of a gap, and asks."""
        code = self._codes.get(sid)
        if code is None:
            return
        try:
            live = self._rooms.find(code)
        except Refusal:
            return
        with live.lock:
            channel = self._channels.get(code)
            view = channel and channel.views.get(sid)
            if channel is None or view is None or sid in channel.newcomers:
                return
            if view == "brief":
                self._emitter.emit("brief", self._brief(live), sid)
            else:
                self._emitter.emit("events", {"seq": live.room.seq - len(channel.pending), "events": []}, sid)

    def notice(self, to: str, notice_type: NoticeType, message: str) -> None:
        """Tell one connection something that is not an event of the room."""
        self._emitter.emit("notice", {"type": notice_type, "message": message}, to)

    def screens(self, code: str) -> frozenset[str]:
        """The connections of the room."""
        channel = self._channels.get(code)
        return frozenset(channel.views) if channel is not None else frozenset()

    def tell(self, to: str, event: ServerEvent, data: object) -> None:
        """Tell one connection."""
        self._emitter.emit(event, data, to)

    def tell_whole_views(self, code: str, event: ServerEvent, data: object) -> None:
        """Tell every connection that draws the whole room something that is not an event of the room."""
        channel = self._channels.get(code)
        if channel is None:
            return
        self._emitter.emit(event, data, _group(code, "full"))
        for sid in list(channel.newcomers):
            self._emitter.emit(event, data, sid)

    def notice_everybody(self, notice_type: NoticeType, message: str) -> None:
        """Tell every connection that has joined a room."""
        for code in list(self._channels):
            self.notice_room(code, notice_type, message)

    def notice_room(self, code: str, notice_type: NoticeType, message: str) -> None:
        """Tell every connection of this room."""
        channel = self._channels.get(code)
        if channel is None:
            return
        for view in get_args(View):
            self._emitter.emit("notice", {"type": notice_type, "message": message}, _group(code, view))
        for sid in list(channel.newcomers):
            self.notice(sid, notice_type, message)

    def on_close(self, live: LiveRoom) -> None:
        self.notice_room(live.room.code, "room_closed", "Nobody used this room for a day. It is closed.")

    def on_change(self, live: LiveRoom, _before: Room, applied: Applied) -> None:
        channel = self._channels.get(live.room.code)
        if channel is None or not applied.events:
            return
        if channel.n_following["full"]:
            channel.pending.extend(applied.events)
        types = frozenset(map(type, applied.events))
        if channel.n_following["brief"] and (not types <= NOT_FOR_PHONES or _ends_a_run(applied)):
            channel.brief_is_due = True
        now_ms = self._rooms.clock.now_ms()
        if not URGENT.isdisjoint(types) and channel.paid_ms < now_ms + URGENT_AHEAD_MS:
            self._flush_full(live, channel)
            self._flush_brief(live, channel)
            return
        if channel.pending:
            self._flush_in_time(live, channel, "full", self._flush_full, now_ms)
        if channel.brief_is_due:
            self._flush_in_time(live, channel, "brief", self._flush_brief, now_ms)

    def _flush_in_time(
        self, live: LiveRoom, channel: Channel, view: View, flush: Callable[[LiveRoom, Channel], None], now_ms: int
    ) -> None:
        """At once after a pause, else when the pause is over."""
        not_before_ms = channel.not_before_ms[view]
        if now_ms >= not_before_ms:
            flush(live, channel)
        elif not channel.is_timed[view]:
            channel.is_timed[view] = True

            def later() -> None:
                with live.lock:
                    channel.is_timed[view] = False
                    self._flush_in_time(live, channel, view, flush, self._rooms.clock.now_ms())

            self._timers.at(not_before_ms, later)

    def _flush_full(self, live: LiveRoom, channel: Channel) -> None:
        events, channel.pending = public_events(live.room, channel.pending), []
        if not events:
            return
        code, seq = live.room.code, live.room.seq
        with self._paced(channel, "full", MIN_PAUSE_MS):
            self._emitter.emit("events", {"seq": seq, "events": events}, _group(code, "full"))
            n_most = n_short(events) if channel.newcomers else 0
            for sid, known in channel.newcomers.items():
                if known < seq:
                    rest = events[known - seq :] if seq - known <= n_most else []
                    self._emitter.emit("events", {"seq": seq, "events": rest}, sid)
                self._emitter.enter_room(sid, _group(code, "full"))
            channel.newcomers.clear()

    def _flush_brief(self, live: LiveRoom, channel: Channel) -> None:
        if not channel.brief_is_due:
            return
        channel.brief_is_due = False
        is_small = len(live.room.workers) <= SMALL_ROOM
        with self._paced(channel, "brief", SMALL_BRIEF_PAUSE_MS if is_small else BRIEF_PAUSE_MS):
            self._emitter.emit("brief", self._brief(live), _group(live.room.code, "brief"))

    @contextmanager
    def _paced(self, channel: Channel, view: View, least_pause_ms: int) -> Iterator[None]:
        """Measures what is done within, and sets the moment of the next time; the pause counts from the beginning.

        It is over when all that was broadcast is paid for; or when the room has paid its own, and has waited as long as
        it would if all rooms were like it: a hall that takes too much keeps no class waiting.
        """
        began_ms, began_s = self._rooms.clock.now_ms(), self._processor_s()
        yield
        cost_s = self._processor_s() - began_s
        self._observe_s(cost_s)
        cost_s += self._later_cost_s * len(channel.views)
        channel.paid_ms = max(began_ms, channel.paid_ms) + cost_s / SHARE * 1000
        self._paid_ms = max(began_ms, self._paid_ms) + cost_s / SHARE * 1000
        fair_ms = max(channel.paid_ms, began_ms + cost_s / SHARE * 1000 * len(self._channels))
        pause_over_ms = round(min(self._paid_ms, fair_ms, began_ms + MAX_PAUSE_MS))
        channel.not_before_ms[view] = max(began_ms + least_pause_ms, pause_over_ms)


def _ends_a_run(applied: Applied) -> bool:
    """Was this the last press of a mural without the barrier?"""
    mural = applied.room.mural
    painted = [event.strips for event in applied.events if isinstance(event, Painted)]
    if mural is None or all(mural.steps[strip] < N_STEPS for strips in painted for strip in strips):
        return False
    return is_all_done(mural, applied.room.workers)


def _group(code: str, view: View) -> str:
    return f"{code}/{view}"
