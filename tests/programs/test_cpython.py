"""CPython's own tests of `threading.Barrier`, with ours in its place."""

import functools
import importlib.util
import unittest

import pytest

from app.web.remote_barrier import RemoteBarrier
from tests.support.running import Server

HAS_SUITE = importlib.util.find_spec("test.lock_tests") is not None

DEFAULT_TIMEOUT_S = 12.0
"""The suite's own are two seconds, in which five threads must come: over HTTP, and on a busy machine, they may not."""


@pytest.mark.usefixtures("patient")
@pytest.mark.skipif(not HAS_SUITE, reason="this Python comes without its test suite (Debian: libpython3-testsuite)")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_barrier_passes_the_tests_of_cpython(server: Server) -> None:
    lock_tests = importlib.import_module("test.lock_tests")

    class BarrierTests(lock_tests.BarrierTests):  # type: ignore[misc, name-defined]
        barriertype = staticmethod(functools.partial(RemoteBarrier.create, server.url))
        defaultTimeout = DEFAULT_TIMEOUT_S  # noqa: N815

    suite = unittest.defaultTestLoader.loadTestsFromTestCase(BarrierTests)
    result = unittest.TestResult()
    suite.run(result)
    assert result.testsRun >= 10
    assert not [text for _, text in result.failures + result.errors]
