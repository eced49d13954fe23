"""The name that a page proposes, at the door of a hosted room or for the seat in an open one."""

import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.core.names import ANIMALS, COLOURS, in_english
from app.web.proposals import face_name
from app.web.words import read_words
from app.wire.typed_names import chosen_name

WORDS = read_words()


def page_of(client: FlaskClient, query: str = "", *, hosted: bool = True) -> dict[str, str]:
    """What the page of a new room knows: the data attributes of its body."""
    code = client.post("/api/rooms", json={"hosted": hosted}).get_json()["code"]
    html = client.get(f"/{code}{query}").get_data(as_text=True)
    return {name: unescape(value) for name, value in re.findall(r'data-(\w+)="([^"]*)"', html)}


@pytest.mark.parametrize("language", WORDS)
def test_every_face_has_a_name_that_may_be_kept(language: str) -> None:
    names = [face_name(WORDS[language], animal, colour) for animal in ANIMALS for colour in COLOURS]
    assert [name for name in names if chosen_name(name) != name] == []
    assert len(set(names)) > len(names) * 0.9


def test_in_english_it_is_the_one_that_the_room_would_make_up() -> None:
    for animal in ANIMALS:
        for colour in COLOURS:
            assert face_name(WORDS["en"], animal, colour) == in_english(animal, colour)


@pytest.mark.parametrize("hosted", [True, False])
@pytest.mark.parametrize("language", WORDS)
def test_the_page_proposes_it_in_its_language(client: FlaskClient, language: str, hosted: bool) -> None:
    page = page_of(client, f"?lang={language}", hosted=hosted)
    animal, colour = page["avatar"].split("-")
    assert page["name"] == face_name(WORDS[language], animal, colour)


@pytest.mark.parametrize("language", WORDS)
def test_the_page_of_a_hosted_room_can_say_each_of_them(client: FlaskClient, language: str) -> None:
    faces = json.loads(page_of(client, f"?lang={language}")["faces"])
    assert (set(faces["animals"]), set(faces["colours"])) == (set(ANIMALS), set(COLOURS))
    for animal, named in faces["animals"].items():
        for colour, coloured in faces["colours"].items():
            said = faces["face"].replace("1", named).replace("2", coloured)
            assert face_name(WORDS[language], animal, colour) in (said, named)


def test_the_page_of_an_open_room_needs_no_others(client: FlaskClient) -> None:
    assert "faces" not in page_of(client, hosted=False)
