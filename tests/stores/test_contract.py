"""What every store must do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from app.stores.base import Entry, Line, StoreError
from app.stores.open_store import open_store
from app.stores.sqlite import PAGE, PORTION, SqliteStore
from tests.support.reader import Reader
from tests.support.redis_server import needs_redis, running_redis


@pytest.fixture(params=["file", "memory", pytest.param("redis", marks=needs_redis)])
def line(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Line]:
    if request.param != "redis":
        opened: Line = SqliteStore(str(tmp_path / "store.sqlite3") if request.param == "file" else ":memory:")
        yield opened
        opened.close()
        return
    with running_redis() as redis:
        opened = open_store(Settings(redis_url=redis.url))
        yield opened
        opened.close()


@pytest.fixture
def reader(line: Line) -> Reader:
    return Reader(line)


def test_a_code_is_given_once(line: Line) -> None:
    assert line.create("AAA", 1, b"first")
    assert not line.create("AAA", 2, b"second")
    loaded = line.load("AAA")
    assert loaded is not None
    assert [(entry.number, entry.command) for entry in loaded.entries] == [(1, b"first")]


def test_a_room_that_was_not_created_is_not_there(line: Line) -> None:
    assert line.load("AAA") is None
    assert list(line.entries("AAA")) == []


def test_commands_come_back_in_their_order(line: Line, reader: Reader) -> None:
    reader.create("AAA")
    for number in range(2, 2 * PAGE + 10):
        assert reader.put("AAA", str(number).encode(), number).number == number
    entries = list(line.entries("AAA"))
    assert [entry.number for entry in entries] == list(range(1, 2 * PAGE + 10))
    assert entries[-1].command == str(2 * PAGE + 9).encode()
    assert list(line.entries("AAA", after=PAGE + 3)) == entries[PAGE + 3 :]
    assert list(line.entries("AAA", after=len(entries))) == []


def test_whoever_follows_hears_of_what_is_stored(line: Line, reader: Reader) -> None:
    reader.create("AAA")
    first, second = object(), object()
    line.hand_over("AAA", b"2", 2, first)
    line.hand_over("AAA", b"3", 3, second)
    reader.wait_for(second)
    assert [(code, entry.number, handed) for code, entry, handed in reader.entries] == [
        ("AAA", 2, first),
        ("AAA", 3, second),
    ]
    stored = [Entry(*entry[:3]) for entry in line.entries("AAA", after=1)]
    assert stored == [Entry(*entry[:3]) for _, entry, _ in reader.entries]


def test_following_goes_on_where_the_reader_is(line: Line, reader: Reader) -> None:
    reader.create("AAA")
    reader.put("AAA", b"2")
    line.unfollow("AAA")
    loaded = line.load("AAA")
    assert loaded is not None
    line.follow("AAA", loaded.entries[-1].number)
    assert reader.put("AAA", b"3").number == 3


def test_nothing_comes_into_a_line_that_is_not_followed(line: Line, reader: Reader) -> None:
    line.create("AAA", 1, b"1")
    reader.create("BBB")
    line.unfollow("BBB")
    for code in ("AAA", "BBB", "CCC"):
        with pytest.raises(StoreError):
            line.hand_over(code, b"2", 2, object())
        assert len(list(line.entries(code))) <= 1


def test_loading_gives_the_latest_snapshot_and_what_came_after(line: Line, reader: Reader) -> None:
    reader.create("AAA")
    for number in range(2, 11):
        reader.put("AAA", b"x", number)
    line.save_snapshot("AAA", 8, b"eight", 80)
    line.save_snapshot("AAA", 5, b"an older one does not replace it", 50)
    loaded = line.load("AAA")
    assert loaded is not None
    assert (loaded.snapshot, loaded.snapshot_number, loaded.weight) == (b"eight", 8, 80)
    assert [entry.number for entry in loaded.entries] == [9, 10]
    assert len(list(line.entries("AAA"))) == 10, "the history stays whole"


def test_from_the_second_mark_on_the_log_begins_at_the_older_of_two(line: Line, reader: Reader) -> None:
    reader.create("AAA")
    for number in range(2, 3 * PORTION):
        reader.put("AAA", b"x", number)
    line.mark("AAA", 100, b"hundred")
    assert line.beginning("AAA") is None
    clean_up(line)
    assert next(iter(line.entries("AAA"))).number == 1
    line.mark("AAA", PORTION + 200, b"more")
    assert line.beginning("AAA") == (100, b"hundred")
    clean_up(line)
    assert next(iter(line.entries("AAA"))).number == 101
    line.mark("AAA", 2 * PORTION, b"most")
    assert line.beginning("AAA") == (PORTION + 200, b"more")
    clean_up(line)
    assert [entry.number for entry in line.entries("AAA")] == list(range(PORTION + 201, 3 * PORTION))
    assert line.beginning("BBB") is None


def clean_up(line: Line) -> None:
    while line.clean_up():
        """Portion by portion."""


def test_rooms_do_not_hear_of_each_other(line: Line, reader: Reader) -> None:
    reader.create("AAA", command=b"a")
    reader.create("BBB", command=b"b")
    reader.put("AAA", b"a2")
    assert [entry.command for entry in line.entries("BBB")] == [b"b"]
    assert [code for code, _, _ in reader.entries] == ["AAA"]


def test_a_store_has_a_secret(line: Line) -> None:
    assert len(line.secret) >= 16 and line.secret == line.secret
