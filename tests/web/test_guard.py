"""Which requests are let in, and what every answer bears."""

import random
import time
from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client as WsgiClient

from app.web.guard import Environ, guard, may_connect, refusal_of, refusal_of_foreign
from tests.support.clients import http
from tests.support.running import Server, StartServer
from tests.support.wrong_codes import PASSED, TOLD_TO_WAIT, check_wrong_codes
from trials.hostile.raw import connection, head, http_status, read_to_end

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
HTTPS_PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "bus.example", "X-Forwarded-Port": "443"}


def hello(_environ: Environ, start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Referrer-Policy", "same-origin")])
    return [b"hello"]


def test_every_answer_is_strict_and_the_application_has_the_last_word() -> None:
    headers = WsgiClient(guard(hello, may_connect([]))).get("/", base_url="http://bus.example:8000").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers.getlist("Referrer-Policy") == ["same-origin"]
    policy = headers["Content-Security-Policy"]
    assert "connect-src 'self' ws://bus.example:8000 wss://bus.example:8000;" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "Strict-Transport-Security" not in headers


def test_behind_https_browsers_are_told_to_stay_there() -> None:
    wsgi = ProxyFix(guard(hello, may_connect([])), x_for=1, x_proto=1, x_host=1, x_port=1)
    assert "max-age" in WsgiClient(wsgi).get("/", headers=HTTPS_PROXY).headers["Strict-Transport-Security"]
    assert (
        "Strict-Transport-Security"
        not in WsgiClient(guard(hello, may_connect([]))).get("/", headers=HTTPS_PROXY).headers
    )


@pytest.mark.parametrize("host", ["x; script-src *", "x\r\ny", "x y", "é"])
def test_a_host_that_is_none_is_not_repeated(host: str) -> None:
    environ = {"HTTP_HOST": host, "PATH_INFO": "/"}
    seen: list[str] = []
    guard(hello, may_connect([]))(environ, lambda _status, headers, _exc_info: seen.append(str(headers)))
    assert "connect-src 'self';" in seen[0]


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({}, None),
        ({"CONTENT_LENGTH": "4096"}, None),
        ({"CONTENT_LENGTH": "4097"}, "413"),
        ({"CONTENT_LENGTH": "-1"}, "400"),
        ({"CONTENT_LENGTH": "٣"}, "400"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, "411"),
        ({"HTTP_UPGRADE": "WebSocket", "HTTP_SEC_WEBSOCKET_VERSION": "13", "HTTP_SEC_WEBSOCKET_KEY": KEY}, None),
        ({"HTTP_UPGRADE": "websocket", "HTTP_SEC_WEBSOCKET_VERSION": "13"}, "400"),
        ({"HTTP_UPGRADE": "websocket"}, "426"),
        ({"HTTP_ORIGIN": "https://" + "a" * 253 + ":65535"}, None),
        ({"HTTP_ORIGIN": "https://" + "a" * 8000}, "400"),
    ],
)
def test_requests_that_are_not_let_in(environ: Environ, status: str | None) -> None:
    refused = refusal_of(environ)
    assert (refused and refused.status[:3]) == status


def test_the_log_names_the_setting_once(caplog: pytest.LogCaptureFixture) -> None:
    check = may_connect([])
    for _ in range(2):
        assert not check("https://bus.example", {"HTTP_HOST": "127.0.0.1:8000"})
    (line,) = caplog.messages
    assert "'https://bus.example' may not connect" in line
    assert "PUBLIC_URL" in line
    assert "ALLOWED_ORIGINS" in line
    for number in range(100):
        check(f"https://{number}.example", {"HTTP_HOST": "bus.example"})
    assert len(caplog.messages) <= 20


def connect_status(server: Server, origin: str, *fields: str) -> str:
    line = "GET /socket.io/?EIO=4&transport=polling"
    return http_status(server.port, head(line, f"Origin: {origin}", "Connection: close", *fields))


def try_code(server: Server, forwarded_for: str) -> str:
    """How a wrong code is refused, behind a proxy that says this."""
    fields = (f"X-Forwarded-For: {forwarded_for}", "Connection: close")
    status = http_status(server.port, head("GET /api/rooms/BBBBBB", *fields))
    return {"404": PASSED, "429": TOLD_TO_WAIT}[status]


