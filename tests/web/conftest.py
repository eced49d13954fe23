"""What tests of HTTP share."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app.server.application import Application
from app.settings import Settings
from app.stores.sqlite import SqliteStore


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    """Of an application without a server: no socket, no thread."""
    application = Application(Settings(database=":memory:"), SqliteStore(":memory:"))
    with application.flask.test_client() as client:
        yield client
    application.close()
