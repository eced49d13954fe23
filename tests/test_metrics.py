"""The page for Prometheus, read as Prometheus reads it."""

import http.client as http_client
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.metrics import Metrics
from app.server.application import Application
from app.settings import Settings
from app.stores.base import StoreError
from app.stores.sqlite import SqliteStore
from tests.support.clients import Client, Message, create_room, http, metrics, metrics_page
from tests.support.running import Server, StartServer


def test_two_applications_count_for_themselves() -> None:
    first, other = (Application(Settings(database=":memory:"), SqliteStore(":memory:")) for _ in range(2))
    with first.flask.test_client() as client:
        client.get("/api/rooms/BBBBBB")
        page = client.get("/metrics")
    assert page.content_type.startswith("text/plain; version=0.0.4")
    mine, others = (
        f'all_aboard_refusals_total{{code="room_not_found",process="{application.rooms.process}"}}'
        for application in (first, other)
    )
    assert f"{mine} 1.0" in page.text
    assert f"{others} 0.0" in other.metrics.page().decode()
    assert mine != others
    first.close()
    other.close()


def test_greenlets_are_not_counted_for_each_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter((3, 4))
    monkeypatch.setattr("app.metrics.n_greenlets", lambda: next(counts))
    metrics = Metrics("p", n_rooms=lambda: 0, n_connections=lambda: 0, is_serving=lambda: True)
    assert [b'all_aboard_greenlets{process="p"} 3.0' in metrics.page() for _ in range(2)] == [True, True]
    assert next(counts) == 4


def test_the_page_counts_what_happens(start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url, hosted=False, lead_ms=900)["code"]  # so long ahead is a report believed
    with Client(server.url) as ana, Client(server.url) as ben:
        before = metrics(server.url)
        ana.join(code)
        ben.join(code)
        ana.arrive()
        ben.arrive()
        trip = ana.hear("tripped")
        answers: list[Message] = []
        for screen, off_ms in ((ana, 0), (ben, 20)):
            shown = {"generation": 0, "at_ms": trip["release_at_ms"] + off_ms, "heard_at_ms": trip["at_ms"]}
            screen.io.emit("shown", shown, callback=answers.append)
        ana.until(lambda: len(answers) == 2)
        assert ana.arrive(5)["error"] == "future_generation"
        ana.io.call("nonsense", {})
        ana.until(lambda: metrics(server.url)["all_aboard_release_spread_seconds_count"] == 1)
        after = metrics(server.url)
    grown = {name: value - before.get(name, 0) for name, value in after.items()}
    assert grown["all_aboard_rooms"] == 1
    assert after["all_aboard_connections"] == 2
    assert grown["all_aboard_arrivals_total"] == 2
    assert grown["all_aboard_releases_total"] == 1
    assert grown['all_aboard_messages_total{event="join"}'] == 2
    assert grown['all_aboard_messages_total{event="command"}'] == 3
    assert grown['all_aboard_messages_total{event="shown"}'] == 2
    assert grown['all_aboard_messages_total{event="unknown"}'] == 1
    assert grown['all_aboard_refusals_total{code="future_generation"}'] == 1
    assert grown['all_aboard_refusals_total{code="unknown_event"}'] == 1
    assert grown["all_aboard_broadcast_seconds_count"] >= 2
    assert after["all_aboard_release_spread_seconds_sum"] == pytest.approx(0.02)
    assert after["all_aboard_loop_lag_seconds_count"] > 0


def test_it_tells_nothing_of_rooms_and_people(start_server: StartServer) -> None:
    server = start_server()
    code = create_room(server.url, hosted=False)["code"]
    with Client(server.url) as ana:
        ana.join(code, name="Zuleika")
        http("GET", f"{server.url}/api/rooms/BBBBBB")
        page = metrics_page(server.url)
    assert not re.search(f"{code}|Zuleika|BBBBBB", page)
    families = list(text_string_to_metric_families(page))
    labels = {label for family in families for sample in family.samples for label in sample.labels}
    assert labels == {"code", "event", "le", "process"}


def test_a_token_keeps_strangers_out() -> None:
    application = Application(Settings(database=":memory:", metrics_token="prometheus"), SqliteStore(":memory:"))
    with application.flask.test_client() as client:
        statuses = [
            client.get("/metrics", headers=headers).status_code
            for headers in (
                {},
                {"Authorization": "Bearer Prometheus"},
                {"Authorization": "Bearer prometheu"},
                {"Authorization": "Bearer prometh\xe9us"},
                {"Authorization": "Basic prometheus"},
                {"Authorization": "Bearer prometheus"},
            )
        ]
        assert client.get("/healthz").status_code == 200
    assert statuses == [401, 401, 401, 401, 401, 200]
    application.close()


def test_a_process_that_ends_or_has_lost_its_store_serves_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore(":memory:")
    application = Application(Settings(database=":memory:"), store)

    def is_serving() -> bool:
        page = application.metrics.page().decode()
        return bool(re.search(r"^all_aboard_serving\{.*\} 1\.0$", page, re.MULTILINE))

    def is_gone() -> None:
        raise StoreError("gone")

    assert is_serving()
    with monkeypatch.context() as patch:
        patch.setattr(store, "check", is_gone)
        assert not is_serving()
    application.stop()
    assert not is_serving()
    application.close()


def test_who_asks_again_may_reach_another_process(server: Server) -> None:
    connection = http_client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/metrics")
    answer = connection.getresponse()
    assert answer.read()
    assert answer.will_close
    connection.close()
