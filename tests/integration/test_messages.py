"""What is refused, with which code, over a real socket; and that a refusal changes nothing."""

from typing import Any

import pytest

from app.wire.messages import MESSAGE_BURST
from tests.support.clients import Client, Message, create_room, http
from tests.support.running import Server
from tests.support.wrong_codes import check_wrong_codes

WRONG: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, "x", "x" * 3000, [], {}, [1], {"a": 1})

REQUESTS: dict[str, dict[str, Any]] = {
    "join": {"v": 1, "code": "BRRRRR", "role": "worker"},
    "clock": {"t0": 1.0},
    "sync": {"seq": 0},
    "shown": {"generation": 0, "at_ms": 1.0},
}
COMMANDS: dict[str, dict[str, Any]] = {
    "arrive": {"generation": 0},
    "abort": {"generation": 0},
    "reset": {"generation": 0},
    "drop": {"worker": 1},
    "nudge": {"worker": 1},
    "remove_all_since": {"at_ms": 0},
    "add_robots": {"count": 1},
}
CONFIGURE = ("parties", "timeout_s", "phases", "door", "lead_ms", "gone", "gone_after_s", "names", "language")
FINE = {("parties", "1.5"), ("timeout_s", "None"), ("timeout_s", "1.5")}


@pytest.fixture
def code(server: Server) -> str:
    return str(create_room(server.url, hosted=False)["code"])


@pytest.mark.parametrize("payload", [*WRONG, float("1e308")], ids=lambda p: repr(p)[:12])
def test_a_payload_that_is_no_object_is_a_bad_request(server: Server, payload: object) -> None:
    with Client(server.url) as client:
        for event in (*REQUESTS, "command"):
            assert client.call(event, payload)["error"] == "bad_request"


@pytest.mark.parametrize("wrong", WRONG, ids=lambda p: repr(p)[:12])
def test_a_field_of_the_wrong_type_is_a_bad_request_and_changes_nothing(
    server: Server, code: str, wrong: object
) -> None:
    before = None
    for name, good in COMMANDS.items():
        with Client(server.url) as client:
            client.join(code)
            before = http("GET", f"{server.url}/api/rooms/{code}")[1]
            for field in good:
                if wrong == good[field] or (isinstance(wrong, bool) and good[field] is wrong):
                    continue
                answer = client.command(name, **{**good, field: wrong})
                assert answer["error"] == "bad_request", (name, field)
            after = http("GET", f"{server.url}/api/rooms/{code}")[1]
            assert {**after, "now_ms": 0} == {**before, "now_ms": 0}
            client.command("leave")


@pytest.mark.parametrize("field", CONFIGURE)
def test_configure_refuses_wrong_values(server: Server, code: str, field: str) -> None:
    with Client(server.url) as client:
        client.join(code)
        for wrong in (True, -1, 10**30, "x", {}, {"a": 1}):
            assert client.command("configure", **{field: wrong})["error"] == "bad_request", wrong


def test_unknown_keys_are_ignored(server: Server, code: str) -> None:
    with Client(server.url) as client:
        assert client.join(code, whatever=[1, 2])["ok"]
        assert client.command("arrive", generation=0, colour="red")["ok"]
        assert client.call("clock", {"t0": 1, "x": None})["t0"] == 1


def test_every_acknowledgement_tells_the_server_s_clock(server: Server, code: str) -> None:
    with Client(server.url) as client:
        first_ms = client.call("clock", {"t0": 0})["t_ms"]
        told_ms = [
            client.join(code)["t_ms"],
            client.arrive()["t_ms"],
            client.call("sync", {"seq": 0})["t_ms"],
            client.call("shown", {"generation": 0, "at_ms": 0})["t_ms"],
            client.call("clock", {"t0": 0, "rtt_ms": 3.5})["t_ms"],
        ]
        assert [first_ms, *told_ms] == sorted([first_ms, *told_ms])


def test_what_comes_before_joining(server: Server, code: str) -> None:
    with Client(server.url) as client:
        assert client.arrive()["error"] == "not_joined"
        assert client.call("sync", {"seq": 0})["error"] == "not_joined"
        assert client.call("shown", {"generation": 0, "at_ms": 0})["error"] == "not_joined"
        assert client.call("clock", {"t0": 0})["ok"]


def test_join_is_checked(server: Server, code: str) -> None:
    with Client(server.url) as client:
        assert client.join(code, v=2)["error"] == "unsupported_version"
        assert client.join("BBBBBB")["error"] == "room_not_found"
        assert client.join("AEIOU1")["error"] == "room_not_found"
        assert client.join(code, role="king")["error"] == "bad_request"
        assert client.join(code, role="host", host_key="x")["error"] == "host_required"
        spelled = f" {code[:3].lower()}-{code[3:]} "
        assert client.join(spelled)["ok"]
        assert client.join(code)["error"] == "bad_request"


