"""Rows: websocket frames that break RFC 6455 or the contract's limits."""

from collections.abc import Callable, Iterator

from trials.hostile.arena import Arena
from trials.hostile.raw import BINARY, CLOSE, FIN, PING, TEXT, frame, outcome, send, websocket
from trials.hostile.row import Row, row

Attack = Callable[[Arena], Iterator[str]]


def frames(*sent: bytes) -> Attack:
    """Sends these bytes over one websocket."""

    def attack(arena: Arena) -> Iterator[str]:
        with websocket(arena.port) as opened:
            for data in sent:
                if not send(opened, data):
                    break
            yield outcome(opened)

    return attack


def fragments(arena: Arena) -> Iterator[str]:
    """60 MB in fragments of 4 KB, the last of which never comes."""
    payload = bytes(4000)
    with websocket(arena.port) as opened:
        send(opened, frame(payload, first=TEXT))
        for _ in range(60_000_000 // len(payload)):
            if not send(opened, frame(payload, first=0)):
                break
        yield outcome(opened)


ROWS: tuple[Row, ...] = (
    row("60 MB in unfinished fragments", fragments, "closed"),
    row("20 frames of 900 KB", frames(*[frame(b"4" + b"x" * 900_000)] * 20), "closed"),
    row("an unmasked frame", frames(frame(b"2", is_masked=False)), "closed"),
    row("a reserved bit", frames(frame(b"2", first=FIN | 0x40 | TEXT)), "closed"),
    row("a reserved opcode", frames(frame(b"2", first=FIN | 0x3)), "closed"),
    row("text that is not UTF-8", frames(frame(b'42["join",{"name":"\xff\xfe"}]')), "closed"),
    row("half a character at the end of a message", frames(frame("4é".encode()[:-1])), "closed"),
    row("a continuation of nothing", frames(frame(b"x", first=FIN)), "closed"),
    row("a message begun inside another", frames(frame(b"4", first=TEXT), frame(b"2")), "closed"),
    row("a ping of 200 bytes", frames(frame(bytes(200), PING)), "closed"),
    row("a ping in fragments", frames(frame(b"x", first=PING)), "closed"),
    row("a close frame of one byte", frames(frame(b"\x03", CLOSE)), "closed"),
    row("a close code that nobody may send", frames(frame(b"\x03\xed", CLOSE)), "closed"),
    row("a reason for closing that is not UTF-8", frames(frame(b"\x03\xe8\xff", CLOSE)), "closed"),
    row("a binary message", frames(frame(b"\x04abc", BINARY)), "closed"),
    row("an empty message", frames(frame(b"")), "closed"),
    row("a length of 2^63", frames(bytes([FIN | TEXT, 0xFF]) + b"\xff" * 8 + bytes(4)), "closed"),
)
