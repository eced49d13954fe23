"""Each row does what the table says, and the honest pair and the server's memory hardly notice."""

from collections.abc import Iterator

import pytest

from tests.hostile import frame_rows
from tests.hostile.arena import Arena, failures
from tests.hostile.row import Row
from tests.hostile.rows import ROWS


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with Arena(tmp_path_factory.mktemp("hostile"), [row for row in ROWS if row.waits]) as opened:
        yield opened
    assert "Traceback" not in opened.server.output, opened.server.output


@pytest.fixture(scope="module")
def arena_of_threads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with Arena(tmp_path_factory.mktemp("threads"), ASYNC_MODE="threading") as opened:
        yield opened


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_row(arena: Arena, row: Row) -> None:
    measured = arena.carry_out(row)
    assert not failures(row, measured, arena.baseline_ms), measured


@pytest.mark.parametrize("row", frame_rows.ROWS, ids=[row.name for row in frame_rows.ROWS])
def test_row_on_threads(arena_of_threads: Arena, row: Row) -> None:
    """Their websockets are another library's."""
    measured = arena_of_threads.carry_out(row)
    assert not failures(row, measured, arena_of_threads.baseline_ms), measured
