"""Which language a page is in: the one that its address asks for, where the build has the page in it."""

import re
from collections.abc import Callable

ENGLISH = "en"
RIGHT_TO_LEFT = {"ar"}
SCRIPT = re.compile(r"(\w+)\.([\w-]+)\.js")
"""A page's script in one language, as the manifest calls it: "room.de.js"."""


def spoken(files: dict[str, str]) -> dict[str, dict[str, str]]:
    """Page -> the languages that it speaks, by their names in small letters."""
    pages: dict[str, dict[str, str]] = {}
    for name in files:
        if match := SCRIPT.fullmatch(name):
            pages.setdefault(match[1], {})[match[2].lower()] = match[2]
    return pages


def chooser(files: dict[str, str], asked: Callable[[], str]) -> Callable[[str], str]:
    """Says the language of a page to whoever sends it; `asked` is what the request's address asks for."""
    pages = spoken(files)
    return lambda page: pages[page].get(asked().lower(), ENGLISH)


def is_right_to_left(language: str) -> bool:
    return language in RIGHT_TO_LEFT
