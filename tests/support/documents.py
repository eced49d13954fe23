"""The documents, as tests read them."""

import re
from collections.abc import Iterable

from tests.support.running import ROOT

README = (ROOT / "README.md").read_text()
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def table(heading: str, document: str = PROTOCOL) -> dict[str, str]:
    """The table under this first column's heading: name in back quotes -> the rest of the row."""
    match = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[- |]+\|\n((?:\|.*\n)+)", document, re.MULTILINE)
    assert match, f"no table is headed {heading!r}"
    rows = [row.strip("|").split("|", 1) for row in match.group(1).splitlines()]
    return {name.strip().strip("`"): rest.strip() for name, rest in rows}


def filled_in(document: str, place: str, lines: Iterable[str]) -> str:
    """The document with these lines between `<!-- place: begin -->` and `<!-- place: end -->`."""
    begin, end = f"<!-- {place}: begin -->", f"<!-- {place}: end -->"
    before, found_begin, rest = document.partition(begin)
    _, found_end, after = rest.partition(end)
    assert found_begin and found_end, f"this document has no place for {place}, between {begin} and {end}"
    return "\n".join((before + begin, *lines, end + after))
