"""A server that is told to stop while it starts."""

import os
import subprocess
import sys

import pytest

from tests.support.running import ROOT, START_WITHIN_S, as_the_first_process

SIGNALLED_AT = """
import os, runpy, signal, sys
event, name = sys.argv.pop(1), sys.argv.pop(1)
def hook(happening, arguments):
    if happening == event and name in map(str, arguments[:1]):
        os.kill(os.getpid(), signal.SIGTERM)
sys.addaudithook(hook)
sys.argv[0] = "app"
runpy.run_module("app", run_name="__main__", alter_sys=True)
"""
"""Runs the server, which gets SIGTERM when this happens (an audit event of Python and its first argument)."""
MOMENTS = [
    ("import", "app.lib.streams"),
    ("import", "app.settings"),
    ("import", "eventlet"),
    ("import", "app.server.application"),
    ("sqlite3.connect", ":memory:"),
]


@pytest.mark.parametrize(("event", "name"), MOMENTS)
def test_sigterm_ends_a_server_that_starts(event: str, name: str) -> None:
    run = subprocess.run(
        [*as_the_first_process(), sys.executable, "-c", SIGNALLED_AT, event, name],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORT": "0", "DATABASE": ":memory:"},
        capture_output=True,
        text=True,
        timeout=START_WITHIN_S,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
