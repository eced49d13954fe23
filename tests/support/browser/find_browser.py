"""Finds a Chromium that starts for the browser tests, or installs one; the path is kept in a file for the fixtures.

In this order: CHROMIUM_PATH, Playwright's own, the system's, Playwright's install, the system's install. Of the
system's the headless shell comes first: the same engine without a window, at three quarters of the processor time.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOUND = Path(__file__).parents[3] / ".venv" / "chromium-path"
SHELL, WHOLE = "chromium-headless-shell", "chromium"
SYSTEM_NAMES = (SHELL, WHOLE, "chromium-browser", "google-chrome", "google-chrome-stable")
WITHOUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "PaintHolding",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "PreconnectToSearch",
)
"""Since Chromium 151 each page makes the popup of its address bar in a process of its own, which costs three times as
much as the page. The others are those of Playwright's own list that matter here: only the last list counts."""
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    f"--disable-features={','.join(WITHOUT)}",
]
INSTALL_WITHIN_S = 240
CONNECT_WITHIN_MS = 5000
"""Playwright tries several servers several times, with 30 s each, where the network is closed."""
START_WITHIN_S = 20
EMOJI_FONT = "fonts-noto-color-emoji"


def from_playwright() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def from_system() -> str | None:
    return next((path for name in SYSTEM_NAMES if (path := shutil.which(name)) and starts(path)), None)


def install_with_playwright() -> str | None:
    print("No browser for the tests yet: asking Playwright to install one …", flush=True)
    connect_within = f"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT={CONNECT_WITHIN_MS}"
    install = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    if _runs(["env", connect_within, *install], INSTALL_WITHIN_S):
        return from_playwright()
    return None


def install_on_system() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    print("Installing the system's Chromium …", flush=True)
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    _runs([*apt, "update"], 300)
    for package in (SHELL, WHOLE):  # Ubuntu has no shell
        _runs([*apt, "install", "--no-install-recommends", package, EMOJI_FONT], 900)
        if path := from_system():
            return path
    return None


def starts(path: str) -> bool:
    """False where a file is missing, lacks its libraries, or only says where to get the real one."""
    return _runs([path, "--version"], START_WITHIN_S)


def _runs(command: list[str], within_s: int) -> bool:
    try:
        run = subprocess.run(
            command, timeout=within_s, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return run.returncode == 0


WAYS = (from_playwright, from_system, install_with_playwright, install_on_system)


def find() -> str:
    """The path of a Chromium that starts: the one of the environment, the one that was found before, or a new one."""
    wanted = os.environ.get("CHROMIUM_PATH")
    if wanted:
        return wanted if starts(wanted) else sys.exit(f"CHROMIUM_PATH is {wanted}, and that does not start.")
    known = FOUND.read_text() if FOUND.is_file() else None
    if known and starts(known):
        return known
    for way in WAYS:
        if (path := way()) and starts(path):
            return path
    sys.exit(
        "The browser tests need Chromium, and it could not be installed: install chromium with your system's package "
        "manager, or set CHROMIUM_PATH to one."
    )


def main() -> None:
    path = find()
    FOUND.parent.mkdir(exist_ok=True)
    FOUND.write_text(path)


if __name__ == "__main__":
    main()
