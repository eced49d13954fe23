"""Under which address a room's host opened the projector: that browser keeps the key for that address, and no other."""

import re
from collections import OrderedDict

from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom

MAX_ROOMS = 10_000
"""Those whose projector was opened longest ago are forgotten: a room that is deleted while it is out of memory says
nothing. Some 3 MB."""
ORIGIN = re.compile(r"https?://[a-z0-9._:\[\]-]{1,259}")
"""As browsers send the one of a page: a Host has at most 259 letters. Others are none of a projector."""


class HostAddresses(RoomListener):
    """The latest address of each room, in the memory of this process: after a restart the projector says it again."""

    def __init__(self) -> None:
        self._by_code: OrderedDict[str, str] = OrderedDict()

    def note(self, code: str, origin: str | None, path: str = "") -> None:
        """The projector of this room was opened by a page of this origin, such as "http://192.168.1.7:8000", below this
        path of it; None if no browser opened it."""
        if origin is None or not ORIGIN.fullmatch(origin):
            return
        self._by_code[code] = origin + path
        self._by_code.move_to_end(code)
        if len(self._by_code) > MAX_ROOMS:
            self._by_code.popitem(last=False)

    def other_than(self, address: str, code: str) -> str | None:
        """Where the projector was opened, if that was under another address. Schemes are not compared: a proxy may
        have changed one."""
        known = self._by_code.get(code)
        return known if known is not None and _place(known) != _place(address) else None

    def on_close(self, live: LiveRoom) -> None:
        self._by_code.pop(live.room.code, None)


def _place(address: str) -> str:
    return address.partition("://")[2].rstrip("/")
