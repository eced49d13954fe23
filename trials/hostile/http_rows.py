"""Rows: HTTP requests that are too large, too slow, malformed, or ask for what is not theirs."""

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator

from tests.support.clients import create_room
from trials.hostile.arena import Arena
from trials.hostile.raw import DEADLINE_S, connection, head, http_status, send, status_and_end
from trials.hostile.row import Row, row
from trials.hostile.speaker import speaker

Attack = Callable[[Arena], Iterator[str]]

POLLING = "/socket.io/?EIO=4&transport=polling"
JSON = "Content-Type: application/json\r\n"
N_IDLE = 1_100
N_PIPELINED = 3_000


def requests(*sent: bytes) -> Attack:
    """Each of these on a connection of its own: the status, and that the connection has an end."""

    def attack(arena: Arena) -> Iterator[str]:
        for request in sent:
            yield http_status(arena.port, request)

    return attack


def pages(*paths: str) -> Attack:
    return requests(*[head(f"GET {path}", "Connection: close") for path in paths])


def posts(path: str, *bodies: bytes, fields: str = JSON) -> Attack:
    """Each body, with its right length."""
    return requests(
        *[
            f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{fields}".encode()
            + f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
            for body in bodies
        ]
    )


def oversize_posts(arena: Arena) -> Iterator[str]:
    """Thirty at once, each of which says that a gigabyte follows, and sends some of it."""
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(connection(arena.port)) for _ in range(30)]
        for sock in opened:
            send(sock, head(f"POST {POLLING}", f"Content-Length: {10**9}") + bytes(10_000))
        for sock in opened:
            yield status_and_end(sock)


def drip(data: bytes, every_s: float = 0.2) -> Attack:
    """Byte by byte, for as long as somebody listens."""

    def attack(arena: Arena) -> Iterator[str]:
        with connection(arena.port) as opened:
            deadline_s = time.monotonic() + DEADLINE_S
            opened.settimeout(every_s)
            for byte in data:
                with contextlib.suppress(TimeoutError):
                    answer = opened.recv(4096)
                    yield answer.split()[1].decode() if answer else "closed"
                    return
                if time.monotonic() > deadline_s or not send(opened, bytes([byte])):
                    break
            yield "open"

    return attack


def silence(data: bytes) -> Attack:
    """These bytes, and nothing more."""
    return requests(data)


def idle(arena: Arena) -> Iterator[str]:
    """Half of them say nothing, half begin a request; others are served meanwhile."""
    with contextlib.ExitStack() as stack:
        for number in range(N_IDLE):
            opened = stack.enter_context(connection(arena.port))
            if number % 2:
                opened.sendall(b"GET /healthz HTTP/1.1\r\nHost")
        yield http_status(arena.port, head("GET /healthz", "Connection: close"))


def pipelined(arena: Arena) -> Iterator[str]:
    """Thousands of requests on one connection, none of whose answers is awaited."""
    with connection(arena.port) as opened:
        opened.settimeout(0.0)
        left = head("GET /healthz") * N_PIPELINED + head("GET /healthz", "Connection: close")
        answers = b""
        deadline_s = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline_s:
            with contextlib.suppress(BlockingIOError):
                left = left[opened.send(left) :] if left else left
            with contextlib.suppress(BlockingIOError):
                part = opened.recv(65536)
                answers += part
                if not part:
                    break
        yield "200" if answers.count(b"HTTP/1.1 200 ") == N_PIPELINED + 1 else f"{answers.count(b' 200 ')} answers"


def large(path: str, number: int) -> Attack:
    """A page of a room of two thousand, asked for by many connections at once."""

    def attack(arena: Arena) -> Iterator[str]:
        code = arena.new_room()
        with contextlib.ExitStack() as stack:
            worker = stack.enter_context(speaker(arena.port))
            worker.join(code, view="brief")
            assert worker.ask("command", '{"type": "add_robots", "count": 1999, "pace": "slow"}')["ok"]
            opened = [stack.enter_context(connection(arena.port)) for _ in range(number)]
            for sock in opened:
                sock.sendall(head(f"GET /api/rooms/{code}{path}", "Connection: close"))
            for sock in opened:
                yield status_and_end(sock)

    return attack


def bearers(*tokens: str) -> Attack:
    """A hosted room's abort and log, asked for with these instead of its host key."""

    def attack(arena: Arena) -> Iterator[str]:
        room = create_room(arena.url)
        foreign = create_room(arena.url)["host_key"]
        for token in (*tokens, foreign, room["host_key"][:-1], room["host_key"].swapcase()):
            field = f"Authorization: Bearer {token}"
            for line in (f"POST /api/rooms/{room['code']}/abort", f"GET /api/rooms/{room['code']}/log.json"):
                yield http_status(arena.port, head(line, field, "Connection: close"))

    return attack


def flood(number: int, size: int) -> Iterable[str]:
    return (f"X-{n}: {'x' * size}" for n in range(number))


UPGRADE = ("Upgrade: websocket", "Connection: Upgrade")
WEBSOCKET = "GET /socket.io/?EIO=4&transport=websocket"
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
LANGUAGES = "Accept-Language: " + "a," * 4000
EVIL = "Origin: http://evil.example"

