"""Under which address others reach this computer."""

import sys

import pytest

from app.web import addresses
from app.web.addresses import base_url, is_this_computer, lan_addresses, means_itself, own_url, ranked

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
        ("http://laptop.local:8000/", f"http://{WIFI}:8000"),
        ("http://laptop:8000/", f"http://{WIFI}:8000"),
        ("http://localhost:8000/bus/", f"http://{WIFI}:8000/bus"),
        (f"http://{CABLE}:8000/", f"http://{CABLE}:8000"),
        ("http://laptop.fritz.box:8000/bus/", "http://laptop.fritz.box:8000/bus"),
        ("https://bus.example/", "https://bus.example"),
    ],
)
def test_a_laptop_names_its_address_in_the_network(asked_for: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    in_networks(monkeypatch, WIFI, CABLE)
    assert base_url(None, "0.0.0.0", asked_for) == shown
    assert base_url("https://public.example/all", "0.0.0.0", asked_for) == "https://public.example/all"
    assert base_url(None, "127.0.0.1", asked_for) == asked_for.rstrip("/")


def test_without_a_network_the_address_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    in_networks(monkeypatch)
    assert base_url(None, "0.0.0.0", "http://127.0.0.1:8000/") == "http://127.0.0.1:8000"


def test_who_sits_at_this_computer() -> None:
    assert is_this_computer("127.0.0.1")
    assert all(is_this_computer(address) for address in lan_addresses())
    assert not is_this_computer("192.0.2.1")
    assert not is_this_computer("")


@pytest.mark.parametrize(
    ("asked_for", "asker", "own"),
    [
        (f"http://{WIFI}:8000/", WIFI, "http://127.0.0.1:8000"),
        (f"http://{WIFI}/bus/", WIFI, "http://127.0.0.1/bus"),
        ("http://laptop.local:8000/", "127.0.0.1", "http://127.0.0.1:8000"),
        (f"http://{WIFI}:8000/", "192.168.1.9", None),  # a phone
        ("http://127.0.0.1:8000/", "127.0.0.1", None),  # it is there already
        ("http://localhost:8000/", "127.0.0.1", None),
        (f"https://{WIFI}/", WIFI, None),  # a proxy
        ("http://bus.example/", "127.0.0.1", None),
        ("http://192.168.1.99:8000/", WIFI, None),  # an address that it had before
    ],
)
def test_a_computer_finds_its_own_page_in_any_network(
    monkeypatch: pytest.MonkeyPatch, asked_for: str, asker: str, own: str | None
) -> None:
    monkeypatch.setattr(addresses, "interface_addresses", lambda: {"lo": "127.0.0.1", "wlan0": WIFI})
    assert own_url(asked_for, asker) == own
