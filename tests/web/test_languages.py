"""Which language a page is in, and what a phone's first visit weighs in it."""

import re

import pytest
from flask.testing import FlaskClient

from app.assets import DIST
from app.web.languages import spoken
from app.web.pages import read_manifest
from tests.support.running import ROOT

MOST_BYTES = 40_000
"""Of script and style together, as they travel."""
CATALOGUE = sorted(path.stem for path in (ROOT / "static" / "messages").glob("*.json"))


def page_of(client: FlaskClient, query: str) -> str:
    code = client.post("/api/rooms", json={"hosted": False}).get_json()["code"]
    return client.get(f"/{code}{query}").get_data(as_text=True)


def test_a_room_speaks_each_language_of_the_catalogue() -> None:
    assert sorted(spoken(read_manifest())["room"].values()) == sorted([*CATALOGUE, "en-XA"])


@pytest.mark.parametrize(
    ("query", "html"),
    [
        ("", '<html lang="en">'),
        ("?lang=de", '<html lang="de">'),
        ("?lang=PT-br", '<html lang="pt-BR">'),
        ("?lang=ar", '<html lang="ar" dir="rtl">'),
        ("?lang=xx", '<html lang="en">'),
        ("?lang=%22%3E%3Cscript", '<html lang="en">'),
    ],
)
def test_an_address_asks_for_a_language(client: FlaskClient, query: str, html: str) -> None:
    assert html in page_of(client, query)


def test_a_page_that_is_not_translated_stays_english(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/?lang=de").get_data(as_text=True)


@pytest.mark.parametrize("language", CATALOGUE)
@pytest.mark.parametrize("encoding", ["gz", "br"])
def test_a_phones_first_visit_is_light_in_each_language(client: FlaskClient, language: str, encoding: str) -> None:
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', page_of(client, f"?lang={language}"))
    assert len(files) == 2
    assert sum((DIST / f"{name}.{encoding}").stat().st_size for name in files) <= MOST_BYTES
