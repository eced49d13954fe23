"""Who may use what."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "app" / "core").glob("*.py"))
PURE = {"collections", "typing", "msgspec", "app"}
"""What the core may import: `app` is narrowed to `app.core` below."""
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "__import__", "hash", "id", "globals"}
"""`hash` of a string differs from process to process."""


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.name)
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
