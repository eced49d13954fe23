"""Rows: who knocks at the front door. Codes that are tried out at every entrance, and pages of others."""

import contextlib
import http.client
import json
import secrets
from collections.abc import Callable, Iterator

from app.core.codes import CODE_LENGTH, CODE_LETTERS
from app.wire.messages import GUESSES_PER_MINUTE, WRONG_CODES_PER_MINUTE
from tests.support.clients import http as ask
from trials.hostile.arena import Arena
from trials.hostile.raw import DEADLINE_S, connection, head, http_status
from trials.hostile.row import row
from trials.hostile.speaker import said, speaker

N_GUESSES = 4 * GUESSES_PER_MINUTE
ENTRANCES = (
    "GET /{}",
    "GET /{}/host",
    "GET /{}/report",
    "GET /{}/qr.svg",
    "GET /{}/take-home.py",
    "GET /remote_barrier.py?room={}",
    "GET /api/rooms/{}",
    "GET /api/rooms/{}/report.json",
    "POST /api/rooms/{}/workers",
    "POST /api/rooms/{}/wait",
)
"""Those over HTTP."""
ANSWERS = {"404": "room_not_found", "429": "rate_limited"}


def any_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def guess(entrance: str) -> Callable[[Arena], Iterator[str]]:
    """Codes tried as fast as one connection after the other lets. Then those of the school behind this address, and of
    a stranger's room, which must say no more than a code without a room."""

    def attack(arena: Arena) -> Iterator[str]:
        own = arena.new_room()
        answers = [
            http_status(arena.port, head(entrance.format(any_code()), "Connection: close")) for _ in range(N_GUESSES)
        ]
        assert answers.count("404") <= WRONG_CODES_PER_MINUTE + 1, answers.count("404")
        assert answers[-1] == "429"
        yield from {ANSWERS[answer] for answer in answers}
        yield f"own: {ask('GET', f'{arena.url}/api/rooms/{own}')[0]}"

    return attack


