"""Five hundred programs may wait in one room: what docs/protocol.md promises them."""

from pathlib import Path

import pytest

from tests.support.running import StartServer
from trials.load import programs

MAX_MEMORY_MB = 20
MAX_RELEASE_MS = 15_000
"""No request is answered only because its time is over; how fast they go, the comparison says."""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell a server's memory")
def test_five_hundred_programs_cost_little_and_go_at_once(start_server: StartServer) -> None:
    server = start_server()
    programs.measure(server, programs.N_WARM)
    found = programs.measure(server, programs.N_PROGRAMS)
    assert found.memory_mb < MAX_MEMORY_MB
    assert found.release_ms < MAX_RELEASE_MS
