"""Which language a page is in, and what a phone's first visit weighs in it."""

import keyword
import re

import pytest
from flask.testing import FlaskClient

from app.assets import DIST
from app.core.rules import MAX_PHASE_LENGTH
from app.web.languages import (
    COOKIE,
    MOST_FIELDS,
    MOST_LETTERS,
    MOST_LETTERS_OF_ALL,
    MOST_LETTERS_OF_FIELDS,
    MOST_RANGES,
    choose,
    in_order,
    nearest,
    spoken,
)
from app.web.pages import read_manifest
from tests.support.browser.languages import words
from tests.support.running import ROOT

MOST_BYTES = 40_000
"""Of script and style together, as they travel."""
CATALOGUE = sorted(path.stem for path in (ROOT / "static" / "messages").glob("*.json"))
PSEUDO = "en-XA"
GERMAN = "de-AT,de;q=0.9,en;q=0.5"
ITALIAN = "it-IT,it;q=0.9"
"""Of a language that is not in the catalogue."""


def new_room(client: FlaskClient, **wanted: object) -> str:
    return str(client.post("/api/rooms", json=wanted).get_json()["code"])


def language_of(client: FlaskClient, path: str, accepted: str = "") -> str:
    page = client.get(path, headers={"Accept-Language": accepted}).get_data(as_text=True)
    (language,) = re.findall(r'<html lang="([^"]*)"', page)
    return str(language)


@pytest.mark.parametrize(
    ("accepted", "names"),
    [
        ("", []),
        ("de", ["de"]),
        ("de-AT,de;q=0.9,en;q=0.5", ["de-AT", "de", "en"]),
        ("en;q=0.5, fr;q=0.9 ,de", ["de", "fr", "en"]),
        ("fr, pt-BR", ["fr", "pt-BR"]),  # as wanted as each other: the first comes first
        ("de;q=0, fr;q=0.001", ["fr"]),
        ("*", []),
        ("fr;q=0.4, *;q=0.5", ["fr"]),
        ("de ; q = 0.8 , ar ; Q=1.000", ["ar", "de"]),
        ("de;q=2, fr;q=-1, es;q=high, ;q=1, pt_BR, it;level=1, ar", ["ar"]),
        ("\u202ede, <script>, " + "x" * 50, []),
        (",".join(f"x-{n}" for n in range(500)), [f"x-{n}" for n in range(MOST_RANGES)]),
        ("de," + " " * (MOST_LETTERS_OF_ALL - 6) + "fr,es", ["de", "fr"]),
    ],
)
def test_what_a_browser_is_set_to(accepted: str, names: list[str]) -> None:
    assert in_order(accepted) == names


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("de-DE-u-co-phonebk", "de"),
        ("DE-ch", "de"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("ar-EG", "ar"),
        ("es-419", "es"),
        ("fr-CA", "fr"),
        ("en-GB", "en"),
        ("en-XA", "en-XA"),
        ("it", None),
        ("dex", None),
        ("d", None),
        ("", None),
        ('"><script', None),
    ],
)
def test_the_language_that_is_nearest(wish: str, language: str | None) -> None:
    assert nearest([*CATALOGUE, PSEUDO], wish) == language


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (["it", "de-AT", "fr"], "de"),
        (["pt-PT", "en"], "pt-BR"),  # wanted more than English
        (["", "xx", "ar"], "ar"),
        (["it"], "en"),
        ([], "en"),
    ],
)
def test_the_first_wish_with_a_language(wishes: list[str], language: str) -> None:
    assert choose(CATALOGUE, wishes) == language


def test_a_room_speaks_each_language_of_the_catalogue() -> None:
    pages = spoken(read_manifest())
    assert sorted(pages["room"]) == sorted(pages["host"]) == sorted([*CATALOGUE, PSEUDO])


def test_the_direction_of_a_page(client: FlaskClient) -> None:
    page = client.get(f"/{new_room(client)}?lang=ar").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page


