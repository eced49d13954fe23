"""Write static/src/core/exits.json: how real threads leave a barrier of Python's own.

`python -m tests.support.record_exits`

Thirty threads meet at a `threading.Barrier`, and each has 2 ms of work to do behind it. Noted is when each one's work
began and ended, in ms since the last one came; and when they left with no work to do. Of many runs the one with the
median duration is kept.
"""

import json
import os
import platform
import threading
import time
from collections.abc import Callable
from pathlib import Path

FILE = Path(__file__).parents[2] / "static" / "src" / "core" / "exits.json"
THREADS = 30
WORK_MS = 2
RUNS = 51

Exit = tuple[float, float]
"""When a thread's work began and ended, in ms since the last one came."""


def work() -> None:
    """Of the processor, not of the clock: a thread that waits for its turn does nothing."""
    end_s = time.thread_time() + WORK_MS / 1000
    while time.thread_time() < end_s:
        pass


def no_work() -> None:
    pass


def run(do: Callable[[], None]) -> list[Exit]:
    """One meeting of all threads; the exits in order."""
    barrier = threading.Barrier(THREADS)
    came_s: list[float] = []
    left: list[Exit] = []

    def meet() -> None:
        came_s.append(time.perf_counter())
        barrier.wait()
        began_s = time.perf_counter()
        do()
        left.append((began_s, time.perf_counter()))

    threads = [threading.Thread(target=meet) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last_s = max(came_s)
    return sorted(((began_s - last_s) * 1000, (ended_s - last_s) * 1000) for began_s, ended_s in left)


def median_run(do: Callable[[], None]) -> list[Exit]:
    return sorted((run(do) for _ in range(RUNS)), key=lambda exits: exits[-1][0])[RUNS // 2]


def record() -> dict[str, object]:
    with_work, without = median_run(work), median_run(no_work)
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.system(),
        "cores": os.cpu_count(),
        "work_ms": WORK_MS,
        "began_ms": [round(began_ms, 2) for began_ms, _ in with_work],
        "ended_ms": [round(ended_ms, 2) for _, ended_ms in with_work],
        "without_work_ms": [round(began_ms, 2) for began_ms, _ in without],
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(record(), indent=2) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}")
