"""Where a program comes from, by which it can be kept out of a room: nobody else can tell addresses from these."""

from app.core.lookalikes import fold
from app.core.room import Room
from app.lib.limits import holder_of
from app.lib.tokens import hash_token


def address_hash(room: Room, address: str) -> str:
    """By which this address is known in this room alone."""
    return hash_token(f"{room.code} {room.seed} {holder_of(address)}")


def origin_hash(room: Room, address: str, name: str | None) -> str:
    """By which a program is known that comes from this address under this name, in this room alone."""
    return hash_token(f"{room.code} {room.seed} {holder_of(address)} {fold(name or '')}")
