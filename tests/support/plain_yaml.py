"""YAML as far as our own files use it: mappings, lists, texts and numbers. Everything else is an error, so that all
readers of YAML agree about them."""

import json
import re
from typing import Any

PLAIN = re.compile(r"[\w$./-][\w$./:{}-]*")
AMBIGUOUS = {"yes", "no", "on", "off", "y", "n", "null", "~"}
"""YAML 1.1 takes these for other things than texts."""


def read_yaml(text: str) -> Any:
    """What the text says.

    Raises:
        ValueError: it uses more of YAML than our own files should.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    value = _block(lines, 0)
    if lines:
        raise ValueError(f"this line stands too far to the right: {lines[0]!r}")
    return value


def _indent(lines: list[str]) -> int:
    return len(lines[0]) - len(lines[0].lstrip()) if lines else -1


def _block(lines: list[str], indent: int) -> Any:
    return _items(lines, indent) if lines[0].lstrip().startswith("- ") else _mapping(lines, indent)


def _items(lines: list[str], indent: int) -> list[Any]:
    items: list[Any] = []
    while _indent(lines) == indent and lines[0].startswith("- ", indent):
        content = lines[0][indent + 2 :]
        if re.match(r"\w+:( |$)", content):
            lines[0] = " " * (indent + 2) + content
            items.append(_mapping(lines, indent + 2))
        else:
            items.append(_scalar(lines.pop(0)[indent + 2 :]))
    return items


def _mapping(lines: list[str], indent: int) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    while _indent(lines) == indent:
        line = lines.pop(0)
        match = re.fullmatch(r"([\w-]+):(?: (.+))?", line.strip())
        if match is None or match[1] in mapping:
            raise ValueError(f"no name with a value, or the same name again: {line!r}")
        key, rest = match.groups()
        if rest == "|":
            mapping[key] = _text(lines, indent + 2)
        elif rest is not None:
            mapping[key] = _scalar(rest)
        elif _indent(lines) == indent + 2:
            mapping[key] = _block(lines, indent + 2)
        else:
            raise ValueError(f"nothing stands below {line!r}")
    return mapping


def _text(lines: list[str], indent: int) -> str:
    text = ""
    while _indent(lines) >= indent:
        text += lines.pop(0)[indent:] + "\n"
    return text


def _scalar(text: str) -> Any:
    if text == "{}":
        return {}
    if text.startswith("[") and text.endswith("]"):
        return [_scalar(part) for part in re.findall(r'"[^"]*"|[^\s,"]+', text[1:-1])]
    if text.startswith('"'):
        return json.loads(text)
    if text in ("true", "false") or re.fullmatch(r"0|[1-9]\d*", text):
        return json.loads(text)
    if text.lower() in AMBIGUOUS or re.fullmatch(r"\d[\d.:]*", text) or not PLAIN.fullmatch(text):
        raise ValueError(f"put this in quotes: {text!r}")
    return text
