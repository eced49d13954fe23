"""Rows: who knocks at the front door. Codes that are tried out at every entrance, and pages of others."""

import secrets
from collections.abc import Callable, Iterator

from app.core.codes import CODE_LENGTH, CODE_LETTERS
from app.wire.messages import GUESSES_PER_MINUTE, WRONG_CODES_PER_MINUTE
from tests.support.clients import http
from trials.hostile.arena import Arena
from trials.hostile.raw import head, http_status
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
        yield f"own: {http('GET', f'{arena.url}/api/rooms/{own}')[0]}"

    return attack


def guess_over_sockets(arena: Arena) -> Iterator[str]:
    """The same by `join`, each on a connection of its own."""
    own = arena.new_room()
    for _ in range(N_GUESSES // 4):
        with speaker(arena.port) as opened:
            yield said(opened.join(any_code()))
    with speaker(arena.port) as opened:
        yield f"own: {said(opened.join(own))}"


ROWS = (
    *(row(f"codes tried at {one}", guess(one), "room_not_found", "rate_limited", "own: 200") for one in ENTRANCES),
    row("codes tried by join", guess_over_sockets, "room_not_found", "rate_limited", "own: ok"),
)
