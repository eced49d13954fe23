"""Commands and replies of Redis, as bytes."""

import pytest

from app.stores.resp import Parser, Push, RedisError, pack

REPLIES = (
    b":7\r\n$3\r\na\r\n\r\n$-1\r\n+OK\r\n*2\r\n:1\r\n*1\r\n$1\r\nx\r\n*-1\r\n%1\r\n$1\r\nk\r\n:2\r\n_\r\n#t\r\n,1.5\r\n"
    b"=7\r\ntxt:abc\r\n>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$0\r\n\r\n*2\r\n:5\r\n:1764\r\n*2\r\n:5\r\n:-1\r\n"
    b">3\r\n$7\r\nmessage\r\n$2\r\nch\r\n$4\r\n\r\nab\r\n"
)
READ = [
    7,
    b"a\r\n",
    None,
    b"OK",
    [1, [b"x"]],
    None,
    {b"k": 2},
    None,
    True,
    1.5,
    b"abc",
    [b"message", b"c", b""],
    [5, 1764],
    [5, -1],
]
READ += [[b"message", b"ch", b"\r\nab"]]


def test_a_command_is_its_arguments_with_their_lengths() -> None:
    assert pack("SET", b"k\r\n", 12) == b"*3\r\n$3\r\nSET\r\n$3\r\nk\r\n\r\n$2\r\n12\r\n"
    assert pack("é") == b"*1\r\n$2\r\n\xc3\xa9\r\n"


def test_replies_are_read_however_they_are_cut() -> None:
    assert Parser().feed(REPLIES) == READ
    for size in (1, 2, 3, 5, 11):
        parser, read = Parser(), []
        for at in range(0, len(REPLIES), size):
            read += parser.feed(REPLIES[at : at + size])
        assert read == READ


def test_what_nobody_asked_for_is_told_apart() -> None:
    assert [type(reply) for reply in Parser().feed(b"*1\r\n:1\r\n>1\r\n:1\r\n")] == [list, Push]


def test_an_error_is_a_value() -> None:
    plain, bulk = Parser().feed(b"-OOM command not allowed\r\n!6\r\nSYNTAX\r\n")
    assert isinstance(plain, RedisError) and str(plain) == "OOM command not allowed"
    assert isinstance(bulk, RedisError) and str(bulk) == "SYNTAX"


def test_what_is_no_reply_is_said() -> None:
    with pytest.raises(ValueError, match="no RESP"):
        Parser().feed(b"HTTP/1.1 400\r\n")
