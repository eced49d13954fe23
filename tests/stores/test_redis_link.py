"""One connection to Redis: what is sent arrives in order, whether it leaves at once or with what waits."""

import socket
import threading
from collections.abc import Iterator

import pytest

from app.stores.redis_link import AT_ONCE_BYTES, Session
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


@pytest.mark.parametrize("n_bytes", [1, AT_ONCE_BYTES, 300_000])
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