def guess_over_sockets(arena: Arena) -> Iterator[str]:
    """The same by `join`, each on a connection of its own."""
    own = arena.new_room()
    for _ in range(N_GUESSES // 4):
        with speaker(arena.port) as opened:
            yield said(opened.join(any_code()))
    with speaker(arena.port) as opened:
        yield f"own: {said(opened.join(own))}"


def guess_when_joined(arena: Arena) -> Iterator[str]:
    """Codes tried on a connection that is in a room already."""
    with speaker(arena.port) as opened:
        yield said(opened.join(arena.new_room()))
        for _ in range(WRONG_CODES_PER_MINUTE):
            yield said(opened.join(any_code()))


def asked_as(*hosts: str) -> Callable[[Arena], Iterator[str]]:
    """The interface asked for under these names, as by a page whose name leads here."""

    def attack(arena: Arena) -> Iterator[str]:
        for host in hosts:
            fields = f"Host: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n"
            yield http_status(arena.port, f"POST /api/rooms HTTP/1.1\r\n{fields}\r\n".encode("latin-1"))

    return attack


def raw(*requests: bytes) -> Callable[[Arena], Iterator[str]]:
    """Each of these on a connection of its own, which must come to its end."""

    def attack(arena: Arena) -> Iterator[str]:
        for request in requests:
            yield http_status(arena.port, request)

    return attack


def subprotocols(arena: Arena) -> Iterator[str]:
    """Websockets that ask for them."""
    for name in ("\xff", ",,,", "x" * 900):
        with connection(arena.port) as opened:
            opened.sendall(head(WEBSOCKET, *UPGRADE, KEY, f"Sec-WebSocket-Protocol: {name}"))
            yield opened.recv(4096)[9:12].decode()


FORM = b'--x\r\nContent-Disposition: form-data; name="hosted"\r\n\r\nfalse\r\n--x--\r\n'
BODIES = (
    ("multipart/form-data; boundary=x", FORM),
    ("multipart/form-data", FORM),
    ("application/x-www-form-urlencoded", b"hosted=false"),
    ("text/plain", b"hosted"),
    ("", b"{}"),
    ("message/rfc822", b"Subject: x\r\n\r\nhosted"),
    ("application/json", b"hosted"),
)


def bodies(arena: Arena) -> Iterator[str]:
    """A room made with what is no JSON: the answer is."""
    for content_type, body in BODIES:
        asked = http.client.HTTPConnection("127.0.0.1", arena.port, timeout=DEADLINE_S)
        with contextlib.closing(asked):
            asked.request("POST", "/api/rooms", body, {"Content-Type": content_type})
            answer = asked.getresponse()
            yield f"{answer.status} {json.loads(answer.read())['error']}"


FROM_ELSEWHERE = (
    ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Origin: http://evil.example"),
    ("Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors", "Origin: http://evil.example"),
    ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Origin: null"),
    ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"),
    ("Origin: http://evil.example",),
    ("Origin: null",),
)
"""What browsers say of the pages of others: of fetch, sendBeacon and forms, also without TLS."""
END = b"Connection: close\r\n\r\n"
WEBSOCKET = "GET /socket.io/?EIO=4&transport=websocket"
UPGRADE = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="

HEAD_ROWS = (
    row("bodies that are no JSON", bodies, "415 bad_request", "400 bad_request"),
    row(
        "a bare CR in the head",
        raw(
            b"POST /api/rooms HTTP/1.1\r\nHost: x\r\nX: y\rContent-Length: 40\r\n" + END + b"GET /healthz HTTP/1.1",
            b"GET /healthz HTTP/1.1\r\nHost: x\rX: y\r\n" + END,
            b"GET /healthz\rX: HTTP/1.1\r\nHost: x\r\n" + END,
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: y\r\r\n" + END,
        ),
        "400",
    ),
    row(
        "a line of the head that goes on in the next",
        raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: y\r\n Content-Length: 5\r\n" + END),
        "400",
    ),
    row(
        "keys of a websocket that are none",
        raw(*[head(WEBSOCKET, *UPGRADE, f"Sec-WebSocket-Key: {key}") for key in ("!", "x" * 24, "\xff" * 22 + "==")]),
        "400",
    ),
    row(
        "subprotocols that nobody speaks",
        subprotocols,
        "101",
    ),
    row(
        "paths that lead elsewhere",
        raw(
            *[
                head(f"GET {path}/HOST", "Connection: close")
                for path in ("/a%0d%0aSet-Cookie:x=1", "/\\evil.example", "/%5cevil.example", "/%09/evil", "/\xe9")
            ]
        ),
        "404",
    ),
    row("a NUL in the head", raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: \0\r\n" + END), "400"),
    row(
        "two hosts, and none",
        raw(
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nHost: x\r\n" + END,
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nhost: y\r\n" + END,
            b"GET /healthz HTTP/1.1\r\n" + END,
            b"GET /healthz HTTP/1.1\r\nHost: \r\n" + END,
        ),
        "400",
    ),
    row("hosts that are none", asked_as("a b", "a,b", "a/b", "a@b", "x:y:z:w", "\xe9", "<script>"), "400", "421"),
    row(
        "names that lead here from elsewhere",
        asked_as("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "local.evil"),
        "421",
    ),
    row(
        "names of this network, and addresses",
        asked_as("localhost:1", "127.0.0.1", "[::1]:8000", "laptop", "My.local", "pi.lan.", "x.home.arpa", "8.8.8.8"),
        "201",
    ),
    row(
        "pages of others",
        raw(*[head("POST /api/rooms/BRRRRR/workers", *fields, "Connection: close") for fields in FROM_ELSEWHERE]),
        "403",
    ),
    row("an Origin of 8 KB", raw(head("POST /api/rooms", f"Origin: http://{'x' * 8000}", "Connection: close")), "400"),
)
"""What every server must read alike."""

ROWS = (
    *HEAD_ROWS,
    *(
        row(f"codes tried at {entrance}", guess(entrance), "room_not_found", "rate_limited", "own: 200")
        for entrance in ENTRANCES
    ),
    row("codes tried by join", guess_over_sockets, "room_not_found", "rate_limited", "own: ok"),
    row("codes tried by who has joined", guess_when_joined, "ok", "bad_request"),
)
