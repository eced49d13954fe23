"""Rows: more than anybody needs, of what is allowed once: messages, connections, broadcasts, rooms."""

import contextlib
import functools
import itertools
import json
import socket
import struct
import time
from collections.abc import Callable, Iterator

from tests.support.clients import http
from trials.hostile.arena import Arena
from trials.hostile.raw import DEADLINE_S, PING, connection, frame, http_status, outcome, send, websocket
from trials.hostile.row import Row, row
from trials.hostile.speaker import Speaker, crowd, said, speaker
from trials.load.client import Answer
from trials.load.crowd import Crowd
from trials.load.ledger import Ledger

Attack = Callable[[Arena], Iterator[str]]

FLOOD_PER_SECOND = 5_000
FLOOD_S = 2.0
SOON_S = 8.0
"""Before anybody asks whether the flood is silent now."""
N_BROADCASTS = 1_000
N_VIEWERS = 2_000
AT_ONCE_RESET = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing forgets what is under way, and tells the other side so with a reset."""


def flood(*sent: bytes, n_connections: int = 1) -> Attack:
    """FLOOD_PER_SECOND of these frames, in turn, for FLOOD_S seconds or until the server closes. Who is late with some
    of them sends more at once."""

    def attack(arena: Arena) -> Iterator[str]:
        frames, n_sent = itertools.cycle(sent), 0
        with contextlib.ExitStack() as stack:
            opened = [stack.enter_context(websocket(arena.port)) for _ in range(n_connections)]
            left, began_s, passed_s = opened, time.monotonic(), 0.0
            while left and passed_s < FLOOD_S:
                time.sleep(0.01)
                passed_s = time.monotonic() - began_s
                n_due = int(passed_s * FLOOD_PER_SECOND / n_connections)
                batch = b"".join(itertools.islice(frames, n_due - n_sent))
                left, n_sent = [sock for sock in left if send(sock, batch)], n_due
            for sock in opened:
                sock.settimeout(SOON_S)
                yield outcome(sock)

    return attack


def message(event: str, payload: object = None, number: int = 1) -> bytes:
    return frame(f"42{number}{json.dumps([event, payload or {}])}".encode())


def namespaces(arena: Arena) -> Iterator[str]:
    """A thousand namespaces asked for, and messages to them."""
    with websocket(arena.port) as opened:
        for number in range(1000):
            if not send(opened, frame(f"40/{number},".encode()) + frame(f'42/{number},1["join",{{}}]'.encode())):
                break
        yield outcome(opened)


def polite_flood(arena: Arena) -> Iterator[str]:
    """Three times as many messages as the contract allows, each of which waits for its answer."""
    code = arena.new_room()
    with speaker(arena.port) as opened:
        opened.join(code)
        for _ in range(150):
            yield said(opened.ask("clock", '{"t0": 1}'))
            time.sleep(1 / 100)


def many_connections(arena: Arena) -> Iterator[str]:
    """A hundred connections, each with its forty messages at once."""
    with crowd(arena.port, arena.new_room(), 100) as opened:
        asked = [client.ask_all([("clock", '{"t0": 1}')] * 39) for client in opened]
        for answers in asked:
            yield from map(said, answers)


def come_and_go(arena: Arena) -> Iterator[str]:
    """A hundred connections a second for three seconds, each closed at once: half with a reset, half in order."""
    for number in range(300):
        with connection(arena.port) as opened:
            opened.sendall(b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n")
            if number % 2:
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE_RESET)
        time.sleep(1 / 100)
    yield http_status(arena.port, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


def join_and_go(arena: Arena) -> Iterator[str]:
    """Two hundred workers who join and are gone without a word; the room knows that they are."""
    code = arena.new_room()
    for number in range(200):
        opened = Speaker(arena.port)
        yield said(opened.join(code, view="brief"))
        if number % 2 and opened.socket.sock is not None:
            opened.socket.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE_RESET)
        opened.socket.shutdown()  # type: ignore[no-untyped-call]
    until_s = time.monotonic() + DEADLINE_S
    while any(worker["connected"] for worker in snapshot(arena, code)["workers"]):
        assert time.monotonic() < until_s, "some still count as connected"
        time.sleep(0.05)


def snapshot(arena: Arena, code: str) -> dict[str, list[dict[str, object]]]:
    return http("GET", f"{arena.url}/api/rooms/{code}")[1]


def never_reads(arena: Arena) -> Iterator[str]:
    """A viewer of the pair's room and of a busy one who reads nothing while a thousand broadcasts pass."""
    code = arena.new_room()
    with contextlib.ExitStack() as stack:
        deaf = [stack.enter_context(websocket(arena.port)) for _ in range(2)]
        for sock, watched in zip(deaf, (arena.code, code), strict=True):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            sock.sendall(message("join", {"v": 1, "code": watched, "role": "viewer"}))
        for seq in broadcasts(arena, code):
            if seq > N_BROADCASTS:
                break
        yield http_status(arena.port, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


def viewers(arena: Arena) -> Iterator[str]:
    """A room with as many viewers as a hall has people, who hear of each release of a single worker."""
    code, answers = arena.new_room(parties=1), list[Answer]()
    with Crowd(arena.url) as crowd:
        for _ in range(N_VIEWERS):
            crowd.run(lambda: sum(not client.is_open for client in crowd.clients[-20:]) < 20)
            viewer = crowd.open()
            viewer.ledger, viewer.view = Ledger(code), "full"
            join = {"v": 1, "code": code, "role": "viewer", "view": "full"}
            viewer.on_open = functools.partial(crowd.call, viewer, "join", join, answers.append)
        crowd.run(lambda: len(answers) == N_VIEWERS, what="for the viewers")
        (worker,) = crowd.get_on(1, Ledger(code), "brief")
        for generation in range(10):
            crowd.call(worker, "command", {"type": "arrive", "generation": generation}, answers.append)
            crowd.pass_time(0.3)
        assert not crowd.faults, crowd.faults
        yield from map(said, answers)
    arena.settle()  # so many need longer to leave a busy machine than those who are looked for afterwards


def broadcasts(arena: Arena, code: str) -> Iterator[int]:
    """Ten workers who break the barrier and reset it in turn, as fast as they may: each act leaves immediately. The
    number of each event."""
    with crowd(arena.port, code, 12) as workers:
        turns = itertools.cycle(workers)
        for number in itertools.count():
            command = {"type": ("abort", "reset")[number % 2], "generation": number // 2}
            while said(answer := next(turns).ask("command", json.dumps(command))) != "ok":
                time.sleep(0.02)
            yield int(answer["seq"])


def robots(arena: Arena) -> Iterator[str]:
    """Five rooms, each full of quick robots."""
    with contextlib.ExitStack() as stack:
        for _ in range(5):
            opened = stack.enter_context(speaker(arena.port))
            opened.join(arena.new_room(), view="brief")
            yield said(opened.ask("command", '{"type": "add_robots", "count": 1999, "pace": "quick"}'))
        time.sleep(8)  # as long as two of their rounds


def robots_again(arena: Arena) -> Iterator[str]:
    """A room that is filled with robots, left by everybody, so that they go, and filled again."""
    code = arena.new_room()
    for _ in range(10):
        with speaker(arena.port) as opened:
            opened.join(code, view="brief")
            yield said(opened.ask("command", '{"type": "add_robots", "count": 1900}'))
            yield said(opened.ask("command", '{"type": "leave"}'))


def polling(arena: Arena) -> Iterator[str]:
    """Three hundred polling sessions that join the namespace and never ask again."""
    for _ in range(300):
        path = "/socket.io/?EIO=4&transport=polling"
        with connection(arena.port) as opened:
            opened.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            answer = b"".join(iter(lambda: opened.recv(4096), b"")).decode()
        sid = answer.partition('"sid":"')[2].partition('"')[0]
        head = f"POST {path}&sid={sid} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n40"
        yield http_status(arena.port, head.encode())


def says_nothing(arena: Arena) -> Iterator[str]:
    """Fifty websockets that ask for the namespace, and then for nothing."""
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(websocket(arena.port)) for _ in range(50)]
        for sock in opened:
            yield outcome(sock)


def leaves_the_namespace(arena: Arena) -> Iterator[str]:
    """A worker who leaves the namespace, and keeps the connection."""
    with speaker(arena.port) as opened:
        opened.join(arena.new_room())
        opened.say("41")
        yield opened.until_closed()


def pings_unanswered(arena: Arena) -> Iterator[str]:
    """A worker who is seated, and answers no ping."""
    with websocket(arena.port) as opened:
        opened.sendall(message("join", {"v": 1, "code": arena.new_room(), "role": "worker"}))
        opened.settimeout(2 * DEADLINE_S)
        yield outcome(opened)


ROWS: tuple[Row, ...] = (
    row("5,000 messages a second", flood(message("clock", {"t0": 1})), "closed"),
    row("5,000 messages a second on 10 connections", flood(message("clock", {"t0": 1}), n_connections=10), "closed"),
    row("5,000 unknown messages a second", flood(message("dance"), message("__class__")), "closed"),
    row("5,000 joins a second", flood(message("join", {"v": 1, "code": "BBBBBB", "role": "worker"})), "closed"),
    row("5,000 messages a second that want no answer", flood(frame(b'42["clock",{"t0":1}]')), "closed"),
    row("5,000 pongs a second", flood(frame(b"3")), "closed"),
    row("5,000 upgrades a second", flood(frame(b"5")), "closed"),
    row("5,000 pings of the websocket a second", flood(frame(b"", PING)), "closed"),
    row("a thousand namespaces", namespaces, "closed"),
    row("100 messages a second that wait for answers", polite_flood, "ok", "rate_limited"),
    row("a hundred connections with 40 messages at once", many_connections, "ok"),
    row("100 connects a second, closed at once", come_and_go, "200"),
    row("200 workers who are gone at once", join_and_go, "ok"),
    row("viewers who never read, during 1,000 broadcasts", never_reads, "200"),
    row("2,000 viewers of a room with one worker", viewers, "ok", extra_mb=200),
    row("10,000 quick robots", robots, "ok"),
    row("robots added again and again", robots_again, "ok", "rate_limited"),
    row("300 polling sessions that never ask again", polling, "200", waits=True),
    row("50 websockets that say nothing", says_nothing, "closed", waits=True),
    row("a worker who leaves the namespace only", leaves_the_namespace, "closed", waits=True),
    row("a worker who answers no ping", pings_unanswered, "closed", waits=True),
)
