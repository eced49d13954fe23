"""A host is a client with the room's host key."""

import hmac

from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.tokens import hash_token


def check_host_key(room: Room, host_key: str | None) -> None:
    """Refuse clients without the room's host key."""
    known = room.host_key_hash
    if known is None:
        raise Refusal("host_required", "This room has no host. Join as a worker.")
    if host_key is None or not hmac.compare_digest(hash_token(host_key), known):
        raise Refusal("host_required", "That is not the key of this room's host.")
