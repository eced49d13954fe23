"""Rows: attackers as fast as the machine lets them be."""

import contextlib
import itertools
import json
import selectors
import socket
import threading
import time
from collections.abc import Iterator

from trials.hostile.arena import Arena
from trials.hostile.crowd_rows import Attack
from trials.hostile.raw import BINARY, PING, connection, frame, head, http_status, outcome, websocket
from trials.hostile.row import row
from trials.hostile.speaker import Closed, Speaker, crowd, said, speaker
from trials.load.crowd import Crowd
from trials.load.ledger import Ledger

FOR_S = 3.0
CUT_OFF_WITHIN_S = 30.0
"""Far more than it takes, on a busy machine, too."""
N_ASKING = 100
N_SILENT = 300
N_BREAKING = 10
N_WATCHING = 300
N_ROBOT_ROOMS = 40
N_NEVER_POLLING = 10
N_RENAMING = 40
LIGATURE = "\ufdfa"
MANY_ROBOTS = json.dumps({"type": "add_robots", "count": 1_900, "pace": "slow"})
N_ASKING_FOR_THE_WHOLE = 60
SYNC: tuple[str, dict[str, object]] = ("sync", {"seq": 0, "view": "full"})
LATE: tuple[str, dict[str, object]] = ("command", {"type": "arrive", "generation": 0})


def stream(data: bytes, n_connections: int) -> Attack:
    """The same over and over on some websockets, until each is closed."""

    def attack(arena: Arena) -> Iterator[str]:
        with contextlib.ExitStack() as stack:
            opened = [stack.enter_context(websocket(arena.port)) for _ in range(n_connections)]
            threads = [threading.Thread(target=send_for_ever, args=(sock, data)) for sock in opened]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            yield from map(outcome, opened)

    return attack


def send_for_ever(opened: socket.socket, data: bytes) -> None:
    with contextlib.suppress(OSError):
        while True:
            opened.sendall(data)


def ask_again(path: str) -> Attack:
    """On N_ASKING connections, as soon as something of the answer before has come."""

    def attack(arena: Arena) -> Iterator[str]:
        with contextlib.ExitStack() as stack, selectors.DefaultSelector() as waiting:
            for _ in range(N_ASKING):
                opened = stack.enter_context(connection(arena.port))
                opened.sendall(head(f"GET {path}"))
                waiting.register(opened, selectors.EVENT_READ)
            until_s = time.monotonic() + FOR_S
            while time.monotonic() < until_s:
                for key, _ in waiting.select(0.1):
                    assert isinstance(key.fileobj, socket.socket)
                    answer = key.fileobj.recv(1 << 20)
                    if not answer or answer.startswith(b"HTTP/1.1 "):
                        yield answer[9:12].decode() or "closed"
                        key.fileobj.sendall(head(f"GET {path}"))

    return attack


def never_read(arena: Arena) -> Iterator[str]:
    """Who asks for rooms of two thousand, at once, and reads no answer."""
    code = arena.new_room()
    with contextlib.ExitStack() as stack:
        worker = stack.enter_context(speaker(arena.port))
        worker.join(code, view="brief")
        yield said(worker.ask("command", '{"type": "add_robots", "count": 1999, "pace": "slow"}'))
        for _ in range(N_SILENT):
            opened = stack.enter_context(connection(arena.port))
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            opened.sendall(head(f"GET /api/rooms/{code}"))
        time.sleep(FOR_S)


