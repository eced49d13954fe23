"""The figures as a table, with ratios; and what was to be reached."""

import datetime as dt
import platform
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.support.running import ROOT
from trials.load.cells import Figures
from trials.load.columns import Column
from trials.load.process import CORES

DOCUMENT = ROOT / "docs" / "measured.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
"""Between these lines of the document stands the table of the last run."""

SHOWN = {
    "message_us": "a message, µs",
    "spread_arrival_us": "an arrival, µs",
    "burst_arrival_us": "at once, µs",
    "seen_p50_ms": "seen p50, ms",
    "seen_p99_ms": "seen p99, ms",
    "release_spread_ms": "spread, ms",
    "connects_per_s": "connects a second",
    "memory_kb": "memory, kB",
    "round_kb": "a round, kB",
    "batches_per_s": "batches a second",
}
IN_BRIEF = ("seen_p50_ms", "seen_p99_ms", "release_spread_ms", "round_kb", "batches_per_s")
"""What is not the same for both views."""


def number(value: float) -> str:
    """With three digits that count; a dash for what could not be told, or not from nothing."""
    if not value >= 0:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


class Results:
    """All that was measured in one run."""

    def __init__(self, columns: Sequence[Column], rows: list[Figures]) -> None:
        self.columns = columns
        self.rows = rows

    def find(self, column: str, n_clients: int, view: str = "full") -> Figures | None:
        wanted = (column, n_clients, view)
        return next((row for row in self.rows if (row["column"], row["n_clients"], row["view"]) == wanted), None)

    @property
    def sizes(self) -> list[int]:
        return sorted({row["n_clients"] for row in self.rows})

    def ratio(self, figure: str, rival: str, n_clients: int, view: str = "full") -> float | None:
        """The product's figure over the rival's, of the same run."""
        ours, theirs = self.find("product", n_clients, view), self.find(rival, n_clients, view)
        return ours[figure] / theirs[figure] if ours and theirs and theirs[figure] > 0 and ours[figure] >= 0 else None

    def lines(self) -> Iterator[str]:
        for view, figures in (("full", tuple(SHOWN)), ("brief", IN_BRIEF)):
            yield f"| clients, {view} view | server | " + " | ".join(SHOWN[figure] for figure in figures) + " |"
            yield "| --- | --- |" + " --- |" * len(figures)
            for n_clients in self.sizes:
                for column in self.columns:
                    row = self.find(column.name, n_clients, view)
                    if row is not None:
                        shown = " | ".join(self._shown(row, figure) for figure in figures)
                        yield f"| {n_clients:,} | {column.title} | {shown} |"
            yield ""
        fit = self.fit()
        if fit is not None:
            yield fit_sentence(*fit)
            yield ""
        for sentence, is_reached in self.targets():
            yield f"- {'reached' if is_reached else '**not reached**'}: {sentence}"

    def _shown(self, row: Figures, figure: str) -> str:
        text = number(row[figure])
        if row["column"] == "product":
            return text
        ratio = self.ratio(figure, row["column"], row["n_clients"], row["view"])
        return text if ratio is None else f"{text} (× {ratio:.2f})"

    def fit(self) -> tuple[float, float, float] | None:
        """The product's processor time for a batch to everybody, as a line over the number of clients: µs for each
        client more, µs at none, and R²."""
        points = [
            (row["n_clients"], row["n_clients"] * row["message_us"])
            for row in self.rows
            if (row["column"], row["view"]) == ("product", "full")
        ]
        return fit_line(points) if len(points) > 2 else None

    def targets(self) -> Iterator[tuple[str, bool]]:
        """What was to be reached, where this run says something of it."""
        ratios = [
            ("processor for a message", "message_us", "node", (300, 1000), 0.9),
            ("processor for a message", "message_us", "stock", (300, 1000), 0.25),
            ("processor for an arrival", "spread_arrival_us", "node", (300, 1000), 1.5),
            ("processor for an arrival at once with all", "burst_arrival_us", "node", (300, 1000), 1.5),
            ("seen by others, p50", "seen_p50_ms", "node", (1000,), 1.2),
            ("seen by others, p99", "seen_p99_ms", "node", (1000,), 1.2),
        ]
        titles = {column.name: column.title for column in self.columns}
        for what, figure, rival, sizes, most in ratios:
            for n_clients in sizes:
                ratio = self.ratio(figure, rival, n_clients)
                if ratio is not None:
                    yield f"{what} at {n_clients:,}: {ratio:.2f} × {titles[rival]} (≤ {most})", ratio <= most
        most_clients = self.find("product", 2000)
        if most_clients:
            p50_ms = most_clients["seen_p50_ms"]
            yield f"seen by others, p50 at 2,000: {p50_ms:.0f} ms (< 100)", p50_ms < 100
        memory = [row["memory_kb"] for row in self.rows if row["column"] == "product" and row["n_clients"] >= 300]
        if memory:
            yield f"memory of a client: {max(memory):.0f} kB (≤ 80)", max(memory) <= 80
        phones = [row["round_kb"] for row in self.rows if (row["column"], row["view"]) == ("product", "brief")]
        if phones:
            yield f"a phone's round: {max(phones):.1f} kB (≤ 4)", max(phones) <= 4
        fit = self.fit()
        if fit is not None:
            yield f"cost in proportion to clients: R² {fit[2]:.4f} (≥ 0.98)", fit[2] >= 0.98


def fit_line(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Slope, value at 0 and R² of the straight line with the least squares."""
    n = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    sxx = sum((x - mean_x) ** 2 for x, _ in points)
    sxy = sum((x - mean_x) * (y - mean_y) for x, y in points)
    syy = sum((y - mean_y) ** 2 for _, y in points)
    return sxy / sxx, mean_y - sxy / sxx * mean_x, sxy**2 / (sxx * syy) if syy else 1.0


def fit_sentence(slope_us: float, at_none_us: float, r2: float) -> str:
    return (
        f"A batch takes {slope_us:.1f} µs of processor for each client and {at_none_us:.0f} µs besides (R² {r2:.4f})."
    )


def machine(node: bool) -> str:
    """When, and on what."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    versions = f"Python {platform.python_version()}"
    if node:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
        versions += f", Node {said.lstrip('v')}"
    processor = model.group(1) if model else platform.machine()
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {len(CORES)} cores of {processor}, {versions}."


def write_into_document(text: str) -> None:
    """Put the table between its two lines."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    assert end, f"{DOCUMENT.name} has no place for the table, between {BEGIN} and {END}"
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
