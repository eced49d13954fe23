"""Whole rounds, over real sockets."""

import pytest

from tests.support.clients import Client, Message, create_room, http
from tests.support.running import Server


@pytest.fixture
def room(server: Server) -> str:
    """The code of a fresh open room."""
    return str(create_room(server.url, hosted=False)["code"])


def test_nobody_goes_before_the_third_and_all_go_at_one_moment(server: Server, room: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben, Client(server.url) as chloe:
        for client in (ana, ben, chloe):
            client.join(room)
        assert ana.arrive()["index"] == 0
        assert ben.arrive()["index"] == 1
        chloe.hear("arrived", worker=ben.worker)
        assert not [event for event in chloe.events if event["type"] == "tripped"]
        answer = chloe.arrive()
        assert (answer["ok"], answer["generation"], answer["index"], answer["seq"]) == (True, 0, 2, 7)
        trips = [client.hear("tripped") for client in (ana, ben, chloe)]
        assert trips[0] == trips[1] == trips[2]
        assert trips[0]["order"] == [ana.worker, ben.worker, chloe.worker]
        assert trips[0]["release_at_ms"] == trips[0]["at_ms"] + 400


def test_fifty_presses_are_one_arrival(server: Server, room: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(room)
        ben.join(room)
        answers = [ana.arrive() for _ in range(40)]
        assert {(a.get("index"), a.get("error")) for a in answers} <= {(0, None), (None, "rate_limited")}
        snapshot = http("GET", f"{server.url}/api/rooms/{room}")[1]
        assert [waiter["worker"] for waiter in snapshot["barrier"]["waiting"]] == [ana.worker]


def test_the_answer_is_the_same_after_the_release(server: Server, room: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(room)
        ben.join(room)
        first = [ana.arrive(), ben.arrive()]
        again = [ana.arrive(), ben.arrive()]
        assert [(a["generation"], a["index"]) for a in again] == [(a["generation"], a["index"]) for a in first]


def test_a_reload_keeps_the_seat_and_the_place(server: Server, room: str) -> None:
    with Client(server.url) as ben:
        ben.join(room)
        with Client(server.url) as ana:
            ana.join(room, name="Ana")
            ana.arrive()
            token = ana.token
        ben.hear("presence", connected=False)
        with Client(server.url) as again:
            you = again.join(room, token=token)["you"]
            assert (you["name"], you["waiting"]["index"]) == ("Ana", 0)
            ben.hear("presence", connected=True)
            ben.arrive()
            again.hear("tripped")


def test_an_older_connection_is_superseded(server: Server, room: str) -> None:
    with Client(server.url) as old, Client(server.url) as new:
        old.join(room)
        new.join(room, token=old.token)
        old.hear_notice("superseded")
        old.until(lambda: not old.io.connected)
        assert new.joined["you"]["worker"] == old.worker
        assert new.arrive()["ok"]


def test_an_unknown_token_is_never_adopted(server: Server, room: str) -> None:
    with Client(server.url) as ana:
        ana.join(room, token="A" * 22)
        assert ana.token != "A" * 22


def test_break_it_and_reset(server: Server, room: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(room)
        ben.join(room)
        ana.arrive()
        assert ben.command("abort", generation=0)["ok"]
        assert ana.hear("broken")["waiting"] == [ana.worker]
        assert ana.arrive()["error"] == "barrier_broken"
        assert ben.command("abort", generation=0)["ok"], "again on a broken barrier: ok, and nothing happens"
        assert ben.command("reset", generation=0)["ok"]
        assert ana.hear("reset")["generation"] == 1
        assert ana.arrive(0)["error"] == "stale_generation"
        assert ana.arrive(2)["error"] == "future_generation"
        assert ana.arrive(1)["index"] == 0


def test_a_stale_answer_brings_what_was_missed(server: Server, room: str) -> None:
    with Client(server.url) as ana, Client(server.url) as phone:
        ana.join(room)
        phone.join(room, view="brief")
        ana.command("reset", generation=0)
        assert ana.arrive(0)["snapshot"]["barrier"]["generation"] == 1
        assert phone.arrive(0)["brief"]["generation"] == 1


def test_let_go_of_the_last_missing_opens_the_barrier(server: Server) -> None:
    made = create_room(server.url, hosted=True)
    code, key = made["code"], made["host_key"]
    with Client(server.url) as host, Client(server.url) as ana, Client(server.url) as ben:
        host.join(code, role="host", host_key=key)
        ana.join(code)
        ben.join(code)
        assert ana.arrive()["error"] == "in_lobby"
        assert ana.command("start")["error"] == "host_required"
        assert host.command("start")["ok"]
        assert ana.arrive()["index"] == 0
        assert host.command("drop", worker=ben.worker)["ok"]
        assert ana.hear("tripped")["cause"] == "departure"
        ben.hear_notice("dropped")
        assert ben.arrive()["error"] == "not_joined"


def test_a_brief_says_it_all_in_little(server: Server, room: str) -> None:
    with Client(server.url) as phone, Client(server.url) as ana:
        phone.join(room, view="brief")
        ana.join(room)
        phone.arrive()
        ana.arrive()
        phone.until(lambda: bool(phone.briefs) and phone.briefs[-1]["generation"] == 1)
        last = phone.briefs[-1]["last"]
        assert (last["generation"], last["outcome"]) == (0, "released")
        assert not phone.events


def test_the_view_can_be_changed(server: Server, room: str) -> None:
    with Client(server.url) as phone, Client(server.url) as ana:
        phone.join(room, view="brief")
        answer = phone.call("sync", {"seq": 0, "view": "full"})
        phone.seq = answer["snapshot"]["seq"]
        ana.join(room)
        phone.hear("worker_joined", worker=ana.worker)
        assert not phone.gaps


def test_sync_tells_the_events_that_were_missed(server: Server, room: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        before = ana.join(room)["snapshot"]["seq"]
        ben.join(room)
        answer = ana.call("sync", {"seq": before})
        assert [event["type"] for event in answer["events"]] == ["worker_joined"]
        assert answer["seq"] == before + 1
        assert "snapshot" in ana.call("sync", {"seq": 10_000})


def test_a_time_limit_breaks_the_barrier_never_early(server: Server, room: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(room)
        ben.join(room)
        ana.command("configure", timeout_s=0.3)
        ana.arrive()
        arrived, broken = ben.hear("arrived"), ben.hear("broken")
        assert broken["cause"] == "timeout"
        assert broken["at_ms"] - arrived["at_ms"] >= 300


def test_robots_arrive_and_make_no_release_without_the_visitor(server: Server, room: str) -> None:
    with Client(server.url) as ana:
        ana.join(room)
        assert ana.command("add_robots", count=2, pace="quick")["workers"] == [2, 3]
        ana.hear("arrived", worker=2)
        ana.hear("arrived", worker=3)
        assert not [event for event in ana.events if event["type"] == "tripped"]
        ana.arrive()
        assert sorted(ana.hear("tripped")["order"]) == [1, 2, 3]


def test_who_stays_away_from_an_open_room_is_let_go(server: Server, room: str) -> None:
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(room)
        chloe = Client(server.url)
        chloe.join(room)
        ben.join(room)
        ana.command("configure", gone_after_s=5)
        ana.arrive()
        ben.arrive()
        chloe.close()
        left = ana.hear("worker_left")
        away = ana.hear("presence", connected=False)
        assert (left["reason"], left["parties"]) == ("gone", 2)
        assert left["at_ms"] - away["at_ms"] >= 5000
        assert ana.hear("tripped")["cause"] == "departure"


def test_polling_plays_a_whole_round(server: Server, room: str) -> None:
    with Client(server.url, transport="polling") as ana, Client(server.url) as ben:
        ana.join(room)
        ben.join(room)
        ben.arrive()
        ana.arrive()
        ana.hear("tripped")
        ana.command("reset", generation=1)
        ana.hear("reset")
        assert not ana.gaps


def test_screens_report_when_they_changed_and_those_that_draw_the_room_hear_of_it(server: Server, room: str) -> None:
    spreads: list[Message] = []
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.io.on("spread", spreads.append)
        ana.join(room)
        ben.join(room, view="brief")
        ana.arrive()
        ben.arrive()
        trip = ana.hear("tripped")
        moment_ms = trip["release_at_ms"]
        assert ana.call(
            "shown", {"generation": 0, "at_ms": moment_ms - 3.5, "heard_at_ms": trip["at_ms"], "error_ms": 1}
        )
        assert ben.call("shown", {"generation": 0, "at_ms": moment_ms + 4})
        ana.until(lambda: bool(spreads) and spreads[-1]["n_changed"] == 2, "for the spread")
        told = spreads[-1]
        assert (told["generation"], told["screens"], told["n_changed"], told["within_ms"]) == (0, 2, 2, 8)
        assert (told["error_ms"], told["n_unsure"]) == (1, 1)
