"""The embedded store: one SQLite file.

The journal is a write-ahead log with `synchronous=NORMAL`: a commit has been handed to the operating system when it
returns, so it survives the death of this process (kill -9). A power failure may take the last moments with it, but
leaves the file whole (SQLite documentation, "Write-Ahead Logging", 2.2). Each command writes one page to that log,
so pages are small.
"""

import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.stores.base import Durability, Entry, Follower, Loaded, StoreError

PRAGMAS = """
PRAGMA page_size=1024;
PRAGMA locking_mode=EXCLUSIVE;
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
PRAGMA foreign_keys=ON;
"""
SCHEMA = """
CREATE TABLE IF NOT EXISTS room (
    code TEXT PRIMARY KEY,
    touched_ms INTEGER NOT NULL,
    snapshot BLOB,
    snapshot_number INTEGER NOT NULL DEFAULT 0,
    weight INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS entry (
    code TEXT NOT NULL REFERENCES room (code) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    command BLOB NOT NULL,
    PRIMARY KEY (code, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mark (
    code TEXT NOT NULL REFERENCES room (code) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    snapshot BLOB NOT NULL,
    PRIMARY KEY (code, number)
) STRICT;
CREATE INDEX IF NOT EXISTS room_touched ON room (touched_ms);
"""
SCHEMA_VERSION = 2
"""0 is a new file, or one from before versions were counted, whose tables are those of 1: without marks and weights."""
REMOVED_MS = -1
"""As `touched_ms`: the room is no longer there. Its entries go in portions, and it goes with the last of them."""
UNTOUCHED = """
SELECT code, ifnull((SELECT at_ms FROM entry WHERE entry.code = room.code ORDER BY number DESC LIMIT 1), 0) FROM room
WHERE touched_ms >= 0 AND touched_ms < ?1 ORDER BY touched_ms LIMIT ?2
"""
"""`touched_ms` is when the room was made, or in use without a command. When it was changed, its latest entry says; who
has looked there notes it as `touched_ms`, so that it is not looked at again for a day."""
BEGINNINGS = "SELECT code, min(number) FROM mark GROUP BY code HAVING count(*) > 1"
"""Where the logs of rooms begin that were shortened."""
DELETE_SOME = """
DELETE FROM entry WHERE code = ?1 AND number IN
(SELECT number FROM entry WHERE code = ?1 AND number <= ?2 ORDER BY number LIMIT ?3)
"""
NEWEST = """
SELECT max(max(touched_ms, (SELECT at_ms FROM entry WHERE entry.code = room.code ORDER BY number DESC LIMIT 1)))
FROM room
"""
PAGE = 200
"""Entries in a batch when a whole log is read."""
PORTION = 500
"""Entries that are deleted at once: some 2 ms."""
MOST_LOOKED_AT = 100
"""Rooms of which it is decided at once whether they are removed."""
ALL = 2**62
CHECK_EVERY_S = 0.1
"""At least so often it is checked that the file is there, which takes some 6 µs."""
LEAST_FREE_BYTES, LEAST_FREE_SHARE = 100_000_000, 0.05
"""Below the less of both, bytes and a share of the disk, it is nearly full."""

ONE_PROCESS = "A file is used by one process."
IN_MEMORY = ":memory:"


