"""Fixtures that all tests may use: real servers, and rooms on a stage. And what all tests need: files for a school of
clients, and of hypothesis the same examples in every run, however long one takes: a failure that comes and goes helps
nobody."""

import http
import http.client
import http.server
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import eventlet.wsgi  # noqa: F401
import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from app.server.server import allow_many_files
from tests.support import redis_server
from tests.support.running import ALL_WAYS, OTHER_WAYS, REDIS_WAY, Server, StartServer
from tests.support.stage import Stage

# eventlet.wsgi leaves copies of its own in this package, and a thread that uses those waits for ever.
http.client = sys.modules["http.client"]
http.server = sys.modules["http.server"]
allow_many_files()
settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("steady")

WAYS = {**ALL_WAYS, **(REDIS_WAY if redis_server.PROGRAM else {})}
LANES = (
    "tests/browser/test_[a-g]",
    "tests/browser/test_[h-l]",
    "tests/browser/",
    "tests/hostile/test_rows_",
    "tests/hostile/",
    *(rf"tests/integration/.*[\[-]{way}\b" for way in WAYS),
)
"""Tests of one lane take turns, where tests run side by side: they look at the clock, or share one live server."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Each lane in one process. (`--dist loadgroup` would do it, but writes its groups into a field that pytest 9.2 no
    longer reads.)"""
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = _lane_of
    return scheduler


def _lane_of(nodeid: str) -> str:
    return next((lane for lane in LANES if re.match(lane, nodeid)), nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if redis_server.PROGRAM is None:
        terminalreporter.write_line(redis_server.LEFT_OUT)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever the server runs on and however its messages leave, its users notice nothing: each integration test runs
    in all ways, but for those of the fast delivery and those that choose by themselves what their servers run on."""
    chooses = {"redis", "async_mode"} & set(metafunc.fixturenames)
    if Path(__file__).parent / "integration" in metafunc.definition.path.parents and not chooses:
        is_fast_only = metafunc.definition.get_closest_marker("fast_delivery")
        ways = [way for way in WAYS if not is_fast_only or way not in OTHER_WAYS]
        metafunc.parametrize("way", ways, scope="session")


@pytest.fixture(scope="session")
def way() -> str:
    """How the servers of a test serve, deliver and store."""
    return "fast"


@pytest.fixture(scope="session")
def server(way: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that need no other; each test makes rooms of its own."""
    log_file = tmp_path_factory.mktemp("server") / "output"
    yield from _running(Server(":memory:", log_file, ROOMS_PER_MINUTE="100000", **WAYS[way]))


@pytest.fixture
def start_server(way: str, tmp_path: Path) -> Iterator[StartServer]:
    """Start a server with settings of one's own, on a database file that outlives it. All are stopped at the end."""
    started: list[Server] = []

    def start(**environ: str) -> Server:
        number = len(started)
        settings = {**WAYS[way], **environ}
        started.append(Server(tmp_path / f"{number}.sqlite3", tmp_path / f"{number}.output", **settings))
        return started[-1].start()

    yield start
    for server in started:
        if server.process is not None:
            server.kill()


def _running(server: Server) -> Iterator[Server]:
    server.start()
    yield server
    code = server.terminate()
    assert code == 0, f"the server ended with {code}:\n{server.output}"
    assert "Traceback" not in server.output, server.output


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Rooms with a store, a clock and timers in hand."""
    with Stage() as stage:
        yield stage
