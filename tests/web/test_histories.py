"""All that happened in a room, as it may leave the server."""

import csv
import json
from collections.abc import Iterator

import pytest

from app.core import commands
from app.core.rules import Names
from app.web.histories import SIGNATURE, log_json, timeline_csv
from tests.support.stage import Stage

CODE = "BRRRRR"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        for name in ("Ana", "Ben"):
            stage.rooms.submit(CODE, commands.Join(token_hash=name, name=name))
        stage.arrive(2, 1)
        stage.rooms.submit(CODE, commands.AddRobots(by=1, count=1, seed=1))
        stage.arrive(1, generation=1)
        yield stage


def hide_names(stage: Stage) -> None:
    set_names(stage, "hidden")


def set_names(stage: Stage, names: Names) -> None:
    stage.rooms.submit(CODE, commands.Configure(by=1, configuration=commands.Configuration(names=names)))


def test_the_log_has_all_events_and_all_generations(stage: Stage) -> None:
    log = json.loads(b"".join(log_json(stage.rooms, CODE)))
    live = stage.rooms.find(CODE)
    assert (log["code"], log["epoch"], len(log["events"])) == (CODE, live.room.epoch, live.room.seq)
    assert [(ended["outcome"], len(ended["spans"])) for ended in log["generations"]] == [("released", 2), ("open", 3)]


def test_the_table_has_a_line_for_each_worker_of_each_generation(stage: Stage) -> None:
    table = b"".join(timeline_csv(stage.rooms, CODE)).decode()
    assert table.startswith(SIGNATURE)
    rows = list(csv.DictReader(table.removeprefix(SIGNATURE).splitlines()))
    assert [(row["generation"], row["name"], row["index"]) for row in rows] == [
        ("0", "Ana", "1"),
        ("0", "Ben", "0"),
        ("1", "Ana", "0"),
        ("1", "Ben", ""),
        ("1", "Robot", ""),
    ]


@pytest.mark.parametrize("history", [log_json, timeline_csv])
def test_names_that_are_hidden_while_it_is_read_are_hidden_in_the_rest(stage: Stage, history: object) -> None:
    assert callable(history)
    steps = history(stage.rooms, CODE)
    begun = next(steps)
    hide_names(stage)
    stage.seat(1)
    rest = begun + b"".join(steps)
    assert b"Ana" not in rest and b"Ben" not in rest
    assert b"Robot" in rest
    assert rest.count(b"worker_joined") in (0, 3), "what came after it began is not there"


def test_the_rest_of_a_generation_has_no_name_that_was_given(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full room's rows leave in several pieces, between which somebody may hide the names."""
    monkeypatch.setattr("app.web.histories.ROWS_AT_ONCE", 1)
    steps = timeline_csv(stage.rooms, CODE)
    while b"Ana" not in next(steps):
        pass
    hide_names(stage)
    rest = b"".join(steps)
    assert rest.count(b"\n") == 4
    assert b"Ana" not in rest and b"Ben" not in rest


def test_the_rest_of_what_one_command_did_has_no_name_that_was_given(stage: Stage) -> None:
    """To show the names is one command, which renames everybody."""
    hide_names(stage)
    set_names(stage, "shown")
    steps = log_json(stage.rooms, CODE)
    while not (b"worker_renamed" in (step := next(steps)) and b"Ana" in step):
        pass
    hide_names(stage)
    rest = b"".join(steps)
    assert rest.count(b"worker_renamed") == 1
    assert b"Ana" not in rest and b"Ben" not in rest
