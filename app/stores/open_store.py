"""The store that the settings name."""

from app.settings import Settings
from app.stores.base import Line, StoreError
from app.stores.sqlite import SqliteStore


def open_store(settings: Settings) -> Line:
    """The store that the settings name.

    Raises:
        StoreError: it cannot be opened; the message is a sentence for the person who starts the server.
    """
    if settings.redis_url:
        raise StoreError("REDIS_URL is set, but this version keeps its rooms in a file. Unset it to start.")
    return SqliteStore(settings.database)
