"""What the store in a file does beside what every store must do."""

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.stores.base import Entry, StoreError
from app.stores.sqlite import LEAST_FREE_BYTES, MOST_LOOKED_AT, PORTION, SCHEMA, SCHEMA_VERSION, SqliteStore
from tests.support.reader import Reader
from tests.support.running import ROOT


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(str(tmp_path / "store.sqlite3") if request.param == "file" else ":memory:")
    yield opened
    opened.close()


def test_untouched_rooms_are_removed_with_all_that_was_in_them(store: SqliteStore) -> None:
    store.create("OLD", 1, b"1")
    reader = Reader(store)
    reader.create("NEW")
    reader.put("NEW", b"2", 100)
    store.create("USED", 1, b"1")
    store.touch("USED", 100)
    assert store.remove_untouched(50) == ["OLD"]
    assert store.remove_untouched(50) is None
    assert store.load("OLD") is None
    store.touch("OLD", 100)
    assert store.load("OLD") is None
    while store.clean_up():
        """Portion by portion."""
    assert list(store.entries("OLD")) == []
    assert store.create("OLD", 200, b"again")


def test_a_long_log_is_deleted_in_portions_and_its_code_is_free_after_the_last(store: SqliteStore) -> None:
    reader = Reader(store)
    reader.create("AAA")
    for _ in range(2, 2 * PORTION + 2):
        reader.put("AAA", b"x")
    store.create("BBB", 1, b"1")
    assert store.remove_untouched(50) == ["AAA", "BBB"]
    lengths = []
    while store.clean_up():
        lengths.append(len(list(store.entries("AAA"))))
        if lengths[-1]:
            assert not store.create("AAA", 60, b"again"), "it would have the old one's entries"
    assert lengths == [PORTION + 1, 1, 0, 0]
    assert store.create("AAA", 60, b"again") and store.create("BBB", 60, b"again")


def removed(store: SqliteStore, before_ms: int) -> list[int]:
    """How many rooms were removed with each portion."""
    return [len(codes) for codes in iter(lambda: store.remove_untouched(before_ms), None)]


def test_only_so_many_rooms_are_removed_at_once(store: SqliteStore) -> None:
    for nth in range(MOST_LOOKED_AT + 1):
        store.create(str(nth), 1, b"1")
    assert removed(store, 50) == [MOST_LOOKED_AT, 1]


def test_only_so_many_old_rooms_are_looked_at_at_once_and_those_in_use_not_again(store: SqliteStore) -> None:
    reader = Reader(store)
    for nth in range(2 * MOST_LOOKED_AT):
        reader.create(f"USED{nth}")
        reader.put(f"USED{nth}", b"2", 100)
    store.create("OLD", 2, b"1")
    assert removed(store, 50) == [0, 0, 1]
    assert removed(store, 50) == []
    assert sum(removed(store, 101)) == 2 * MOST_LOOKED_AT


def test_what_is_before_the_older_of_two_marks_goes_in_portions(store: SqliteStore) -> None:
    reader = Reader(store)
    reader.create("AAA")
    for number in range(2, 3 * PORTION):
        reader.put("AAA", b"x", number)
    store.mark("AAA", 100, b"hundred")
    assert not store.clean_up()
    store.mark("AAA", PORTION + 200, b"more")
    assert store.clean_up() and not store.clean_up()
    store.mark("AAA", 2 * PORTION, b"most")
    assert [store.clean_up() for _ in range(3)] == [True, True, False]


def test_a_file_of_the_first_version_gets_what_it_lacks(tmp_path: Path) -> None:
    path = str(tmp_path / "store.sqlite3")
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(SCHEMA.replace("snapshot_number INTEGER NOT NULL DEFAULT 0,\n    weight", "snapshot_number"))
        db.executescript("DROP TABLE mark; INSERT INTO room (code, touched_ms) VALUES ('AAA', 1);")
        db.execute("INSERT INTO entry VALUES ('AAA', 1, 1, x'31')")
        db.commit()
    store = SqliteStore(path)
    loaded = store.load("AAA")
    assert loaded is not None and (loaded.entries, loaded.weight) == ([Entry(1, 1, b"1")], 0)
    store.mark("AAA", 1, b"one")
    store.close()
    SqliteStore(path).close()


