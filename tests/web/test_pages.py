"""What the pages of rooms answer where there is no room, or none may be looked for."""

import re

import pytest
from flask.testing import FlaskClient

from app.core.refusals import Refusal
from app.rooms.live_room import LiveRoom
from app.rooms.rooms import Rooms
from app.wire.messages import GUESSES_PER_MINUTE, WRONG_CODES_PER_MINUTE


def test_after_too_many_wrong_codes_a_page_asks_again_by_itself(client: FlaskClient) -> None:
    statuses = {client.get("/BBBBBB").status_code for _ in range(WRONG_CODES_PER_MINUTE)}
    assert statuses == {404}
    answer = client.get("/BBBBBB/host")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, int(answer.headers["Retry-After"]) <= 60) == (429, True)
    assert re.search(r'http-equiv="refresh" content="\d+"', page)
    assert "room BBB BBB" in page
    code = client.post("/api/rooms", json={}).get_json()["code"]
    assert client.get(f"/{code}").status_code == 200


@pytest.mark.parametrize("page", ["", "/host", "/report"])
def test_a_page_whose_room_cannot_be_read_asks_again_by_itself(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    code = client.post("/api/rooms", json={}).get_json()["code"]

    def find(*_: object) -> LiveRoom:
        raise Refusal("unavailable")

    monkeypatch.setattr(Rooms, "find", find)
    answer = client.get(f"/{code}{page}")
    assert (answer.status_code, answer.headers["Retry-After"], answer.mimetype) == (503, "5", "text/html")
    assert 'http-equiv="refresh" content="5"' in answer.get_data(as_text=True)
    assert client.get(f"/api/rooms/{code}").get_json()["error"] == "unavailable"


ENTRANCES = ("/{}", "/{}/report", "/{}/qr.svg", "/{}/take-home.py", "/api/rooms/{}", "/remote_barrier.py?room={}")


def answer_to(client: FlaskClient, entrance: str, code: str) -> tuple[int, str]:
    """Status, and the text but for the code and the seconds to wait."""
    answer = client.get(entrance.format(code))
    text = answer.get_data(as_text=True).replace(f"{code[:3]} {code[3:]}", code).replace(code, "")
    return answer.status_code, re.sub(r"content=\"\d+", "", text)


def test_who_guesses_on_hears_the_same_of_every_entrance(client: FlaskClient) -> None:
    elsewhere = {"REMOTE_ADDR": "198.51.100.1"}
    code = client.post("/api/rooms", json={}, environ_base=elsewhere).get_json()["code"]
    for _ in range(GUESSES_PER_MINUTE + 1):
        client.get("/remote_barrier.py?room=BBBBBB")
    for entrance in ENTRANCES:
        right, wrong = (answer_to(client, entrance, guess) for guess in (code, "BBBBBB"))
        assert right == wrong
        assert right[0] == 429
    assert client.get(f"/{code}", environ_base=elsewhere).status_code == 200


def test_what_browsers_look_for_by_themselves_is_no_code(client: FlaskClient) -> None:
    for path in ("/favicon.ico", "/robots.txt", "/apple-touch-icon.png") * 10:
        assert client.get(path).status_code == 404
    assert client.get("/BBBBBB").status_code == 404
