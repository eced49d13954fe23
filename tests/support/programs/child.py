"""A process of the tests: `child.py URL NAME ROUNDS` waits that many times, and prints its index each time."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from app.web.remote_barrier import RemoteBarrier


def main(url: str, name: str, rounds: str) -> None:
    with RemoteBarrier(url, name=name) as barrier:
        print("ready", flush=True)
        for _ in range(int(rounds)):
            print(barrier.wait(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