ROWS: tuple[Row, ...] = (
    row("30 oversize polling POSTs", oversize_posts, "413"),
    row("an oversize POST to the interface", requests(head("POST /api/rooms", JSON + "Content-Length: 5000")), "413"),
    row("chunks without end", requests(head(f"POST {POLLING}", "Transfer-Encoding: chunked") + b"5\r\n"), "411"),
    row(
        "a chunk's size without end",
        requests(head("POST /api/rooms", "Transfer-Encoding: chunked") + b"1" * 9000),
        "411",
    ),
    row("two lengths", requests(head("POST /api/rooms", "Content-Length: 0", "Content-Length: 5")), "400"),
    row(
        "a length and chunks",
        requests(head("POST /api/rooms", "Content-Length: 5", "Transfer-Encoding: chunked")),
        "400",
    ),
    row("an encoding that nobody knows", requests(head("POST /api/rooms", "Transfer-Encoding: xchunked")), "411"),
    row("a space before a colon", requests(head("POST /api/rooms", "Content-Length : 5")), "400"),
    row(
        "lengths that are no numbers",
        requests(
            *[head("POST /api/rooms", f"Content-Length: {x}") for x in ("-1", "+5", "5_0", "0x5", "5,5", "5 5", "NaN")]
        ),
        "400",
    ),
    row(
        "a length of a thousand digits",
        requests(head("POST /api/rooms", "Content-Length: " + "9" * 1000)),
        "400",
        "413",
    ),
    row("200 headers", requests(head("GET /", *flood(200, 5))), "431"),
    row("headers of 100 KB", requests(head("GET /", *flood(50, 2000))), "400"),
    row("a header of 10 KB", requests(head("GET /", *flood(1, 10_000))), "400"),
    row("a path of 8 KB", pages("/" + "x" * 8000, "/api/rooms/" + "x" * 8000, f"/{'-' * 8000}x"), "404", "429"),
    row("4,000 fields and languages", requests(head("GET /?" + "&a" * 4000, LANGUAGES, "Connection: close")), "200"),
    row("a path of 9 KB", pages("/" + "x" * 9000), "414"),
    row(
        "paths that climb",
        pages(
            *[
                "/static/" + up + "app/settings.py"
                for up in ("../", "..%2f", "%2e%2e/", "....//", "..%5c", "%252e%252e/")
            ]
        ),
        "404",
    ),
    row(
        "paths to the system's files",
        pages("//etc/passwd", "/%2fetc%2fpasswd", "/static//etc/passwd", "/..", "/."),
        "404",
    ),
    row("paths with NULs", pages("/%00", "/BRRRR%00/host", "/static/room%00.js", "/\0"), "404", "400"),
    row("paths that are not UTF-8", pages("/%ff%fe", "/\xff", "/%c0%ae"), "404", "400"),
    row("targets of a proxy", pages("http://evil.example/", "evil.example:443", "*"), "404", "400", "200"),
    row(
        "odd methods",
        requests(*[head(f"{method} /", "Connection: close") for method in ("TRACE", "PROPFIND", "X" * 500)]),
        "405",
    ),
    row("a connection through", requests(head("CONNECT evil.example:443", "Connection: close")), "404", "405"),
    row(
        "no HTTP at all",
        requests(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"\0\r\n\r\n", b"SSH-2.0\r\n"),
        "400",
    ),
    row(
        "another HTTP",
        requests(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/x\r\n\r\n"),
        "505",
        "400",
    ),
    row("a body of another type", posts("/api/rooms", b"{}", fields="Content-Type: text/plain\r\n"), "415"),
    row(
        "JSON that is none",
        posts(
            "/api/rooms",
            b"{",
            b"[]",
            b"NaN",
            b'{"lead_ms":NaN}',
            b"\xff\xfe",
            b'"\\ud800"',
            b"[" * 4000,
            b'{"parties":1e999}',
        ),
        "400",
    ),
    row("a wrong Origin for polling", requests(head(f"GET {POLLING}", EVIL, "Connection: close")), "400"),
    row(
        "a wrong Origin for a websocket",
        requests(head(WEBSOCKET, *UPGRADE, KEY, "Sec-WebSocket-Version: 13", EVIL)),
        "400",
    ),
    row(
        "an Origin that says it is forwarded",
        requests(
            head(
                f"GET {POLLING}", EVIL, "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: http", "Connection: close"
            )
        ),
        "400",
    ),
    row(
        "websockets of other versions",
        requests(head(WEBSOCKET, *UPGRADE, KEY), head(WEBSOCKET, *UPGRADE, KEY, "Sec-WebSocket-Version: 7")),
        "426",
    ),
    row("a websocket without a key", requests(head(WEBSOCKET, *UPGRADE, "Sec-WebSocket-Version: 13")), "400"),
    row(
        "sessions that nobody has",
        pages(*[f"{POLLING}&sid={sid}" for sid in ("", "x", "%00", "x" * 4000, "../x")]),
        "400",
        "200",
    ),
    row("foreign, tampered and empty bearers", bearers("", "x", "\xff", "x" * 4000), "401", "403"),
    row("1,100 idle and half-open connections", idle, "200", extra_mb=80),
    row("3,000 requests that do not wait for answers", pipelined, "200"),
    row("100 snapshots of 2,000 workers at once", large("", 100), "200"),
    row("20 logs of 2,000 workers at once", large("/log.json", 20), "200"),
    row("a head byte by byte", drip(head("GET /", *flood(50, 20))), "408", waits=True),
    row(
        "a body byte by byte",
        drip(head("POST /api/rooms", JSON + "Content-Length: 4000") + bytes(4000), 0.05),
        "408",
        waits=True,
    ),
    row("a body that does not come", silence(head("POST /api/rooms", "Content-Length: 4000")), "408", waits=True),
    row(
        "a polling body that does not come", silence(head(f"POST {POLLING}", "Content-Length: 4000")), "408", waits=True
    ),
    row("half a request line", silence(b"GET /health"), "408", waits=True),
    row("a head without its end", silence(head("GET /")[:-2]), "408", waits=True),
    row("a connection that says nothing", silence(b""), "closed", waits=True),
)
