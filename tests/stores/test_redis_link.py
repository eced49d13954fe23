"""One connection to Redis: what is sent arrives in order, whether it leaves at once or with what waits."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from app.stores import redis_link
from app.stores.redis_link import OFTEN, Session
from app.stores.resp import pack


@pytest.fixture
def line() -> Iterator[tuple[Session, socket.socket]]:
    ours, theirs = socket.socketpair()
    session = Session(ours)
    writer = threading.Thread(target=session.write)
    writer.start()
    yield session, theirs
    session.end()
    writer.join()
    theirs.close()


def received(sock: socket.socket, n_bytes: int) -> bytes:
    data = b""
    while len(data) < n_bytes:
        data += sock.recv(n_bytes - len(data))
    return data


def test_a_command_that_finds_nothing_unanswered_leaves_at_once(line: tuple[Session, socket.socket]) -> None:
    session, redis = line
    redis.settimeout(0)
    session.put("PING", on_reply=lambda _reply: None)
    assert redis.recv(100) == pack("PING")


def test_in_a_rush_commands_leave_together(
    line: tuple[Session, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, redis = line
    redis.settimeout(0)
    due: list[tuple[float, Callable[[], None]]] = []
    monkeypatch.setattr(session, "_call_later", lambda after_s, call: due.append((after_s, call)))
    monkeypatch.setattr(redis_link, "WITHIN_S", 60.0)
    monkeypatch.setattr(redis_link, "TOGETHER_S", 60.0)
    for number in range(OFTEN):
        session.put("ECHO", number, on_reply=lambda _reply: None)
        after_s, leave = due.pop()
        assert after_s == 0, "few have come so far"
        leave()
        assert redis.recv(100) == pack("ECHO", number)
    for number in range(3):
        session.put("ECHO", number, on_reply=lambda _reply: None)
    ((after_s, leave),) = due
    assert 50 < after_s <= 60
    leave()
    assert redis.recv(1000) == b"".join(pack("ECHO", number) for number in range(3))


@pytest.mark.parametrize("n_bytes", [1, 4096, 300_000])
def test_commands_arrive_in_the_order_in_which_they_were_sent(
    line: tuple[Session, socket.socket], n_bytes: int
) -> None:
    session, redis = line
    commands = [("SET", str(number), b"x" * n_bytes) for number in range(5)]
    for command in commands:
        session.put(*command, on_reply=lambda _reply: None)
    sent = b"".join(pack(*command) for command in commands)
    assert received(redis, len(sent)) == sent


def test_replies_come_to_those_who_asked(line: tuple[Session, socket.socket]) -> None:
    session, redis = line
    replies: list[tuple[int, object]] = []
    for number in range(3):
        session.put("ECHO", number, on_reply=lambda reply, number=number: replies.append((number, reply)))  # type: ignore[misc]
    redis.sendall(b":0\r\n:1\r\n:2\r\n")
    redis.shutdown(socket.SHUT_WR)
    session.read(lambda _push: None)
    assert replies == [(0, 0), (1, 1), (2, 2)]
