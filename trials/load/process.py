"""What a process uses, as the kernel counts it (Linux), and which core it runs on."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


def processor_s(pid: int | None) -> float:
    """Processor time of all its threads, user and system, in seconds. From the scheduler's own book, which is behind by
    one tick of its timer at most; /proc/PID/stat counts in hundredths of a second. 0.0 on other systems."""
    if pid is None or sys.platform != "linux":
        return 0.0
    spent_ns = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # one may end meanwhile
            spent_ns += int((task / "schedstat").read_text().split()[0])
    return spent_ns / 1e9


def queued_s(pid: int) -> float:
    """For how long in all its first thread was ready to run, and others ran on its core. 0.0 on other systems."""
    if sys.platform != "linux":
        return 0.0
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


def memory_bytes(pid: int) -> int:
    """Resident memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def on_core(core: int) -> Iterator[None]:
    """This process, and what it starts meanwhile, on one core; where there is only one, wherever it likes."""
    if len(CORES) < 2:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {CORES[core]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
