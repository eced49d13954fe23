"""docs/operations.md says how large a machine must be, with the figures of docs/measured.md."""

from tests.support.documents import OPERATIONS, table
from tests.support.running import ROOT

MEASURED = (ROOT / "docs" / "measured.md").read_text()
SEEN_MEDIAN, SEEN_MOST, MEMORY_KB = 5, 6, 9
"""Columns of the table in the full view."""


def test_the_sizes_are_those_that_were_measured() -> None:
    rows = [line.strip("| ").split(" | ") for line in MEASURED.splitlines() if line.startswith("| ")]
    ours = {row[0]: row for row in rows if row[1] == "All Aboard" and len(row) > MEMORY_KB}
    expected = {
        people: f"{row[SEEN_MEDIAN]} ms | {row[SEEN_MOST]} ms | "
        f"{int(people.replace(',', '')) * float(row[MEMORY_KB]) / 1000:.0f} MB"
        for people, row in ours.items()
    }
    assert expected
    assert table("people", OPERATIONS) == expected
    assert f"{ours['2,000'][MEMORY_KB - 1]} connections a second" in OPERATIONS
