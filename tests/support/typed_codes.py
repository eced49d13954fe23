"""The table of what people type and paste for a room's code; tests/core/test_codes.py says how it is read."""

import json
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parents[1] / "recorded" / "typed_codes.json"


class TypedCode(NamedTuple):
    """`code` is None where there is none in `typed`; `server` is that of a link; `host_page` where a host's leads."""

    why: str
    typed: str
    code: str | None
    server: str | None = None
    host_page: str | None = None


CASES = [TypedCode(**case) for case in json.loads(FILE.read_text(encoding="utf-8"))]
