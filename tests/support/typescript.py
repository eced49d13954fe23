"""Reads the declarations of the browser's side that mirror the server's. Simple ones: a union, an interface, a list."""

import re
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).parent.parent.parent / "static" / "src"


@cache
def source(name: str) -> str:
    """A file below static/src, without its comments."""
    text = (SOURCES / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


def union(file: str, name: str) -> set[str]:
    """The texts of `type NAME = "a" | "b";`."""
    return set(re.findall(r'"([^"]*)"', _find(file, rf"\btype {name} =([^;]*);")))


def keys(file: str, name: str) -> set[str]:
    """The fields of `interface NAME { … }`, or the keys of `const NAME … = { … };`, without those nested in them."""
    body = _find(file, rf"\b(?:interface {name}\b[^{{]*|const {name}\b[^=]*= ){{((?:[^{{}}]|{{[^{{}}]*}})*)}}")
    body = re.sub(r"{[^{}]*}", "", body)
    return set(re.findall(r'^\s*"?([\w$-]+)"?\??:', body, re.MULTILINE))


def members(file: str, name: str) -> dict[str, set[str]]:
    """The fields of each object with a `type` in the union NAME; those of a type that is mixed in are left out."""
    body = _find(file, rf"\btype {name} =((?:[^;{{}}]|{{[^{{}}]*}})*);")
    objects = re.findall(r'{ type: "(\w+)"([^}]*)}', body)
    return {tag: set(re.findall(r"(\w+)\??:", fields)) for tag, fields in objects}


def pairs(file: str, name: str) -> dict[str, str]:
    """Key and value, as written, of `const NAME … = { … };`, one a line."""
    body = _find(file, rf"\bconst {name}\b[^=]*= {{(.*?)\n}}")
    return dict(re.findall(r'^\s*"?([\w$-]+)"?: (.*),$', body, re.MULTILINE))


def _find(file: str, pattern: str) -> str:
    match = re.search(pattern, source(file), re.DOTALL)
    assert match, f"{file} has nothing like {pattern}"
    return match.group(1)
