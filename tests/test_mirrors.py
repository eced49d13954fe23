"""What stands in more than one place, mostly once in each language: the places must agree."""

import json
import re
import tomllib
from string import ascii_uppercase
from typing import Any, get_args

import msgspec
import pytest
from msgspec import UNSET

from app import __version__
from app.core import barrier, codes, commands, drill, events, lesson_state, mural, room, rules, snapshot
from app.core.apply import HANDLERS
from app.core.configure import default_rules
from app.core.events import Event
from app.core.names import ANIMALS, COLOURS, ROBOT_NAME
from app.core.refusals import SENTENCES, ErrorCode
from app.core.rules import PLAIN_RULES, RULES, RuleChanges, Rules
from app.lib.tokens import new_token
from app.presence.programs import WORKS_QUIETLY_MS
from app.rooms.budgets import SAME_IN_ANY_ROOM
from app.sockets.prices import FREE, PRICES_MS
from app.web import remote_barrier
from app.web.answers import STATUS
from app.web.programs_api import MAX_TIMEOUT_S
from app.wire import messages
from app.wire.typed_names import MAX_NAME_LENGTH
from tests.support import painting, typescript
from tests.support.running import ROOT

PROTOCOL = "core/protocol.ts"
ROOM = "core/protocol_room.ts"
LESSON = "core/protocol_lesson.ts"
DRILL = "core/protocol_drill.ts"
OF_EVERY_EVENT = set(Event.__struct_fields__)


@pytest.mark.parametrize(
    ("file", "name", "values"),
    [
        (PROTOCOL, "ErrorCode", get_args(ErrorCode)),
        (PROTOCOL, "Role", get_args(messages.Role)),
        (PROTOCOL, "View", get_args(messages.View)),
        (PROTOCOL, "LeftReason", get_args(events.LeftReason)),
        (PROTOCOL, "TripCause", get_args(events.TripCause)),
        (PROTOCOL, "ResetCause", get_args(events.ResetCause)),
        (ROOM, "BarrierState", get_args(barrier.State)),
        (ROOM, "Stage", get_args(room.Stage)),
        (LESSON, "DealtTo", get_args(lesson_state.DealtTo)),
        (ROOM, "Kind", get_args(events.Kind)),
        (LESSON, "MuralGate", get_args(mural.Gate)),
        (DRILL, "DrillKind", get_args(drill.DrillKind)),
        (ROOM, "Door", get_args(rules.Door)),
        (ROOM, "Gone", get_args(rules.Gone)),
        (ROOM, "Names", get_args(rules.Names)),
        (ROOM, "PartiesRule", get_args(rules.PartiesRule)),
        (PROTOCOL, "Pace", get_args(commands.Pace)),
        (ROOM, "BrokenCause", get_args(events.BrokenCause)),
        (PROTOCOL, "NoticeType", get_args(messages.NoticeType)),
        (LESSON, "StepId", get_args(lesson_state.StepId)),
        (LESSON, "QuestionId", get_args(lesson_state.QuestionId)),
        (LESSON, "CardId", get_args(lesson_state.CardId)),
        (LESSON, "AskingForm", get_args(lesson_state.Form)),
        (LESSON, "AskingStage", get_args(lesson_state.AskingStage)),
        (LESSON, "Hold", get_args(lesson_state.Hold)),
        (LESSON, "CardTo", get_args(lesson_state.CardTo)),
    ],
)
def test_words(file: str, name: str, values: tuple[str, ...]) -> None:
    assert typescript.union(file, name) == set(values)


def test_every_error_code_has_a_sentence_and_a_status() -> None:
    assert set(get_args(ErrorCode)) == set(SENTENCES) == set(STATUS)


def test_every_command_has_a_handler() -> None:
    assert set(HANDLERS) == set(get_args(commands.AnyCommand)) - {commands.Create}


def test_what_costs_the_same_in_any_room_has_a_price_or_is_free() -> None:
    """A new name is priced by whose it is."""
    priced = {request.__struct_config__.tag for request in (*PRICES_MS, *get_args(FREE))}
    assert priced - {"rename"} == {command.__struct_config__.tag for command in SAME_IN_ANY_ROOM}


def test_limits_of_programs() -> None:
    longest = get_args(rules.TimeoutS)[1].le
    assert longest == remote_barrier.LONGEST_ROOM_LIMIT_S <= remote_barrier.LONGEST_LIMIT_S <= MAX_TIMEOUT_S
    assert remote_barrier.AWAY_AFTER_S * 1000 == WORKS_QUIETLY_MS


