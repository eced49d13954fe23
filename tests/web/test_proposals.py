"""The name that a page proposes at the door of a hosted room."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.core.names import ANIMALS, COLOURS, in_english
from app.web.proposals import face_name
from app.web.words import read_words
from app.wire.typed_names import chosen_name

WORDS = read_words()


def proposed(client: FlaskClient, query: str) -> tuple[str, list[str]]:
    code = client.post("/api/rooms", json={}).get_json()["code"]
    html = client.get(f"/{code}{query}").get_data(as_text=True)
    name, others = re.findall(r'data-names?="([^"]*)"', html)
    return unescape(name), unescape(others).split("|")


@pytest.mark.parametrize("language", WORDS)
def test_every_face_has_a_name_that_may_be_kept(language: str) -> None:
    names = [face_name(WORDS[language], animal, colour) for animal in ANIMALS for colour in COLOURS]
    assert [name for name in names if chosen_name(name) != name] == []
    assert len(set(names)) > len(names) * 0.9


def test_in_english_it_is_the_one_that_the_room_would_make_up() -> None:
    for animal in ANIMALS:
        for colour in COLOURS:
            assert face_name(WORDS["en"], animal, colour) == in_english(animal, colour)


@pytest.mark.parametrize("language", WORDS)
def test_the_page_proposes_it_in_its_language(client: FlaskClient, language: str) -> None:
    name, others = proposed(client, f"?lang={language}")
    assert name in others
    assert others in [[face_name(WORDS[language], animal, colour) for animal in ANIMALS] for colour in COLOURS]
