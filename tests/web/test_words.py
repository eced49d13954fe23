"""The words that the server writes into pages: each page in each language, and no sentence in a template."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.web.languages import spoken
from app.web.pages import read_manifest
from app.web.words import read_words
from app.wire.messages import GUESSES_PER_MINUTE
from tests.support.browser.languages import LANGUAGES, PSEUDO, words
from tests.support.running import ROOT

TEMPLATES = sorted((ROOT / "templates").glob("*.html"))
OF_JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
WORDS_OF_ATTRIBUTES = {"aria-label", "alt", "title", "placeholder"}
SAME_IN_ALL = re.compile(r"\bAll Aboard\b|\bPython\b|\blog₂")
ATTRIBUTE = re.compile(r"""[\w-]+="[^"]*\"""")
"""Also where a block of a template holds nothing else."""
SPOKEN = spoken(read_manifest())
PATHS = {
    "/": "landing",
    "/teachers": "teachers",
    "/worksheet": "teachers",
    "/algorithms": "algorithms",
    "/{}": "room",
    "/{}/host": "host",
    "/{}/report": "report",
    "/{}/take-home.py": "landing",
    "/a/b": "landing",
}
"""Each page, and the one whose languages it speaks."""


class Texts(HTMLParser):
    """The texts of a page that a person reads, those of attributes among them; not the lines of code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self.html: dict[str, str | None] = {}
        self._in_code = False
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "html":
            self.html = given
        self._in_code = (
            tag == "code" or "code-line" in (given.get("class") or "") or (self._in_code and tag != "section")
        )
        is_about = tag == "meta" and given.get("name") == "description"
        names = WORDS_OF_ATTRIBUTES | ({"content"} if is_about else set())
        self.attributes += [value or "" for name, value in attributes if name in names]

    def handle_endtag(self, tag: str) -> None:
        self._in_code = self._in_code and tag not in ("div", "code")

    def handle_data(self, data: str) -> None:
        if not self._in_code and data.strip():
            self.texts.append(data.strip())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_holds_no_sentence(path: Path) -> None:
    page = Texts(OF_JINJA.sub("", path.read_text()))
    texts = [SAME_IN_ALL.sub("", ATTRIBUTE.sub("", text)) for text in page.texts]
    assert [text for text in (*texts, *page.attributes) if re.search(r"[A-Za-z]{2}", text)] == []


def spoken_by(page: str, language: str) -> str:
    return language if language in SPOKEN[page] else "en"


def shown(language: str, key: str) -> str:
    """A message without placeholders as a reader sees it."""
    return re.sub(r"</?\w+>", "", words(language)[key])


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_each_page_in_each_language(client: FlaskClient, language: str) -> None:
    code = client.post("/api/rooms", json={}).get_json()["code"]
    for path, name in PATHS.items():
        html = client.get(f"{path.format(code)}?lang={language}").get_data(as_text=True)
        page = Texts(html)
        said_in = spoken_by(name, language)
        assert page.html == {"lang": said_in, **({"dir": "rtl"} if said_in == "ar" else {})}, path
        assert not re.search(r"{\w*}", html), path
        assert not [text for text in page.attributes if "<" in text or "{" in text or not text.strip()], path
        assert "" not in [text.strip("· ") for text in page.texts], path
        assert page.texts[0].replace("All Aboard", "").strip(" ·:"), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_it_in_its_language(client: FlaskClient, language: str) -> None:
    said = {"/teachers": "teachers_say_end", "/worksheet": "worksheet_says_when"}
    for path, key in said.items():
        page = Texts(client.get(f"{path}?lang={language}").get_data(as_text=True))
        assert shown(language, key) in page.texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_went_wrong_is_said_in_the_pages_language(client: FlaskClient, language: str) -> None:
    def fails() -> str:
        raise ValueError

    client.application.view_functions["pages.teachers"] = fails
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get(f"/teachers?lang={language}")
    said_in = spoken_by("landing", language)
    assert (answer.status_code, shown(said_in, "page_error") in Texts(answer.get_data(as_text=True)).texts) == (
        500,
        True,
    )
    for _ in range(GUESSES_PER_MINUTE + 1):
        answer = client.get(f"/BBBBBB?lang={language}")
    assert answer.status_code == 429
    assert words(said_in)["page_too_many_codes"].format(code="BBB BBB") in Texts(answer.get_data(as_text=True)).texts


def test_what_an_address_says_is_escaped(client: FlaskClient) -> None:
    html = client.get("/%3Cb%3Ebbb%22%7Bcode%7D?lang=de").get_data(as_text=True)
    assert "<B>" not in html
    assert words("de")["page_room"].format(code='<B> BBB"{CODE}') in [unescape(text) for text in Texts(html).texts]


def test_the_build_brings_what_templates_name() -> None:
    named = {key for path in TEMPLATES for key in re.findall(r"\bm\.(\w+)\b", path.read_text())}
    for messages in read_words().values():
        assert named <= set(messages)
