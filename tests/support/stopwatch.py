"""That a search takes time of the length of what it looks at, not of its square."""

import time
from collections.abc import Callable

LONG = 100_000
"""Letters. A search whose time grows with their square takes ten seconds and more."""
SHORT_S = 0.5
"""For a linear one on a slow and busy machine."""


def takes_s(work: Callable[[], object]) -> float:
    """Of the processor, in this thread."""
    began_s = time.thread_time()
    work()
    return time.thread_time() - began_s
