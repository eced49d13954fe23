"""Names as people type them, made fit to be shown: short, visible, and keeping to their own line and direction."""

import unicodedata
from collections.abc import Iterator

import regex

from app.core.lookalikes import fold, is_accent

MAX_NAME_LENGTH = 20
"""User-perceived characters (Unicode's extended grapheme clusters): what fits under a face."""
MAX_MARKS = 2
"""Accents on one letter; Vietnamese needs two, "Zalgo" text has dozens."""
MAX_SIGNS = 4
"""Vowel signs, points and tones on one letter (UTS #39, section 5.4): Hebrew, Burmese and Khmer names need three."""

MAX_LETTERS_EACH = 5
"""Letters to which a character comes apart (NFKD), on average. A family of emoji has seven; one Arabic ligature has
eighteen, and to compare twenty of them with other names took 5 ms."""

GRAPHEME = regex.compile(r"\X")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories without a glyph of their own: controls, bidi overrides, zero-width and unassigned characters."""
_EMOJI = r"\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?"
JOINED = regex.compile(
    rf"{_EMOJI}(?:\u200D{_EMOJI}){{1,3}}"
    r"|\U0001F3F4[\U000E0030-\U000E0039\U000E0061-\U000E007A]{2,6}\U000E007F"
    r"|(?<=\p{ccc=9})[\u200C\u200D]"
    r"|(?<=\u09B0)\u200D(?=\u09CD\u09AF)"
    r"|(?<=[\p{Joining_Type=L}\p{Joining_Type=D}]\p{Joining_Type=T}*)\u200C"
    r"(?=\p{Joining_Type=T}*[\p{Joining_Type=R}\p{Joining_Type=D}])"
)
"""Where an unseen character is part of the spelling: up to four joined emoji (UTS #51, "Emoji ZWJ Sequence": 👩‍🚀, a
family) and flags of regions ("Emoji Tag Sequence"); joiners behind a virama in Indic scripts, in Bengali before one
(Unicode, chapter 12.2), and the non-joiner between letters of cursive scripts such as Persian (RFC 5892, appendix A).
"""
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters by category that show nothing: Hangul fillers, the empty braille pattern."""

RESERVED = frozenset(
    fold(word)
    for word in (
        *("Teacher", "Lehrer", "Lehrerin", "Lehrkraft", "Prof", "Professor", "Professorin", "Professora", "Professeur"),
        *("Professore", "Profe", "Profesor", "Profesora", "Maestro", "Maestra", "Enseignant", "Enseignante"),
        *("Insegnante", "Docent", "Dozent", "Leraar", "Nauczyciel", "Учитель"),
        *(the + word for the in ("", "ال") for word in ("معلم", "معلّم", "معلمة", "معلّمة")),
        *(the + word for the in ("", "ال") for word in ("أستاذ", "استاذ", "أستاذة", "استاذة")),
        *("Host", "Admin", "Administrator", "Moderator", "Server", "System", "Robot"),
    )
)
"""Words that no person's name may contain: with one, a pupil would pass for somebody else."""
LONGEST = (1 + MAX_MARKS) * 2 * max(map(len, RESERVED))
"""Letters of a word that can pass for one of them, with marks and joiners on each."""
AROUND_A_WORD = regex.compile(r"^[^\p{L}]+|[^\p{L}]+$")
NAME_IS_RESERVED = "That name is reserved for the host and for robots. Choose another one."


def chosen_name(raw: str | None) -> str | None:
    """The name that a person chose, as it may be shown; None where nothing is left of it or it is reserved."""
    name = clean_name(raw)
    return None if name is None or is_reserved(name) else name


def is_reserved(name: str) -> bool:
    """Does this (clean) name pass for the teacher, the server or a robot? "The Teacher", "Pr0f. X", "Robot 3" do."""
    words = unicodedata.normalize("NFKD", name).split()
    parts = {part for word in (*words, "".join(words)) if len(word) <= LONGEST for part in (word, _inside(word))}
    return any(fold(part, in_capitals=in_capitals) in RESERVED for part in parts for in_capitals in (True, False))


def _inside(word: str) -> str:
    """The word without the digits and signs around it."""
    return AROUND_A_WORD.sub("", word)


def clean_name(raw: str | None) -> str | None:
    """The name as it may be shown, at most 20 user-perceived characters; None where nothing visible is left."""
    return None if raw is None else clean_text(raw, MAX_NAME_LENGTH)


def clean_text(raw: str, max_length: int) -> str | None:
    """Free text as it may be shown, at most `most` user-perceived characters; None where nothing visible is left."""
    text = unicodedata.normalize("NFC", raw)
    text = "".join(" " if character.isspace() else character for character in text)
    text = _without_unseen(text)
    graphemes = [_few_marks(grapheme) for grapheme in GRAPHEME.findall(" ".join(text.split()))]
    name = "".join(_that_fit(graphemes[:max_length], MAX_LETTERS_EACH * max_length)).strip()
    return name if any(not unicodedata.category(c).startswith(("M", "Z")) for c in name) else None


def _without_unseen(text: str) -> str:
    kept = {at for found in JOINED.finditer(text) for at in range(*found.span())}
    return "".join(
        character
        for at, character in enumerate(text)
        if at in kept or (unicodedata.category(character) not in UNSEEN and character not in BLANKS)
    )


def _that_fit(graphemes: list[str], max_letters: int) -> Iterator[str]:
    """The first of them that come apart to so many letters at most."""
    n_letters = 0
    for grapheme in graphemes:
        n_letters += len(unicodedata.normalize("NFKD", grapheme))
        if n_letters > max_letters:
            return
        yield grapheme


def _few_marks(grapheme: str) -> str:
    """Counted again after each letter: one grapheme of an Indic script may have several."""
    marks = 0
    kept = []
    for character in grapheme:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= (MAX_MARKS if is_accent(character) else MAX_SIGNS):
            kept.append(character)
    return "".join(kept)
