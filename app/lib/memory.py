"""Memory that nothing is in any more goes back to the system."""

import ctypes
import gc
import sys
from collections.abc import Callable


def _trimmer() -> Callable[[int], object]:
    """The C library's own, where it has one (glibc). Others give back by themselves, or never."""
    if sys.platform != "linux":
        return lambda _spare_bytes: None
    return getattr(ctypes.CDLL(None), "malloc_trim", lambda _spare_bytes: None)


_trim = _trimmer()


def give_back() -> None:
    """Call it when nobody waits: it takes some milliseconds, and 100 ms after a hall has filled 300 MB."""
    gc.collect()
    _trim(0)
