"""The table of the hostile suite."""

from tests.hostile import frame_rows

ROWS = (*frame_rows.ROWS,)
