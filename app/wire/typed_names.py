"""Names as people type them, made fit to be shown: short, visible, and keeping to their own line and direction."""

import unicodedata

import regex

from app.core.lookalikes import fold

MAX_NAME_LENGTH = 20
"""User-perceived characters (Unicode's extended grapheme clusters): what fits under a face."""
MAX_MARKS = 2
"""Combining marks on one character; Vietnamese needs two, "Zalgo" text has dozens."""

GRAPHEME = regex.compile(r"\X")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories without a glyph of their own: controls, bidi overrides, zero-width and unassigned characters."""
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters by category that show nothing: Hangul fillers, the empty braille pattern."""

RESERVED = frozenset(
    fold(word)
    for word in (
        *("Teacher", "Lehrer", "Lehrerin", "Lehrkraft", "Prof", "Professor", "Professorin", "Professeur", "Profesor"),
        *(
            "Profesora",
            "Professore",
            "Enseignant",
            "Enseignante",
            "Maestro",
            "Maestra",
            "Insegnante",
            "Docent",
            "Dozent",
        ),
        *(
            "Leraar",
            "Nauczyciel",
            "Учитель",
            "Host",
            "Admin",
            "Administrator",
            "Moderator",
            "Server",
            "System",
            "Robot",
        ),
    )
)
"""Words that no person's name may have: who bears one speaks with a voice that is not a pupil's."""
AROUND_A_WORD = regex.compile(r"^[^\p{L}]+|[^\p{L}]+$")
NAME_IS_RESERVED = "That name is reserved for the host and for robots. Choose another one."


def chosen_name(raw: str | None) -> str | None:
    """The name that a person chose, as it may be shown; None where nothing is left of it or it is reserved."""
    name = clean_name(raw)
    return None if name is None or is_reserved(name) else name


def is_reserved(name: str) -> bool:
    """Does this (clean) name pass for the teacher, the server or a robot? "The Teacher", "Pr0f. X", "Robot 3" do."""
    together = "".join(name.split())
    return any(fold(part) in RESERVED for word in (*name.split(), together) for part in (word, _inside(word)))


def _inside(word: str) -> str:
    """The word without the digits and signs around it."""
    return AROUND_A_WORD.sub("", word)


def clean_name(raw: str | None) -> str | None:
    """The name as it may be shown, at most 20 user-perceived characters; None where nothing visible is left."""
    if raw is None:
        return None
    text = unicodedata.normalize("NFC", raw)
    text = "".join(" " if character.isspace() else character for character in text)
    text = "".join(c for c in text if unicodedata.category(c) not in UNSEEN and c not in BLANKS)
    graphemes = [_few_marks(grapheme) for grapheme in GRAPHEME.findall(" ".join(text.split()))]
    name = "".join(graphemes[:MAX_NAME_LENGTH]).strip()
    return name if any(not unicodedata.category(c).startswith(("M", "Z")) for c in name) else None


def _few_marks(grapheme: str) -> str:
    marks = 0
    kept = []
    for character in grapheme:
        if unicodedata.category(character).startswith("M"):
            marks += 1
            if marks > MAX_MARKS:
                continue
        kept.append(character)
    return "".join(kept)
