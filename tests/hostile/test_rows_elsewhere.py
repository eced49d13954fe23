"""The rows that can go otherwise where the server or the delivery is another: those that a library reads, and those in
which somebody has to wait, or to be held back."""

from collections.abc import Iterator

import pytest

from tests.support.running import OTHER_WAYS
from trials.hostile import budget_rows, door_rows, frame_rows, history_rows, speed_rows
from trials.hostile.arena import Arena, failures
from trials.hostile.row import Row

ROWS: tuple[Row, ...] = (
    *frame_rows.ROWS,
    *door_rows.HEAD_ROWS,
    *history_rows.ROWS,
    speed_rows.THE_WHOLE,
    speed_rows.ROBOTS_ALONE,
    speed_rows.NEVER_POLLS,
    budget_rows.RESET_OVER_HTTP,
)


@pytest.fixture(scope="module", params=OTHER_WAYS)
def arena(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    folder = tmp_path_factory.mktemp(request.param)
    with Arena(folder, [], 1, **OTHER_WAYS[request.param]) as opened:
        yield opened
    assert "Traceback" not in opened.server.output, opened.server.output


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_row_on_other_servers(arena: Arena, row: Row) -> None:
    measured = arena.carry_out(row)
    assert not failures(row, measured, arena.baseline_ms), measured
