"""The host's keys: what the documents, the teachers' page and the buttons say is what the page's one table does."""

import re

from tests.support import typescript
from tests.support.browser.languages import LANGUAGES, words
from tests.support.documents import table
from tests.support.running import ROOT

OTHER_NAMES = {"⇧A": "Shift A", "PgDn": "Space", "Enter": "Space"}
"""Shorter ones, where there is little room, and keys that stand in the row of another."""


def keys_of(file: str) -> dict[str, str]:
    source = typescript.source(file)
    keys = re.findall(r'label: "([^"]+)",\s*acts: {[^}]*},\s*does: m\.(\w+)', source)
    assert len(keys) == source.count("label: ")
    return {label: words("en")[does] for label, does in keys}


def host_keys() -> dict[str, str]:
    return keys_of("core/host_keys.ts")


def test_the_documents_list_them() -> None:
    assert table("key of the host") == host_keys()
    assert table("key in a room") == keys_of("core/room_keys.ts")


def test_the_teachers_page_names_none_else() -> None:
    """It has shorter words of its own: it is printed on a sheet, where "this list" would be another one."""
    html = (ROOT / "templates" / "teachers.html").read_text()
    named = re.findall(r' key\("([^"]+)"', html) + [key for keys in keys_of_messages("en").values() for key in keys]
    assert len(named) > 10
    assert {OTHER_NAMES.get(name, name) for name in named} <= set(host_keys())


def keys_of_messages(language: str) -> dict[str, list[str]]:
    """By their English names, whatever stands on a keyboard of that country."""
    messages = words(language)
    english = {messages["key_page_down"]: "PgDn", messages["key_page_up"]: "PgUp"}
    named = {key: re.findall("<kbd>(.+?)</kbd>", text) for key, text in messages.items() if "<kbd>" in text}
    return {key: [english.get(name, name) for name in names] for key, names in named.items()}


def test_messages_name_the_same_in_each_language() -> None:
    for language in LANGUAGES:
        assert keys_of_messages(language) == keys_of_messages("en")


def test_buttons_name_none_else() -> None:
    views = (ROOT / "static" / "src" / "views" / "host").rglob("*.tsx")
    named = {name for path in views for name in re.findall(r'<Key name="([^"]+)" />', path.read_text())}
    assert named
    assert {OTHER_NAMES.get(name, name) for name in named} <= set(host_keys())
