"""What a screen gets that asks how things stand: the events that it missed, or the whole room.

The JSON of the whole room is made once for all who ask before it changes: that of a full hall takes 3 ms. So is that of
the brief, which takes half a millisecond where it lists a mural's paintings.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, islice
from typing import Any

import msgspec

from app.core import snapshot as snapshots
from app.core.events import AnyEvent, n_listed
from app.core.hidden_names import public_events
from app.core.mural_commands import is_free
from app.core.mural_view import Asker
from app.core.room import Room
from app.lib.clock import RoomClock
from app.rooms.live_room import RECENT_EVENTS, ByRoom, LiveRoom

encode = msgspec.json.Encoder().encode
NOW = b'"now_ms":0'
"""Where the moment of asking goes. Before it stand numbers and the code."""

MOST_LISTED = 4_000
"""Workers in the lists of events that somebody missed, such as the orders of two trips in a full hall: some 20 kB. With
more the whole room is shorter, and it is made once for all."""


class Picture:
    """The latest one: of which value of the room, and its JSON before and after NOW."""

    room: Room | None = None
    host_here: bool = False
    parts: tuple[bytes, bytes] = b"", b""


class Briefs:
    """The latest ones: of which value of the room, and their JSON, with all paintings of a free mural or without."""

    room: Room | None = None
    host_here: bool = False

    def __init__(self) -> None:
        self.by_paints: dict[bool, msgspec.Raw] = {}


class Pictures:
    def __init__(self, clock: RoomClock) -> None:
        self._clock = clock
        self._kept = ByRoom(Picture)
        self._briefs = ByRoom(Briefs)

    def snapshot(self, live: LiveRoom, *, host_here: bool) -> msgspec.Raw:
        """The snapshot of the room as it is now. Call it with the room's lock held."""
        kept = self._kept[live]
        if kept.room is not live.room or kept.host_here != host_here:
            before, _, after = encode(snapshots.snapshot(live.room, 0, host_here=host_here)).partition(NOW)
            kept.room, kept.host_here, kept.parts = live.room, host_here, (before, after)
        before, after = kept.parts
        return msgspec.Raw(b'%s"now_ms":%d%s' % (before, self._clock.now_ms(), after))

    def brief(self, live: LiveRoom, asker: Asker | None = None, *, host_here: bool) -> msgspec.Raw:
        """The brief of the room as it is now; with an `asker`, as its answer. Call it with the room's lock held."""
        room = live.room
        free_mural = room.mural if is_free(room) else None
        if asker is not None and free_mural is not None and asker.run == free_mural.run:  # it knows some paintings
            return msgspec.Raw(encode(snapshots.brief(room, host_here=host_here, asker=asker)))
        has_paints = asker is not None and free_mural is not None
        kept = self._briefs[live]
        if kept.room is not room or kept.host_here != host_here:
            kept.room, kept.host_here, kept.by_paints = room, host_here, {}
        if has_paints not in kept.by_paints:
            brief = snapshots.brief(room, host_here=host_here, asker=asker)
            kept.by_paints[has_paints] = msgspec.Raw(encode(brief))
        return kept.by_paints[has_paints]


def missed(live: LiveRoom, seq: int) -> Mapping[str, Any] | None:
    """The events after `seq`, where they are kept and short; None where a snapshot is needed."""
    gap = live.room.seq - seq
    if not 0 <= gap <= len(live.recent):
        return None
    events = list(live.recent)[len(live.recent) - gap :]
    if n_short(events) < gap:
        return None
    return {"events": public_events(live.room, events), "seq": live.room.seq}


def n_short(events: Sequence[AnyEvent]) -> int:
    """How many of the latest are shorter than a picture of the room."""
    listed = accumulate(map(n_listed, reversed(events)))
    return sum(n_workers <= MOST_LISTED for n_workers in islice(listed, RECENT_EVENTS))
