"""The table of the hostile suite."""

from trials.hostile import (
    budget_rows,
    crowd_rows,
    door_rows,
    frame_rows,
    history_rows,
    http_rows,
    legal_rows,
    message_rows,
    patience_rows,
    speed_rows,
)

ROWS = (
    *frame_rows.ROWS,
    *message_rows.ROWS,
    *crowd_rows.ROWS,
    *http_rows.ROWS,
    *history_rows.ROWS,
    *patience_rows.ROWS,
    *speed_rows.ROWS,
    *legal_rows.ROWS,
    *budget_rows.ROWS,
    *door_rows.ROWS,
)
