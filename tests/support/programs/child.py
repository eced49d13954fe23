"""A process of the tests: `child.py URL NAME ROUNDS` says that it is ready, waits that many times, and prints its
indices at the end: what came right behind a line that was read would be lost for `communicate`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from app.web.remote_barrier import RemoteBarrier


def main(url: str, name: str, rounds: str) -> None:
    with RemoteBarrier(url, name=name) as barrier:
        print("ready", flush=True)
        indices: list[int] = []
        try:
            for _ in range(int(rounds)):
                indices.append(barrier.wait())
        finally:
            print(*indices, sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