def break_a_full_hall(arena: Arena) -> Iterator[str]:
    """Ten workers break and reset the barrier of an open room that hundreds watch, as fast as they may."""
    code = arena.new_room()
    with Crowd(arena.url) as watching, contextlib.ExitStack() as stack:
        watching.get_on(N_WATCHING, Ledger(code))
        workers = stack.enter_context(crowd(arena.port, code, N_BREAKING))
        seen: list[str] = []

        def break_and_reset() -> None:
            turns, number, until_s = itertools.cycle(workers), 0, time.monotonic() + FOR_S
            while time.monotonic() < until_s:
                command = {"type": ("abort", "reset")[number % 2], "generation": number // 2}
                seen.append(said(next(turns).ask("command", json.dumps(command))))
                if seen[-1] == "ok":
                    number += 1
                else:
                    time.sleep(1 / 100)

        breaking = threading.Thread(target=break_and_reset)
        breaking.start()
        while breaking.is_alive():
            watching.pass_time(0.1)
        breaking.join()
        yield from seen


def hang_up_at_once(arena: Arena) -> Iterator[str]:
    """A hall gets on, and is gone in the same moment: a teacher's Wi-Fi, or somebody who may open that many."""
    for _ in range(3):
        with Crowd(arena.url) as crowd:
            crowd.get_on(N_WATCHING, Ledger(arena.new_room()))
        arena.settle()
        yield "gone"


def fill_rooms_with_robots(arena: Arena) -> Iterator[str]:
    """Many rooms of quick robots, whose visitors go at once."""
    with contextlib.ExitStack() as stack:
        for _ in range(N_ROBOT_ROOMS):
            visitor = stack.enter_context(speaker(arena.port))
            visitor.join(arena.new_room(), view="brief")
            yield said(visitor.ask("command", json.dumps({"type": "add_robots", "count": 1_999, "pace": "quick"})))
        time.sleep(FOR_S)  # they begin to arrive
    time.sleep(FOR_S)


def reset_slow_robots(arena: Arena) -> Iterator[str]:
    """A room of slow robots is reset as often as one connection may."""
    with speaker(arena.port) as visitor:
        visitor.join(arena.new_room(), view="brief")
        yield said(visitor.ask("command", json.dumps({"type": "add_robots", "count": 1_999, "pace": "slow"})))
        until_s, generation = time.monotonic() + 2 * FOR_S, 0
        while time.monotonic() < until_s:
            answer = said(visitor.ask("command", json.dumps({"type": "reset", "generation": generation})))
            yield answer
            generation += answer == "ok"
            time.sleep(1 / 20)


def never_poll(arena: Arena) -> Iterator[str]:
    """Polling sessions that join a full room, ask for it until they are cut off, and fetch no answer."""
    code = arena.new_room()
    with speaker(arena.port) as visitor:
        visitor.join(code, view="brief")
        assert visitor.ask("command", '{"type": "add_robots", "count": 1900, "pace": "slow"}')["ok"]
        joining = f'42["join",{{"v":1,"code":"{code}","role":"viewer"}}]'
        sessions = [polling_session(arena.port) for _ in range(N_NEVER_POLLING)]
        for path in sessions:
            yield posted(arena.port, path, "40")
            yield posted(arena.port, path, joining)
        until_s = time.monotonic() + CUT_OFF_WITHIN_S
        while sessions and time.monotonic() < until_s:
            for path in list(sessions):
                status = posted(arena.port, path, '421["sync",{"seq":0,"view":"full"}]')
                yield status
                if status != "200":
                    sessions.remove(path)


def polling_session(port: int) -> str:
    """The path of a new one."""
    path = "/socket.io/?EIO=4&transport=polling"
    with connection(port) as opened:
        opened.sendall(head(f"GET {path}", "Connection: close"))
        answer = b"".join(iter(lambda: opened.recv(4096), b"")).decode()
    sid = answer.partition('"sid":"')[2].partition('"')[0]
    return f"{path}&sid={sid}"


def posted(port: int, path: str, packet: str) -> str:
    """The status of the answer to this packet."""
    return http_status(
        port, head(f"POST {path}", "Connection: close", f"Content-Length: {len(packet)}") + packet.encode()
    )


def take_long_names(arena: Arena) -> Iterator[str]:
    """Many take name after name of ligatures, each of which is eighteen letters to compare."""
    with crowd(arena.port, arena.new_room(), N_RENAMING) as (first, *others):
        yield said(first.ask("command", MANY_ROBOTS))
        until_s = time.monotonic() + FOR_S
        for number in itertools.count():
            rename = {"type": "rename", "name": str(number) + LIGATURE * 100}
            for other in others:
                other.say(f"42{json.dumps(['command', rename])}")
            yield said(first.ask("command", json.dumps(rename)))
            if time.monotonic() > until_s:
                break
            time.sleep(1 / 20)


def throw_away(speakers: list[Speaker], until_s: float) -> None:
    """Read what they are sent, and look at nothing."""
    with selectors.DefaultSelector() as waiting:
        for each in speakers:
            assert each.socket.sock is not None
            waiting.register(each.socket.sock, selectors.EVENT_READ)
        while time.monotonic() < until_s:
            for key, _ in waiting.select(0.1):
                assert isinstance(key.fileobj, socket.socket)
                key.fileobj.recv(1 << 20)


@contextlib.contextmanager
def thrown_away(speakers: list[Speaker]) -> Iterator[float]:
    """What they are sent is thrown away for FOR_S seconds, until the moment that is yielded."""
    until_s = time.monotonic() + FOR_S
    throwing_away = threading.Thread(target=throw_away, args=(speakers, until_s))
    throwing_away.start()
    yield until_s
    throwing_away.join()


def ask_for_the_whole(view: str, unanswered: str, event: str, payload: dict[str, object]) -> Attack:
    """Many ask for a room of two thousand as often as they may, and nearly all of them want no answer."""

    def attack(arena: Arena) -> Iterator[str]:
        with crowd(arena.port, arena.new_room(), N_ASKING_FOR_THE_WHOLE, view) as (first, *others):
            yield said(first.ask("command", MANY_ROBOTS))
            yield said(first.ask("command", '{"type":"reset","generation":0}'))
            with thrown_away(others) as until_s:
                while time.monotonic() < until_s:
                    for other in others:
                        with contextlib.suppress(Closed):  # nobody answers their pings
                            other.say(f"42{unanswered}{json.dumps([event, payload])}")
                    yield said(first.ask(event, json.dumps(payload)))
                    time.sleep(1 / 20)

    return attack


THE_WHOLE = row(
    "60 connections that ask for a room of 2,000", ask_for_the_whole("brief", "", *SYNC), "ok", "rate_limited"
)
ROBOTS_ALONE = row(
    "40 rooms of 1,999 quick robots whose visitors go", fill_rooms_with_robots, "ok", "room_full", extra_mb=120
)
NEVER_POLLS = row("sessions that ask for a room of 2,000 and never poll", never_poll, "200", "400", extra_mb=60)

ROWS = (
    THE_WHOLE,
    ROBOTS_ALONE,
    NEVER_POLLS,
    row(
        "60 connections that arrive too late in a room of 2,000",
        ask_for_the_whole("full", "7", *LATE),
        *("ok", "stale_generation", "rate_limited"),
    ),
    row("40 people who take long names in a full room", take_long_names, "ok", "rate_limited"),
    row("a room of slow robots that is reset all the time", reset_slow_robots, "ok", "rate_limited"),
    row("pings as fast as it goes, on 10 connections", stream(frame(b"", PING) * 10_000, 10), "closed"),
    row("a rule broken, and then all that goes", stream(frame(b"x", BINARY) + bytes(1 << 20), 3), "closed"),
    row("100 connections that ask for /metrics", ask_again("/metrics"), "200"),
    row("300 rooms of 2,000 that nobody reads", never_read, "ok", extra_mb=80),
    row("a full hall that hangs up at once", hang_up_at_once, "gone"),
    row("a full hall whose barrier is broken all the time", break_a_full_hall, "ok", "rate_limited"),
)
