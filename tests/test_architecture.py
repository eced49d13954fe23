"""Who may use what."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.packages import DOCUMENT, LAYERS, below_app, drawn_into, imported, package_of
from tests.support.running import ROOT

CORE = sorted((ROOT / "app" / "core").glob("*.py"))
PURE = {"bisect", "collections", "re", "typing", "unicodedata", "msgspec", "app"}
"""What the core may import: `app` is narrowed to `app.core` below; `unicodedata` is a table."""
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "__import__", "hash", "id", "globals"}
"""`hash` of a string differs from process to process."""


@pytest.mark.parametrize("path", CORE, ids=below_app)
def test_the_core_is_pure(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            assert name.split(".")[0] in PURE, f"{path.name} imports {name}"
            assert not name.startswith("app") or name.startswith("app.core"), f"{path.name} imports {name}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in IMPURE_CALLS, f"{path.name}:{node.lineno} calls {node.func.id}"
        assert not isinstance(node, ast.Global | ast.Nonlocal)


APP = sorted((ROOT / "app").rglob("*.py"))
MAY_NAME_EVENTLET = ("__main__.py", "lib/readable.py", "server/", "transport/")
MAY_EMIT = (
    *("rooms/broadcast.py", "transport/delivery.py", "transport/outbox.py"),
    *("stores/redis_link.py", "stores/tls_socket.py"),
)
"""The broadcast decides who hears what; the application hands it the Socket.IO server to say it with, and delivery and
outbox are how it is said. The last two speak to Redis only."""
MAY_APPLY = ("rooms/rooms.py", "rooms/log.py")
"""The one door, and the log that is done again."""
ADDRESS = re.compile(r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)
NEVER_ASKED = {"www.w3.org", "socket.io"}
"""The name of an XML vocabulary, and a library's hint at its documentation: look like addresses, are only text."""


LAYER = {package: number for number, layer in enumerate(LAYERS) for package in layer}


def test_every_package_has_a_layer() -> None:
    found = {package_of(path) for path in APP}
    assert found - {"__init__"} == set(LAYER)
    assert len([path for path in APP if path.parent == ROOT / "app"]) <= 5


@pytest.mark.parametrize("path", APP, ids=below_app)
def test_imports_go_downwards(path: Path) -> None:
    package = package_of(path)
    for name in sorted(imported(path)):
        top, _, rest = name.partition(".")
        if top == "app" and rest:
            other = rest.split(".")[0]
            assert other == package or LAYER[other] < LAYER[package], f"{below_app(path)} imports {name}"


def test_the_picture_of_the_packages_is_up_to_date() -> None:
    document = DOCUMENT.read_text()
    assert drawn_into(document) == document, "draw it again: python -m tests.support.packages"


@pytest.mark.parametrize("path", [path for path in APP if path.name == "__init__.py"], ids=below_app)
def test_a_package_says_its_rule_in_one_line(path: Path) -> None:
    assert path.parent == ROOT / "app" or len(path.read_text().splitlines()) == 1


@pytest.mark.parametrize("path", APP, ids=below_app)
def test_eventlet_is_named_in_few_files(path: Path) -> None:
    if not below_app(path).startswith(MAY_NAME_EVENTLET):
        assert not [name for name in imported(path) if name.split(".")[0] in ("eventlet", "gevent")]


@pytest.mark.parametrize("path", APP, ids=below_app)
def test_one_module_emits(path: Path) -> None:
    calls = [
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    if below_app(path) not in MAY_EMIT:
        assert not {"emit", "send"} & set(calls)


@pytest.mark.parametrize("path", APP, ids=below_app)
def test_rooms_change_through_the_one_door(path: Path) -> None:
    if below_app(path) not in MAY_APPLY and not below_app(path).startswith("core/"):
        assert "app.core.apply.apply" not in {
            f"{node.module}.{alias.name}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }


def test_no_page_names_another_host() -> None:
    pages = [
        path
        for folder in ("templates", "static/src", "static/css", "static/dist")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".html", ".ts", ".tsx", ".css", ".js")
    ]
    assert pages
    named = {host for path in pages for host in ADDRESS.findall(path.read_text())}
    assert named <= NEVER_ASKED


def test_nothing_is_inline() -> None:
    for path in (ROOT / "templates").glob("*.html"):
        html = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", html), path.name


TESTS = [path for folder in ("tests", "trials") for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_tests_share_stands_in_support(path: Path) -> None:
    shared = {name for name in imported(path) if name.split(".")[0] == "tests"}
    assert not [name for name in shared if not name.startswith("tests.support")]


BROWSER: tuple[set[str], ...] = (
    {"core"},
    {"lib"},
    {"views/parts"},
    {"views/chart", "views/scene", "views/mural"},
    {"views/what_if", "views/machine"},
    {"views/lesson"},
    {"views/room", "views/host", "views/report", "views/algorithms"},
    {"views"},
    {"pages"},
)
"""Folders of static/src, from the bottom up. A file imports from its own folder and lower ones; the deepest that is
named here counts, so `views` is what stands in no folder of its own."""
BROWSER_LAYER = {folder: number for number, layer in enumerate(BROWSER) for folder in layer}
SOURCES = ROOT / "static" / "src"
BROWSER_FILES = sorted(SOURCES.rglob("*.ts*"))
IMPORTED = re.compile(r'(?:from |import |import\()"(\.[^"]+)"')


def browser_folder(path: Path) -> str:
    """`views/host` for static/src/views/host/panels/keys.tsx."""
    folders = path.relative_to(SOURCES).parts[:-1]
    return "/".join(folders[: 2 if folders[0] == "views" else 1])


def test_every_folder_of_the_browsers_side_has_a_layer() -> None:
    assert {browser_folder(path) for path in BROWSER_FILES} == set(BROWSER_LAYER)


@pytest.mark.parametrize("path", BROWSER_FILES, ids=lambda path: path.relative_to(SOURCES).as_posix())
def test_the_browsers_side_imports_downwards(path: Path) -> None:
    folder = browser_folder(path)
    for name in IMPORTED.findall(path.read_text()):
        other = browser_folder((path.parent / name).resolve())
        assert other == folder or BROWSER_LAYER[other] < BROWSER_LAYER[folder], f"{path.name} imports {name}"


def waits_while_it_holds(tree: ast.AST) -> list[int]:
    """The lines of calls that wait for the line of a room, inside a `with` that holds a lock."""
    holding = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.With) and any(re.search(r"lock|held", ast.unparse(item)) for item in node.items)
    ]
    return [
        call.lineno
        for node in holding
        for statement in node.body
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "submit"
    ]


@pytest.mark.parametrize("path", APP, ids=below_app)
def test_nobody_waits_for_the_line_with_a_lock(path: Path) -> None:
    assert not waits_while_it_holds(ast.parse(path.read_text()))


@pytest.mark.parametrize("lock", ["rooms.held(code) as live", "live.lock", "a, self._lock"])
def test_who_waits_with_a_lock_is_found(lock: str) -> None:
    assert waits_while_it_holds(ast.parse(f"with {lock}:\n    if x:\n        rooms.submit(code, y)")) == [3]
    assert not waits_while_it_holds(ast.parse(f"with {lock}:\n    x\nrooms.submit(code, y)"))
