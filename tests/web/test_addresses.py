"""Under which address others reach this computer."""

import io
import os
import re
import socket
import subprocess
import sys

import pytest
import segno

from app import addresses
from app.addresses import base_url, for_the_class, lan_addresses, means_itself, ranked, scannable, terminal_qr
from tests.running import ROOT, free_port

WIFI, CABLE, HOTSPOT, VPN, DOCKER = "192.168.1.7", "10.0.0.5", "10.42.0.1", "10.8.0.2", "172.17.0.1"


def in_networks(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    monkeypatch.setattr(addresses, "lan_addresses", lambda: list(found))


@pytest.mark.parametrize(
    ("by_interface", "default", "best_first"),
    [
        ({"lo": "127.0.0.1", "wlan0": WIFI}, WIFI, [WIFI]),
        ({"eth0": CABLE, "wlan0": WIFI}, WIFI, [WIFI, CABLE]),
        ({"docker0": DOCKER, "wlan0": WIFI, "tun0": VPN}, VPN, [WIFI, VPN, DOCKER]),
        ({"lo": "127.0.0.1", "wlan0": HOTSPOT}, None, [HOTSPOT]),
        ({"en0": "169.254.3.4", "bridge100": HOTSPOT}, None, [HOTSPOT]),
        ({"eth0": WIFI, "eth0:1": WIFI}, WIFI, [WIFI]),
        ({"lo": "127.0.0.1"}, None, []),
        ({}, None, []),
    ],
)
def test_the_likeliest_address_comes_first(
    by_interface: dict[str, str], default: str | None, best_first: list[str]
) -> None:
    assert ranked(by_interface, default) == best_first


def test_this_computer_finds_its_own() -> None:
    assert all(not means_itself(address) for address in lan_addresses())
    assert addresses.interface_addresses()["lo" if sys.platform == "linux" else "lo0"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("asked_for", "shown"),
    [
        ("http://127.0.0.1:8000/", f"http://{WIFI}:8000"),
        ("http://localhost:8000/", f"http://{WIFI}:8000"),
        ("http://[::1]:8000/", f"http://{WIFI}:8000"),
        ("http://0.0.0.0:8000/", f"http://{WIFI}:8000"),
        ("http://localhost/", f"http://{WIFI}"),
        (f"http://{CABLE}:8000/", f"http://{CABLE}:8000"),
        ("https://bus.example/", "https://bus.example"),
    ],
)
def test_a_laptop_names_its_address_in_the_network(asked_for: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    in_networks(monkeypatch, WIFI, CABLE)
    assert base_url(None, "0.0.0.0", asked_for) == shown
    assert base_url("https://public.example/", "0.0.0.0", asked_for) == "https://public.example"
    assert base_url(None, "127.0.0.1", asked_for) == asked_for.rstrip("/")


def test_without_a_network_the_address_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    in_networks(monkeypatch)
    assert base_url(None, "0.0.0.0", "http://127.0.0.1:8000/") == "http://127.0.0.1:8000"
    said = for_the_class(8000)
    assert "no network" in said
    assert "█" not in said


def test_capitals_are_for_rooms_only() -> None:
    assert scannable("http://a.example/ktrvpd") == "HTTP://A.EXAMPLE/KTRVPD"
    assert scannable("http://a.example/all/ktrvpd") == "http://a.example/all/ktrvpd"


def test_the_terminal_shows_the_code_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    in_networks(monkeypatch, WIFI, CABLE)
    said = for_the_class(8000)
    assert f"http://{WIFI}:8000\n  or http://{CABLE}:8000\n" in said
    assert terminal_qr(f"http://{WIFI}:8000") in said
    assert dark_squares(terminal_qr(f"http://{WIFI}:8000")) == matrix(f"HTTP://{WIFI}:8000")


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
    port = free_port()
    address = (lan_addresses() or ["127.0.0.1"])[0]
    environ = {"PATH": os.environ["PATH"], "PORT": str(port), "DATABASE": ":memory:"}
    command = [sys.executable, "-m", "app", "class"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert any(f"http://{address}:{port}" in line for line in process.stdout)
            with socket.create_connection((address, port), timeout=30):
                """It is there, under the address that it printed."""
        finally:
            process.terminate()
