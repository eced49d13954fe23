"""When the browser's files are built, with which npm, and what is said when they cannot be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import assets
from app.assets import AssetsError
from tests.support.running import ROOT


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources of a browser's side that has none built yet."""
    folder = tmp_path / "static"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "page.ts").write_text("one")
    (folder / "package.json").write_text("{}")
    monkeypatch.setattr(assets, "STATIC", folder)
    monkeypatch.setattr(assets, "DIST", folder / "dist")
    monkeypatch.setattr(assets, "BUILT_FROM", folder / "dist" / "built-from")
    return folder


@pytest.fixture
def builds(static: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scripts that were run; each build leaves a manifest."""
    run: list[str] = []

    def run_script(name: str) -> None:
        run.append(name)
        (static / "dist").mkdir(exist_ok=True)
        (static / "dist" / "manifest.json").write_text("{}")

    monkeypatch.setattr(assets, "run_script", run_script)
    return run


def fail(*_: object) -> None:
    raise AssetsError("There is no npm.")


def test_files_are_built_once(builds: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assets.ensure_built()
    assert "Building" in capsys.readouterr().out
    assets.ensure_built()
    assert capsys.readouterr().out == ""
    assert builds == ["build"]


@pytest.mark.parametrize(
    "change",
    [
        lambda static: (static / "src" / "page.ts").write_text("two"),
        lambda static: (static / "src" / "more.ts").write_text(""),
        lambda static: (static / "src" / "page.ts").rename(static / "src" / "other.ts"),
        lambda static: (static / "package.json").write_text("{ }"),
        lambda static: shutil.rmtree(static / "dist"),
    ],
)
def test_a_change_of_the_sources_builds_again(
    static: Path, builds: list[str], change: Callable[[Path], object]
) -> None:
    assets.ensure_built()
    change(static)
    assets.ensure_built()
    assert builds == ["build", "build"]


def test_files_that_were_only_touched_are_not_built_again(static: Path, builds: list[str]) -> None:
    assets.ensure_built()
    os.utime(static / "src" / "page.ts", (1, 1))
    assets.ensure_built()
    assert builds == ["build"]


@pytest.mark.usefixtures("static")
def test_missing_files_that_cannot_be_built_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "run_script", fail)
    with pytest.raises(AssetsError, match=r"There is no npm\."):
        assets.ensure_built()


def test_files_of_an_earlier_build_will_do(
    static: Path, builds: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assets.ensure_built()
    (static / "src" / "page.ts").write_text("two")
    monkeypatch.setattr(assets, "run_script", fail)
    assets.ensure_built()
    assert "earlier build" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("version", "recent"), [("v20.0.0\n", True), ("v24.19.0", True), ("v18.20.1", False), ("", False), ("node", False)]
)
def test_a_node_must_be_recent(version: str, recent: bool) -> None:
    assert assets.is_recent(version) is recent


def test_without_any_npm_one_sentence_says_what_is_missing(tmp_path: Path) -> None:
    """In a copy of the tree without built files, on a machine without Node and without a package index."""
    for name in ("app", "static"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("node_modules", "dist*", "__pycache__")
        )
    run = subprocess.run(
        [sys.executable, "-m", "app"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PORT": "0"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 1
    assert "install Node.js 20 or newer" in run.stderr.splitlines()[-1]
    assert "Traceback" not in run.stderr
    assert not (tmp_path / ".tools").exists()
