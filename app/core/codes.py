"""How a room's code is spelled: six consonants, shown `KTR VPD`."""

import re

CODE_LENGTH = 6
CODE_LETTERS = "BCDFGHJKMNPQRSTVWXZ"
"""For made codes: consonants, so that no words appear, without L, which looks like I."""
CODE_SHAPE = re.compile(r"[BCDFGHJ-NP-TV-XZ]{6}")
CODE_FILLERS = re.compile(r"[\s\-\u2010-\u2015_.]+")


def spell(text: str) -> str | None:
    """The code in its one spelling, "KTRVPD"; case, spaces and dashes don't matter. None if it is no code."""
    code = CODE_FILLERS.sub("", text).upper()
    return code if CODE_SHAPE.fullmatch(code) else None
