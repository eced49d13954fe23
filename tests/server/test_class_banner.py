"""What `make class` prints in the terminal."""

import io
import os
import re
import socket
import subprocess
import sys

import pytest
import segno

from app.server import class_banner
from app.server.class_banner import for_the_class, terminal_qr
from app.web.addresses import lan_addresses
from tests.support.running import ROOT, reserve_port

WIFI, CABLE = "192.168.1.7", "10.0.0.5"


def in_networks(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    monkeypatch.setattr(class_banner, "lan_addresses", lambda: list(found))


def test_without_a_network_there_is_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    in_networks(monkeypatch)
    said = for_the_class(8000)
    assert "not on a network" in said
    assert "█" not in said


def test_the_terminal_shows_the_code_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    in_networks(monkeypatch, WIFI, CABLE)
    said = for_the_class(8000)
    assert f"http://{WIFI}:8000\n  or http://{CABLE}:8000\n" in said
    assert terminal_qr(f"http://{WIFI}:8000") in said
    assert dark_squares(terminal_qr(f"http://{WIFI}:8000")) == matrix(f"http://{WIFI}:8000")


def dark_squares(drawn: str) -> list[list[int]]:
    """The squares that the half blocks leave black."""
    rows: list[list[int]] = []
    for line in re.sub(r"\033\[[0-9;]*m", "", drawn).splitlines():
        rows.append([int(block in " ▄") for block in line[2:]])
        rows.append([int(block in " ▀") for block in line[2:]])
    return rows[:-1]  # the last half line has no squares


def matrix(text: str) -> list[list[int]]:
    out = io.StringIO()
    segno.make_qr(text).save(out, kind="txt", border=4)
    return [[int(square) for square in line] for line in out.getvalue().split()]


def test_make_class_listens_everywhere_and_prints_the_code() -> None:
    port, reserved = reserve_port()
    address = (lan_addresses() or ["127.0.0.1"])[0]
    environ = {"PATH": os.environ["PATH"], "PORT": str(port), "DATABASE": ":memory:"}
    command = [sys.executable, "-m", "app", "class"]
    with reserved, subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert any(f"http://{address}:{port}" in line for line in process.stdout)
            with socket.create_connection((address, port), timeout=30):
                """It is there, under the address that it printed."""
        finally:
            process.terminate()
