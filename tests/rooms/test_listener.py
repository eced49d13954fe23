"""Who hears of the changes of rooms, and what is kept by room."""

from collections.abc import Collection

from app.core import commands
from app.core.apply import Applied
from app.core.events import AnyEvent, Tripped, WorkerLeft
from app.core.room import Room
from app.rooms.housekeeping import IDLE_MS, SWEEP_EVERY_MS
from app.rooms.listener import RoomListener
from app.rooms.live_room import ByRoom, LiveRoom
from tests.support.stage import Stage


class Ears(RoomListener):
    """Notes the events of each change that it hears of."""

    def __init__(self, hears_of: Collection[type[AnyEvent]] | None) -> None:
        self.hears_of = hears_of
        self.heard: list[list[str]] = []

    def on_change(self, _live: LiveRoom, _before: Room, applied: Applied) -> None:
        self.heard.append([type(event).__name__ for event in applied.events])


def test_a_listener_that_fails_keeps_the_news_from_nobody_else(stage: Stage) -> None:
    class Deaf(RoomListener):
        hears_of = None

        def on_change(self, *_: object) -> None:
            raise RuntimeError("no ears")

    ears = Ears(None)
    stage.rooms.listeners.add(Deaf(), ears)
    assert stage.seat(1) == [1]
    assert ears.heard == [["WorkerJoined"]]


def test_who_listens_for_some_events_hears_of_no_other_changes(stage: Stage) -> None:
    ears = Ears((Tripped, WorkerLeft))
    stage.rooms.listeners.add(ears)
    ana, ben = stage.seat(2)
    for worker in (ana, ben):
        stage.rooms.submit("BRRRRR", commands.Arrive(worker=worker, generation=0))
    assert ears.heard == [["Arrived", "Tripped"]]


def test_a_change_without_an_event_is_heard_by_who_listens_for_it(stage: Stage) -> None:
    ears, deaf = Ears(()), Ears((Tripped,))
    ears.hears_without_events = True
    stage.rooms.listeners.add(ears, deaf)
    (ana,) = stage.seat(1)
    stage.rooms.submit("BRRRRR", commands.Withdraw(worker=ana, generation=0, ticket="one"))
    assert (ears.heard, deaf.heard) == ([[]], [])


def test_what_is_kept_by_room_is_its_owners_alone_and_goes_with_the_room(stage: Stage) -> None:
    mine, yours = ByRoom[list[int]](list), ByRoom[list[int]](list)
    live, other = stage.rooms.find("BRRRRR"), stage.rooms.find(stage.rooms.create(None, commands.Configuration()).code)
    mine[live].append(1)
    assert (mine[live], yours[live], mine[other]) == ([1], [], [])
    stage.housekeeping.start()
    stage.pass_ms(IDLE_MS + 2 * SWEEP_EVERY_MS)
    assert mine[stage.rooms.find("BRRRRR")] == []
