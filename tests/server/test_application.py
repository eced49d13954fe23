"""How the parts are put together."""

from pathlib import Path

import pytest

from app.server.application import MOVE_PER_S, Application
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


@pytest.mark.parametrize(("others_for_each", "paces"), [(0, []), (1 / 4, [MOVE_PER_S / 4]), (3, [MOVE_PER_S])])
def test_screens_are_sent_to_others_no_faster_than_these_let_them_in(
    monkeypatch: pytest.MonkeyPatch, others_for_each: float, paces: list[float]
) -> None:
    application = Application(Settings(database=":memory:"), SqliteStore(":memory:"))
    asked: list[float] = []
    monkeypatch.setattr(application.rooms.peers, "others_for_each", lambda **_: others_for_each)
    monkeypatch.setattr(application.sockets.connections, "end_all", lambda per_s, *_: asked.append(per_s))
    application.stop(with_siblings=True)
    application.move(lambda _s: None)
    application.close()
    assert asked == paces
