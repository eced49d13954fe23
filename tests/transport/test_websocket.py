"""Our end of a websocket, against a second implementation of RFC 6455 at the other."""

import select
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import CloseConnection, Ping, Pong, TextMessage

from app.transport.outbox import Backlog
from app.transport.websocket import CONTROL_BURST, LINGER_READS, MAX_FRAGMENTS, RECEIVE_BYTES, Websocket, text_frame
from app.wire.fast_path import FastRequest
from app.wire.messages import MAX_MESSAGE_BYTES

MASK = b"\x01\x02\x03\x04"
FINAL, TEXT, BINARY, CLOSE, PING = 0x80, 0x1, 0x2, 0x8, 0x9


def frame(payload: bytes, first: int = FINAL | TEXT) -> bytes:
    """One masked frame, as it may be or not."""
    length = len(payload)
    size = bytes([0x80 | length]) if length < 126 else bytes([0xFE]) + length.to_bytes(2)
    return bytes([first]) + size + MASK + bytes(byte ^ MASK[nth % 4] for nth, byte in enumerate(payload))


class Sock:
    """A cooperative socket without cooperation: there is nobody else."""

    def __init__(self, plain: socket.socket) -> None:
        plain.settimeout(0)
        self.fd = plain
        self.settimeout = lambda timeout_s: None

    def recv(self, size: int) -> bytes:
        select.select([self.fd], [], [], 30)
        return self.fd.recv(size)


class Blocking:
    """Waits for the socket as a Readable. Each time, `come` is called first: the client may send something."""

    def __init__(self, plain: socket.socket, come: Callable[[], object]) -> None:
        self.plain = plain
        self.come = come
        self.wake = self.stop = lambda: None

    def wait(self, is_done: Callable[[], bool]) -> None:
        while True:
            self.come()
            assert select.select([self.plain], [], [], 30)[0], "the socket stays silent"
            if not is_done():
                return


