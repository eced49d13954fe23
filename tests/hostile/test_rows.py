"""Each row does what the table says, and the honest pair and the server's memory hardly notice."""

from collections.abc import Iterator

import pytest

from trials.hostile import door_rows, frame_rows
from trials.hostile.arena import Arena, failures
from trials.hostile.row import Row
from trials.hostile.rows import ROWS


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with Arena(tmp_path_factory.mktemp("hostile"), [row for row in ROWS if row.waits]) as opened:
        yield opened
    assert "Traceback" not in opened.server.output, opened.server.output


OTHER_WAYS: dict[str, dict[str, str]] = {
    "threads": {"ASYNC_MODE": "threading"},
    "gevent": {"ASYNC_MODE": "gevent"},
    "stock": {"DELIVERY": "stock"},
}


@pytest.fixture(scope="module", params=OTHER_WAYS)
def other_arena(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    folder = tmp_path_factory.mktemp(request.param)
    with Arena(folder, [], 1, **OTHER_WAYS[request.param]) as opened:
        yield opened
    assert "Traceback" not in opened.server.output, opened.server.output


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_row(arena: Arena, row: Row) -> None:
    measured = arena.carry_out(row)
    assert not failures(row, measured, arena.baseline_ms), measured


OF_ALL_SERVERS = (*frame_rows.ROWS, *door_rows.HEAD_ROWS)


@pytest.mark.parametrize("row", OF_ALL_SERVERS, ids=[row.name for row in OF_ALL_SERVERS])
def test_row_on_other_servers(other_arena: Arena, row: Row) -> None:
    """Their websockets are those of two other libraries, and two of them read requests by themselves."""
    measured = other_arena.carry_out(row)
    assert not failures(row, measured, other_arena.baseline_ms), measured
