"""What the world may see."""

import pytest

from app.core import commands as c
from app.core.refusals import SENTENCES, Refusal
from app.core.room import Room, Worker, public_name
from app.core.snapshot import MAX_FACES, MAX_MISSING, brief, snapshot, you
from tests.support.story import Story


def test_no_key_and_no_token_comes_out() -> None:
    story = Story(host=True).join("Ana").do(c.Start(by="host")).do(c.Abort(by="host", generation=0))
    seen = snapshot(story.room, 5)
    assert "hash" not in str(seen) and "token" not in str(seen)
    assert seen["now_ms"] == 5 and seen["hosted"] and seen["barrier"]["cause"] == "abort"


def test_a_brief_is_small_however_many_wait() -> None:
    story = Story().join(*(f"W{number}" for number in range(12)))
    assert brief(story.room)["last"] is None
    story.arrive(*range(1, 12))
    assert len(brief(story.room)["faces"]) == MAX_FACES and brief(story.room)["n_waiting"] == 11
    story.arrive(12)
    assert brief(story.room)["last"] == {
        "generation": 0,
        "outcome": "released",
        "cause": "arrival",
        "at_ms": story.now_ms,
        "release_at_ms": story.now_ms + 400,
        "parties": 12,
        "faces": [worker.avatar for worker in list(story.room.workers.values())[:MAX_FACES]],
    }
    story.do(c.Abort(by=1, generation=1))
    assert brief(story.room)["cause"] == "abort" and brief(story.room)["last"]["outcome"] == "broken"


def test_a_brief_tells_the_kinds_of_faces_unless_all_are_persons() -> None:
    story = (
        Story(host=True).join("Ana").do(c.AddRobots(by="host", count=1, pace="quick", seed=7)).do(c.Start(by="host"))
    )
    story.arrive(1)
    assert "kinds" not in brief(story.room) and brief(story.room)["people"] == 1
    story.do(c.Join(token_hash="ben", name="Ben")).arrive(2)
    assert brief(story.room)["kinds"] == ["person", "robot"] and brief(story.room)["people"] == 2


def test_a_brief_names_those_who_never_came_if_they_are_few() -> None:
    story = Story(timeout_s=5.0).join("Ana", "Ben", "Chloé").arrive(1)
    assert "missing" not in brief(story.room) and "people" not in brief(story.room)
    story.do(c.Expire(generation=0), story.now_ms + 5000)
    assert brief(story.room)["missing"] == ["Ben", "Chloé"]


def test_where_many_never_came_a_brief_looks_up_few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stale arrival is answered with a brief: two thousand made-up names would take 3 ms for each."""
    story = Story(timeout_s=5.0).join("Ana").do(c.AddRobots(by=1, count=100, seed=1)).arrive(1)
    story.do(c.Expire(generation=0), story.now_ms + 5000)
    named: list[int] = []

    def watched(room: Room, worker: Worker) -> str:
        named.append(worker.number)
        return public_name(room, worker)

    monkeypatch.setattr("app.core.snapshot.public_name", watched)
    assert "missing" not in brief(story.room)
    assert len(named) <= MAX_MISSING


def test_a_connection_knows_its_own_seat_and_waits() -> None:
    story = Story().join("Ana", "Ben").arrive(1)
    mine = you(story.room, 1, "worker", "secret")
    assert mine["token"] == "secret" and mine["name"] == "Ana" and mine["last"] is None
    assert mine["waiting"] == {"generation": 0, "index": 0, "at_ms": story.now_ms}
    story.arrive(2)
    mine = you(story.room, 1, "worker", "secret")
    assert mine["waiting"] is None
    assert mine["last"] == {"generation": 0, "index": 0, "outcome": "released", "waited_ms": 1400}


def test_without_a_seat_all_but_the_role_is_null() -> None:
    for number in (None, 9):
        mine = you(Story().room, number, "viewer", "void")
        assert mine.pop("role") == "viewer" and set(mine.values()) == {None}


def test_a_refusal_has_a_code_and_a_sentence() -> None:
    assert Refusal("busy").message == SENTENCES["busy"]
    assert str(Refusal("busy", "Two wait.")) == "busy: Two wait."