@contextmanager
def opened(
    come: Callable[[socket.socket], object] = lambda _theirs: None,
    try_fast_path: Callable[[FastRequest], bool] = lambda _request: False,
) -> Iterator[tuple[Websocket, socket.socket]]:
    """The websocket, and the client's end of its socket."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(30)
        readable = Blocking(ours, lambda: come(theirs))
        yield (
            Websocket(Sock(ours), readable, lambda task: None, lambda: None, Backlog(), try_fast_path=try_fast_path),
            theirs,
        )


def heard(
    *pieces: bytes, try_fast_path: Callable[[FastRequest], bool] = lambda _request: False
) -> tuple[list[str], list[Any]]:
    """The messages that come out when the client sends these bytes, piece by piece, and ends its stream, and the events
    it hears itself. The number of its acknowledgement says which arrival it is."""
    texts: list[str] = []
    to_come = iter(pieces)

    def come(theirs: socket.socket) -> None:
        piece = next(to_come, None)
        if piece is None:
            theirs.shutdown(socket.SHUT_WR)
        elif piece:
            theirs.sendall(piece)
        else:
            come(theirs)

    with opened(come, try_fast_path) as (websocket, theirs):
        for message in websocket.messages():
            texts.append(message.number if isinstance(message, FastRequest) else message)
        for piece in to_come:
            theirs.sendall(piece)
        theirs.shutdown(socket.SHUT_WR)
        websocket.close()
        client = Connection(ConnectionType.CLIENT)
        client.receive_data(b"".join(iter(lambda: theirs.recv(65536), b"")))
        return texts, list(client.events())


@given(st.data())
def test_messages_come_through_however_they_are_cut(data: st.DataObject) -> None:
    client = Connection(ConnectionType.CLIENT)
    sent, stream = [], b""
    for text in data.draw(st.lists(st.text(max_size=300), max_size=8)):
        sent.append(text)
        n_parts = data.draw(st.integers(1, min(MAX_FRAGMENTS, max(1, len(text)))))
        size = -(-len(text) // n_parts) or 1
        parts = [text[at : at + size] for at in range(0, len(text), size)] or [""]
        for nth, part in enumerate(parts):
            stream += client.send(TextMessage(part, message_finished=nth == len(parts) - 1))
            if data.draw(st.booleans()):
                stream += client.send(Ping(b"here?"))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    texts, answers = heard(*pieces)
    assert texts == sent
    assert all(isinstance(answer, Pong) and answer.payload == b"here?" for answer in answers)


@given(st.binary(max_size=200))
def test_any_bytes_are_answered_or_ignored(data: bytes) -> None:
    heard(data)


@given(st.text(max_size=70_000))
def test_what_is_written_can_be_read(text: str) -> None:
    client = Connection(ConnectionType.CLIENT)
    client.receive_data(text_frame(text))
    assert "".join(event.data for event in client.events() if isinstance(event, TextMessage)) == text


def arrival(number: int) -> bytes:
    return frame(f'42{number}["command",{{"type":"arrive","generation":0}}]'.encode())


def test_an_arrival_that_comes_alone_may_be_answered_in_the_event_loop_and_nothing_else() -> None:
    asked: list[str] = []

    def try_fast_path(request: FastRequest) -> bool:
        asked.append(request.number)
        return request.number == "1"

    divided = arrival(3)
    pieces = [arrival(1), frame(b"leave"), arrival(2), divided[:7], divided[7:], arrival(4) + arrival(5), arrival(1)]
    left, _ = heard(*pieces, try_fast_path=try_fast_path)
    assert asked == ["1", "2", "1"]
    assert left == ["leave", "2", "3", "4", "5"], "the reader gets the rest, in order, and each is parsed once"


REFUSED = [
    ("a binary message", 1003, [frame(b"x", FINAL | BINARY)]),
    ("a message that is too long", 1009, [frame(bytes(MAX_MESSAGE_BYTES + 1))]),
    ("a length that nobody has", 1009, [b"\x81\xff" + b"\x7f" * 8 + MASK]),
    ("fragments that are too long together", 1009, [frame(b"x" * 3000, TEXT), frame(b"x" * 3000, FINAL)]),
    ("fragments without end", 1009, [frame(b"", TEXT), *[frame(b"", 0)] * MAX_FRAGMENTS, frame(b"", FINAL)]),
    ("an unmasked frame", 1002, [b"\x81\x01x"]),
    ("a reserved bit", 1002, [frame(b"x", FINAL | 0x40 | TEXT)]),
    ("a reserved opcode", 1002, [frame(b"x", FINAL | 0x3)]),
    ("a continuation of nothing", 1002, [frame(b"x", FINAL)]),
    ("a message within another", 1002, [frame(b"x", TEXT), frame(b"x")]),
    ("a ping in fragments", 1002, [frame(b"x", PING)]),
    ("a ping that is too long", 1002, [frame(bytes(126), FINAL | PING)]),
    ("a close frame of one byte", 1002, [frame(b"\x03", FINAL | CLOSE)]),
    ("a close code that nobody may send", 1002, [frame(b"\x03\xed", FINAL | CLOSE)]),
    ("a reason that is not UTF-8", 1007, [frame(b"\x03\xe8\xff", FINAL | CLOSE)]),
    ("text that is not UTF-8", 1007, [frame(b"\xff")]),
    ("a surrogate", 1007, [frame(b"\xed\xa0\x80")]),
    ("half a character in the last fragment", 1007, [frame(b"\xc3", TEXT), frame(b"", FINAL)]),
    ("a flood of pings", 1008, [frame(b"", FINAL | PING) * (CONTROL_BURST + 50)]),
]


@pytest.mark.parametrize(("code", "pieces"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_refused_and_how(code: int, pieces: list[bytes]) -> None:
    texts, answers = heard(frame(b"before"), *pieces, frame(b"after"))
    assert texts == ["before"]
    assert [event.code for event in answers if isinstance(event, CloseConnection)] == [code]


def test_a_message_may_be_as_long_as_the_limit_and_in_as_many_fragments() -> None:
    half = frame(b"x" * (MAX_MESSAGE_BYTES // 2), TEXT), frame(b"x" * (MAX_MESSAGE_BYTES // 2), FINAL)
    assert [len(text) for text in heard(frame(b"x" * MAX_MESSAGE_BYTES), *half)[0]] == [MAX_MESSAGE_BYTES] * 2
    fragments = [frame(b"x", TEXT), *[frame(b"x", 0)] * (MAX_FRAGMENTS - 2), frame(b"x", FINAL)]
    assert heard(*fragments)[0] == ["x" * MAX_FRAGMENTS]


def test_a_goodbye_is_answered_with_its_code_and_ends_the_texts() -> None:
    client = Connection(ConnectionType.CLIENT)
    texts, answers = heard(frame(b"before"), client.send(CloseConnection(1001)), frame(b"after"))
    assert texts == ["before"]
    assert [event.code for event in answers] == [1001]


def test_our_goodbye_reaches_a_client_who_is_still_sending() -> None:
    with opened() as (websocket, theirs):
        client = Connection(ConnectionType.CLIENT)
        texts = websocket.messages()
        theirs.sendall(frame(b"one") + frame(b"two"))
        assert next(texts) == "one"
        websocket.say_goodbye()
        websocket.say_goodbye()
        assert list(texts) == []
        theirs.sendall(frame(b"three") * 500)
        client.receive_data(theirs.recv(100))
        goodbye = next(client.events())
        assert isinstance(goodbye, CloseConnection)
        theirs.sendall(client.send(goodbye.response()))
        theirs.shutdown(socket.SHUT_WR)
        websocket.close()
        assert client.state is ConnectionState.CLOSED
        assert theirs.recv(100) == b""


def test_who_sends_for_ever_is_not_listened_to_for_long() -> None:
    with opened() as (websocket, _theirs):
        reads = []

        def recv(size: int) -> bytes:
            reads.append(size)
            return bytes(size)

        websocket._sock.recv = recv
        websocket.say_goodbye()
        websocket.close()
        assert reads == [RECEIVE_BYTES] * LINGER_READS
