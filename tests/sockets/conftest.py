"""An application whose budgets are not filled again while a test lasts."""

from collections.abc import Iterator

import pytest

from app.server.application import Application
from app.settings import Settings
from app.stores.sqlite import SqliteStore


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setattr("app.lib.limits.time.monotonic", lambda: 100.0)
    application = Application(Settings(async_mode="threading", database=":memory:"), SqliteStore(":memory:"))
    yield application
    application.close()
