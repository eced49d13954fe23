"""`python -m trials.hostile --report`: every row in turn, and the pair's echo beside the figures that are promised; at
the end the server's memory, a minute after all of them."""

import argparse
import tempfile
import time
from pathlib import Path

from tests.support.running import ALL_WAYS
from trials.hostile.arena import Arena, failures
from trials.hostile.rows import ROWS

P99_MS = 100
SLOWEST_MS = 500
FEWEST_ECHOES = 40
BACK_AFTER_S = 60


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--report", action="store_true", help="the whole table (what happens anyway)")
    arguments.add_argument("--only", default="", help="only the rows whose names contain this")
    arguments.add_argument("--way", choices=ALL_WAYS, default="fast", help="of serving and delivering")
    chosen = arguments.parse_args()
    only, way = chosen.only, ALL_WAYS[chosen.way]
    with tempfile.TemporaryDirectory() as folder, Arena(Path(folder), (), FEWEST_ECHOES, **way) as arena:
        before_mb = arena.memory_mb
        print(f"slowest echo while nobody attacks: {arena.baseline_ms:.1f} ms")
        print(f"{'row':60} {'p99':>7} {'slowest':>8} {'memory':>8} {'took':>6}")
        for row in ROWS:
            if only not in row.name:
                continue
            measured = arena.carry_out(row)
            wrong = failures(row, measured, arena.baseline_ms)
            if measured.p99_ms >= P99_MS or measured.slowest_ms >= SLOWEST_MS:
                wrong.append(f"over {P99_MS} or {SLOWEST_MS} ms")
            memory = "" if measured.rise_mb is None else f"{measured.rise_mb:+.1f} MB"
            figures = f"{measured.p99_ms:4.0f} ms {measured.slowest_ms:5.0f} ms {memory:>8} {measured.took_s:4.1f} s"
            print(f"{row.name:60} {figures}  {'; '.join(wrong)}", flush=True)
        time.sleep(BACK_AFTER_S)  # a measurement, no waiting
        if before_mb is not None:
            print(f"memory before: {before_mb:.0f} MB; a minute after the last row: {arena.memory_mb:.0f} MB")


if __name__ == "__main__":
    main()
