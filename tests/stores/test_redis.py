"""What the store on Redis does beside what every store must do: it finds gaps and forks, and connects again."""

import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping

import pytest

from app.settings import Settings
from app.stores.base import Line, StoreError
from app.stores.open_store import open_store
from app.stores.redis_connect import connect
from app.stores.resp import RedisError
from tests.support.reader import DEADLINE_S, Reader
from tests.support.redis_server import RedisServer, needs_redis, running_redis

pytestmark = needs_redis


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


Open = Callable[[], Reader]


@pytest.fixture
def open_reader(redis: RedisServer) -> Iterator[Open]:
    """Each reader is another process's, as far as Redis can tell."""
    lines: list[Line] = []

    def open_one() -> Reader:
        lines.append(open_store(Settings(redis_url=redis.url)))
        return Reader(lines[-1])

    yield open_one
    for line in lines:
        line.close()


def test_each_process_hears_of_what_any_hands_over_in_one_order(open_reader: Open) -> None:
    first, second = open_reader(), open_reader()
    first.create("AAA")
    second.line.follow("AAA", 1)

    def put(reader: Reader, name: str) -> None:
        for nth in range(100):
            reader.put("AAA", f"{name} {nth}".encode())

    threads = [threading.Thread(target=put, args=(reader, name)) for reader, name in ((first, "a"), (second, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first.wait_until(lambda: len(first.entries) == 200)
    second.wait_until(lambda: len(second.entries) == 200)
    heard = [[(entry.number, entry.command) for _, entry, _ in reader.entries] for reader in (first, second)]
    assert heard[0] == heard[1]
    assert [number for number, _ in heard[0]] == list(range(2, 202))
    of_first = [handed is not None for _, _, handed in first.entries]
    of_second = [handed is not None for _, _, handed in second.entries]
    assert of_first == [not own for own in of_second], "each entry is its own of one of them"


def test_what_was_missed_is_read(open_reader: Open) -> None:
    reader, other = open_reader(), open_reader()
    reader.create("AAA")
    other.line.follow("AAA", 1)
    other.line._link.break_off()  # type: ignore[attr-defined]
    other.wait_until(lambda: other.n_away > 0)
    for _ in range(450):
        reader.put("AAA", b"x")
    other.wait_until(lambda: len(other.entries) == 450)
    assert [entry.number for _, entry, _ in other.entries] == list(range(2, 452))


def test_a_gap_is_read_when_it_is_noticed(open_reader: Open, redis: RedisServer) -> None:
    reader = open_reader()
    reader.create("AAA")
    redis.ask("XADD", "aa:{AAA}", "2-0", "a", "1", "c", "silent", "o", "elsewhere.1")
    redis.ask("HINCRBY", "aa:{AAA}:meta", "number", "1")
    assert reader.put("AAA", b"x").number == 3
    assert [entry.command for _, entry, _ in reader.entries] == [b"silent", b"x"]


def test_catching_up_reads_to_the_end_of_the_line(open_reader: Open, redis: RedisServer) -> None:
    reader = open_reader()
    reader.create("AAA")
    redis.ask("XADD", "aa:{AAA}", "2-0", "a", "1", "c", "silent", "o", "elsewhere.1")
    caught_up = queue.SimpleQueue[bool]()
    assert reader.line.catch_up("AAA", caught_up.put)
    assert caught_up.get(timeout=20)
    assert [entry.command for _, entry, _ in reader.entries] == [b"silent"]


def test_a_redis_that_ends_and_comes_back_with_all_it_had_is_followed_on(open_reader: Open, redis: RedisServer) -> None:
    redis.ask("CONFIG", "SET", "appendfsync", "always")
    reader = open_reader()
    reader.create("AAA")
    reader.put("AAA", b"before")
    redis.kill()
    reader.wait_until(lambda: reader.n_away == 1)
    with pytest.raises(StoreError, match="cannot be reached"):
        reader.line.hand_over("AAA", b"meanwhile", 1, object())
    with pytest.raises(StoreError):
        reader.line.check()
    redis.start()
    assert reader.put_when_back("AAA", b"after").number == 3
    assert reader.n_back >= 1
    assert reader.forks == []


def test_a_redis_that_has_lost_what_it_had_acknowledged_is_a_fork(open_reader: Open, redis: RedisServer) -> None:
    reader = open_reader()
    reader.create("AAA")
    reader.create("BBB")
    reader.put("AAA", b"2")
    assert redis.ask("XDEL", "aa:{AAA}", "2-0") == b":1\r\n"
    redis.ask("HSET", "aa:{AAA}:meta", "number", "1")
    redis.ask("CLIENT", "KILL", "TYPE", "pubsub")
    reader.wait_until(lambda: reader.forks == ["AAA"])
    reader.put("BBB", b"2")
    assert reader.forks == ["AAA"]


def test_a_known_number_with_another_origin_is_a_fork(open_reader: Open, redis: RedisServer) -> None:
    reader, other = open_reader(), open_reader()
    reader.create("AAA")
    reader.put("AAA", b"2")
    redis.ask("XDEL", "aa:{AAA}", "2-0")
    redis.ask("DEL", "aa:{AAA}")
    redis.ask("XADD", "aa:{AAA}", "1-0", "a", "1", "c", "1", "o", "")
    redis.ask("HSET", "aa:{AAA}:meta", "number", "1")
    other.line.follow("AAA", 1)
    assert other.put("AAA", b"another 2").number == 2
    reader.wait_until(lambda: reader.forks == ["AAA"])


def test_a_line_that_was_shortened_before_it_was_read_is_no_fork(open_reader: Open, redis: RedisServer) -> None:
    reader = open_reader()
    reader.create("AAA")
    for number in ("2", "3"):
        redis.ask("XADD", "aa:{AAA}", f"{number}-0", "a", "1", "c", "silent", "o", "elsewhere.1")
    redis.ask("XTRIM", "aa:{AAA}", "MINID", "3-0")
    redis.ask("CLIENT", "KILL", "TYPE", "pubsub")
    reader.wait_until(lambda: reader.shortened == ["AAA"])
    assert reader.forks == []


def test_after_a_fork_nobody_knows_what_became_of_what_was_under_way(open_reader: Open, redis: RedisServer) -> None:
    reader = open_reader()
    reader.create("AAA")
    reader.create("BBB")
    redis.signal(signal.SIGSTOP)
    handed = {code: object() for code in ("AAA", "BBB")}
    for code, receipt in handed.items():
        reader.line.hand_over(code, b"2", 1, receipt)
    redis.kill()
    redis.options["appendonly"] = "no"
    redis.start()
    reader.wait_until(lambda: len(reader.unknown) == 2)
    assert {*map(id, reader.unknown)} == {*map(id, handed.values())}
    assert reader.refused == []
    reader.wait_until(lambda: sorted(reader.forks) == ["AAA", "BBB"])


def test_what_was_under_way_when_the_connection_broke_is_there_or_refused(
    open_reader: Open, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.stores.redis.UNKNOWN_AFTER_S", 2 * DEADLINE_S)
    reader = open_reader()
    reader.create("AAA")
    redis.signal(signal.SIGSTOP)
    handed = [object() for _ in range(50)]
    for nth, receipt in enumerate(handed):
        reader.line.hand_over("AAA", str(nth).encode(), 1, receipt)
    reader.line._link.break_off()  # type: ignore[attr-defined]
    reader.wait_until(lambda: reader.n_away == 1)
    redis.signal(signal.SIGCONT)
    reader.wait_until(lambda: len(reader.entries) + len(reader.refused) == 50)
    stored = [entry.command for entry in reader.line.entries("AAA", after=1)]
    assert stored == [entry.command for _, entry, _ in reader.entries]
    assert {*map(id, reader.refused), *(id(it) for _, _, it in reader.entries)} == set(map(id, handed))
    assert reader.put("AAA", b"after").number == len(stored) + 2


def test_what_redis_refuses_is_certainly_not_stored(open_reader: Open, redis: RedisServer) -> None:
    reader = open_reader()
    reader.create("AAA")
    redis.ask("CONFIG", "SET", "maxmemory", "1")
    handed = object()
    reader.line.hand_over("AAA", b"2", 1, handed)
    reader.wait_until(lambda: reader.refused == [handed])
    redis.ask("CONFIG", "SET", "maxmemory", "0")
    assert reader.put("AAA", b"2").number == 2


@pytest.mark.parametrize(
    ("unfit", "fit"), [(["SCRIPT", "FLUSH"], ["PING"]), (["REPLICAOF", "127.0.0.1", "1"], ["REPLICAOF", "NO", "ONE"])]
)
def test_a_process_is_announced_after_redis_has_forgotten_its_scripts_or_was_no_master(
    open_reader: Open, redis: RedisServer, unfit: list[str], fit: list[str]
) -> None:
    reader = open_reader()
    heard = queue.SimpleQueue[Mapping[str, int]]()
    reader.line.announce("p", heard.put)
    assert heard.get(timeout=20).keys() == {"p"}, "Redis has all scripts"
    redis.ask(*unfit)
    reader.line.announce("p", heard.put)
    reader.wait_until(lambda: reader.n_away == 1)
    redis.ask(*fit)
    while not reader.line._link.is_up:  # type: ignore[attr-defined]
        assert reader.n_away == 1
    reader.line.announce("p", heard.put)
    assert heard.get(timeout=20).keys() == {"p"}


def test_a_redis_that_still_loads_its_file_when_it_is_to_learn_the_scripts_is_connected_to_again(
    open_reader: Open,
) -> None:
    reader = open_reader()
    reader.line._on_up(Loading())  # type: ignore[attr-defined]
    reader.wait_until(lambda: reader.n_away == 1)
    reader.wait_until(lambda: reader.n_back == 2)


class Loading:
    """A connection to a Redis that loads its file."""

    def put(self, *_arguments: object, on_reply: Callable[[RedisError], object] | None = None) -> None:
        if on_reply is not None:
            on_reply(RedisError("LOADING Redis is loading the dataset in memory"))


def test_after_a_while_nobody_knows_what_became_of_it(
    open_reader: Open, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.stores.redis.UNKNOWN_AFTER_S", 0.1)
    reader = open_reader()
    reader.create("AAA")
    redis.signal(signal.SIGSTOP)
    handed = object()
    reader.line.hand_over("AAA", b"2", 1, handed)
    reader.wait_until(lambda: reader.unknown == [handed])
    redis.signal(signal.SIGCONT)
    reader.wait_until(lambda: len(reader.entries) == 1)
    assert reader.entries[0][2] is None, "it has been answered"


def test_all_processes_share_a_secret(open_reader: Open) -> None:
    assert open_reader().line.secret == open_reader().line.secret


def test_all_processes_count_together(open_reader: Open) -> None:
    lines = open_reader().line, open_reader().line
    taken = [lines[nth % 2].take_tokens("rooms:192.0.2.1", 1, 0.001, 5) for nth in range(6)]
    assert [is_taken for is_taken, _ in taken] == [True] * 5 + [False]
    assert 0 <= lines[0].take_tokens("rooms:192.0.2.1", 0, 0.001, 5)[1] < 1
    assert lines[0].take_tokens("rooms:192.0.2.2", 0, 0.001, 5) == (True, 5)


def test_all_processes_know_how_long_a_program_may_be_silent(open_reader: Open) -> None:
    one, other = open_reader().line, open_reader().line
    assert left_ms(other, 1) == 0
    one.note_program("AAA", 1, 17_000)
    assert 0 < left_ms(one, 1) <= 17_000
    other.note_program("AAA", 1, 120_000)
    left_ms(other, 1)
    assert 17_000 < left_ms(one, 1) <= 120_000
    one.note_program("AAA", 1, 0)
    assert left_ms(one, 1) == 0


def test_who_asked_a_process_of_the_release_before_may_have_its_answer(open_reader: Open, redis: RedisServer) -> None:
    line = open_reader().line
    now_ms = int(time.time() * 1000)
    redis.ask("ZADD", "aa:{AAA}:heard", str(now_ms), "1")
    assert 60_000 < left_ms(line, 1) <= 120_000
    redis.ask("ZADD", "aa:{AAA}:heard", str(now_ms - 130_000), "1")
    assert left_ms(line, 1) == 0


def left_ms(line: Line, worker: int) -> int:
    heard = queue.SimpleQueue[int | None]()
    line.ask_program("AAA", worker, heard.put)
    found = heard.get(timeout=20)
    assert found is not None
    return found


def test_rooms_are_forgotten_by_redis(open_reader: Open, redis: RedisServer) -> None:
    reader = open_reader()
    reader.create("AAA")
    for key in ("aa:{AAA}", "aa:{AAA}:meta"):
        redis.ask("PERSIST", key)
    reader.put("AAA", b"2")
    assert not reader.line.clean_up()
    reader.put("AAA", b"3")
    for key in ("aa:{AAA}", "aa:{AAA}:meta"):
        assert int(redis.ask("TTL", key)[1:]) > 24 * 3600


def test_a_redis_that_deletes_rooms_when_it_is_full_is_not_used(redis: RedisServer) -> None:
    redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    with pytest.raises(StoreError, match="maxmemory-policy noeviction"):
        open_store(Settings(redis_url=redis.url))


@pytest.mark.parametrize(
    ("options", "durability"),
    [
        ({"appendonly": "no"}, "none"),
        ({"appendonly": "yes", "appendfsync": "everysec"}, "everysec"),
        ({"appendonly": "yes", "appendfsync": "always"}, "always"),
        ({"appendonly": "yes", "rename_command": "CONFIG secret"}, "aof"),
    ],
)
def test_the_start_says_what_acknowledged_means(
    options: dict[str, str], durability: str, caplog: pytest.LogCaptureFixture
) -> None:
    with running_redis(**options) as server:
        line = open_store(Settings(redis_url=server.url))
        line.close()
    assert line.durability == durability
    assert "What is acknowledged survives" in caplog.text


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("unix:///nowhere/redis.sock", "Redis at /nowhere/redis.sock cannot be used"),
        ("http://localhost", "REDIS_URL cannot be used"),
        ("sentinel://localhost", "needs the name of the master"),
        ("redis://user:secret@127.0.0.1:1/0", "Redis at 127.0.0.1:1 cannot be used"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as error:
        open_store(Settings(redis_url=url))
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("command", ["info", "set", "get", "time"])
def test_a_redis_that_refuses_what_the_start_asks_is_said_in_a_sentence(command: str) -> None:
    """As one does that still loads its file."""
    with running_redis(user=f"default on nopass ~* &* +@all -{command}") as server:
        sentence = f"Redis at {server.path} cannot be used: .*{command}"
        with pytest.raises(StoreError, match=sentence):
            open_store(Settings(redis_url=server.url))


def test_redis_may_be_connected_to_again_and_again(redis: RedisServer) -> None:
    server = connect(redis.url)
    for _ in range(150):
        server.open_socket().close()
