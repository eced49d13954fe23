"""Where a program finds its room: out of whatever was pasted, and never somewhere else without a word."""

import contextlib
import datetime as dt
import http.server
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from app.web import remote_barrier
from app.web.remote_barrier import AddressError, RefusedError, RemoteBarrier, ServerGoneError
from tests.support.addresses import ANSWERED, CODE, Address
from tests.support.clients import create_room
from tests.support.running import Server
from tests.support.stopwatch import LONG, SHORT_S, takes_s
from tests.support.typed_codes import CASES, TypedCode

LINKS = [case for case in CASES if case.server is not None]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_the_code_is_found_as_the_server_finds_it(case: TypedCode) -> None:
    assert remote_barrier._code_in(case.typed) == case.code


def test_a_long_text_is_soon_read() -> None:
    assert takes_s(lambda: remote_barrier._code_in("x" * LONG)) < SHORT_S


@pytest.mark.parametrize("case", LINKS, ids=lambda case: case.why)
def test_the_server_is_found_in_a_link(case: TypedCode) -> None:
    assert remote_barrier._room_address(case.typed) == (case.server, case.code)


def test_a_code_alone_is_one_of_the_server_that_the_file_is_from(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AddressError, match="not the address of a room"):
        remote_barrier._room_address("KTR VPD")
    monkeypatch.setattr(remote_barrier, "ROOM", "http://192.168.1.7:8000/bus/BRRRRR")
    assert remote_barrier._room_address("KTR VPD") == ("http://192.168.1.7:8000/bus", "KTRVPD")


@pytest.mark.parametrize(
    "server",
    [
        "127.0.0.1:8000",
        "http://127.0.0.1:8000/",
        " http://127.0.0.1:8000\n",
        "http://127.0.0.1:8000/?utm_source=x",
        "http://127.0.0.1:8000/#top",
        "http://127.0.0.1:8000/KTRVPD/host#key",
    ],
)
def test_the_server_of_a_new_room_is_found_too(server: str) -> None:
    assert remote_barrier._server_address(server) == "http://127.0.0.1:8000"


@pytest.mark.parametrize("server", ["", " ", "http://", "ftp://bus.example", "the bus"])
def test_what_is_no_server_is_said_as_it_was_given(server: str) -> None:
    with pytest.raises(AddressError) as refused:
        RemoteBarrier.create(server, 3)
    assert str(refused.value).startswith(f"{server!r} is not the address of a server")


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.why)
def test_programs_ask_where_the_server_says_that_it_is(case: Address) -> None:
    """Whatever they were given: the link, the projector's address, or the server's for a new room."""
    for given in (f"{case.home}/{CODE}", f"{case.home}/{CODE}/host#qwrtzp-BCDFGH-sdfghjklmn"):
        assert remote_barrier._room_address(given) == (case.home, CODE)
        assert remote_barrier._server_address(given) == case.home
    if remote_barrier._code_in(f"{case.home}") is None:  # else it may be a room
        assert remote_barrier._server_address(f"{case.home}/") == case.home
    assert remote_barrier._Line(f"{case.home}")._prefix == case.base


