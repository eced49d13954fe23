"""A room in the memory of this process: the value, and who is there."""

import threading
from collections import deque
from dataclasses import dataclass, field

from app.core.events import AnyEvent
from app.core.names import made_up_avatar, made_up_name
from app.core.room import Room
from app.core.rules import MAX_WORKERS
from app.lib.limits import TokenBucket
from app.release.tally import Tally

RECENT_EVENTS = 300
"""Events kept for screens that missed a few; beyond that a snapshot is shorter."""
NEW_SEATS_PER_SECOND = 200
"""People and programs, in one room: faster than any hall comes in through its doors."""
NEW_SEATS_BURST = 1000
"""A lecture hall that scans the code at once passes without noticing; a flood cannot fill the room in a moment."""
NEW_ROBOTS_PER_SECOND = 100
"""In one room, in the long run: to name two thousand takes some 40 ms."""


@dataclass
class LiveRoom:
    """A room in memory. `lock` is held while the room changes and while its change is told; `number` is the place of
    its latest command in the store's line; `screens` counts its connections; `seated` says which one has a worker;
    `newcomers` and `new_robots` say whether more may get on now; `hosts` are the connections of the host's screens, and
    `host_here` is what everybody was told of them; `rtts_ms` are the round trips that screens have reported, and
    `is_lead_due` says that the lead will be tuned to them; `tally` counts what screens say about the latest release;
    `proposed` counts the names that were proposed."""

    room: Room
    number: int
    lock: threading.RLock = field(default_factory=threading.RLock)
    recent: deque[AnyEvent] = field(default_factory=lambda: deque(maxlen=RECENT_EVENTS))
    screens: int = 0
    seated: dict[int, str] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    host_here: bool = False
    rtts_ms: dict[str, float] = field(default_factory=dict)
    is_lead_due: bool = False
    tally: Tally | None = None
    proposed: int = 0
    newcomers: TokenBucket = field(default_factory=lambda: TokenBucket(NEW_SEATS_PER_SECOND, NEW_SEATS_BURST))
    new_robots: TokenBucket = field(default_factory=lambda: TokenBucket(NEW_ROBOTS_PER_SECOND, MAX_WORKERS))
    is_out_of_memory: bool = False
    """Somebody who still holds this object must ask for the room again."""

    def propose(self) -> tuple[str, str]:
        """A made-up name and face for somebody who is about to get on: others than those before, and free by now."""
        with self.lock:
            self.proposed = max(self.proposed + 1, self.room.next_number)
            seed = self.room.seed
            return made_up_name(seed, self.proposed), made_up_avatar(seed, self.proposed)
