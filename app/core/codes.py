"""How a room's code is spelled: six consonants, shown `KTR VPD`; and how one is found in what people type and paste."""

import re
import unicodedata

CODE_LENGTH = 6
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
"""Consonants, so that no words appear."""
CODE_LETTERS = ALPHABET.replace("L", "")
"""For made codes: without L, which looks like I."""
LETTER = f"[{ALPHABET}]"
CODE_SHAPE = re.compile(f"{LETTER}{{{CODE_LENGTH}}}")
FILLER = r"[\W_\u30fc]"
"""What people put between the letters: blanks, dashes, dots, whatever is no letter and no digit; and U+30FC, a letter
that Japanese keyboards write for a dash."""
FILLERS = re.compile(FILLER + "+")
CODE_INSIDE = re.compile(rf"(?<![^\W_]){LETTER}(?:{FILLER}*{LETTER}){{{CODE_LENGTH - 1}}}(?!\.?[^\W_])")
"""A code in longer text: no part of a word, nor of a computer's name."""
HOST = re.compile(r"(?<![A-Z0-9+.\-])[A-Z0-9+.\-]+://[^/?#\s]*")
"""The beginning of a link; the computer's name may look like a code, too. The look-behind keeps the search linear."""
ESCAPED = re.compile(r"(?:%[0-9A-F]{2})+")
"""Bytes in a link; those in a code are blanks."""


def spell(text: str) -> str | None:
    """The code in its one spelling, "KTRVPD", out of whatever was typed or pasted: in any case and width, with blanks,
    dashes, quotes or a label, or in a link to any of the room's pages. None without a code.

    The last code of the path counts, before the query and the fragment, where the host's key is.
    """
    if CODE_SHAPE.fullmatch(text):
        return text
    text = unicodedata.normalize("NFKC", text)
    text = "".join(character for character in text if unicodedata.category(character) != "Cf").upper()
    for part in re.split("[?#]", ESCAPED.sub(" ", HOST.sub(" ", text))):
        codes = CODE_INSIDE.findall(part)
        if codes:
            return FILLERS.sub("", codes[-1])
    return None
