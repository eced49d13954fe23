"""From a code, as somebody has spelled it, to its room. Whoever tries codes out is stopped."""

from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.limits import PerAddress
from app.rooms.rooms import Rooms
from app.wire import messages


class RoomFinder:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._wrong_codes = PerAddress(messages.WRONG_CODES_PER_MINUTE)

    def find(self, code: str, address: str) -> Room:
        """The room that somebody at this address means.

        Raises:
            Refusal: `room_not_found`; `rate_limited` for an address that tries codes out.
        """
        try:
            return self._rooms.find(messages.parse_code(code)).room
        except Refusal as refusal:
            if refusal.code == "room_not_found" and not self._wrong_codes[address].take():
                raise Refusal("rate_limited", "Too many wrong codes. Wait a minute, then try again.") from None
            raise