def test_the_newest_moment_is_that_of_a_command_or_a_touch(store: SqliteStore) -> None:
    assert store.newest_ms() == 0
    reader = Reader(store)
    reader.create("AAA", 5)
    reader.put("AAA", b"2", 100)
    store.create("BBB", 50, b"1")
    assert store.newest_ms() == 100
    store.touch("BBB", 200)
    assert store.newest_ms() == 200


def test_a_file_is_for_one_server(tmp_path: Path) -> None:
    path = str(tmp_path / "store.sqlite3")
    first = SqliteStore(path)
    with pytest.raises(StoreError, match="Another server uses"):
        SqliteStore(path)
    first.close()
    SqliteStore(path).close()


def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    path.write_text("no database" * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        SqliteStore(str(path))
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteStore(str(tmp_path / "no" / "such" / "folder" / "x"))


def test_a_full_disk_is_a_store_error_and_writes_nothing(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "store.sqlite3"))
    reader = Reader(store)
    reader.create("AAA")
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError):
        reader.put("AAA", b"x" * 1_000_000)
    store._db.execute("PRAGMA max_page_count=1000000")
    reader.put("AAA", b"2")
    assert [entry.command for entry in store.entries("AAA")] == [b"1", b"2"]
    store.close()


WRITER = """
import sys
from app.stores.sqlite import SqliteStore
from tests.support.reader import Reader
reader = Reader(SqliteStore(sys.argv[1]))
reader.create("AAA")
while True:
    print(reader.put("AAA", b"x" * 200).number, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = [int(next(writer.stdout)) for _ in range(500)]
    writer.kill()
    acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    store = SqliteStore(str(path))
    numbers = [entry.number for entry in store.entries("AAA")]
    assert numbers == list(range(1, numbers[-1] + 1))
    assert numbers[-1] >= acknowledged[-1]
    assert store._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    store.close()


def test_the_tables_are_strict(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "store.sqlite3"))
    with pytest.raises(sqlite3.IntegrityError):
        store._db.execute("INSERT INTO room (code, touched_ms) VALUES ('AAA', 'soon')")
    store.close()


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "store.sqlite3")
    SqliteStore(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(StoreError, match="newer version"):
        SqliteStore(path)


@pytest.mark.parametrize("name", ["store.sqlite3", "store.sqlite3-wal"])
def test_a_file_that_is_deleted_takes_nothing_more(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.stores.sqlite.CHECK_EVERY_S", 0.0)
    store = SqliteStore(str(tmp_path / "store.sqlite3"))
    reader = Reader(store)
    reader.create("AAA")
    store.check()
    (tmp_path / name).rename(tmp_path / "away")
    for write in (lambda: reader.put("AAA", b"2"), lambda: store.create("BBB", 2, b"2"), store.check):
        with pytest.raises(StoreError, match="deleted or replaced"):
            write()
    (tmp_path / name).write_text("another file")
    with pytest.raises(StoreError, match="deleted or replaced"):
        reader.put("AAA", b"2")
    (tmp_path / "away").replace(tmp_path / name)
    reader.put("AAA", b"2")
    store.close()


def test_a_disk_is_nearly_full_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = SimpleNamespace(total=10**12, free=LEAST_FREE_BYTES)
    monkeypatch.setattr("app.stores.sqlite.shutil.disk_usage", lambda _folder: disk)
    store = SqliteStore(str(tmp_path / "store.sqlite3"))
    assert not store.is_nearly_full()
    disk.free -= 1
    assert store.is_nearly_full()
    disk.total = disk.free
    assert not store.is_nearly_full(), "of a small disk a twentieth is enough"
    disk.total, disk.free = 10**12, LEAST_FREE_BYTES - 100_000
    store.create("AAA", 1, bytes(200_000))
    store.remove_untouched(2)
    assert store.is_nearly_full()
    store.clean_up()
    assert not store.is_nearly_full(), "what was deleted leaves room in the file"
    store.close()
    assert not SqliteStore(":memory:").is_nearly_full()
