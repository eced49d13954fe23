"""One line a second for each cause."""

import logging
from collections.abc import Iterator

import pytest

from app.lib.logs import OncePerSecond


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[logging.Logger]:
    limit = OncePerSecond()
    caplog.handler.addFilter(limit)
    yield logging.getLogger("tests.log_limit")
    caplog.handler.removeFilter(limit)


def complain(log: logging.Logger, created_s: float, number: int, error: type[Exception] = ValueError) -> None:
    exc_info = (error, error("x"), None)
    record = log.makeRecord(log.name, logging.ERROR, "file.py", 1, "complaint %d", (number,), exc_info)
    record.created = created_s
    log.handle(record)


def test_the_first_is_written_and_the_next_says_how_many_were_not(
    log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(5):
        complain(log, 100.0 + number / 10, number)
    complain(log, 101.0, 5)
    complain(log, 102.5, 6)
    assert caplog.messages == ["complaint 0", "complaint 5 (and 4 more like this before)", "complaint 6"]


def test_another_cause_is_another_line(log: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    complain(log, 100.0, 0)
    complain(log, 100.0, 1, KeyError)
    assert caplog.messages == ["complaint 0", "complaint 1"]
