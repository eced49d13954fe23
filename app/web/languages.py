"""Which language a page is in. Nobody's is guessed from where they are: an address may ask for one, a person may have
chosen one with the switch on a page, a browser is set to some, and a room has one for its projector."""

import re
from collections.abc import Callable, Collection, Iterable
from urllib.parse import urlencode

from flask import Response, g, request

from app.core.rules import DEFAULT_LANGUAGE

RIGHT_TO_LEFT = {"ar"}
PSEUDO = "en-XA"
"""English with accents, for tests: nobody is offered it."""
IN_ADDRESS = COOKIE = "lang"
"""The cookie is what was chosen with the switch: who never pressed there has none."""
KEEP = "keep"
"""In the address that a switch leads to: the browser shall remember the language."""
KEPT_S = 365 * 86_400
PROJECTOR = "host"
"""The page that the whole room reads."""
SCRIPT = re.compile(r"(\w+)\.([\w-]+)\.js")
"""A page's script in one language, as the manifest calls it: "room.de.js"."""
RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?"
)
"""One of Accept-Language, and how much it is wanted (RFC 9110, sections 12.4.2 and 12.5.4). "*" is no language."""
MOST_RANGES, MOST_LETTERS_OF_ALL = 20, 1_000
"""Of an Accept-Language are read; no person's browser names more."""
MOST_LETTERS = 35
"""Of a language's name are read (RFC 5646, section 4.4.1)."""
MOST_FIELDS, MOST_LETTERS_OF_FIELDS = 10, 300
"""Of an address whose switch keeps them; no page of ours has more."""


def chooser(files: Iterable[str]) -> Callable[..., str]:
    """Says the language of a page for this request: `language(page)`; with the language of its room
    `language(page, room="fr")`."""
    pages = spoken(files)

    def language(page: str, room: str = "") -> str:
        chosen: dict[tuple[str, str], str] = g.setdefault("languages", {})
        if (page, room) not in chosen:
            own = [request.cookies.get(COOKIE, ""), *accepted()]
            wishes = [room, *own] if page == PROJECTOR else [*own, room]
            chosen[page, room] = choose(pages[page], [_asked(), *wishes])
        return chosen[page, room]

    return language


def note(response: Response) -> Response:
    """The page with what caches must know: it depends on more than its address; and with the cookie of who has pressed
    the switch. A link from elsewhere sets none."""
    if response.mimetype == "text/html":
        response.vary.update(("Accept-Language", "Cookie"))
        asked = _asked()
        is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if KEEP in request.args and is_ours and in_order(asked) == [asked]:
            place = request.script_root or "/"
            response.set_cookie(COOKIE, asked, KEPT_S, path=place, httponly=True, samesite="Lax")
    return response


def accepted() -> list[str]:
    """The languages that the browser of this request is set to."""
    return in_order(request.headers.get("Accept-Language", ""))


def spoken(files: Iterable[str]) -> dict[str, set[str]]:
    """Page -> the languages that it speaks."""
    pages: dict[str, set[str]] = {}
    for name in files:
        if script := SCRIPT.fullmatch(name):
            pages.setdefault(script[1], set()).add(script[2])
    return pages


def in_order(accept_language: str) -> list[str]:
    """The languages of this header, those that are wanted most first. What is malformed or unwanted is left out."""
    parts = accept_language[:MOST_LETTERS_OF_ALL].split(",")[:MOST_RANGES]
    ranges = [found for part in parts if (found := RANGE.fullmatch(part))]
    wanted = [(float(found[2] or 1), found[1]) for found in ranges]
    return [name for quality, name in sorted(wanted, key=lambda it: -it[0]) if quality > 0]


def choose(languages: Collection[str], wishes: Iterable[str]) -> str:
    """The language for the first of the wishes for which there is one."""
    found = (nearest(languages, wish) for wish in wishes)
    return next((language for language in found if language is not None), DEFAULT_LANGUAGE)


def nearest(languages: Collection[str], wish: str) -> str | None:
    """The language for this wish: the same, or a shorter name of it, as RFC 4647, section 3.4, looks it up ("de" for
    "de-AT"); else as another country speaks it ("pt-BR" for "pt" and "pt-PT")."""
    by_name = {language.lower(): language for language in sorted(languages)}
    subtags = wish[:MOST_LETTERS].lower().split("-")
    for n in range(len(subtags), 0, -1):
        if language := by_name.get("-".join(subtags[:n])):
            return language
    return next((language for name, language in by_name.items() if name.split("-")[0] == subtags[0]), None)


def page_at(path: str) -> str:
    """The address of another page, which goes on in the language that this one's address asks for."""
    asked = _asked()
    return request.script_root + path + (f"?{urlencode({IN_ADDRESS: asked})}" if asked else "")


def here_in(language: str) -> str:
    """The address of this page in this language, for a switch."""
    return f"?{urlencode([*_other_fields(), (IN_ADDRESS, language)])}&{KEEP}"


def _asked() -> str:
    """The language that the address asks for, or ""."""
    return request.args.get(IN_ADDRESS, "")[:MOST_LETTERS]


def _other_fields() -> list[tuple[str, str]]:
    """What the address asks for besides a language; nothing where that is much."""
    if len(request.query_string) > MOST_LETTERS_OF_FIELDS:
        return []
    others = [(name, value) for name, value in request.args.items(multi=True) if name not in (IN_ADDRESS, KEEP)]
    return others if len(others) <= MOST_FIELDS else []


def is_right_to_left(language: str) -> bool:
    return language in RIGHT_TO_LEFT
