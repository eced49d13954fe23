"""The picture of the packages in docs/architecture.md, made from the code's imports.

`python -m tests.support.packages` draws it again.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.documents import filled_in
from tests.support.running import ROOT

DOCUMENT = ROOT / "docs" / "architecture.md"
APP = ROOT / "app"

LAYERS = (
    ("core", "lib", "assets"),
    ("settings",),
    ("stores", "wire"),
    ("rooms", "transport"),
    ("presence", "release", "metrics"),
    ("sockets", "web"),
    ("server",),
    ("__main__",),
)
"""From the bottom up. A package imports itself and lower layers, never a neighbour."""


def below_app(path: Path) -> str:
    return path.relative_to(APP).as_posix()


def package_of(path: Path) -> str:
    """`rooms` for app/rooms/log.py, `metrics` for app/metrics.py."""
    return below_app(path).split("/")[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Full names of the modules that this file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"app.{alias.name}" for alias in node.names} if node.module == "app" else {node.module or ""}
    return names - {"app.__version__"}


def imported_packages() -> dict[str, set[str]]:
    """Package -> the other packages of the application that it imports."""
    uses: dict[str, set[str]] = {package: set() for layer in LAYERS for package in layer}
    for path in sorted(APP.rglob("*.py")):
        if path != APP / "__init__.py":
            package = package_of(path)
            others = {name.split(".")[1] for name in imported(path) if name.startswith("app.")}
            uses[package] |= others - {package}
    return uses


def rule(package: str) -> str:
    """The first sentence of the package's docstring, which is the rule of its folder."""
    path = APP / package / "__init__.py" if (APP / package).is_dir() else APP / f"{package}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    return docstring.replace("\n", " ").split(". ")[0].removesuffix(".") + "."


def picture() -> Iterator[str]:
    """Layers from the top down; beside each package the packages that it imports."""
    uses = imported_packages()
    order = [package for layer in reversed(LAYERS) for package in layer]
    width = max(map(len, order))
    yield "```"
    for layer in reversed(LAYERS):
        yield "-" * 100
        for package in layer:
            below = " ".join(other for other in order if other in uses[package])
            yield f"{package:{width}} --> {below}" if below else package
    yield "-" * 100
    yield "```"
    yield ""
    yield "| package | what it is |"
    yield "| --- | --- |"
    for package in order:
        yield f"| `{package}` | {rule(package)} |"


def drawn_into(document: str) -> str:
    """The document with the picture as it should be today."""
    return filled_in(document, "packages", picture())


if __name__ == "__main__":
    DOCUMENT.write_text(drawn_into(DOCUMENT.read_text()))
