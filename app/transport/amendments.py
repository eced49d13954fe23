"""Checks at the start that what we change in a library still exists."""


class AmendmentError(Exception):
    """A library has changed, and what we change in it no longer exists; the message says what."""


def require(called: str, thing: object, *names: str) -> None:
    """Find out at the start, and not at the first message, that a library has changed.

    Raises:
        AmendmentError: the thing with this name lacks some of these.
    """
    missing = [name for name in names if not hasattr(thing, name)]
    if missing:
        raise AmendmentError(
            f"Another version of a library is installed than this program amends: {called} has no "
            f"{', no '.join(missing)}. Install what requirements.txt lists."
        )
