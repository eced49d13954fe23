"""How the parts are put together."""

from app.server.application import Application
from app.settings import Settings
from app.stores.sqlite import SqliteStore


def test_the_parts_hear_of_a_change_in_this_order() -> None:
    store = SqliteStore(":memory:")
    application = Application(Settings(database=":memory:"), store)
    store.close()
    assert [type(listener).__name__ for listener in application.rooms.listeners] == [
        "Metrics",
        "Broadcast",
        "Robots",
        "ScreenReports",
        "HostPresence",
        "HostAddresses",
        "Sockets",
        "Waits",
        "ProgramPresence",
        "Reports",
        "Here",
        "Processes",
    ]
