"""The catalogue's languages, as the stories compare their words with what pages show."""

import json
from typing import Any

from tests.support.running import ROOT

CATALOGUE = ROOT / "static" / "messages"
LANGUAGES = sorted(path.stem for path in CATALOGUE.glob("*.json"))
PSEUDO = "en-XA"
"""English with accents, a third longer."""


def words(language: str) -> dict[str, Any]:
    messages: dict[str, Any] = json.loads((CATALOGUE / f"{language}.json").read_text())
    return messages
