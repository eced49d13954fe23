"""Random secrets of 128 bits: a seat's token, a host's key. Only their hashes are kept, stored and logged."""

import base64
import hashlib
import hmac
import secrets

TOKEN_BYTES = 16


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def derived_token(secret: bytes, *parts: str) -> str:
    """The same token for the same parts, which nobody can make without the secret."""
    digest = hmac.digest(secret, "\0".join(parts).encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).rstrip(b"=").decode()


def hash_token(token: str) -> str:
    """SHA-256, in hex; a random token of 128 bits needs neither salt nor stretching."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_seed() -> int:
    """Where made-up names and robots' working times come from."""
    return secrets.randbits(32)


def new_process() -> str:
    """The name of a process, as long as it runs."""
    return secrets.token_hex(4)
