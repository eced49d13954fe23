"""What a host may do: start, rules, seats, robots."""

from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from app.core import commands as c
from app.core.events import Configured, Started, WasReset, WorkerLeft
from app.core.rules import MAX_WORKERS
from tests.support.story import Story, configure

OF_THE_HOST: tuple[c.AnyCommand, ...] = (
    c.Rename(by=1, worker=2, name="Bob"),
    c.Start(by=1),
    c.Abort(by=1, generation=0),
    c.Reset(by=1, generation=0),
    configure(1, door="locked"),
    c.Drop(by=1, worker=1),
    c.LetIn(by=1),
    c.RemoveAllSince(by=1, since_ms=0),
    c.AddRobots(by=1, count=1, seed=1),
    c.Nudge(by=1, worker=1),
    c.SetMural(by=1, gate="barrier"),
    c.SetDrill(by=1, kind="dissemination", seed=1),
    c.Lesson(by=1, step="story"),
    c.Ask(by=1, question="again"),
    c.Run(by=1, seed=1),
    c.Tell(by=1),
    c.Deal(by=1, seed=1, to="robot", card="crash"),
    c.Pause(by=1, on=True),
)


@pytest.mark.parametrize("command", OF_THE_HOST, ids=lambda command: type(command).__name__)
def test_in_a_hosted_room_a_worker_gives_no_host_commands(command: c.AnyCommand) -> None:
    Story(host=True).join("Ana", "Ben").refused(command, "host_required")


def test_every_command_that_names_who_asks_is_among_them() -> None:
    asked = {command for command in get_args(c.AnyCommand) if "by" in command.__struct_fields__}
    assert {type(command) for command in OF_THE_HOST} == asked


def test_a_hosted_room_starts_in_the_lobby_and_once() -> None:
    story = Story(host=True).join("Ana").do(c.Start(by="host"))
    assert story.events == (Started(at_ms=story.now_ms),)
    assert story.room.barrier.since_ms == story.now_ms
    assert story.do(c.Start(by="host")).events == ()


def test_configure_tells_what_changed_and_parties() -> None:
    story = Story().join("Ana").configure(1, door="locked", timeout_s=None, gone_after_s=7)
    assert story.events == (Configured(at_ms=story.now_ms, parties=2, door="locked", gone_after_s=7),)
    room = story.room
    assert story.configure(1, door="locked").room is room


def test_a_room_speaks_english_until_it_is_asked_for_another_language() -> None:
    story = Story(host=True)
    assert story.room.language == "en"
    assert story.configure("host", language="pt-BR").events == (
        Configured(at_ms=story.now_ms, parties=1, language="pt-BR"),
    )


def test_an_open_room_that_all_have_left_speaks_its_own_language_again() -> None:
    story = Story(language="fr").join("Ana").configure(1, language="ar").do(c.Leave(worker=1))
    assert story.room.language == "fr"


@pytest.mark.parametrize("name", ["de", "pt-BR", "es-419", "zh-Hant-TW", "en-XA", "yue"])
def test_a_language_has_its_name_of_bcp_47(name: str) -> None:
    assert msgspec.convert({"language": name}, c.Configuration).language == name


@pytest.mark.parametrize("name", ["", "d", "DE", "pt-br", "pt_BR", "German", "de\n", 'de"><script', "de-", "e" * 40])
def test_other_names_are_no_language(name: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"language": name}, c.Configuration)


def test_another_size_while_somebody_waits_needs_force() -> None:
    story = Story().join("Ana", "Ben", "Chloé").arrive(2)
    story.refused(configure(1, parties=2), "busy")
    story.configure(1, force=True, parties=2)
    assert story.events == (
        Configured(at_ms=story.now_ms, parties=2, parties_rule="fixed"),
        WasReset(at_ms=story.now_ms, generation=1, cause="configure", by=1, waiting=(2,)),
    )
    assert (story.state, story.generation, story.waiting) == ("filling", 1, {})


def test_a_change_that_keeps_the_size_builds_no_new_barrier() -> None:
    story = Story().join("Ana", "Ben").arrive(1).configure(2, force=True, parties=2, lead_ms=0)
    assert story.types == ["configured"] and story.waiting == {1: 0}
    assert story.configure(2, parties="everyone", lead_ms="auto").room.lead_ms == 400


def test_an_automatic_lead_follows_the_screens_and_a_set_one_does_not() -> None:
    story = Story(parties=1).join("Ana").do(c.TuneLead(lead_ms=650))
    assert story.events == (Configured(at_ms=story.now_ms, parties=1, lead_ms=650),)
    assert story.arrive(1).release.release_at_ms == story.now_ms + 650
    story.configure(1, lead_ms="auto")
    assert (story.room.lead_ms, story.types) == (650, [])
    story.configure(1, lead_ms=650).do(c.TuneLead(lead_ms=300))
    assert (story.room.lead_ms, story.room.lead_is_auto, story.types) == (650, False, [])
    assert story.configure(1, lead_ms="auto").room.lead_ms == 400