def test_how_long_somebody_may_be_away() -> None:
    offered = re.findall(r"\bconst AWAY_S = \[([\d, ]+)\]", typescript.source("views/host/panels/settings.tsx"))
    seconds = [int(choice) for choice in offered[0].split(",")]
    assert all(msgspec.convert({"gone_after_s": s}, RuleChanges).gone_after_s == s for s in seconds)


def test_names_of_robots() -> None:
    assert f"ROBOT = /^{ROBOT_NAME}(?= \\d+$|$)/;" in typescript.source("core/face_names.ts")


def test_the_version() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__


def test_the_alphabet_of_codes() -> None:
    assert f'const LETTERS = "{codes.ALPHABET}"' in typescript.source("core/code.ts")
    assert set(codes.ALPHABET) == {letter for letter in ascii_uppercase if re.fullmatch(remote_barrier._LETTER, letter)}


@pytest.mark.parametrize(
    ("file", "name", "value"),
    [
        (PROTOCOL, "PROTOCOL_VERSION", snapshot.VERSION),
        ("core/code.ts", "LENGTH", codes.CODE_LENGTH),
        ("core/host_link.ts", "KEY_LETTERS", len(new_token())),
        ("core/painting.ts", "N_STEPS", mural.N_STEPS),
        ("core/reduce_mural.ts", "N_STEPS", mural.N_STEPS),
        ("core/letters.ts", "NAME_LETTERS", MAX_NAME_LENGTH),
        ("views/host/panels/settings.tsx", "MOST_PHASES", rules.MAX_PHASES),
    ],
)
def test_numbers(file: str, name: str, value: int) -> None:
    assert re.findall(rf"\bconst {name} = (\d+);", typescript.source(file)) == [str(value)]


def test_both_models_of_a_mural_have_its_steps() -> None:
    assert painting.N_STEPS == mural.N_STEPS


def test_what_a_program_says_of_a_broken_barrier() -> None:
    assert set(remote_barrier.CAUSES) == {*get_args(events.BrokenCause), *get_args(events.ResetCause)}
    mirrored = typescript.pairs("core/picture_words.ts", "ERROR_SENTENCES")
    assert {cause: json.loads(sentence) for cause, sentence in mirrored.items()} == remote_barrier.CAUSES


def test_faces() -> None:
    avatars = "views/parts/avatars.ts"
    assert typescript.pairs(avatars, "ANIMALS") == {
        name: json.dumps(face, ensure_ascii=False) for name, face in ANIMALS.items()
    }
    assert f"COLOURS = {json.dumps(COLOURS)} as const" in typescript.source(avatars)


def test_rules_of_a_room() -> None:
    in_barrier = {"parties_rule"}
    assert typescript.keys(ROOM, "Rules") == set(RULES) - in_barrier
    shown = {rule: json.loads(value) for rule, value in typescript.pairs(ROOM, "DEFAULT_RULES").items()}
    assert shown == {rule: _json_of(getattr(Rules(), rule)) for rule in RULES if rule not in in_barrier}


def test_every_rule_can_be_changed() -> None:
    asked_for_in_other_words = {"parties_rule", "lead_is_auto", "lead_ms"}
    assert set(RULES) - asked_for_in_other_words == set(PLAIN_RULES)
    assert set(commands.Configuration.__struct_fields__) == {*PLAIN_RULES, "parties", "lead_ms"}
    assert set(events.Configured.__struct_fields__) == {*RULES, *OF_EVERY_EVENT, "parties"}


@pytest.mark.parametrize("is_hosted", [True, False])
def test_every_rule_has_a_default(is_hosted: bool) -> None:
    default = default_rules(is_hosted)
    assert not [rule for rule in default.__struct_fields__ if getattr(default, rule) is UNSET]


def test_commands() -> None:
    mirrored = typescript.members(PROTOCOL, "Command")
    assert mirrored == {
        request.__struct_config__.tag: set(request.__struct_fields__) - {*PLAIN_RULES, "lead_ms"}
        for request in get_args(messages.CommandRequest)
    }


def test_events() -> None:
    mirrored = typescript.members(PROTOCOL, "RoomEvent")
    mirrored |= typescript.members(LESSON, "MuralEvent") | typescript.members(LESSON, "LessonEvent")
    mirrored |= typescript.members(DRILL, "DrillEvent")
    mixed_in = {*OF_EVERY_EVENT, *RULES} - {"parties_rule"}
    assert mirrored == {
        event.__struct_config__.tag: set(event.__struct_fields__) - mixed_in for event in get_args(events.AnyEvent)
    }


def _json_of(value: Any) -> Any:
    return json.loads(json.dumps(value))
