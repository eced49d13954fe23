"""Attackers with patience: keys tried out one after the other, and readers who take a byte at a time."""

import contextlib
import secrets
import socket
import time
from collections.abc import Iterator

from tests.support.clients import create_room, http
from trials.hostile.arena import Arena
from trials.hostile.budget_rows import in_a_full_room
from trials.hostile.crowd_rows import N_BROADCASTS, broadcasts, message
from trials.hostile.raw import send, websocket
from trials.hostile.row import row
from trials.hostile.speaker import Closed, said, speaker

N_GUESSERS = 25
GUESSES = 40
"""By each; a thousand in all, as fast as a connection may ask."""
N_READERS = 3
N_DEAF = 300
PICTURES_EACH = 3
PICTURE_EVERY_S = 1.0
"""Four are as much as may wait for one client."""


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


def ask_and_read_nothing(arena: Arena) -> Iterator[str]:
    """Three hundred who ask for the picture of a full room again and again, and read none. Honest ones are served."""
    code = in_a_full_room(arena)
    join = message("join", {"v": 1, "code": code, "role": "viewer", "view": "full"})
    sync = message("sync", {"seq": 0, "view": "full"}, number=2)
    with contextlib.ExitStack() as stack:
        deaf = []
        for _ in range(N_DEAF):
            sock = stack.enter_context(websocket(arena.port))
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            send(sock, join)
            deaf.append(sock)
        for _ in range(PICTURES_EACH):
            for sock in deaf:
                send(sock, sync)
            time.sleep(PICTURE_EVERY_S)
        with speaker(arena.port) as honest:
            yield said(honest.join(code, view="full"))


ROWS = (
    row("a host's key tried a thousand times", guess_keys, "host_required", "rate_limited", "host: ok"),
    row("readers who take a byte at a time", read_byte_by_byte, "200"),
    row("300 who ask for pictures and read none", ask_and_read_nothing, "ok", extra_mb=400),
)
