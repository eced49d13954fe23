"""Workers that are programs, over HTTP."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from app.web.programs_api import MAX_HOLD_S
from tests.support.clients import DEADLINE_S, Client, Message, create_room, http
from tests.support.programs.threads import until
from tests.support.running import Server, StartServer
from trials.hostile.raw import connection, head


class Program:
    """A worker by HTTP alone, as curl is one."""

    pool = ThreadPoolExecutor(max_workers=20)

    def __init__(self, server: Server, code: str, name: str = "Ana", **fields: object) -> None:
        self.room = f"{server.url}/api/rooms/{code}"
        status, seat = http("POST", f"{self.room}/workers", {"name": name, **fields})
        assert status == 201
        self.worker, self.token = seat["worker"], seat["token"]
        self.generation = 0
        """Of its next arrival, as far as it knows."""

    def post(self, call: str, **body: object) -> tuple[int, Message]:
        return http("POST", f"{self.room}/{call}", body, bearer=self.token)

    def wait(self, ticket: str = "one", **body: object) -> Message:
        """The answer. After "waiting" it asks again, unless `hold_s` is given."""
        deadline_s = time.monotonic() + DEADLINE_S
        while True:
            status, answer = self.post("wait", ticket=ticket, **body)
            if answer.get("state") == "released":
                self.generation = max(self.generation, answer["generation"] + 1)
            if "hold_s" in body or answer.get("state") != "waiting":
                return answer | {"status": status}
            assert time.monotonic() < deadline_s, answer

    def begin_wait(self, ticket: str = "one", **body: object) -> "Future[Message]":
        """Wait in the background, and come back when the arrival is there."""
        answer = self.pool.submit(self.wait, ticket, **body)
        until(self.is_waiting)
        return answer

    def is_waiting(self) -> bool:
        """In its generation: of several processes the one that is asked may still be in the one before."""
        barrier = http("GET", self.room)[1]["barrier"]
        waiting = [waiter["worker"] for waiter in barrier["waiting"]]
        return barrier["generation"] >= self.generation and self.worker in waiting

    def n_waiting(self) -> int:
        return len(http("GET", self.room)[1]["barrier"]["waiting"])

    def wait_for_nobody(self) -> None:
        """Until nobody waits in the room."""
        until(lambda: self.n_waiting() == 0)


@pytest.fixture
def room(server: Server) -> str:
    return str(create_room(server.url, hosted=False, parties=2, gone="hold", lead_ms=0)["code"])


def test_a_program_is_a_worker_beside_the_others(server: Server, room: str) -> None:
    with Client(server.url) as ana:
        ana.join(room)
        ben = Program(server, room, "Ben")
        joined = ana.hear("worker_joined", worker=ben.worker)
        assert (joined["name"], joined["kind"]) == ("Ben", "program")
        answer = ben.begin_wait()
        ana.arrive()
        release = ana.hear("tripped")
        told = answer.result()
        assert (told["state"], told["generation"], told["index"]) == ("released", 0, 0)
        assert told["release_at_ms"] == release["release_at_ms"] and told["now_ms"] >= release["at_ms"]


def test_who_waits_in_vain_is_told_how_many_there_are(server: Server, room: str) -> None:
    ana = Program(server, room)
    started_s = time.monotonic()
    assert ana.wait(hold_s=0.3) == {"state": "waiting", "n_waiting": 1, "parties": 2, "status": 200}
    assert time.monotonic() - started_s >= 0.3
    assert ana.wait(hold_s=0)["n_waiting"] == 1


def test_a_ticket_is_answered_the_same_again_and_the_next_one_arrives(server: Server, room: str) -> None:
    ana, ben = Program(server, room), Program(server, room, "Ben")
    first = ana.begin_wait()
    ben.wait()
    again = ana.wait()
    assert {**again, "now_ms": 0} == {**first.result(), "now_ms": 0}
    assert ana.wait("two", hold_s=0)["n_waiting"] == 1
    assert ana.wait("one")["state"] == "released", "until the next call has ended"


def test_a_killed_server_keeps_arrivals_and_outcomes(start_server: StartServer) -> None:
    server = start_server()
    room = str(create_room(server.url, hosted=False, parties=2, gone="hold")["code"])
    ana, ben = Program(server, room), Program(server, room, "Ben")
    ana.wait(hold_s=0)
    server.kill()
    server.start()
    told = ben.wait()
    assert (told["state"], told["index"]) == ("released", 1)
    server.kill()
    server.start()
    assert {**ben.wait(), "now_ms": 0} == {**told, "now_ms": 0}
    assert ana.wait()["index"] == 0


def test_a_program_that_hung_up_stays_counted(server: Server, room: str) -> None:
    ana, ben = Program(server, room), Program(server, room, "Ben")
    fields = ("Content-Type: application/json", "Content-Length: 14", f"Authorization: Bearer {ana.token}")
    with connection(server.port) as opened:
        opened.sendall(head(f"POST /api/rooms/{room}/wait", *fields) + b'{"ticket":"a"}')
        until(lambda: ana.n_waiting() == 1)
    assert ben.wait()["index"] == 1
    assert ana.wait("a")["index"] == 0


def test_a_limit_breaks_the_barrier_for_all_and_never_early(server: Server) -> None:
    room = str(create_room(server.url, hosted=False, parties=3, gone="hold")["code"])
    ana, ben = Program(server, room), Program(server, room, "Ben")
    patient = ana.begin_wait()
    started_s = time.monotonic()
    assert ben.wait(timeout_s=0.4) == {"state": "broken", "cause": "timeout", "status": 200}
    assert time.monotonic() - started_s >= 0.4
    assert patient.result()["cause"] == "timeout"
    assert ana.wait("two") == {"state": "broken", "cause": "timeout", "status": 200}
    assert ana.post("reset")[0] == 200
    assert ana.wait("two")["state"] == "broken", "that call is over"
    assert ana.wait("three", timeout_s=0)["cause"] == "timeout"


def test_in_the_lobby_a_program_counts_when_the_trip_starts(server: Server) -> None:
    made = create_room(server.url, hosted=True)
    ana = Program(server, made["code"])
    assert ana.wait(hold_s=0) == {"state": "waiting", "n_waiting": 0, "parties": 1, "lobby": True, "status": 200}
    answer = Program.pool.submit(ana.wait)
    with Client(server.url) as host:
        host.join(made["code"], role="host", host_key=made["host_key"])
        assert host.command("start")["ok"]
        assert answer.result()["state"] == "released"
    assert ana.post("abort")[0] == 403


def test_the_last_arriver_runs_the_action_and_others_wait_for_their_turn(server: Server, room: str) -> None:
    ana, ben, chloe = Program(server, room), Program(server, room, "Ben"), Program(server, room, "Chloé")
    first = ana.begin_wait(action=True)
    assert ben.wait(action=True) == {"state": "run_action", "generation": 0, "status": 200}
    assert ben.wait(action=True, hold_s=0)["state"] == "run_action"
    assert ana.post("action", generation=0, ok=True)[1]["error"] == "stale_generation"
    assert chloe.wait(hold_s=0) == {"state": "waiting", "n_waiting": 2, "parties": 2, "status": 200}
    until(lambda: http("GET", ana.room)[1]["barrier"]["state"] == "acting")
    next_round = Program.pool.submit(chloe.wait, "two")
    assert ben.post("action", generation=0, ok=True)[0] == 200
    assert (first.result()["index"], ben.wait()["index"]) == (0, 1)
    chloe.generation = 1
    until(chloe.is_waiting)
    ana.wait("two", action=True)
    ana.post("action", generation=1, ok=False, error="ZeroDivisionError()")
    assert next_round.result() == {"state": "broken", "cause": "action", "status": 200}


def test_a_program_gets_off(server: Server) -> None:
    room = str(create_room(server.url, hosted=False)["code"])
    ana, ben, chloe = Program(server, room), Program(server, room, "Ben"), Program(server, room, "Chloé")
    answers = [ana.begin_wait(), ben.begin_wait()]
    assert http("DELETE", f"{chloe.room}/workers/me", bearer=chloe.token) == (204, {})
    assert {answer.result()["state"] for answer in answers} == {"released"}
    answer = ana.begin_wait("two")
    assert http("DELETE", f"{ana.room}/workers/me", bearer=ana.token)[0] == 204
    assert answer.result() == {"state": "broken", "cause": "left", "status": 200}
    assert (ana.wait("two")["status"], ana.wait("two")["error"]) == (401, "not_joined")


def test_a_program_that_asks_twice_for_a_seat_gets_one(server: Server, room: str) -> None:
    url = f"{server.url}/api/rooms/{room}/workers"
    seats = [http("POST", url, {"name": "Ana", "ticket": "x"})[1] for _ in range(2)]
    assert seats[0] == seats[1]
    until(lambda: len(http("GET", f"{server.url}/api/rooms/{room}")[1]["workers"]) == 1)
    assert http("POST", url, {"ticket": "y"})[1] != seats[0]


def test_a_ticket_gives_no_seat_to_another_name_and_no_dead_token(server: Server, room: str) -> None:
    url = f"{server.url}/api/rooms/{room}"
    ana = http("POST", f"{url}/workers", {"name": "Ana", "ticket": "x"})[1]
    eve = http("POST", f"{url}/workers", {"name": "Eve", "ticket": "x"})[1]
    assert eve["worker"] != ana["worker"]
    assert http("DELETE", f"{url}/workers/me", bearer=ana["token"])[0] == 204
    again = http("POST", f"{url}/workers", {"name": "Ana", "ticket": "x"})[1]
    assert http("POST", f"{url}/wait", {"ticket": "1", "hold_s": 0}, bearer=again["token"])[0] == 200


def test_a_program_that_was_kept_out_stays_out(server: Server) -> None:
    made = create_room(server.url)
    url = f"{server.url}/api/rooms/{made['code']}/workers"
    eve = http("POST", url, {"name": "Eve", "ticket": "x"})[1]
    with Client(server.url) as host:
        host.join(made["code"], role="host", host_key=made["host_key"])
        assert host.command("drop", worker=eve["worker"], keep_out=True)["ok"]
        for body, bearer in (
            ({"name": "EVE"}, None),
            ({"name": "Eve", "ticket": "x"}, None),
            ({"name": "Mallory"}, None),
            ({}, eve["token"]),
        ):
            status, answer = http("POST", url, body, bearer=bearer)
            assert (status, answer["error"]) == (403, "kept_out")
        with Client(server.url) as pupil:
            assert pupil.join(made["code"])["ok"], "people of that address do come in"
        assert host.command("let_in")["ok"]
    assert http("POST", url, {"name": "Eve"})[0] == 201


@pytest.mark.parametrize("neighbour", ["person", "program"])
def test_keeping_a_program_out_does_not_lock_out_a_class_behind_its_address(server: Server, neighbour: str) -> None:
    made = create_room(server.url)
    url = f"{server.url}/api/rooms/{made['code']}/workers"
    eve = http("POST", url, {"name": "Eve"})[1]
    with Client(server.url) as host, Client(server.url) as pupil:
        host.join(made["code"], role="host", host_key=made["host_key"])
        if neighbour == "person":
            pupil.join(made["code"])
        else:
            http("POST", url, {"name": "Ben"})
        assert host.command("drop", worker=eve["worker"], keep_out=True)["ok"]
        assert http("POST", url, {"name": "Eve"})[1]["error"] == "kept_out"
        ana = http("POST", url, {"name": "Ana"})
        assert ana[0] == 201
        if neighbour == "program":
            for worker in (2, ana[1]["worker"]):
                host.command("drop", worker=worker, keep_out=True)
            assert http("POST", url, {"name": "Zoe"})[1]["error"] == "kept_out", "nobody else was left there"


def withdraw(program: Program, ticket: str) -> tuple[int, Message]:
    return http("DELETE", f"{program.room}/wait?ticket={ticket}", bearer=program.token)


def test_a_call_that_is_withdrawn_ends_its_request_and_is_not_counted(server: Server, room: str) -> None:
    ana, ben = Program(server, room), Program(server, room, "Ben")
    call = ana.begin_wait()
    assert withdraw(ana, "one") == (200, {"state": "withdrawn"})
    assert (call.result()["status"], call.result()["error"]) == (409, "stale_generation")
    ana.wait_for_nobody()
    assert ana.wait()["error"] == "stale_generation", "a late copy of it does not arrive"
    assert len(http("GET", ana.room)[1]["workers"]) == 2
    answer = ben.begin_wait()
    assert ana.wait("two")["index"] == 1 and answer.result()["index"] == 0
    assert withdraw(ben, "one")[1]["state"] == "released"


def test_a_call_in_the_lobby_is_withdrawn_at_once(server: Server) -> None:
    made = create_room(server.url, hosted=True)
    ana = Program(server, made["code"])
    call = Program.pool.submit(ana.wait, hold_s=MAX_HOLD_S)
    assert withdraw(ana, "one")[1] == {"state": "withdrawn"}
    assert call.result()["error"] == "stale_generation", "it is not answered when its time is over"


@pytest.mark.parametrize("ticket", ["", "x" * 101])
def test_a_withdrawal_says_which_call(server: Server, room: str, ticket: str) -> None:
    ana = Program(server, room)
    assert withdraw(ana, ticket)[1]["error"] == "bad_request"
    assert http("DELETE", f"{ana.room}/wait?ticket=one")[1]["error"] == "not_joined"


def test_of_four_programs_that_expect_four_none_passes_alone(server: Server) -> None:
    made = create_room(server.url)
    with Client(server.url) as host:
        host.join(made["code"], role="host", host_key=made["host_key"])
        assert host.command("start")["ok"]
        answers = []
        for name in ("Ana", "Ben", "Chloé"):
            answers.append(Program(server, made["code"], name, parties=4).begin_wait())
        assert [answer.done() for answer in answers] == [False] * 3
        assert Program(server, made["code"], "Dan", parties=4).wait()["index"] == 3
        assert [answer.result()["index"] for answer in answers] == [0, 1, 2]


@pytest.mark.parametrize(
    "body",
    [{}, {"ticket": ""}, {"ticket": 1}, {"ticket": "x", "hold_s": 21}, {"ticket": "x", "timeout_s": -1}, []],
)
def test_a_malformed_wait_is_refused(server: Server, room: str, body: object) -> None:
    ana = Program(server, room)
    status, answer = http("POST", f"{ana.room}/wait", body, bearer=ana.token)
    assert (status, answer["error"]) == (400, "bad_request")
    assert ana.n_waiting() == 0


def test_twenty_requests_with_one_ticket_are_one_arrival(server: Server, room: str) -> None:
    ana, ben = Program(server, room), Program(server, room, "Ben")
    answers = [Program.pool.submit(ana.wait) for _ in range(19)]
    until(lambda: ana.n_waiting() == 1)
    assert ben.wait()["index"] == 1
    assert {(answer.result()["state"], answer.result()["index"]) for answer in answers} == {("released", 0)}
    ana.wait_for_nobody()
