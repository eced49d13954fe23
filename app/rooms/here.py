"""What each process knows about a room beside its line: whether a host's screen is connected, and how long the round
trips of its screens take. Where the store is shared, the processes tell each other, at most once a second."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from app.lib.timers import Timers
from app.rooms.listener import RoomListener
from app.rooms.live_room import ByRoom, LiveRoom
from app.rooms.rooms import Rooms
from app.stores.base import Line, StoreError

log = logging.getLogger(__name__)

SAY_AGAIN_AFTER_MS = 1_000


class Shown(msgspec.Struct, array_like=True):
    """What the screens of a process have said about the release of this generation. Of each report: when the screen
    changed, counted from the moment; how well it knows the moment; whether it heard late; and whose screen it is."""

    generation: int
    n_silent: int
    reports: tuple[tuple[float, float | None, bool, int | None], ...]


class Facts(msgspec.Struct, omit_defaults=True):
    """`host`: is a host's screen connected? `rtts`: how many connections have a round trip of so many ms, in steps."""

    host: bool = False
    rtts: Mapping[int, int] = {}
    shown: Shown | None = None


@dataclass
class Known:
    """`own` is what this process knows, and `said` what the others have heard of it; `others` what they have said."""

    own: Facts = field(default_factory=Facts)
    said: Facts = field(default_factory=Facts)
    others: dict[str, Facts] = field(default_factory=dict)
    not_before_ms: int = 0
    """When the others may be told again; 0: they have never been told anything."""


class Here(RoomListener):
    """Call all methods with the room's lock held."""

    def __init__(self, rooms: Rooms, line: Line, timers: Timers) -> None:
        self._rooms = rooms
        self._line = line
        self._timers = timers
        self._known = ByRoom(Known)
        self._is_puzzled = False
        """Somebody has shared what this release cannot read, and the log says so."""
        self.on_news: list[Callable[[LiveRoom], object]] = []
        """Called when others know something new about the room."""

    def own(self, live: LiveRoom) -> Facts:
        return self._known[live].own

    def say(self, live: LiveRoom, own: Facts) -> None:
        """This process knows this now."""
        known = self._known[live]
        known.own = own
        if self._line.is_shared and own != known.said:
            self._tell_soon(live, known)

    def _tell_soon(self, live: LiveRoom, known: Known) -> None:
        code, due_ms = live.room.code, max(known.not_before_ms, self._rooms.clock.now_ms())
        self._timers.by(due_ms, lambda: self._tell(code), (code, "here"))

    def on_unsaid(self, live: LiveRoom) -> None:
        known = self._known[live]
        if self._line.is_shared and known.not_before_ms > 0:
            self._tell_soon(live, known)

    def elsewhere(self, live: LiveRoom) -> Iterator[Facts]:
        """What other processes know."""
        for process, facts in self._known[live].others.items():
            if self._rooms.peers.lives_elsewhere(process):
                yield facts

    def on_facts(self, live: LiveRoom, process: str, facts: bytes) -> None:
        others = self._known[live].others
        known = self._read(process, facts) if facts else None
        if known is None:
            others.pop(process, None)
        else:
            others[process] = known
        self._hear_news(live)

    def on_return(self, live: LiveRoom, process: str) -> None:
        """What it has said meanwhile counts again."""
        if process in self._known[live].others:
            self._hear_news(live)

    def _hear_news(self, live: LiveRoom) -> None:
        for hear in self.on_news:
            hear(live)

    def _read(self, process: str, facts: bytes) -> Facts | None:
        """None for what another release shares and this one cannot read."""
        try:
            return msgspec.json.decode(facts, type=Facts)
        except ValueError as error:
            if not self._is_puzzled:
                self._is_puzzled = True
                log.warning("what process %s shares cannot be read here, and is left out: %s", process, error)
            return None

    def on_fork(self, live: LiveRoom) -> None:
        """Its screens are to connect again: what was known of them is true no more."""
        if self._line.is_shared:
            self._take_back(live.room.code)

    def _take_back(self, code: str) -> None:
        try:
            self._line.share(code, self._rooms.process, b"")
        except StoreError:  # when it is back
            self._timers.after(SAY_AGAIN_AFTER_MS, lambda: self._tell(code), (code, "here"))

    def _tell(self, code: str) -> None:
        live = self._rooms.in_memory(code)
        if live is None:
            self._take_back(code)
            return
        with live.lock:
            if live.is_out_of_memory:
                return
            known = self._known[live]
            known.not_before_ms = self._rooms.clock.now_ms() + SAY_AGAIN_AFTER_MS
            try:
                self._line.share(code, self._rooms.process, msgspec.json.encode(known.own))
                known.said = known.own
            except StoreError:  # when it is back
                self._timers.after(SAY_AGAIN_AFTER_MS, lambda: self._tell(code), (code, "here"))
