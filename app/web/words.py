"""The words that the server writes: messages of the catalogue that templates name, as the build compiled them."""

import json

from markupsafe import Markup

from app.assets import DIST

Messages = dict[str, Markup]
"""Key -> HTML. `format` fills its placeholders by name, and escapes what it is given."""


def read_words() -> dict[str, Messages]:
    """Those of each language."""
    languages: dict[str, dict[str, str]] = json.loads((DIST / "words.json").read_text())
    return {
        language: {key: Markup(message) for key, message in messages.items()}  # noqa: S704
        for language, messages in languages.items()
    }