def test_a_dropped_worker_comes_back_unless_kept_out() -> None:
    story = Story(host=True).join("Ana", "Ben").refused(c.Drop(by="host", worker=3), "worker_unknown")
    story.do(c.Drop(by="host", worker=1))
    assert story.events == (WorkerLeft(at_ms=story.now_ms, worker=1, reason="dropped", parties=1),)
    story.do(c.Join(token_hash="new", known_token_hash="token-1"))
    assert story.answer == {"worker": 3}
    story.do(c.Drop(by="host", worker=2, keep_out=True))
    again = c.Join(token_hash="newer", known_token_hash="token-2")
    story.refused(again, "kept_out")
    assert story.do(c.LetIn(by="host")).events == ()
    room = story.room
    assert story.do(c.LetIn(by="host")).room is room
    assert story.do(again).types == ["worker_joined"]


def test_a_locked_door_keeps_newcomers_out() -> None:
    story = Story(door="locked")
    story.refused(c.Join(token_hash="new"), "room_locked")


def test_remove_all_since_drops_those_seated_later() -> None:
    story = Story(host=True).join("Ana")
    since_ms = story.now_ms
    story.join("Ben", "Chloé").do(c.RemoveAllSince(by="host", since_ms=since_ms))
    assert story.answer == {"workers": [2, 3]} and list(story.room.workers) == [1]
    assert [(event.worker, event.parties) for event in story.events] == [(2, 2), (3, 1)]
    assert story.do(c.RemoveAllSince(by="host", since_ms=since_ms)).answer == {"workers": []}


def test_robots_take_seats_up_to_the_limit() -> None:
    story = Story().join("Ana").do(c.AddRobots(by=1, count=2, seed=10, pace="slow"))
    assert story.answer == {"workers": [2, 3]} and story.parties == 3
    assert [worker.robot.seed for worker in story.room.workers.values() if worker.robot] == [10, 11]
    assert story.room.workers[2].token_hash is None
    story.refused(c.AddRobots(by=1, count=MAX_WORKERS - 2, seed=1), "room_full")
    story.do(c.AddRobots(by=1, count=MAX_WORKERS - 3, seed=1))
    story.refused(c.Join(token_hash="late"), "room_full")
    story.do(c.Drop(by=1, worker=2, keep_out=True))
    assert story.room.kept_out == frozenset()


def test_a_nudge_shows_nothing_but_goes_into_the_line() -> None:
    """What changes nothing at all does not, and a screen of another process would not hear of it."""
    story = Story().join("Ana", "Ben").refused(c.Nudge(by=1, worker=3), "worker_unknown")
    room = story.room
    story.do(c.Nudge(by=1, worker=2))
    assert story.events == ()
    assert story.room is not room
    assert replace(story.room, touched_ms=room.touched_ms) == room


def test_presence_is_told_once_and_keeps_the_seat() -> None:
    story = Story().join("Ana", "Ben").arrive(1)
    assert story.do(c.Connect(worker=1)).events == ()
    assert story.do(c.Disconnect(worker=1)).types == ["presence"]
    assert story.do(c.Disconnect(worker=1)).events == ()
    assert story.do(c.Connect(worker=1)).types == ["presence"] and story.waiting == {1: 0}
    for command in (c.Connect(worker=9), c.Disconnect(worker=9), c.Leave(worker=9)):
        story.refused(command, "not_joined")


def test_a_program_that_was_kept_out_is_known_by_where_it_comes_from() -> None:
    def program(token: str, origin: str) -> c.Join:
        return c.Join(token_hash=token, kind="program", origin_hash=origin)

    story = Story(host=True).do(program("a", "lab, load.py"))
    story.do(c.Drop(by="host", worker=1, keep_out=True))
    story.refused(program("b", "lab, load.py"), "kept_out")
    story.do(program("c", "lab, other.py"))
    story.do(c.LetIn(by="host")).do(program("d", "lab, load.py"))


def test_a_program_alone_at_its_address_is_kept_out_under_any_name() -> None:
    def program(name: str, address: str = "lab") -> c.Join:
        token = f"{name} at {address}, {len(story.all_events)}"
        return c.Join(token_hash=token, kind="program", origin_hash=f"{address}, {name}", address_hash=address)

    story = Story(host=True)
    story.do(program("a")).do(program("b")).do(program("c", "home"))
    story.do(c.Drop(by="host", worker=1, keep_out=True)).refused(program("a"), "kept_out")
    story.do(program("z"))
    for worker in (2, 4):
        story.do(c.Drop(by="host", worker=worker, keep_out=True))
    story.refused(program("anything"), "kept_out")
    story.do(program("d", "home")).do(c.Join(token_hash="a person of the lab"))


def test_a_program_whose_address_people_share_is_kept_out_under_its_name_only() -> None:
    def program(name: str) -> c.Join:
        return c.Join(token_hash=name, kind="program", origin_hash=f"lab, {name}", address_hash="lab")

    story = Story(host=True).do(program("a"))
    story.do(c.Drop(by="host", worker=1, keep_out=True, has_neighbours=True))
    story.refused(program("a"), "kept_out")
    story.do(program("b"))
