"""How the parts are put together."""

from pathlib import Path

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
        "SeatNews",
        "Waits",
        "ProgramPresence",
        "Reports",
        "Here",
        "Processes",
    ]


def test_the_health_check_says_what_acknowledged_means(tmp_path: Path) -> None:
    said = []
    for database in (":memory:", str(tmp_path / "rooms.sqlite3")):
        application = Application(Settings(database=database), SqliteStore(database))
        with application.flask.test_client() as client:
            said.append(client.get("/healthz").get_json()["durability"])
        application.close()
    assert said == ["memory", "file"]
