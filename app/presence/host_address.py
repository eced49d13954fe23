"""Under which address a room's host opened the projector: that browser keeps the key for that address, and no other."""

from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom


class HostAddresses(RoomListener):
    """The latest address of each room, in the memory of this process: after a restart the projector says it again."""

    def __init__(self) -> None:
        self._by_code: dict[str, str] = {}

    def note(self, code: str, address: str | None) -> None:
        """The projector of this room was opened under this address, such as "http://192.168.1.7:8000"; None if no
        browser opened it."""
        if address is not None:
            self._by_code[code] = address

    def other_than(self, address: str, code: str) -> str | None:
        """Where the projector was opened, if that was under another address. Schemes are not compared: a proxy may
        have changed one."""
        known = self._by_code.get(code)
        return known if known is not None and _place(known) != _place(address) else None

    def on_close(self, live: LiveRoom) -> None:
        self._by_code.pop(live.room.code, None)


def _place(address: str) -> str:
    return address.partition("://")[2].rstrip("/")
