"""Random secrets of 128 bits: a seat's token, a host's key. Only their hashes are kept, stored and logged."""

import hashlib
import secrets

TOKEN_BYTES = 16


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """SHA-256, in hex; a random token of 128 bits needs neither salt nor stretching."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_seed() -> int:
    """Where made-up names and robots' working times come from."""
    return secrets.randbits(32)
