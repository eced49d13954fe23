"""Under which address the projector was opened."""

import pytest

from app.presence import host_address
from app.presence.host_address import HostAddresses

OWN, OTHER, CODE = "http://192.168.1.7:8000", "http://127.0.0.1:8000", "KTRVPD"


@pytest.fixture
def addresses() -> HostAddresses:
    return HostAddresses()


def test_the_latest_address_is_the_projectors(addresses: HostAddresses) -> None:
    addresses.note(CODE, OTHER)
    addresses.note(CODE, OWN, "/bus")
    assert addresses.other_than(OTHER, CODE) == f"{OWN}/bus"
    assert addresses.other_than(f"{OWN}/bus", CODE) is None
    assert addresses.other_than(OTHER, "BCDFGH") is None


@pytest.mark.parametrize(
    "origin",
    [
        *(None, "", "null", "http://", "javascript://192.168.1.7", "chrome-extension://abcdef", "http://Laptop"),
        *(
            f"{OWN}/",
            f"{OWN}/{'x' * 8000}",
            f"{OWN}?x",
            "http://me:secret@192.168.1.7",
            f"http://{'x' * 260}",
            f"{OWN}\n",
        ),
    ],
)
def test_what_no_browser_sends_is_not_kept(addresses: HostAddresses, origin: str | None) -> None:
    addresses.note(CODE, origin)
    assert addresses.other_than(OTHER, CODE) is None


def test_rooms_that_nobody_removes_are_forgotten(addresses: HostAddresses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_address, "MAX_ROOMS", 2)
    for code in ("KTRVPD", "BCDFGH", "KTRVPD", "WXZBCD"):
        addresses.note(code, OWN)
    assert [code for code in ("BCDFGH", "KTRVPD", "WXZBCD") if addresses.other_than(OTHER, code)] == [
        "KTRVPD",
        "WXZBCD",
    ]
