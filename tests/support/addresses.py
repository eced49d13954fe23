"""The table of addresses under which a server is asked for; tests/web/test_server_addresses.py says how it is read."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

FILE = Path(__file__).parents[1] / "recorded" / "addresses.json"
CODE = "KTRVPD"


class Address(NamedTuple):
    """`home` is None where the server does not answer under such a name."""

    why: str
    headers: dict[str, str]
    may_connect: bool
    home: str | None
    base: str
    settings: Mapping[str, str] = MappingProxyType({})


CASES = [Address(**case) for case in json.loads(FILE.read_text(encoding="utf-8"))]
ANSWERED = [case for case in CASES if case.home is not None]