class SqliteStore:
    """One connection, used by one thread at a time. The file belongs to one server: a second one is refused, since
    each keeps its rooms in memory."""

    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        self.follower = Follower()
        self.is_shared = False
        self.durability: Durability = "memory" if path == IN_MEMORY else "file"
        self.secret = secrets.token_bytes(32)
        self._numbers: dict[str, int] = {}
        """Of each room that is followed, the number of its latest entry."""
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
        except sqlite3.Error as error:
            raise StoreError(f"The database {path} cannot be opened: {error}.") from error
        try:
            self._db.executescript(PRAGMAS)
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version <= SCHEMA_VERSION:
                self._migrate()
        except sqlite3.Error as error:
            self._db.close()
            if "locked" in str(error):
                raise StoreError(f"Another server uses the database {path}. Stop it, or set DATABASE.") from error
            raise StoreError(f"The database {path} cannot be used: {error}.") from error

        self._checked_s = 0.0
        self._path = Path(path).resolve()
        self._files = {} if path == IN_MEMORY else _identities(self._path)
        if version > SCHEMA_VERSION:
            self._db.close()
            raise StoreError(f"The database {path} was made by a newer version of All Aboard. Set DATABASE to another.")

    def create(self, code: str, at_ms: int, command: bytes) -> bool:
        with self._transaction() as db:
            made = db.execute("INSERT OR IGNORE INTO room (code, touched_ms) VALUES (?, ?)", (code, at_ms))
            if made.rowcount == 0:
                return False
            db.execute("INSERT INTO entry VALUES (?, 1, ?, ?)", (code, at_ms, command))
        return True

    def hand_over(self, code: str, command: bytes, at_ms: int, handed: object) -> None:
        with self._lock:  # the one method that is called hundreds of times a second: one statement, one page to write
            if time.monotonic() - self._checked_s > CHECK_EVERY_S:
                self.check()
            number = self._numbers.get(code)
            if number is None:
                raise StoreError(f"room {code} is not followed")
            number += 1
            try:
                self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (code, number, at_ms, command))
            except sqlite3.Error as error:
                raise StoreError(str(error)) from error
            self._numbers[code] = number
        self.follower.on_entry(code, Entry(number, at_ms, command), handed)

    def follow(self, code: str, after: int) -> None:
        self._numbers[code] = after

    def unfollow(self, code: str) -> None:
        self._numbers.pop(code, None)

    def load(self, code: str) -> Loaded | None:
        with self._guarded() as db:
            row = db.execute(
                "SELECT snapshot, snapshot_number, weight FROM room WHERE code = ? AND touched_ms >= 0", (code,)
            ).fetchone()
            if row is None:
                return None
            snapshot, snapshot_number, weight = row
            return Loaded(snapshot, snapshot_number, self._after(db, code, snapshot_number, -1), weight)

    def catch_up(self, _code: str, _then: Callable[[bool], object]) -> bool:
        return False

    def save_snapshot(self, code: str, number: int, snapshot: bytes, weight: int, _digest: str = "") -> None:
        with self._transaction() as db:
            db.execute(
                "UPDATE room SET snapshot = ?, snapshot_number = ?, weight = ? WHERE code = ? AND snapshot_number < ?",
                (snapshot, number, weight, code, number),
            )

    def mark(self, code: str, number: int, snapshot: bytes) -> None:
        with self._transaction() as db:
            db.execute(
                "DELETE FROM mark WHERE code = ?1 AND number < (SELECT max(number) FROM mark WHERE code = ?1)", (code,)
            )
            db.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", (code, number, snapshot))

    def beginning(self, code: str) -> tuple[int, bytes] | None:
        with self._guarded() as db:
            marks = db.execute("SELECT number, snapshot FROM mark WHERE code = ? ORDER BY number", (code,)).fetchall()
        return marks[0] if len(marks) > 1 else None

    def entries(self, code: str, after: int = 0) -> Iterator[Entry]:
        number = after
        while True:
            with self._guarded() as db:
                page = self._after(db, code, number, PAGE)
            yield from page
            if len(page) < PAGE:
                return
            number = page[-1].number

    def touch(self, code: str, at_ms: int) -> None:
        with self._transaction() as db:
            db.execute("UPDATE room SET touched_ms = ?1 WHERE code = ?2 AND touched_ms BETWEEN 0 AND ?1", (at_ms, code))

    def newest_ms(self) -> int:
        with self._guarded() as db:
            (newest_ms,) = db.execute(NEWEST).fetchone()
        return int(newest_ms or 0)

    def now_ms(self) -> float | None:
        return None

    def remove_untouched(self, before_ms: int) -> list[str] | None:
        with self._transaction() as db:
            latest: list[tuple[str, int]] = db.execute(UNTOUCHED, (before_ms, MOST_LOOKED_AT)).fetchall()
            touched = [(at_ms if at_ms >= before_ms else REMOVED_MS, code) for code, at_ms in latest]
            db.executemany("UPDATE room SET touched_ms = ? WHERE code = ?", touched)
        return [code for touched_ms, code in touched if touched_ms == REMOVED_MS] if touched else None

    def clean_up(self) -> bool:
        with self._transaction() as db:
            removed = db.execute("SELECT code FROM room WHERE touched_ms < 0 LIMIT 1").fetchone()
            if removed is not None:
                if db.execute(DELETE_SOME, (*removed, ALL, PORTION)).rowcount < PORTION:
                    db.execute("DELETE FROM room WHERE code = ?", removed)
                return True
            beginnings = db.execute(BEGINNINGS).fetchall()
            return any(db.execute(DELETE_SOME, (code, number, PORTION)).rowcount > 0 for code, number in beginnings)

    def give_back_memory(self) -> None:
        with self._guarded() as db:
            db.execute("PRAGMA shrink_memory")

    def check(self) -> None:
        """SQLite goes on writing to a file that was deleted, and all of it would be lost."""
        for file, identity in self._files.items():
            if _identity(file) != identity:
                raise StoreError(
                    f"The database file {file} was deleted or replaced. Bring it back, or restart the server."
                )
        self._checked_s = time.monotonic()

    def is_nearly_full(self) -> bool:
        if not self._files:
            return False
        try:
            usage = shutil.disk_usage(self._path.parent)
        except OSError as error:
            raise StoreError(str(error)) from error
        least = min(LEAST_FREE_BYTES, LEAST_FREE_SHARE * usage.total)
        if usage.free >= least:
            return False
        with self._guarded() as db:  # what was deleted in the file is free for more
            (n_free,), (page_bytes,) = (
                db.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_size")
            )
        return bool(usage.free + n_free * page_bytes < least)

    def announce(self, _process: str, _heard: Callable[[Mapping[str, int]], object]) -> None:
        raise StoreError(ONE_PROCESS)

    def listen(self, _process: str, _on_message: Callable[[bytes], object]) -> None:
        raise StoreError(ONE_PROCESS)

    def send_to(self, _process: str, _message: bytes, _then: Callable[[int], object]) -> None:
        raise StoreError(ONE_PROCESS)

    def share(self, _code: str, _process: str, _facts: bytes) -> None:
        raise StoreError(ONE_PROCESS)

    def note_program(self, _code: str, _worker: int, _silent_ms: int) -> None:
        raise StoreError(ONE_PROCESS)

    def ask_program(self, _code: str, _worker: int, _heard: Callable[[int | None], object]) -> None:
        raise StoreError(ONE_PROCESS)

    def take_tokens(self, _key: str, _tokens: int, _per_second: float, _burst: float) -> tuple[bool, float]:
        raise StoreError(ONE_PROCESS)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _migrate(self) -> None:
        """Make what is missing of the tables."""
        columns = [column for _, column, *_ in self._db.execute("PRAGMA table_info(room)")]
        if columns and "weight" not in columns:
            self._db.execute("ALTER TABLE room ADD COLUMN weight INTEGER NOT NULL DEFAULT 0")
        self._db.executescript(f"{SCHEMA} PRAGMA user_version={SCHEMA_VERSION};")

    @staticmethod
    def _after(db: sqlite3.Connection, code: str, number: int, limit: int) -> list[Entry]:
        rows = db.execute(
            "SELECT number, at_ms, command FROM entry WHERE code = ? AND number > ? ORDER BY number LIMIT ?",
            (code, number, limit),
        )
        return [Entry(*row) for row in rows]

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self.check()
            try:
                yield self._db
            except sqlite3.Error as error:
                raise StoreError(str(error)) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._guarded() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise


def _identities(path: Path) -> dict[Path, tuple[int, int]]:
    """Which files these are: the database and its write-ahead log."""
    found = {file: _identity(file) for file in (path, path.with_name(f"{path.name}-wal"))}
    return {file: identity for file, identity in found.items() if identity is not None}


def _identity(file: Path) -> tuple[int, int] | None:
    """None if there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