@pytest.mark.parametrize(
    ("query", "kept", "accepted", "language"),
    [
        ("", "", GERMAN, "de"),
        ("", "es", GERMAN, "es"),
        ("?lang=fr", "es", GERMAN, "fr"),
        ("?lang=xx", "es", GERMAN, "es"),
        ("?lang=xx", "", GERMAN, "de"),
        ("?lang=%22%3E%3Cscript", "", "", "en"),
        ("?lang=pt", "", "", "pt-BR"),
        ("?lang=en-XA", "", "", "en-XA"),
        ("", "xx", GERMAN, "de"),
        ("", "", "", "en"),
        ("", "", ITALIAN, "en"),
    ],
)
def test_a_phone_speaks_its_own_language(
    client: FlaskClient, query: str, kept: str, accepted: str, language: str
) -> None:
    """What the address asks for, else what was chosen in this browser, else what the browser is set to."""
    if kept:
        client.set_cookie(COOKIE, kept)
    assert language_of(client, f"/{new_room(client)}{query}", accepted) == language


def test_a_phone_of_another_language_speaks_the_rooms(client: FlaskClient) -> None:
    code = new_room(client, language="fr")
    assert language_of(client, f"/{code}", ITALIAN) == language_of(client, f"/{code}") == "fr"
    assert language_of(client, f"/{code}", GERMAN) == "de"


def test_the_projector_speaks_the_rooms_language(client: FlaskClient) -> None:
    code = new_room(client, language="fr")
    client.set_cookie(COOKIE, "es")
    assert language_of(client, f"/{code}/host", GERMAN) == "fr"
    assert language_of(client, f"/{code}/host?lang=ar", GERMAN) == "ar"
    assert 'data-language="fr"' in client.get(f"/{code}/host?lang=ar").get_data(as_text=True)


def test_a_projector_whose_language_is_not_in_the_catalogue(client: FlaskClient) -> None:
    code = new_room(client, language="it")
    assert language_of(client, f"/{code}/host", GERMAN) == "de"
    assert language_of(client, f"/{code}/host") == "en"


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        ({}, "", "en"),
        ({}, ITALIAN, "en"),
        ({}, "pt-PT,en;q=0.5", "pt-BR"),
        ({"language": "fr"}, GERMAN, "fr"),
        ({"language": "it"}, GERMAN, "it"),
    ],
)
def test_a_new_room_speaks_as_its_maker(
    client: FlaskClient, wanted: dict[str, object], accepted: str, language: str
) -> None:
    made = client.post("/api/rooms", json=wanted, headers={"Accept-Language": accepted}).get_json()
    assert client.get(f"/api/rooms/{made['code']}").get_json()["language"] == language


def test_a_new_room_does_not_speak_what_is_no_language(client: FlaskClient) -> None:
    for wrong in ("German", "", "pt-br", None, 1):
        answer = client.post("/api/rooms", json={"language": wrong})
        assert (answer.status_code, answer.get_json()["error"]) == (400, "bad_request")


@pytest.mark.parametrize("path", ["/", "/teachers", "/BBBBBB", "/BBBBBB/host", "/nothing/here", "/{}", "/{}/host"])
def test_caches_keep_pages_of_different_languages_apart(client: FlaskClient, path: str) -> None:
    answer = client.get(path.format(new_room(client)))
    assert {"Accept-Language", "Cookie"} == set(answer.vary)


def test_files_are_the_same_for_everybody(client: FlaskClient) -> None:
    assert not client.get(f"/api/rooms/{new_room(client)}").vary


def test_nobody_gets_a_cookie_who_has_not_chosen(client: FlaskClient) -> None:
    for path in ("/", "/?lang=de", f"/{new_room(client)}?lang=de"):
        assert "Set-Cookie" not in client.get(path, headers={"Accept-Language": GERMAN}).headers