def test_the_projectors_address_and_its_code_as_shown_lead_to_the_room(server: Server) -> None:
    made = create_room(server.url, hosted=False)
    code = str(made["code"])
    for address in (f"{made['url']}/host#key", f"{server.url}/{code[:3]} {code[3:]}", f"{made['url']}/"):
        assert RemoteBarrier(address).url == made["url"]


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers each request with the next of these, and at last with the last one again: status, headers, body."""

    script: list[tuple[int, dict[str, str], str]]
    seen: list[str]

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append(f"{self.command} {self.path} {self.headers.get('Proxy-Authorization', '')}".strip())
        status, headers, body = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    do_GET = do_POST = do_DELETE = do_CONNECT = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextlib.contextmanager
def something(*script: tuple[int, dict[str, str], str], tls: Path | None = None) -> Iterator[tuple[str, list[str]]]:
    """A server that is not All Aboard: its address, and what it was asked."""
    seen: list[str] = []
    handler = type("Handler", (Answers,), {"script": list(script), "seen": seen})
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        httpd.socket = context.wrap_socket(httpd.socket, server_side=True)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{httpd.server_port}", seen
    finally:
        httpd.shutdown()
        httpd.server_close()


def page(title: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head></html>"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((301, {"Location": "https://bus.example/KTRVPD"}, ""), "301 .*https://bus.example/KTRVPD"),
        ((404, {}, page("nginx")), "404 .*'nginx'"),
        ((404, {}, '{"error": "no such thing"}'), "404 "),
        ((200, {}, page("Hotel &#9733; Wi-Fi")), "200 .*'Hotel .*log in"),
        ((511, {}, page("Login")), "511 .*log in"),
        ((407, {}, ""), "407 .*proxy"),
        ((200, {}, "[]"), "not All Aboard"),
        ((200, {}, '{"status": "fine"}'), "not All Aboard"),
    ],
)
def test_a_mistake_that_stays_is_said_at_once(answer: tuple[int, dict[str, str], str], sentence: str) -> None:
    with something(answer) as (address, seen):
        with pytest.raises(AddressError, match=sentence):
            RemoteBarrier(f"{address}/KTRVPD")
        with pytest.raises(AddressError, match=sentence):
            RemoteBarrier.create(address, 2)
        assert len(seen) == 2


SNAPSHOT: tuple[int, dict[str, str], str] = (200, {}, '{"barrier": {"state": "filling", "waiting": [], "parties": 3}}')


@pytest.mark.usefixtures("patient")
def test_a_server_in_trouble_is_asked_again() -> None:
    with something((500, {}, "oops"), (503, {}, ""), (502, {}, page("Bad gateway")), SNAPSHOT) as (address, seen):
        assert RemoteBarrier(f"{address}/KTRVPD").parties == 3
        assert len(seen) == 5


def test_a_server_that_stays_in_trouble_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_barrier, "GONE_AFTER_S", 0.5)
    with something((500, {}, "oops")) as (address, _), pytest.raises(ServerGoneError, match="it says 500"):
        RemoteBarrier(f"{address}/KTRVPD")


def test_who_is_too_fast_comes_back_when_the_server_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = (429, {"Retry-After": "1"}, '{"ok": false, "error": "rate_limited", "message": "Too fast."}')
    with something(refusal, SNAPSHOT) as (address, _):
        started_s = time.monotonic()
        RemoteBarrier(f"{address}/KTRVPD")
        assert time.monotonic() - started_s >= 1
        monkeypatch.setattr(remote_barrier, "BUSY_FOR_AT_MOST_S", 0.5)
    with something(refusal) as (address, _), pytest.raises(RefusedError, match="Too fast") as error:
        RemoteBarrier(f"{address}/KTRVPD")
    assert error.value.code == "rate_limited"


@pytest.mark.parametrize(
    ("headers", "pause_s"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "Mon, 30 Nov 2026 10:00:09 GMT", "Date": "Mon, 30 Nov 2026 10:00:00 GMT"}, 9),
        ({"Retry-After": "Mon, 30 Nov 2026 09:59:00 GMT", "Date": "Mon, 30 Nov 2026 10:00:00 GMT"}, 0),
        ({"Retry-After": "Mon, 30 Nov 2026 10:00:09 GMT"}, 4),
        ({"Retry-After": "soon"}, 1),
        ({}, 1),
    ],
)
def test_a_pause_is_told_in_seconds_or_by_a_date(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], pause_s: float
) -> None:
    """A date is compared with the one of the answer, since the two clocks may differ, or else with our own."""
    ours = dt.datetime(2026, 11, 30, 10, 0, 5, tzinfo=dt.UTC)
    monkeypatch.setattr(time, "time", ours.timestamp)
    assert remote_barrier._Answer(429, "Too Many Requests", headers, b"").retry_after_s() == pause_s


def test_a_server_that_knows_when_it_is_back_is_asked_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_barrier, "GONE_AFTER_S", 0.5)
    for is_date in (False, True):
        started_s = time.time()
        later_s = int(started_s) + 2 if is_date else started_s + 1
        later = formatdate(later_s, usegmt=True) if is_date else "1"
        with something((503, {"Retry-After": later}, page("Back soon")), SNAPSHOT) as (address, seen):
            assert RemoteBarrier(f"{address}/KTRVPD").parties == 3
            assert time.time() >= later_s
            assert len(seen) == 3
    monkeypatch.setattr(remote_barrier, "BUSY_FOR_AT_MOST_S", 0.5)
    with something((503, {"Retry-After": "3600"}, "")) as (address, _), pytest.raises(ServerGoneError, match="503"):
        RemoteBarrier(f"{address}/KTRVPD")


@pytest.mark.parametrize("later", ["", "-1", "²", "soon", "1.5"])
def test_when_to_come_back_may_be_said_badly(later: str) -> None:
    assert remote_barrier._Answer(429, "", {"Retry-After": later}, b"").retry_after_s() in (0.0, 1.0)


def test_a_certificate_that_nobody_vouches_for_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "own.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    try:
        subprocess.run(
            [*command, "-keyout", str(file), "-out", str(tmp_path / "cert")], check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("no openssl here")
    file.write_text(file.read_text() + (tmp_path / "cert").read_text())
    with something(SNAPSHOT, tls=file) as (address, _), pytest.raises(AddressError, match="certificate"):
        RemoteBarrier(f"{address}/KTRVPD")


def test_https_where_http_is_spoken_is_said_at_once() -> None:
    with something(SNAPSHOT) as (address, _), pytest.raises(AddressError, match="does not speak https"):
        RemoteBarrier(f"{address.replace('http', 'https')}/KTRVPD")


def test_the_proxy_of_the_environment_is_used_and_its_exceptions_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with something(SNAPSHOT) as (proxy, seen):
        monkeypatch.setenv("http_proxy", proxy.replace("//", "//ana:p%20w@"))
        assert RemoteBarrier("http://bus.example:8000/KTRVPD").parties == 3
        assert seen[0] == "GET http://bus.example:8000/api/rooms/KTRVPD Basic YW5hOnAgdw=="
        with something(SNAPSHOT) as (address, straight):
            monkeypatch.setenv("no_proxy", "127.0.0.1")
            assert RemoteBarrier(f"{address}/KTRVPD").parties == 3
            assert len(straight) == 2
    with something((403, {}, "no")) as (proxy, _):
        monkeypatch.setenv("https_proxy", proxy)
        with pytest.raises(AddressError, match="proxy does not let us through"):
            RemoteBarrier("https://bus.example/KTRVPD")
