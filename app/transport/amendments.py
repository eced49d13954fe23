"""Checks, at the start, that what is amended in a library is there."""


class AmendmentError(Exception):
    """A library has changed, and what is amended here is not there any more; the message says what."""


def require(called: str, thing: object, *names: str) -> None:
    """Find out at the start, and not when somebody sends something, that a library is another one than it was.

    Raises:
        AmendmentError: the thing, so called, does not have all of these.
    """
    missing = [name for name in names if not hasattr(thing, name)]
    if missing:
        raise AmendmentError(
            f"Another version of a library is installed than this program amends: {called} has no "
            f"{', no '.join(missing)}. Install what requirements.txt lists."
        )
