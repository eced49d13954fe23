"""The machine fails: no room on the disk, no file descriptors, a database in other hands."""

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.clients import Client, create_room, http
from tests.support.programs.threads import until
from tests.support.running import ALL_WAYS, ROOT, Server, StartServer
from trials.hostile.book import Book
from trials.load.process import processor_s, queued_s

if sys.platform != "linux":
    pytest.skip("limits of another process are set by prlimit(2)", allow_module_level=True)

import resource

SPARE_FILES = 10
N_LEAVING = 30
WATCHED_S = 4.0
ANSWERED_WITHIN_S = 2.0
ASK_EVERY_S = 0.2
Disk = tuple[Path, Callable[[Server], contextlib.AbstractContextManager[None]]]
"""A folder for the database, and what leaves no room there for a while."""


def pid_of(server: Server) -> int:
    assert server.process is not None
    return server.process.pid


def queued_for_s(server: Server) -> float:
    """How long the server and this process wanted to run in all, and others ran: the machine may be busy."""
    return queued_s(pid_of(server)) + queued_s(os.getpid())


@contextlib.contextmanager
def limited(server: Server, what: int, limit: int) -> Iterator[None]:
    """One of the limits of the server's process, setrlimit(2), lowered for a while."""
    before = resource.prlimit(pid_of(server), what)
    resource.prlimit(pid_of(server), what, (limit, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid_of(server), what, before)


@pytest.fixture(params=["no file may grow", "the disk is full"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    if request.param == "no file may grow":

        def no_growth(server: Server) -> contextlib.AbstractContextManager[None]:
            size = Path(f"{server.environ['DATABASE']}-wal").stat().st_size
            return limited(server, resource.RLIMIT_FSIZE, size)

        yield tmp_path, no_growth
        return
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk of one's own needs the right to mount it")

    @contextlib.contextmanager
    def fill(_server: Server) -> Iterator[None]:
        ballast = tmp_path / "ballast"
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(4096)):
                pass
        yield
        ballast.unlink()

    yield tmp_path, fill
    subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.fixture
def server_on_disk(disk: Disk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(disk[0] / "rooms.sqlite3", tmp_path_factory.mktemp("output") / "output")
    yield server.start()
    if server.process is not None:
        server.kill()


def test_without_room_on_the_disk_nothing_is_acknowledged_and_nothing_lost(disk: Disk, server_on_disk: Server) -> None:
    server, book = server_on_disk, Book()
    code = create_room(server.url, hosted=False, gone="hold", timeout_s=1000)["code"]
    room_url = f"{server.url}/api/rooms/{code}"
    ana, ben, chloe = [Client(server.url) for _ in range(3)]
    for client in (ana, ben, chloe):
        client.join(code)
    for generation in range(3):
        for client in (ana, ben, chloe):
            book.enter(code, client.worker, client.arrive(generation))
    book.enter(code, ana.worker, ana.arrive(3))

    with disk[1](server):
        while (answer := ben.command("rename", name=f"Ben {os.urandom(4).hex()}"))["ok"]:
            """What is left in the last page is used up first."""
        assert answer["error"] == "unavailable"
        before = {**http("GET", room_url)[1], "now_ms": 0}
        assert ben.arrive(3)["error"] == "unavailable"
        assert ben.command("abort", generation=3)["error"] == "unavailable"
        assert http("POST", f"{server.url}/api/rooms", {})[0] == 503
        assert http("POST", f"{room_url}/workers", {})[1]["error"] == "unavailable"
        chloe.close()
        assert ben.call("clock", {"t0": 1.0})["ok"], "what needs no disk works"
        assert {**http("GET", room_url)[1], "now_ms": 0} == before

    ben.hear("presence", worker=chloe.worker, connected=False)
    book.enter(code, ben.worker, ben.arrive(3))
    assert ana.hear("arrived", worker=ben.worker, generation=3)["index"] == 1
    for client in (ana, ben):
        client.close()
    server.kill()
    server.start()
    assert book.compare(server.url) == []
    assert [waiter["index"] for waiter in http("GET", room_url)[1]["barrier"]["waiting"]] == [0, 1]
    assert len(server.output.splitlines()) < 300, "it complains once, not for ever"


def test_a_database_in_other_hands_is_refused_in_one_sentence(tmp_path: Path) -> None:
    database = tmp_path / "rooms.sqlite3"
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        environ = {"PATH": os.environ["PATH"], "PORT": "0", "DATABASE": str(database)}
        run = subprocess.run([sys.executable, "-m", "app"], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert run.returncode == 1
    assert "Another server uses the database" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("way", ALL_WAYS)
def test_a_database_that_is_deleted_is_noticed(start_server: StartServer, way: str) -> None:
    server = start_server(**ALL_WAYS[way])
    file = Path(server.environ["DATABASE"])
    with Client(server.url) as ana:
        ana.join("BRRRRR")
        file.rename(away := file.with_name("away"))
        until(lambda: "Until then nothing can be stored" in server.output)
        assert ana.arrive(0)["error"] == "unavailable"
        assert http("POST", f"{server.url}/api/rooms", {})[0] == 503
        assert http("GET", f"{server.url}/healthz")[1]["status"] == "unavailable"
        away.rename(file)
        assert ana.arrive(0)["ok"]
        assert http("GET", f"{server.url}/healthz")[0] == 200
        until(lambda: "is there again" in server.output)


@pytest.mark.parametrize("way", ALL_WAYS)
def test_phones_that_leave_while_the_disk_is_full_keep_nobody_waiting(start_server: StartServer, way: str) -> None:
    """What could not be stored of them is tried again, and that must not be all that the server does."""
    server = start_server(**ALL_WAYS[way])
    with Client(server.url) as ana, contextlib.ExitStack() as stack:
        ana.join("BRRRRR")
        phones = []
        for _ in range(N_LEAVING):
            phones.append(stack.enter_context(Client(server.url)))
            phones[-1].join("BRRRRR", view="brief")
        with limited(server, resource.RLIMIT_FSIZE, Path(f"{server.environ['DATABASE']}-wal").stat().st_size):
            while ana.command("rename", name=f"Ana {os.urandom(4).hex()}")["ok"]:
                """What is left in the last page is used up first."""
            for phone in phones:
                phone.close()
            before_s, until_s = processor_s(pid_of(server)), time.monotonic() + WATCHED_S
            while time.monotonic() < until_s:
                asked_s, queued_before_s = time.monotonic(), queued_for_s(server)
                assert ana.call("clock", {"t0": 1.0})["ok"]
                took_s, queued_after_s = time.monotonic() - asked_s, queued_for_s(server)
                assert took_s - (queued_after_s - queued_before_s) < ANSWERED_WITHIN_S
                time.sleep(ASK_EVERY_S)
            assert processor_s(pid_of(server)) - before_s < WATCHED_S / 2
        room_url = f"{server.url}/api/rooms/BRRRRR"
        until(lambda: [w["connected"] for w in http("GET", room_url)[1]["workers"]].count(True) == 1)
    assert server.terminate() == 0


def test_a_damaged_room_is_said_and_the_others_go_on(start_server: StartServer) -> None:
    server = start_server()
    codes = [str(create_room(server.url, hosted=False, gone="hold")["code"]) for _ in range(2)]
    for code in codes:
        with Client(server.url) as ana:
            ana.join(code)
    server.terminate()
    with contextlib.closing(sqlite3.connect(server.environ["DATABASE"], isolation_level=None)) as db:
        db.execute("UPDATE entry SET command = X'00' WHERE code = ? AND number = 2", (codes[0],))
        db.execute("UPDATE room SET snapshot = NULL, snapshot_number = 0 WHERE code = ?", (codes[0],))
        db.execute("UPDATE room SET snapshot = X'00', snapshot_number = 1 WHERE code = ?", (codes[1],))
    server.start()
    damaged, whole = (http("GET", f"{server.url}/api/rooms/{code}") for code in codes)
    assert (damaged[0], damaged[1]["error"]) == (503, "unavailable")
    assert "damaged" in damaged[1]["message"]
    assert len(whole[1]["workers"]) == 1, "a snapshot that cannot be read is done without"
    assert server.terminate() == 0


def test_nobody_else_can_lock_the_database_of_a_running_server(start_server: StartServer) -> None:
    server = start_server()
    with Client(server.url) as ana, contextlib.closing(sqlite3.connect(server.environ["DATABASE"], timeout=0)) as other:
        ana.join("BRRRRR")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN EXCLUSIVE")
        assert ana.arrive()["ok"]


@pytest.mark.parametrize("async_mode", ["eventlet", "threading"])
def test_a_server_without_file_descriptors_waits_until_there_are_some(
    start_server: StartServer, async_mode: str
) -> None:
    server = start_server(ASYNC_MODE=async_mode)
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join("BRRRRR")
        ben.join("BRRRRR")
        n_files = len(list(Path(f"/proc/{pid_of(server)}/fd").iterdir()))
        with limited(server, resource.RLIMIT_NOFILE, n_files + SPARE_FILES), contextlib.ExitStack() as crowd:
            for _ in range(3 * SPARE_FILES):
                crowd.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            for generation in range(5):
                for client in (ana, ben):
                    assert client.arrive(generation)["ok"]
                    ben.hear("arrived", worker=client.worker, generation=generation)
            before_s = processor_s(pid_of(server))
            assert not server.is_healthy(), "nobody else gets in"
            assert processor_s(pid_of(server)) - before_s < 1, (
                "it has waited for two seconds, and not tried all the time"
            )
        until(server.is_healthy)
        with Client(server.url) as chloe:
            assert chloe.join("BRRRRR")["ok"]
    assert len(server.output.splitlines()) < 50
