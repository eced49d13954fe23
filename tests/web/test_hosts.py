"""Under which names the server answers: its own, those of its network, and what its owner says."""

import pytest

from app.settings import DEFAULTS, Settings, read_settings
from app.web.hosts import in_ascii, may_be_host
from tests.support.stopwatch import LONG, SHORT_S, takes_s

OWN = ["127.0.0.1:8000", "192.168.1.7", "8.8.8.8", "[fe80::1]:8000", "localhost", "LOCALHOST:80", "laptop", "pi.local."]
NETWORK = ["a.b.lan", "nas.home.arpa", "bus.internal", "bus.localhost", "mac.fritz.box", "server.corp:8000"]
FOREIGN = ["evil.example", "127.0.0.1.evil.example", "x.local.evil.example", "evil.example.", "1.2.3", "my-local.eu"]
NONE = ["", ":80", "x:y", "[::1", "[x]"]


@pytest.mark.parametrize("host", [*OWN, *NETWORK])
def test_addresses_and_names_of_its_network_need_no_setting(host: str) -> None:
    assert may_be_host(DEFAULTS)(host)


@pytest.mark.parametrize("host", [*FOREIGN, *NONE])
def test_names_that_anybody_may_have_do(host: str) -> None:
    assert not may_be_host(DEFAULTS)(host)
    assert not may_be_host(Settings(public_url="https://bus.example", allowed_origins=("https://school.example",)))(
        host
    )


@pytest.mark.parametrize(
    "environ",
    [
        {"PUBLIC_URL": "https://Bus.example/all"},
        {"ALLOWED_ORIGINS": "https://school.example, https://bus.example:8443"},
        {"ALLOWED_ORIGINS": "*"},
        {"TRUST_PROXY": "1"},
        {"DYNO": "web.1"},
    ],
)
def test_settings_and_platforms_name_others(environ: dict[str, str]) -> None:
    check = may_be_host(read_settings(environ))
    assert check("bus.example")
    assert check("bus.example:8443")
    assert check("127.0.0.1:8000")


def test_the_name_of_this_computer_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.hosts.socket.gethostname", lambda: "Lab-7.school.example")
    assert may_be_host(DEFAULTS)("lab-7.school.example:8000")
    assert not may_be_host(DEFAULTS)("lab-8.school.example:8000")


def test_the_log_names_each_once_and_the_setting(caplog: pytest.LogCaptureFixture) -> None:
    check = may_be_host(DEFAULTS)
    for _ in range(3):
        check("bus.example")
    (line,) = caplog.messages
    assert "'bus.example'" in line
    assert "PUBLIC_URL" in line
    for number in range(100):
        check(f"{number}.example")
    assert len(caplog.messages) <= 20


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("bücher.example", "xn--bcher-kva.example"),
        ("http://bücher.example:8000/KTRVPD", "http://xn--bcher-kva.example:8000/KTRVPD"),
        ("Bus-7.example", "Bus-7.example"),
        ("x" * 64 + ".bücher", "x" * 64 + ".xn--bcher-kva"),
        ("ü" * 64, "ü" * 64),
        ("", ""),
    ],
)
def test_names_as_browsers_send_them(name: str, sent: str) -> None:
    assert in_ascii(name) == sent


@pytest.mark.parametrize("name", ["x" * LONG, "x" * LONG + ".ü", "ü" * LONG, "x" * LONG + "ü"])
def test_a_long_name_is_soon_read(name: str) -> None:
    assert takes_s(lambda: in_ascii(name)) < SHORT_S
