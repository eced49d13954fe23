"""Values are invisible to the garbage collector, so no cycle may lead through one: it would never be freed."""

import importlib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from types import EllipsisType, NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from msgspec import UnsetType

import app.core
from app.core.value import Value

PLAIN = {bool, int, float, str, NoneType, UnsetType, EllipsisType}


def kinds(of: type[Value] = Value) -> Iterator[type[Value]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def parts(hint: Any) -> set[Any]:
    """The types that this one is made of, whatever holds them together."""
    if get_origin(hint) is Literal:
        return set()
    inner = get_args(hint)
    return set().union(*map(parts, inner)) if inner else {type(hint) if hint is ... else hint}


def test_no_cycle_leads_through_a_value() -> None:
    for path in Path(app.core.__path__[0]).glob("*.py"):
        importlib.import_module(f"app.core.{path.stem}")
    made_of = {kind: set().union(*map(parts, get_type_hints(kind).values())) for kind in kinds()}
    assert all(kind.__struct_config__.gc is False for kind in made_of)
    assert set().union(*made_of.values()) - made_of.keys() <= PLAIN
    TopologicalSorter(made_of).prepare()
