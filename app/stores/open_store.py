"""The store that the settings name."""

from app.settings import Settings
from app.stores.base import Line
from app.stores.sqlite import SqliteStore


def open_store(settings: Settings) -> Line:
    """The store that the settings name.

    Raises:
        StoreError: it cannot be opened; the message is a sentence for the person who starts the server.
    """
    if settings.redis_url:
        from app.stores.redis import RedisStore  # only where it is used, after the standard library is patched

        return RedisStore(settings.redis_url)
    return SqliteStore(settings.database)
