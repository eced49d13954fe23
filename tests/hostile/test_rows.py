"""Each row does what the table says, and the honest pair and the server's memory hardly notice."""

from collections.abc import Iterator

import pytest

from trials.hostile.arena import Arena, failures
from trials.hostile.row import Row
from trials.hostile.rows import ROWS


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with Arena(tmp_path_factory.mktemp("hostile"), [row for row in ROWS if row.waits]) as opened:
        yield opened
    assert "Traceback" not in opened.server.output, opened.server.output


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_row(arena: Arena, row: Row) -> None:
    measured = arena.carry_out(row)
    assert not failures(row, measured, arena.baseline_ms), measured