def test_the_switch_sets_a_cookie_and_a_link_from_elsewhere_sets_none(client: FlaskClient) -> None:
    cookie = client.get("/teachers?lang=de&keep").headers["Set-Cookie"]
    assert cookie.startswith("lang=de;") and "SameSite=Lax" in cookie
    for path, site in (("/teachers?lang=de&keep", "cross-site"), ("/teachers?lang=%0d%0aa&keep", "same-origin")):
        assert "Set-Cookie" not in client.get(path, headers={"Sec-Fetch-Site": site}).headers
    assert language_of(client, "/worksheet") == "de"


def test_no_long_name_of_a_language_is_kept(client: FlaskClient) -> None:
    client.get(f"/teachers?lang={'-'.join(['de'] * 1000)}&keep")
    kept = client.get_cookie(COOKIE)
    assert kept is None or len(kept.value) <= MOST_LETTERS


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("kind=tree&n=%C3%A9&lang=fr&keep", "kind=tree&amp;n=%C3%A9&amp;"),
        ("&".join(["a=1"] * MOST_FIELDS), "a=1&amp;" * MOST_FIELDS),
        ("&".join(["a=1"] * (MOST_FIELDS + 1)), ""),
        ("a=" + "x" * MOST_LETTERS_OF_FIELDS, ""),
        ("&a" * 4000, ""),
    ],
)
def test_the_switch_keeps_what_else_the_address_asks_for(client: FlaskClient, query: str, kept: str) -> None:
    page = client.get(f"/algorithms?{query}").get_data(as_text=True)
    assert f'href="?{kept}lang=de&amp;keep"' in page


@pytest.mark.parametrize("path", ["/", "/algorithms", "/{}", "/{}/host", "/BBBBBB"])
def test_what_a_browser_is_set_to_is_read_once_for_a_page(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, read = new_room(client), []

    def read_in_order(accept_language: str) -> list[str]:
        read.append(accept_language)
        return in_order(accept_language)

    monkeypatch.setattr("app.web.languages.in_order", read_in_order)
    assert language_of(client, path.format(code), GERMAN) == ("en" if path == "/{}/host" else "de")
    assert read == [GERMAN]


def test_a_link_that_is_put_right_still_asks_for_its_language(client: FlaskClient) -> None:
    code = new_room(client)
    for path, meant in ((f"/{code}/HOST", f"/{code}/host"), ("/Teachers.", "/teachers")):
        assert client.get(f"{path}?lang=de&x=%C3%A9").location == f"{meant}?lang=de&x=%C3%A9"


@pytest.mark.parametrize(
    ("page", "path"),
    {"landing": "/", "algorithms": "/algorithms", "room": "/{}", "host": "/{}/host", "report": "/{}/report"}.items(),
)
def test_every_page_speaks_every_language(client: FlaskClient, page: str, path: str) -> None:
    shell = client.get(f"{path.format(new_room(client))}?lang=de").get_data(as_text=True)
    assert '<html lang="de">' in shell
    assert read_manifest()[f"{page}.de.js"] in shell


def test_no_key_is_hidden_from_templates_by_a_method_of_the_catalogue() -> None:
    assert set(words("en")).isdisjoint(dir(dict)), "in a template m.keys is the method"


@pytest.mark.parametrize("language", CATALOGUE)
def test_the_ready_phases_are_names_that_python_knows(language: str) -> None:
    for phases in words(language)["host_phase_sets"].split("|"):
        for phase in phases.split(", "):
            assert phase.isidentifier() and not keyword.iskeyword(phase)
            assert len(phase) <= MAX_PHASE_LENGTH


@pytest.mark.parametrize("language", CATALOGUE)
@pytest.mark.parametrize("encoding", ["gz", "br"])
def test_a_phones_first_visit_is_light_in_each_language(client: FlaskClient, language: str, encoding: str) -> None:
    page = client.get(f"/{new_room(client)}?lang={language}").get_data(as_text=True)
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', page)
    assert len(files) == 2
    assert sum((DIST / f"{name}.{encoding}").stat().st_size for name in files) <= MOST_BYTES
