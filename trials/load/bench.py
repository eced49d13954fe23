"""`make bench`: the product, the same room on stock Flask-SocketIO and on Node's Socket.IO, in turn on the same cores.

`python -m trials.load.bench --help` says what can be chosen.
"""

import argparse
import importlib.util
import json
import os
import sys
from importlib import import_module

from app.assets import AssetsError
from trials.load import columns, programs, stores
from trials.load.cells import Figures, measure
from trials.load.columns import CACHE, Column
from trials.load.table import Results, machine, number, write_into_document

SIZES = (30, 300, 1000, 2000)
ROUNDS = 5
BUSY = 0.5
"""Programs that want a processor besides us."""
HOW = """\
The servers on one core, the clients on the other: websockets without compression, everybody in one room, each arriving
once in two seconds. The servers take turns with every round, and the others wait; medians of the rounds. *A message* is
the server's processor time for one message to one client: what a round in the full view takes more than one in the
brief view, for each message more. *An arrival* is that for one arrival with its acknowledgement, which is what else a
round in the brief view takes: where everybody arrives within two seconds, and *at once*, within 0.2 s, when the server
does not sleep in between. *Seen* is the time from an arrival until another client has heard of it, *spread* that
between the first and the last who hear of the release, *memory* and *a round* count for one client. All gather alike:
the first event at once, then up to 25 batches a second (2.5 in the brief view), fewer where broadcasting would take
more than a quarter of the processor. In brackets: All Aboard's figure as a multiple of this one.
"""


def find_columns(names: list[str]) -> list[Column]:
    found = [
        columns.product("product", "All Aboard"),
        columns.product("queued", "All Aboard, stock delivery", sizes=(300, 1000), DELIVERY="stock"),
        columns.stock_flask(),
    ]
    try:
        found.append(columns.node())
    except AssetsError as error:
        print(f"Without the column of Node: {error}")
    return [column for column in found if not names or column.name in names]


def compare(compared: list[Column], sizes: list[int], n_rounds: int) -> Results:
    """Measure all servers, size by size."""
    rows: list[Figures] = []
    results = Results(compared, rows)
    costs_us: dict[str, float] = {}
    for n_clients in sizes:
        measured = [column for column in compared if column.sizes is None or n_clients in column.sizes]
        rows += measure(measured, n_clients, n_rounds, costs_us)
        titles = {column.name: column.title for column in measured}
        for row in rows[-2 * len(measured) :]:
            print(progress(titles[row["column"]], row), flush=True)
            if row["message_us"] >= 0:  # NaN where it cannot be told
                costs_us[row["column"]] = row["message_us"]
    return results


def progress(title: str, row: Figures) -> str:
    figures = {name: number(value) for name, value in row.items() if isinstance(value, float)}
    return (
        f"{row['n_clients']:5} {row['view']:5} {title:26} message {figures['message_us']:>5} µs, "
        f"arrival {figures['spread_arrival_us']:>5} µs, at once {figures['burst_arrival_us']:>5} µs, "
        f"seen {figures['seen_p50_ms']:>5} and {figures['seen_p99_ms']:>5} ms, "
        f"spread {figures['release_spread_ms']:>5} ms, {figures['memory_kb']:>5} kB, {figures['batches_per_s']:>5} "
        f"batches/s, load {row['server_load']:.0%}, of the clients {row['generator_load']:.0%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round with 30 and 300 clients")
    parser.add_argument("--sizes", default="", help="numbers of clients: 30,300,1000,2000")
    parser.add_argument("--columns", default="", help="names of servers: product,queued,stock,node")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="write the table into docs/measured.md")
    chosen = parser.parse_args()
    if sys.platform != "linux":
        sys.exit("The comparison reads the kernel's books of processor time, and needs Linux.")
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # the clients of all servers live in this process
    sizes = [int(size) for size in chosen.sizes.split(",") if size] or list(SIZES[:2] if chosen.quick else SIZES)
    compared = find_columns([name for name in chosen.columns.split(",") if name])
    if os.getloadavg()[0] > BUSY:
        print("Other programs keep this machine busy: the figures will be rough.")
    results = compare(compared, sizes, chosen.rounds or (1 if chosen.quick else ROUNDS))

    text = "\n".join([machine(node=any(column.name == "node" for column in compared)), "", HOW, *results.lines()])
    CACHE.mkdir(exist_ok=True)
    (CACHE / "results.json").write_text(json.dumps(results.rows, indent=1))
    (CACHE / "results.md").write_text(text + "\n")
    print(f"\n{text}\n")
    if chosen.write:
        write_into_document(text)
    programs.main()
    stores.main()
    if importlib.util.find_spec("trials.load.frames") is not None:
        import_module("trials.load.frames").main()


if __name__ == "__main__":
    main()
