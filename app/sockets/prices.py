"""What messages cost: in milliseconds of the server, or in messages of the connection."""

from collections.abc import Mapping

from app.core.mural import n_numbers
from app.core.room import Room
from app.rooms.budgets import MESSAGE_MS, NEW_NAME_OR_LEAVE_MS
from app.wire import lesson_messages, messages

WORKERS_A_MESSAGE = 200
"""The picture of a room counts as one message more for every so many workers: it takes 3 ms in a full hall that changes
all the time."""
NUMBERS_A_MESSAGE = 5_000
"""And for so many numbers in the paintings of a mural: they have 20 kB."""
PRICES_MS: Mapping[type, float] = {
    messages.Rename: NEW_NAME_OR_LEAVE_MS,
    messages.Leave: NEW_NAME_OR_LEAVE_MS,
    lesson_messages.Guess: MESSAGE_MS,
    messages.Nudge: MESSAGE_MS,
    messages.LetIn: MESSAGE_MS,
}
"""Of what costs about the same in any room."""
FREE = messages.Arrive | messages.Signal
"""Nobody keeps a school from arriving, and no arrival waits for others, until there are more than any hall sends."""


def price_of_picture(room: Room, view: messages.View) -> int:
    """In messages, beside the one that asks for it."""
    n_workers = len(room.workers) if view == "full" else 0
    n_painted = n_numbers(room.mural) if room.mural is not None else 0
    return n_workers // WORKERS_A_MESSAGE + n_painted // NUMBERS_A_MESSAGE
