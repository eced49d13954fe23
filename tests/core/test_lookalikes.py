"""Names that look the same."""

import pytest

from app.core.lookalikes import fold, fold_number
from app.core.room import public_name
from tests.support.story import Story


@pytest.mark.parametrize(
    "other",
    [
        "ana",
        "ANA",
        "Ána",
        "A n a",
        "Аna",  # Cyrillic А
        "АNА",
        "αna",  # Greek alpha
        "ＡＮＡ",
        "𝓐𝓷𝓪",
        "Ⓐⓝⓐ",
        "🅐🅝🅐",
        "ᴀɴᴀ",
        "Ana\ufe0f",
        "Ana\u034f",
    ],
)
def test_what_looks_like_ana_folds_like_ana(other: str) -> None:
    assert fold(other) == fold("Ana")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Olli", "0l1i"),
        ("IIana", "llana"),
        ("Paul", "PauI"),
        ("Chloé", "Chloe"),
        ("Søren", "Soren"),
        ("Łucja", "Lucja"),
        ("Straße", "STRASSE"),
        ("ΑΝΝΑ", "ANNA"),  # Greek
        ("Νίκος", "ΝΙΚΟΣ"),
        ("Анна", "АННА"),
        ("Алёна", "Алена"),
        ("Dave", "Daνe"),  # Greek nu
        ("Ana2", "Ana 2"),
    ],
)
def test_pairs_that_look_the_same(name: str, other: str) -> None:
    assert fold(name) == fold(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ana", "Anna"),
        ("Ana", "Ena"),
        ("か", "が"),
        ("की", "का"),
        ("李", "王"),
        ("مريم", "محمد"),
        ("👍", "👎"),
        ("Robot 10", "Robot 2"),
        ("Анна", "Инна"),
    ],
)
def test_other_names_stay_others(name: str, other: str) -> None:
    assert fold(name) != fold(other)


@pytest.mark.parametrize("name", ["Ana", "Анна", "مريم", "👍", "Ana 2", "İ", "ß"])
def test_a_number_behind_a_name_adds_its_own_fold(name: str) -> None:
    assert fold(f"{name} 1024") == fold(name) + fold_number(1024)


def test_a_lookalike_gets_a_number() -> None:
    story = Story().join("Ana", "Аnа", "ÁNA")
    assert [public_name(story.room, worker) for worker in story.room.workers.values()] == ["Ana", "Аnа 2", "ÁNA 3"]


def test_a_lookalike_of_a_made_up_name_gets_a_number() -> None:
    story = Story().join("")
    made_up = public_name(story.room, story.room.workers[1])
    story.join(made_up.upper())
    assert public_name(story.room, story.room.workers[2]) == f"{made_up.upper()} 2"
