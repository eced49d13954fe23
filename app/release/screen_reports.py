"""How simultaneous was it? Screens report when they changed, and those that draw the whole room hear what came of it.

While they report it is live state, which processes tell each other; what came of it is a command in the room's log, one
for a release.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from app.core import commands
from app.core.apply import Applied
from app.core.events import Tripped
from app.core.room import Room
from app.core.spread import Spread
from app.lib.timers import Timers
from app.release.tally import TAKEN_FOR_MS, Tally
from app.rooms.broadcast import Broadcast
from app.rooms.here import Here
from app.rooms.listener import RoomListener
from app.rooms.live_room import ByRoom, LiveRoom
from app.rooms.rooms import Rooms
from app.wire.messages import ShownRequest

TELL_AFTER_MS = 800
"""After the moment: reports of screens on a usual line are here, and the bus is still driving."""
TELL_AGAIN_MS = 1000
"""For those that heard late."""
CLOSE_AFTER_MS = TAKEN_FOR_MS
"""After the moment: all reports that count are here."""


@dataclass
class Latest:
    """What the screens of a room have said about its latest release; None before the first."""

    tally: Tally | None = None


class ScreenReports(RoomListener):
    hears_of = (Tripped,)

    def __init__(
        self,
        rooms: Rooms,
        broadcast: Broadcast,
        timers: Timers,
        here: Here,
        *,
        observe_spread_s: Callable[[float], object] = lambda _spread_s: None,
    ) -> None:
        """`observe_spread_s` is called once for each release, with the time from its first to its last screen."""
        self._rooms = rooms
        self._clock = rooms.clock
        self._broadcast = broadcast
        self._timers = timers
        self._observe_spread_s = observe_spread_s
        self._latest = ByRoom(Latest)
        self._here = here
        here.on_news.append(self._on_news)

    def reported(self, live: LiveRoom, sid: str, report: ShownRequest) -> None:
        """A screen of the room says when it showed a release. Anything but one true report of the latest is nothing.

        Call it with the room's lock held, and `welcome` too.
        """
        tally = self._latest[live].tally
        if tally is None or report.generation != tally.generation:
            return
        now_ms = self._clock.precise_ms()
        is_new = tally.add(sid, report.at_ms, report.heard_at_ms, report.error_ms, now_ms)
        if is_new and not tally.is_due:
            tally.is_due = True
            self._timers.after(TELL_AGAIN_MS, lambda: self._tell(live, tally), (live.room.code, "spread"))

    def welcome(self, live: LiveRoom, sid: str) -> None:
        """A screen that draws the whole room has come: tell it how the latest release was."""
        tally = self._latest[live].tally
        if tally is not None and self._whole(live, tally)[0].reports:
            self._broadcast.tell(sid, "spread", self._whole(live, tally)[0].message())

    def not_yet_logged(self, live: LiveRoom) -> Spread | None:
        """How simultaneous the latest release was, while the log does not say so and most screens have reported."""
        with live.lock:
            tally = self._latest[live].tally
            if tally is None or not tally.is_full:
                return None
            whole, seated = self._whole(live, tally)
            return whole.spread(seated) if whole.reports else None

    def on_change(self, live: LiveRoom, _before: Room, applied: Applied) -> None:
        for event in applied.events:
            if isinstance(event, Tripped):
                self._begin(live, event)

    def _begin(self, live: LiveRoom, trip: Tripped) -> None:
        screens = self._broadcast.screens(live.room.code)
        latest = self._latest[live]
        before = latest.tally
        if before is not None and before.is_full and not before.is_closed:  # after this change has been announced
            self._timers.after(0, lambda: self._close(live, before), (live.room.code, "close tally"))
        tally = latest.tally = Tally(trip.generation, len(trip.order), trip.at_ms, trip.release_at_ms, screens)
        due_ms = trip.release_at_ms + TELL_AFTER_MS
        self._timers.at(due_ms, lambda: self._evaluate(live, tally), (live.room.code, "tally"))

    def _evaluate(self, live: LiveRoom, tally: Tally) -> None:
        if (spread_ms := tally.spread_ms()) is not None:
            self._observe_spread_s(spread_ms / 1000)
        self._tell(live, tally)
        with live.lock:
            if self._latest[live].tally is tally:  # else the next release came too soon to say anything about this one
                tally.is_full = True
                due_ms = tally.release_at_ms + CLOSE_AFTER_MS
                self._timers.at(due_ms, lambda: self._close(live, tally), (live.room.code, "close tally"))

    def _close(self, live: LiveRoom, tally: Tally) -> None:
        with live.lock:
            whole, seated = self._whole(live, tally)
            if tally.is_closed or not whole.reports:
                return
            tally.is_closed = True
            spread = whole.spread(seated)
        self._rooms.post(live.room.code, commands.NoteSpread(spread=spread))

    def _tell(self, live: LiveRoom, tally: Tally) -> None:
        with live.lock:
            tally.is_due = False
            if self._latest[live].tally is not tally:
                return
            self._here.say(live, msgspec.structs.replace(self._here.own(live), shown=tally.shown(live.seated)))
            self._tell_all(live, tally)

    def _on_news(self, live: LiveRoom) -> None:
        """The screens of another process may have reported. Before this process has looked, it does so then."""
        tally = self._latest[live].tally
        if tally is not None and tally.is_full and not tally.is_closed:
            self._tell_all(live, tally)

    def _tell_all(self, live: LiveRoom, tally: Tally) -> None:
        whole, _ = self._whole(live, tally)
        if whole.reports:
            self._broadcast.tell_whole_views(live.room.code, "spread", whole.message())

    def _whole(self, live: LiveRoom, tally: Tally) -> tuple[Tally, Mapping[int, str]]:
        """With what other processes know."""
        others = [facts.shown for facts in self._here.elsewhere(live) if facts.shown is not None]
        return tally.with_others(others, live.seated) if others else (tally, live.seated)
