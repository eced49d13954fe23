"""Names and faces: made up, chosen, unique, hidden."""

from app.core import commands as c
from app.core.names import clean_avatar, made_up_avatar, made_up_name
from app.core.room import public_name
from app.core.snapshot import brief, snapshot, you
from tests.support.fold import json_of
from tests.support.story import Story


def test_the_first_192_workers_differ_and_later_names_are_numbered() -> None:
    assert len({made_up_avatar(5, number) for number in range(1, 193)}) == 192
    assert made_up_name(5, 193) == made_up_name(5, 1) + " 2"


def test_a_face_is_an_animal_with_a_colour() -> None:
    assert clean_avatar(None, "fox-mint") == "fox-mint"
    assert clean_avatar("dragon", "fox-mint") == "fox-mint"
    assert clean_avatar("🐙", "fox-mint") == "octopus-mint"
    assert clean_avatar(" Octopus-rose ", "fox-mint") == "octopus-rose"
    assert clean_avatar("owl-black", "fox-mint") == "owl-mint"


def test_a_name_in_use_gets_a_number_and_is_free_again_after_leaving() -> None:
    story = Story().join("Ana", "ana", "Ana 2", "ANA")
    assert [public_name(story.room, worker) for worker in story.room.workers.values()] == [
        "Ana",
        "ana 2",
        "Ana 2 2",
        "ANA 3",
    ]
    story.do(c.Leave(worker=1)).join("Ana")
    assert public_name(story.room, story.room.workers[5]) == "Ana"


def test_a_number_that_somebody_bears_already_is_passed_over() -> None:
    story = Story().join("Ana 2", "Ana", "Ana")
    assert public_name(story.room, story.room.workers[3]) == "Ana 3"


def test_a_worker_renames_itself_and_keeps_its_name_without_a_new_one() -> None:
    story = Story().join("Ana", "Ben").do(c.Rename(by=1, name="Anna", avatar="fox-mint"))
    assert story.types == ["worker_renamed"] and story.answer == {"name": "Anna", "avatar": "fox-mint"}
    room = story.room
    assert story.do(c.Rename(by=1)).room is room and story.answer["name"] == "Anna"
    assert story.do(c.Rename(by=1, worker=1, name="Ana")).answer["name"] == "Ana"
    story.refused(c.Rename(by="host", name="Boss"), "bad_request")
    story.refused(c.Rename(by=7, name="Nobody"), "not_joined")


def test_renamed_by_another_without_a_name_is_a_made_up_one() -> None:
    story = Story(host=True).join("Rude").do(c.Rename(by="host", worker=1))
    assert story.answer["name"] == made_up_name(7, 1)
    story.refused(c.Rename(by="host", worker=2), "worker_unknown")


def test_hidden_names_never_leak() -> None:
    story = Story(host=True, names="hidden").join("Secret Ana", "Secret Ben")
    story.do(c.AddRobots(by="host", count=1, seed=1)).do(c.Start(by="host")).do(c.Rename(by=1, name="Secret Zoe"))
    assert not story.events
    story.do(c.Rename(by=1, avatar="owl")).arrive(1).configure("host", door="locked").do(c.Leave(worker=2))
    mine = you(story.room, 1, "worker", "token")
    told = str([json_of(story.all_events), snapshot(story.room, 0), brief(story.room), mine])
    assert "Secret" not in told and "Robot" in told
    story.configure("host", names="shown")
    assert story.types == ["configured", "worker_renamed"] and story.events[1].name == "Secret Zoe"
