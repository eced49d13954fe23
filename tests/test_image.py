"""What the Dockerfile makes: its files, its command and its health check, run without Docker."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import dockerfile
from tests.support.dockerfile import FINAL, STAGES
from tests.support.running import ROOT, START_WITHIN_S, as_the_first_process, free_port

NEEDED_AT = "static/dist"
"""Built in the image; here it is this checkout's."""


def image_environment(folder: Path) -> dict[str, str]:
    """What the image sets, with this Python and a folder of ours."""
    ours = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PORT": str(free_port())}
    return {**dockerfile.environment(), **ours, "DATABASE": str(folder / "all-aboard.sqlite3")}


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working directory of the image: what its first stage copies, and what that builds."""
    folder = tmp_path_factory.mktemp("image")
    context = dockerfile.context()
    for copy in (step for step in STAGES[0] if step.name == "COPY"):
        *sources, target = copy.words()
        for source in sources:
            files = [file for file in context if file == source or file.startswith(f"{source}/")]
            assert files, f"nothing of {source} is in the build's context"
            for file in files:
                goal = folder / target / Path(file).relative_to(source if file != source else Path(file).parent)
                goal.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / file, goal)
    shutil.copytree(ROOT / NEEDED_AT, folder / NEEDED_AT)
    return folder


def test_only_what_runs_is_in_the_context() -> None:
    assert {file.split("/")[0] for file in dockerfile.context()} == {
        *("app", "static", "templates"),
        *("requirements.txt", "requirements-node.txt"),
    }
    assert not [file for file in dockerfile.context() if file.startswith("static/tests/")]


@pytest.mark.parametrize(
    ("file", "is_ignored"),
    [
        ("static/src/core/code.ts", False),
        ("static/dist/room.js", True),
        ("static/node_modules/preact/package.json", True),
        ("app/__pycache__/assets.cpython-311.pyc", True),
        ("app/core/__pycache__/room.cpython-311.pyc", True),
        ("all-aboard.sqlite3", True),
        ("app/settings.py", False),
        (".git/config", True),
    ],
)
def test_what_lies_about_does_not_get_into_the_context(file: str, is_ignored: bool) -> None:
    patterns = (ROOT / ".dockerignore").read_text().splitlines()
    assert dockerfile.is_ignored(file, [pattern for pattern in patterns if not pattern.startswith("#")]) == is_ignored


def test_both_stages_have_the_python_that_the_tests_have() -> None:
    version = (ROOT / ".python-version").read_text().strip()
    assert [stage[0].words()[0] for stage in STAGES] == [f"python:{version}-slim"] * 2
    assert STAGES[0][0].words()[1:] == ["AS", "build"]


def test_it_does_not_run_as_root_and_what_it_writes_to_is_its_own() -> None:
    user, group = dockerfile.only("USER").words()[0].split(":")
    assert user.isdigit() and user != "0"
    made = [step.words() for step in FINAL if step.name == "RUN"]
    assert made == [["install", "-d", "-o", user, "-g", group, str(Path(dockerfile.environment()["DATABASE"]).parent)]]
    assert [step.name for step in FINAL].index("RUN") < [step.name for step in FINAL].index("USER")


def test_the_stage_that_runs_takes_all_from_the_first() -> None:
    copies = [step for step in FINAL if step.name == "COPY"]
    assert [step.option("from") for step in copies] == ["build", "build"]
    (folder,) = (step.words()[0] for step in STAGES[0] if step.name == "WORKDIR")
    assert [step.words() for step in copies] == [["/venv", "/venv"], [folder, folder]]
    assert dockerfile.only("WORKDIR").words() == [folder]
    assert dockerfile.environment()["PATH"].startswith("/venv/bin:")
    assert dockerfile.only("EXPOSE").words() == [dockerfile.environment()["PORT"]]


def test_command_and_health_check_run(image: Path, tmp_path: Path) -> None:
    environ = image_environment(tmp_path)
    check = dockerfile.only("HEALTHCHECK").words()

    def is_healthy() -> bool:
        return subprocess.run(check, cwd=image, env=environ, capture_output=True).returncode == 0

    assert not is_healthy()
    command = [*as_the_first_process(), *dockerfile.only("CMD").words()]
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=image, env=environ, stdout=output, stderr=output)
    try:
        deadline_s = time.monotonic() + START_WITHIN_S
        while not is_healthy():
            assert process.poll() is None and time.monotonic() < deadline_s, (tmp_path / "output").read_text()
            time.sleep(0.1)
        assert Path(environ["DATABASE"]).exists()
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="containers are Linux")
def test_a_signal_before_python_has_begun_is_not_lost(image: Path, tmp_path: Path) -> None:
    command = dockerfile.only("CMD").words()
    at = command.index("python")
    signalled = ["sh", "-c", f'kill -{signal.SIGTERM.value} $$; exec "$0" "$@"']
    run = subprocess.run(
        [*as_the_first_process(), *command[:at], *signalled, *command[at:]],
        cwd=image,
        env=image_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=START_WITHIN_S,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
