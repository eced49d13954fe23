"""A round to take home: the script does what the room did."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from itertools import pairwise
from pathlib import Path

import pytest

from app.core import commands
from app.core.room import Room
from app.web import take_home
from app.web.report import Face
from tests.support.clients import Client, create_room
from tests.support.running import Server
from tests.support.stage import Stage


def download(server: Server, path: str) -> str:
    with urllib.request.urlopen(f"{server.url}{path}", timeout=30) as response:
        assert response.headers["Content-Type"].startswith("text/x-python")
        return str(response.read().decode())


def run(script: str, folder: Path, **environment: str) -> list[str]:
    (folder / "take-home.py").write_text(script, encoding="utf-8")
    command = [sys.executable, "take-home.py"]
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    done = subprocess.run(
        command, cwd=folder, capture_output=True, env={**os.environ, **environment}, timeout=60, check=True
    )
    return done.stdout.decode(encoding).replace("\r", "").split("\n")


def play(server: Server, code: str) -> None:
    """Ben comes before Ana; Chloé, with a name that must not become code, is last and leaves."""
    with Client(server.url) as ana, Client(server.url) as ben, Client(server.url) as chloe:
        ana.join(code, name="Ana")
        ben.join(code, name="Ben")
        chloe.join(code, name="Chloé') or 1/0")
        for client in (ben, ana, chloe):
            client.arrive()
        chloe.command("leave")


def test_it_prints_the_same_order_and_the_same_indices(server: Server, tmp_path: Path) -> None:
    code = str(create_room(server.url, hosted=False, phases=["{research}"])["code"])
    play(server, code)
    lines = run(download(server, f"/{code}/take-home.py"), tmp_path)
    assert lines[:3] == ["Ben arrives", "Ana arrives", "Chloé') or 1/0 arrives"]
    assert lines[3:] == ["All 3 go on after '{research}'.", "0  Ben", "1  Ana", "2  Chloé') or 1/0", ""]


def test_a_name_that_the_terminal_cannot_show_stops_nobody(server: Server, tmp_path: Path) -> None:
    code = str(create_room(server.url, hosted=False)["code"])
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code, name="Aña 👍")
        ben.join(code, name="Łukasz")
        for client in (ana, ben):
            client.arrive()
    lines = run(download(server, f"/{code}/take-home.py"), tmp_path, PYTHONIOENCODING="cp1252")
    assert lines[-4:] == ["Both go on after 'research'.", "0  Aña ?", "1  ?ukasz", ""]


def test_arrivals_at_one_moment_are_told_apart(server: Server) -> None:
    code = str(create_room(server.url, hosted=False)["code"])
    play(server, code)
    sleeps_s = [float(found) for found in re.findall(r", ([0-9.]+)\),", download(server, f"/{code}/take-home.py"))]
    assert len(sleeps_s) == 3
    assert all(later - earlier >= 0.24 for earlier, later in pairwise(sleeps_s))


def test_hidden_names_stay_hidden(server: Server, tmp_path: Path) -> None:
    code = str(create_room(server.url, hosted=False, names="hidden")["code"])
    play(server, code)
    script = download(server, f"/{code}/take-home.py")
    assert not [name for name in ("Ana", "Ben", "Chlo") if name in script]
    assert len(run(script, tmp_path)) == 8


def test_names_that_are_hidden_while_the_log_is_read_stay_hidden(stage: Stage) -> None:
    """Ana stays, Ben leaves while the log is read, and Chloé had left before."""

    def room() -> Room:
        return stage.rooms.find("BRRRRR").room

    def read_slowly() -> dict[int, Face]:
        faces = {worker: Face(name, "owl-rose", "person") for worker, name in enumerate(names, 1)}
        stage.rooms.submit("BRRRRR", commands.Configure(by=1, configuration=commands.Configuration(names="hidden")))
        stage.rooms.submit("BRRRRR", commands.Leave(worker=2))
        return faces

    names = ("Ana", "Ben", "Chloé")
    for name in names:
        stage.rooms.submit("BRRRRR", commands.Join(token_hash=name, name=name))
    stage.arrive(1, 2, 3)
    stage.rooms.submit("BRRRRR", commands.Leave(worker=3))
    script = take_home.script(room, read_slowly)
    assert script is not None
    assert not [name for name in names if name in script]


def test_before_the_first_round_there_is_nothing_to_take_home(server: Server) -> None:
    code = create_room(server.url, hosted=False)["code"]
    with pytest.raises(urllib.error.HTTPError, match="404") as error:
        download(server, f"/{code}/take-home.py")
    error.value.close()


def test_the_client_comes_with_the_address_of_its_room(server: Server) -> None:
    code = str(create_room(server.url, hosted=False)["code"])
    assert f'\nROOM = "{server.url}/{code}"\n' in download(server, f"/remote_barrier.py?room={code.lower()}")
    assert f'\nROOM = "{server.url}/BRRRRR"\n' in download(server, "/remote_barrier.py")


def test_the_table_says_that_it_is_utf_8(server: Server) -> None:
    code = str(create_room(server.url, hosted=False)["code"])
    play(server, code)
    with urllib.request.urlopen(f"{server.url}/api/rooms/{code}/timeline.csv", timeout=30) as response:
        content = response.read()
    assert content.startswith(b"\xef\xbb\xbfgeneration,")
    assert "Chloé" in content.decode("utf-8-sig")
