"""The room's code out of whatever people type and paste: one table for Python, TypeScript and `remote_barrier.py`.

tests/recorded/typed_codes.json is a list of cases. `typed` goes in, `code` must come out (null: there is none), and
`why` names the case. A link also has `server`: where a program that was given this link finds the room. The link that
brings the host along also has `host_page`: the path below the room's, with the key. The file is ASCII, so that
invisible characters are visible in it.
"""

import json

import pytest

from app.core.codes import spell
from tests.support.stopwatch import LONG, SHORT_S, takes_s
from tests.support.typed_codes import CASES, FILE, TypedCode


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_the_code_is_found_in_what_was_typed(case: TypedCode) -> None:
    assert spell(case.typed) == case.code


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_a_code_that_was_found_is_its_own_spelling(case: TypedCode) -> None:
    assert case.code is None or spell(case.code) == case.code


@pytest.mark.parametrize("typed", ["x" * LONG, "x" * LONG + "://", "b-" * LONG, "b" + "-" * LONG, "%20" * LONG])
def test_a_long_text_is_soon_read(typed: str) -> None:
    assert takes_s(lambda: spell(typed)) < SHORT_S


def test_each_case_of_the_table_is_there_once_and_can_be_read() -> None:
    assert FILE.read_text(encoding="utf-8").isascii()
    assert len({case.typed for case in CASES}) == len({case.why for case in CASES}) == len(CASES)
    assert {key for case in json.loads(FILE.read_text(encoding="utf-8")) for key in case} == set(TypedCode._fields)
