"""Memory that nothing is in any more goes back to the system."""

import ctypes
import gc
import sys
from collections.abc import Callable

LARGE_BYTES = 128 * 1024
"""A block of memory that goes back by itself: glibc begins with this."""
MMAP_THRESHOLD = -3
"""Of glibc's <malloc.h>."""


def _of_libc(name: str) -> Callable[..., object]:
    """A function of the C library, where it has this one (glibc). Others give back by themselves, or never."""
    if sys.platform != "linux":
        return lambda *_numbers: None
    return getattr(ctypes.CDLL(None), name, lambda *_numbers: None)


_trim, _set = _of_libc("malloc_trim"), _of_libc("mallopt")


def keep_no_large_blocks() -> None:
    """From now on a large block goes back when nothing is in it. By itself glibc keeps ever larger ones once some were
    freed; after hundreds of pictures of a large room the server would have half a gigabyte of holes."""
    _set(MMAP_THRESHOLD, LARGE_BYTES)


def give_back() -> None:
    """Call it when nobody waits: it takes some milliseconds, and 100 ms after a hall has filled 300 MB."""
    gc.collect()
    _trim(0)
