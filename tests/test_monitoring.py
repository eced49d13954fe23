"""The Grafana board and the alarms in docs/operations.md ask for numbers that the server has."""

import json
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.server.application import Application
from app.settings import Settings
from app.stores.sqlite import SqliteStore
from tests.support.documents import OPERATIONS, table
from tests.support.running import ROOT

BOARD = json.loads((ROOT / "docs" / "grafana.json").read_text())
PANELS = BOARD["panels"]
ASKED = {
    **{f"{panel['title']} {target['refId']}": target["expr"] for panel in PANELS for target in panel["targets"]},
    **{alarm: re.findall(r"`([^`]+)`", row)[0] for alarm, row in table("alarm", OPERATIONS).items()},
}
NUMBER = r"\b((?:all_aboard|process)_\w+)\b"
OF_PROMETHEUS = {"up", "instance", "job"}


@pytest.fixture(scope="module")
def labels() -> dict[str, set[str]]:
    """Of each number of /metrics."""
    application = Application(Settings(database=":memory:"), SqliteStore(":memory:"))
    application.metrics.release_spread_s.observe(0.01)
    page = application.metrics.page().decode()
    application.close()
    return {
        sample.name: set(sample.labels) for family in text_string_to_metric_families(page) for sample in family.samples
    }


@pytest.mark.parametrize("query", ASKED.values(), ids=ASKED)
def test_each_number_exists_with_its_labels(query: str, labels: dict[str, set[str]]) -> None:
    numbers = set(re.findall(NUMBER, query))
    assert numbers <= set(labels), numbers - set(labels)
    assert numbers or re.search(r"\bup\b", query), "asks for nothing"
    known = set.union(OF_PROMETHEUS, *(labels[name] for name in numbers))
    grouped = {name.strip() for names in re.findall(r"\bby \(([^)]*)\)", query) for name in names.split(",")}
    chosen = set(re.findall(r"[{,]\s*(\w+)\s*(?:=|!)", query))
    assert grouped | chosen <= known
    assert all(query.count(left) == query.count(right) for left, right in ("()", "[]", "{}"))


@pytest.mark.parametrize("query", ASKED.values(), ids=ASKED)
def test_what_only_grows_is_asked_for_its_growth(query: str) -> None:
    for name in re.findall(NUMBER, query):
        if name.endswith(("_total", "_bucket", "_sum", "_count")):
            assert re.search(rf"\b(?:rate|increase)\({name}(?:{{[^}}]*}})?\[", query), name


@pytest.mark.parametrize("query", ASKED.values(), ids=ASKED)
def test_what_goes_up_and_down_is_asked_for_over_time(query: str) -> None:
    """Each scrape reaches any one of the processes of WEB_CONCURRENCY: the others' numbers of now are missing."""
    for name in re.findall(NUMBER, query):
        if not name.endswith(("_total", "_bucket", "_sum", "_count")) and f"absent({name})" not in query:
            assert re.search(rf"\b(?:last|max)_over_time\({name}(?:{{[^}}]*}})?\[", query), name


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_a_legend_names_labels_that_are_left(panel: dict[str, object]) -> None:
    for target in panel["targets"]:  # type: ignore[attr-defined]
        named = set(re.findall(r"{{(\w+)}}", target["legendFormat"]))
        grouped = {
            name.strip() for names in re.findall(r"\bby \(([^)]*)\)", target["expr"]) for name in names.split(",")
        }
        assert named == grouped - {"le"}


def test_panels_do_not_cover_each_other() -> None:
    cells = [
        (x, y)
        for panel in PANELS
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


def test_the_reader_chooses_the_source() -> None:
    (variable,) = BOARD["templating"]["list"]
    assert variable["type"] == "datasource"
    assert {panel["datasource"]["uid"] for panel in PANELS} == {f"${{{variable['name']}}}"}
