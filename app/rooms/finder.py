"""The front door: from a code, as somebody has spelled it, to its room. Every entrance that takes a code asks here.

Trying codes out is slow: an address may be wrong so many times a minute, then it hears `rate_limited` instead of
`room_not_found`. A school is behind one address, so its right codes pass meanwhile. An address that goes on is no
school but a program, and would know a room by its passing: then right codes wait, too, except for rooms that somebody
at this address is in already, or has made, and for those who bear a key or a token of the room.
"""

import math
import re
import threading
from collections import OrderedDict

from app.core import codes
from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.limits import holder_of
from app.lib.tokens import hash_token
from app.rooms.rooms import Rooms
from app.rooms.shared_limit import SharedLimit
from app.stores.base import Line
from app.wire.messages import GUESSES_PER_MINUTE, WRONG_CODES_PER_MINUTE

MAX_FOUND = 20_000
"""Pairs of a room and an address from which it was found; those longest unused are forgotten. Some 3 MB."""


ATTEMPT = re.compile(r"[\w\s-]{1,20}", re.ASCII)
"""What may be meant as a code, and counts as a wrong one. Anything else is the name of a file, or nonsense."""


class RoomFinder:
    def __init__(self, rooms: Rooms, line: Line) -> None:
        self._rooms = rooms
        self._wrong_codes = SharedLimit(line, "wrong", WRONG_CODES_PER_MINUTE)
        self._guesses = SharedLimit(line, "guesses", GUESSES_PER_MINUTE)
        self._found: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, text: str, address: str, *secrets: str | None) -> Room:
        """The room that somebody at this address means, who may bear `secrets`.

        Raises:
            Refusal: `room_not_found`; `rate_limited` for an address that tries codes out; `unavailable`.
        """
        code, holder = codes.spell(text), holder_of(address)
        if code is None and not ATTEMPT.fullmatch(text):
            raise Refusal("room_not_found")
        if self._is_closed(code, address) and not self._holds_the_key(code, secrets):
            raise _too_many(self._guesses, address)
        try:
            if code is None:
                raise Refusal("room_not_found")
            room = self._rooms.find(code).room
        except Refusal as refusal:
            if refusal.code == "room_not_found":
                self._count_wrong(address)
            raise
        self._note(code, holder)
        return room

    def welcome(self, code: str, address: str) -> None:
        """Somebody at this address has made the room with this code."""
        self._note(code, holder_of(address))

    def _is_closed(self, code: str | None, address: str) -> bool:
        """Does this address try codes out, and asks now for a room that it does not know?"""
        is_known = (code, holder_of(address)) in self._found or code == self._rooms.shared_code
        return not is_known and self._guesses.wait_s(address) > 0

    def _holds_the_key(self, code: str | None, secrets: tuple[str | None, ...]) -> bool:
        live = self._rooms.in_memory(code) if code else None
        if live is None:
            return False
        hashes = {hash_token(secret) for secret in secrets if secret}
        return live.room.host_key_hash in hashes or not hashes.isdisjoint(live.room.seats)

    def _count_wrong(self, address: str) -> None:
        self._guesses.take(address)
        if not self._wrong_codes.take(address):
            raise _too_many(self._wrong_codes, address) from None

    def _note(self, code: str, holder: str) -> None:
        with self._lock:
            self._found[code, holder] = None
            self._found.move_to_end((code, holder))
            if len(self._found) > MAX_FOUND:
                self._found.popitem(last=False)


def _too_many(limit: SharedLimit, address: str) -> Refusal:
    sentence = "Too many wrong codes. Wait a minute, then try again."
    return Refusal("rate_limited", sentence, retry_after_s=math.ceil(limit.wait_s(address)) or 1)
