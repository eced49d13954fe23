"""What docs/operations.md says about a copy of the file, done as it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.clients import Client, create_room
from tests.support.documents import OPERATIONS
from tests.support.running import StartServer

BACK_UP, RESTORE = re.findall(r"```sh\n((?:python -c|rm).*?)```", OPERATIONS, re.DOTALL)


def shell(lines: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = ["sh", "-ec", lines]
    return subprocess.run(command, cwd=folder, env={"PATH": path}, capture_output=True, text=True, timeout=30)


def test_a_copy_brings_a_round_back_in_its_middle(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server(DATABASE=str(tmp_path / "all-aboard.sqlite3"))
    code = str(create_room(server.url, hosted=False, parties=2)["code"])
    with Client(server.url) as ana:
        ana.join(code, name="Ana")
        token = ana.token
        assert ana.arrive()["ok"]
        while_it_runs = shell(BACK_UP, tmp_path)
        assert while_it_runs.returncode != 0
        assert "locked" in while_it_runs.stderr
    server.kill()  # the worst way to end: all is in the write-ahead log
    backup = shell(BACK_UP, tmp_path)
    assert backup.returncode == 0, backup.stderr
    assert "already exists" in shell(BACK_UP, tmp_path).stderr

    (tmp_path / "all-aboard.sqlite3").write_bytes(b"what a failing disk has left")
    (tmp_path / "all-aboard.sqlite3-wal").write_bytes(b"and its log")
    restore = shell(RESTORE, tmp_path)
    assert restore.returncode == 0, restore.stderr
    assert not list(tmp_path.glob("*-wal"))
    server.start()
    with Client(server.url) as ana:
        snapshot = ana.join(code, token=token)["snapshot"]
        assert [worker["name"] for worker in snapshot["workers"]] == ["Ana"]
        assert (snapshot["barrier"]["generation"], len(snapshot["barrier"]["waiting"])) == (0, 1)


def test_a_name_typed_wrong_makes_no_empty_copy(tmp_path: Path) -> None:
    assert shell(BACK_UP, tmp_path).returncode != 0
    assert not list(tmp_path.glob("*.sqlite3"))
