"""What programs ask of a room: its texts are clean, and no table runs them."""

import csv

import pytest
from flask.testing import FlaskClient

from app.web import guard


def new_room(client: FlaskClient, **rules: object) -> str:
    return str(client.post("/api/rooms", json={"hosted": False, **rules}).get_json()["code"])


def test_phases_are_cleaned_as_names_are(client: FlaskClient) -> None:
    code = new_room(client, phases=["\u202eresearch\u200b", "  two \n words"])
    assert client.get(f"/api/rooms/{code}").get_json()["phases"] == ["research", "two words"]
    refused = client.post("/api/rooms", json={"phases": ["\u200b"]})
    assert (refused.status_code, refused.get_json()["error"]) == (400, "bad_request")


def test_no_cell_of_the_table_is_a_formula(client: FlaskClient) -> None:
    code = new_room(client, phases=["=cmd|' /C calc'!A0", "＋1"])
    assert client.post(f"/api/rooms/{code}/workers", json={"name": "＝SUM(1)"}).status_code == 201
    table = client.get(f"/api/rooms/{code}/timeline.csv").get_data(as_text=True)
    (row,) = csv.DictReader(table.splitlines())
    assert (row["name"], row["phase"]) == ("'＝SUM(1)", "'=cmd|' /C calc'!A0")
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "@", "＝", "＋"))]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("a;=cmd|'/c calc'!A0", "a;'=cmd|'/c calc'!A0"),
        ("a, +1", "a,' +1"),
        ('a"-1', "a\"'-1"),
        ("a';＠B1", "a';'＠B1"),
        ("Ana-Maria = O'Neil", "Ana-Maria = O'Neil"),
    ],
)
def test_no_part_of_a_cell_is_a_formula_where_another_sign_separates(client: FlaskClient, name: str, cell: str) -> None:
    code = new_room(client)
    assert client.post(f"/api/rooms/{code}/workers", json={"name": name}).status_code == 201
    (row,) = csv.DictReader(client.get(f"/api/rooms/{code}/timeline.csv").get_data(as_text=True).splitlines())
    assert row["name"] == cell


def test_a_qr_code_is_no_larger_than_an_address() -> None:
    assert guard.refusal_of({"HTTP_HOST": "a" * 253 + ":65535"}) is None
    refused = guard.refusal_of({"HTTP_HOST": "a" * 2900})
    assert refused is not None
    assert refused.status.startswith("400")