def test_the_servers_own_pages_may_connect_beside_those_allowed(start_server: StartServer) -> None:
    server = start_server(ALLOWED_ORIGINS="https://school.example")
    for origin, status in [("http://x", "200"), ("https://school.example", "200"), ("http://evil.example", "400")]:
        assert connect_status(server, origin) == status


def test_behind_a_proxy_the_address_is_the_one_that_it_says(start_server: StartServer) -> None:
    server = start_server(TRUST_PROXY="1")
    fields = [f"{name}: {value}" for name, value in HTTPS_PROXY.items()]
    assert connect_status(server, "https://bus.example", *fields) == "200"
    assert connect_status(server, "http://x", *fields) == "400"
    check_wrong_codes(lambda: try_code(server, f"192.0.2.{random.randrange(256)}, 198.51.100.1"))
    assert try_code(server, "198.51.100.2") == PASSED


def test_without_a_proxy_nobody_says_where_they_come_from(start_server: StartServer) -> None:
    server = start_server(TRUST_PROXY="0")
    check_wrong_codes(lambda: try_code(server, f"192.0.2.{random.randrange(256)}"))


def test_errors_of_methods_and_of_the_interface_are_json(server: Server) -> None:
    assert http("GET", f"{server.url}/api/nothing")[1]["error"] == "bad_request"
    status, answer = http("PUT", f"{server.url}/api/rooms", {})
    assert (status, answer["ok"], answer["error"]) == (405, False, "bad_request")
    for path in ("/", "/BRRRRR", "/healthz", "/metrics"):
        status, answer = http("POST", f"{server.url}{path}", {})
        assert (status, answer.get("error")) == (405, "bad_request"), path
    status, answer = http("POST", f"{server.url}/api/rooms", {"phases": ["x" * 5000]})
    assert (status, answer["ok"]) == (413, False)


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/nothing.js", "/BRRRRR/qr.svg", "/socket.io/?EIO=4"])
def test_every_path_bears_the_headers(server: Server, path: str) -> None:
    with connection(server.port) as opened:
        opened.sendall(head(f"HEAD {path}", "Connection: close"))
        answer = read_to_end(opened).decode()
    assert "X-Content-Type-Options: nosniff" in answer
    assert "frame-ancestors 'none'" in answer


def test_a_request_in_two_parts_is_answered(server: Server) -> None:
    with connection(server.port) as opened:
        opened.sendall(b"POST /api/rooms HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: app")
        time.sleep(0.1)  # the kernel would join them
        opened.sendall(b'lication/json\r\nContent-Length: 17\r\n\r\n{"hosted":')
        time.sleep(0.1)
        opened.sendall(b" false}")
        assert read_to_end(opened).startswith(b"HTTP/1.1 201 ")


OWN, ALLOWED, FOREIGN = "http://bus.example", "https://school.example", "https://evil.example"


@pytest.mark.parametrize(
    ("method", "site", "mode", "origin", "is_let_in"),
    [
        ("POST", None, None, None, True),  # no browser
        ("POST", "same-origin", "cors", OWN, True),
        ("GET", "cross-site", "navigate", None, True),  # a link
        ("GET", "none", "navigate", None, True),  # typed, scanned
        ("POST", "cross-site", "no-cors", FOREIGN, False),  # fetch without a body, sendBeacon
        ("POST", "cross-site", "navigate", "null", False),  # a form
        ("POST", "same-site", "cors", FOREIGN, False),
        ("GET", "cross-site", "no-cors", None, False),  # a picture: is there such a room?
        ("GET", "cross-site", "cors", ALLOWED, True),
        ("POST", "cross-site", "cors", ALLOWED, True),
        ("POST", None, None, FOREIGN, False),  # a browser from before Fetch Metadata
        ("POST", None, None, OWN, True),
    ],
)
def test_foreign_pages_ask_for_nothing(
    method: str, site: str | None, mode: str | None, origin: str | None, *, is_let_in: bool
) -> None:
    sent = {"HTTP_SEC_FETCH_SITE": site, "HTTP_SEC_FETCH_MODE": mode, "HTTP_ORIGIN": origin}
    environ = {"REQUEST_METHOD": method, "PATH_INFO": "/api/rooms", "HTTP_HOST": "bus.example"}
    environ |= {name: value for name, value in sent.items() if value is not None}
    assert (refusal_of_foreign(environ, may_connect([ALLOWED])) is None) == is_let_in
