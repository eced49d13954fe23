"""Finds a Chromium for the browser tests, or installs one; the path is kept in a file for the fixtures.

In this order: CHROMIUM_PATH, Playwright's own, the system's, Playwright's install, the system's install.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOUND = Path(__file__).parent.parent.parent / ".venv" / "chromium-path"
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_WITHIN_S = 90
"""Playwright's install waits long where the network is closed."""
EMOJI_FONT = "fonts-noto-color-emoji"


def from_environment() -> str | None:
    path = os.environ.get("CHROMIUM_PATH")
    return path if path and Path(path).is_file() else None


def from_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def from_system() -> str | None:
    return next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)


def install_with_playwright() -> str | None:
    print("No browser for the tests yet: asking Playwright to install one …", flush=True)
    if _runs([sys.executable, "-m", "playwright", "install", "chromium"], INSTALL_WITHIN_S):
        return from_playwright()
    return None


def install_on_system() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    print("Installing the system's Chromium …", flush=True)
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    _runs([*apt, "update"], 300)
    _runs([*apt, "install", "--no-install-recommends", "chromium", EMOJI_FONT], 900)
    return from_system()


def _runs(command: list[str], within_s: int) -> bool:
    try:
        run = subprocess.run(
            command, timeout=within_s, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return run.returncode == 0


WAYS = (from_environment, from_playwright, from_system, install_with_playwright, install_on_system)


def main() -> None:
    if FOUND.is_file() and Path(FOUND.read_text()).is_file():
        return
    for way in WAYS:
        if path := way():
            FOUND.parent.mkdir(exist_ok=True)
            FOUND.write_text(path)
            return
    sys.exit(
        "The browser tests need Chromium, and it could not be installed: install chromium with your system's package "
        "manager, or set CHROMIUM_PATH to one."
    )


if __name__ == "__main__":
    main()
