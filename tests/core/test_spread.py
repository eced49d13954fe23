"""How simultaneous a release was is noted once, for a release that has happened."""

import msgspec
import pytest

from app.core import commands as c
from app.core.room import Room
from app.core.spread import Spread
from tests.support.story import Story


def spread(generation: int, n_changed: int = 2) -> Spread:
    return Spread(
        generation=generation,
        screens=3,
        n_changed=n_changed,
        within_ms=12,
        error_ms=4,
        n_unsure=0,
        n_late=1,
        n_slow=0,
        n_silent=0,
    )


def test_it_is_kept_and_tells_nobody_of_it() -> None:
    story = Story().join("Ana", "Ben").arrive(1, 2).do(c.NoteSpread(spread=spread(0)))
    assert story.room.last_spread == spread(0) and not story.events


@pytest.mark.parametrize("generation", [0, 1, 2])
def test_a_second_time_and_before_the_release_it_changes_nothing(generation: int) -> None:
    story = Story().join("Ana", "Ben").arrive(1, 2).do(c.NoteSpread(spread=spread(0)))
    before = story.room
    story.do(c.NoteSpread(spread=spread(generation, n_changed=1)))
    assert story.room is before


def test_a_room_that_was_stored_before_there_was_a_spread_can_be_loaded() -> None:
    room = Story().join("Ana", "Ben").arrive(1, 2).room
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(room))
    del stored["last_spread"]
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(stored), type=Room) == room