def test_a_viewer_has_no_seat(server: Server, code: str) -> None:
    with Client(server.url) as client:
        you = client.join(code, role="viewer")["you"]
        assert (you["role"], you["worker"]) == ("viewer", None)
        assert client.arrive()["error"] == "not_joined"
        assert client.command("reset", generation=0)["error"] == "not_joined"


def test_a_locked_door_lets_known_tokens_in_only(server: Server, code: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code)
        assert ana.command("configure", door="locked")["ok"]
        assert ben.join(code)["error"] == "room_locked"
        assert ben.join(code, token=ana.token)["you"]["worker"] == ana.worker


def test_who_is_kept_out_stays_out_until_let_in(server: Server, code: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code)
        ben.join(code)
        assert ana.command("drop", worker=ben.worker, keep_out=True)["ok"]
        ben.hear_notice("kept_out")
        assert "dropped" not in [notice["type"] for notice in ben.notices]
        with Client(server.url) as again:
            assert again.join(code, token=ben.token)["error"] == "kept_out"
            assert ana.command("let_in")["ok"]
            assert again.join(code, token=ben.token)["you"]["worker"] != ben.worker


def test_changing_the_parties_while_somebody_waits_needs_force(server: Server, code: str) -> None:
    with Client(server.url) as ana:
        ana.join(code)
        ana.arrive()
        assert ana.command("configure", parties=4)["error"] == "busy"
        assert ana.command("configure", parties=4, force=True)["ok"]
        assert ana.hear("configured")["parties"] == 4
        assert ana.hear("reset") | {"at_ms": 0} == {
            "type": "reset",
            "at_ms": 0,
            "generation": 1,
            "cause": "configure",
            "by": ana.worker,
            "waiting": [ana.worker],
        }


def test_a_nudge_reaches_one_screen(server: Server, code: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code)
        ben.join(code)
        assert ana.command("nudge", worker=ben.worker)["ok"]
        ben.hear_notice("nudge")
        assert ana.command("nudge", worker=99)["error"] == "worker_unknown"


def test_names_are_cleaned_and_faces_exist(server: Server, code: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        assert ana.join(code, name="  A\u202ena\u200b ", avatar="fox")["you"]["name"] == "Ana"
        assert ben.join(code, name="ana", avatar="<b>")["you"]["name"] == "ana 2"
        assert ana.joined["you"]["avatar"].startswith("fox-")
        answer = ana.command("rename", name="x" * 50, avatar="octopus-rose")
        assert (answer["name"], answer["avatar"]) == ("x" * 20, "octopus-rose")
        assert ana.command("rename", name="\u200b")["error"] == "bad_request"


def test_nobody_chooses_the_name_of_the_teacher_or_of_a_robot(server: Server, code: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        assert ana.join(code, name="Tеacher")["you"]["name"] == ben.join(code)["snapshot"]["workers"][0]["name"]
        assert "acher" not in ana.joined["you"]["name"]
        for name in ("Teacher", "Robot 3", "Pr0f."):
            refused = ana.command("rename", name=name)
            assert (refused["error"], "Choose another" in refused["message"]) == ("bad_request", True)
        assert ben.command("rename", worker=ana.worker, name="Host")["error"] == "bad_request"
        assert ana.command("rename", name="Аna")["name"] == "Аna"
        assert ben.command("rename", name="Ana")["name"] == "Ana 2"


def test_hidden_names_leave_the_server_nowhere(server: Server, code: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code, name="Anabel")
        ana.command("configure", names="hidden")
        assert "Anabel" not in str(ben.join(code))
        assert "Anabel" not in str(http("GET", f"{server.url}/api/rooms/{code}/log.json"))
        ana.command("rename", name="Anabella")
        ana.command("configure", names="shown")
        assert ben.hear("worker_renamed")["name"] == "Anabella"


def test_too_many_messages_are_refused(server: Server) -> None:
    with Client(server.url) as client:
        answers: list[Message] = []
        while not any(answer.get("error") == "rate_limited" for answer in answers):
            answers.clear()
            for _ in range(2 * MESSAGE_BURST):
                client.io.emit("clock", {"t0": 0}, callback=answers.append)
            client.until(lambda: len(answers) == 2 * MESSAGE_BURST)


def test_the_eleventh_wrong_code_waits_and_a_good_one_passes(start_server: Any) -> None:
    server = start_server()

    def try_code() -> str:
        with Client(server.url) as client:
            return str(client.join("BBBBBB")["error"])

    check_wrong_codes(try_code)
    with Client(server.url) as client:
        assert client.join("BRRRRR")["ok"]


def test_an_unknown_message_is_answered(server: Server) -> None:
    with Client(server.url) as client:
        assert client.call("dance", {})["error"] == "unknown_event"
