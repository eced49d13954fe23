"""The host's keys: what the documents, the teachers' page and the buttons say is what the page's one table does."""

import json
import re

from tests.support import typescript
from tests.support.documents import table
from tests.support.running import ROOT

OTHER_NAMES = {"⇧A": "Shift A", "PgDn": "Space", "Enter": "Space"}
"""Shorter ones, where there is little room, and keys that stand in the row of another."""


def host_keys() -> dict[str, str]:
    source = typescript.source("core/host_keys.ts")
    keys = re.findall(r'label: "([^"]+)",\s*acts: {[^}]*},\s*does: m\.(\w+)', source)
    assert len(keys) == source.count("label: ") - 1
    messages = json.loads((ROOT / "static" / "messages" / "en.json").read_text())
    return {label: messages[does] for label, does in keys}


def test_the_documents_list_them() -> None:
    assert table("key of the host") == host_keys()


def test_the_teachers_page_names_none_else() -> None:
    html = (ROOT / "templates" / "teachers.html").read_text()
    (listed,) = re.findall(r'<dl class="keys">\s*{%- for name, does in \((.*?)\) %}', html)
    named = re.findall(r'\("([^"]+)", "[^"]+"\)', listed) + re.findall(r'key\("([^"]+)"\)', html)
    assert len(named) > 10
    assert {OTHER_NAMES.get(name, name) for name in named} <= set(host_keys())


def test_buttons_name_none_else() -> None:
    views = (ROOT / "static" / "src" / "views" / "host").rglob("*.tsx")
    named = {name for path in views for name in re.findall(r'<Key name="([^"]+)" />', path.read_text())}
    assert named
    assert {OTHER_NAMES.get(name, name) for name in named} <= set(host_keys())
