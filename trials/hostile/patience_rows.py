"""Attackers with patience: keys tried out one after the other, and readers who take a byte at a time."""

import contextlib
import secrets
import socket
from collections.abc import Iterator

from tests.support.clients import create_room, http
from trials.hostile.arena import Arena
from trials.hostile.crowd_rows import N_BROADCASTS, broadcasts, message
from trials.hostile.raw import websocket
from trials.hostile.row import row
from trials.hostile.speaker import Closed, said, speaker

N_GUESSERS = 25
GUESSES = 40
"""By each; a thousand in all, as fast as a connection may ask."""
N_READERS = 3


def guess_keys(arena: Arena) -> Iterator[str]:
    """A host's key tried by brute force, over websockets and over HTTP; its holder gets in all the same."""
    room = create_room(arena.url)
    join = f'{{"v":1,"code":"{room["code"]}","role":"host","host_key":"{{}}"}}'
    for _ in range(N_GUESSERS):
        with speaker(arena.port) as opened, contextlib.suppress(Closed):
            keys = [secrets.token_urlsafe(16) for _ in range(GUESSES)]
            for answer in opened.ask_all(("join", join.replace("{}", key)) for key in keys):
                yield said(answer)
    for _ in range(GUESSES):
        yield http("GET", f"{arena.url}/api/rooms/{room['code']}/log.json", bearer=secrets.token_urlsafe(16))[1][
            "error"
        ]
    with speaker(arena.port) as host:
        yield f"host: {said(host.join(room['code'], role='host', host_key=room['host_key']))}"


def read_byte_by_byte(arena: Arena) -> Iterator[str]:
    """Viewers who take one byte of each broadcast, with hardly any room for more on their side."""
    code = arena.new_room()
    with contextlib.ExitStack() as stack:
        readers = [stack.enter_context(websocket(arena.port)) for _ in range(N_READERS)]
        for sock in readers:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            sock.sendall(message("join", {"v": 1, "code": code, "role": "viewer"}))
        for seq in broadcasts(arena, code):
            for sock in readers:
                with contextlib.suppress(OSError):  # it may have been cut off by now
                    sock.recv(1)
            if seq > N_BROADCASTS:
                break
        yield str(http("GET", f"{arena.url}/healthz")[0])


ROWS = (
    row("a host's key tried a thousand times", guess_keys, "host_required", "rate_limited", "host: ok"),
    row("readers who take a byte at a time", read_byte_by_byte, "200"),
)
