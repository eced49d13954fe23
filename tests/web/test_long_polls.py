"""Long polling, in time that the test lets pass: each answer is asked for directly, or by a waiting thread."""

import threading

import pytest

from app.core import commands
from app.core.lesson_state import CardId
from app.core.refusals import Refusal
from app.web.long_polls import MOST_OF_A_SEAT, Answer, Request, Waits
from tests.support.stage import Stage

CODE = "BRRRRR"
HOLD_S = 60.0
"""Longer than any test takes: a thread that is not woken is found out by DEADLINE_S."""
DEADLINE_S = 30.0


class Program:
    """A worker that waits in a thread of its own."""

    def __init__(self, stage: Stage, waits: Waits, name: str, code: str = CODE) -> None:
        join = commands.Join(token_hash=name, kind="program", name=name)
        self.worker = int(str(stage.rooms.submit(code, join).answer["worker"]))
        self.name, self.code, self.waits, self.rooms = name, code, waits, stage.rooms
        self.answers: list[Answer] = []

    def call(self, ticket: str, **fields: object) -> commands.Arrive:
        return commands.Arrive(worker=self.worker, generation=0, ticket=ticket, **fields)  # type: ignore[arg-type]

    def ask(self, ticket: str = "one", **fields: object) -> Answer:
        return self.waits.ask(self.code, self.name, self.call(ticket, **fields))

    def wait(self, ticket: str = "one") -> None:
        """Return when the thread waits to be woken, and has arrived where it may."""
        call = self.call(ticket)

        def answer() -> None:
            try:
                self.answers.append(self.waits.wait(self.code, self.name, call, HOLD_S))
            except Refusal as refusal:
                self.answers.append({"error": refusal.code})

        n_known = min(self.waits.count(self.code, self.worker) + 1, MOST_OF_A_SEAT)
        self.thread = threading.Thread(target=answer)
        self.thread.start()
        pause = threading.Event()
        while self.waits.count(self.code, self.worker) < n_known or (
            self.may_arrive() and not self.has_arrived(ticket)
        ):
            pause.wait(0.005)

    def has_arrived(self, ticket: str) -> bool:
        waiter = self.rooms.find(self.code).room.barrier.waiting.get(self.worker)
        return waiter is not None and waiter.ticket == ticket

    def may_arrive(self) -> bool:
        room = self.rooms.find(self.code).room
        return room.stage == "running" and room.barrier.state == "filling"

    def answered(self) -> Answer:
        self.thread.join(DEADLINE_S)
        assert not self.thread.is_alive(), "nobody woke this request"
        return self.answers[-1]


@pytest.fixture
def waits(stage: Stage) -> Waits:
    return waits_of(stage)


def waits_of(stage: Stage) -> Waits:
    waits = Waits(stage.rooms, stage.timers)
    stage.rooms.listeners.add(waits)
    return waits


@pytest.fixture
def ana(stage: Stage, waits: Waits) -> Program:
    return Program(stage, waits, "Ana")


@pytest.fixture
def ben(stage: Stage, waits: Waits, ana: Program) -> Program:
    return Program(stage, waits, "Ben")


def test_the_last_arrival_tells_all_who_wait(stage: Stage, ana: Program, ben: Program) -> None:
    ana.wait()
    assert ben.ask()["index"] == 1
    now_ms = stage.clock.now_ms()
    released = {"state": "released", "generation": 0, "release_at_ms": now_ms + 400, "now_ms": now_ms}
    assert ana.answered() == {**released, "index": 0}


def test_nobody_is_kept_on_the_list(waits: Waits, ana: Program, ben: Program) -> None:
    ana.wait()
    ben.ask()
    ana.answered()
    assert waits.count(CODE, ana.worker) == 0


def test_a_limit_tells_all_who_wait(stage: Stage, ana: Program, ben: Program) -> None:
    ana.wait()
    stage.rooms.submit(CODE, commands.Join(token_hash="x"))
    assert ben.ask(timeout_s=1.0)["state"] == "waiting"
    stage.pass_ms(999)
    assert ben.ask()["state"] == "waiting"
    stage.pass_ms(1)
    assert ana.answered() == ben.ask() == {"state": "broken", "cause": "timeout"}


def test_a_reset_tells_all_who_wait(stage: Stage, ana: Program, ben: Program) -> None:
    ana.wait()
    stage.rooms.submit(CODE, commands.Reset(by=ben.worker, generation=0))
    assert ana.answered() == {"state": "broken", "cause": "reset"}


def test_who_has_lost_its_seat_is_told(stage: Stage, ana: Program, ben: Program) -> None:
    stage.rooms.submit(CODE, commands.Join(token_hash="x"))
    ana.wait()
    stage.rooms.submit(CODE, commands.Drop(by=ben.worker, worker=ana.worker))
    assert ana.answered() == {"state": "broken", "cause": "left"}


def test_who_comes_during_the_action_arrives_after_it(stage: Stage, waits: Waits, ana: Program, ben: Program) -> None:
    ana.ask(action=True)
    assert ben.ask(action=True) == {"state": "run_action", "generation": 0}
    chloe = Program(stage, waits, "Chloé")
    chloe.wait()
    assert not chloe.has_arrived("one")
    stage.rooms.submit(CODE, commands.FinishAction(worker=ben.worker, generation=0, ok=True))
    assert ben.ask()["index"] == 1
    chloe.ask()
    assert chloe.has_arrived("one")
    stage.rooms.submit(CODE, commands.Abort(by=ana.worker, generation=1))
    assert chloe.answered() == {"state": "broken", "cause": "abort"}


@pytest.fixture
def lobby(stage: Stage) -> str:
    """The code of a hosted room whose trip has not started."""
    return stage.rooms.create("the hash of a key", commands.Configuration()).code


def test_a_call_in_the_lobby_arrives_when_the_trip_starts(stage: Stage, waits: Waits, lobby: str) -> None:
    ana = Program(stage, waits, "Ana", lobby)
    ana.wait()
    assert not ana.has_arrived("one")
    stage.rooms.submit(lobby, commands.Start(by="host"))
    assert ana.answered()["index"] == 0


def test_a_call_in_the_lobby_ends_when_it_is_withdrawn(stage: Stage, waits: Waits, lobby: str) -> None:
    ana = Program(stage, waits, "Ana", lobby)
    ana.wait()
    assert waits.withdraw(lobby, "Ana", ana.worker, "one") == {"state": "withdrawn"}
    assert ana.answered() == {"error": "stale_generation"}


def test_a_call_in_the_lobby_ends_when_another_process_withdraws_it(stage: Stage, waits: Waits, lobby: str) -> None:
    """All that this process hears of is the command."""
    ana = Program(stage, waits, "Ana", lobby)
    ana.wait()
    stage.rooms.submit(lobby, commands.Withdraw(worker=ana.worker, generation=0, ticket="one"))
    assert ana.answered() == {"error": "stale_generation"}


def test_of_a_seat_only_the_latest_requests_wait(stage: Stage, waits: Waits, lobby: str) -> None:
    """Clients that hang up leave their requests behind. The oldest one is answered without any news."""
    ana = Program(stage, waits, "Ana", lobby)
    ana.wait()
    oldest = ana.thread
    for _ in range(MOST_OF_A_SEAT):
        ana.wait()
    oldest.join(DEADLINE_S)
    assert not oldest.is_alive(), "its place was not taken"
    assert [answer["state"] for answer in ana.answers] == ["waiting"]
    assert waits.count(lobby, ana.worker) == MOST_OF_A_SEAT
    stage.rooms.submit(lobby, commands.Start(by="host"))
    assert ana.answered()["index"] == 0


def test_a_spent_ticket_wakes_its_own_requests_only(
    stage: Stage, waits: Waits, lobby: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = Program(stage, waits, "Ana", lobby)
    ana.wait("one")
    first = ana.thread
    ana.wait("two")
    wake, woken = Request.wake, list[str | None]()

    def noted(request: Request) -> None:
        woken.append(request.ticket)
        wake(request)

    monkeypatch.setattr(Request, "wake", noted)
    waits.withdraw(lobby, "Ana", ana.worker, "one")
    first.join(DEADLINE_S)
    assert (woken, ana.answers) == (["one"], [{"error": "stale_generation"}])
    stage.rooms.submit(lobby, commands.Start(by="host"))
    assert ana.answered()["index"] == 0


def test_many_requests_are_woken_a_few_at_a_time(stage: Stage, waits: Waits, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full room's would be answered in one turn of the event loop, for hundreds of milliseconds."""
    monkeypatch.setattr("app.web.long_polls.WOKEN_AT_ONCE", 2)
    programs = [Program(stage, waits, name) for name in ("Ana", "Ben", "Chloé", "Dan", "Eve")]
    for program in programs:
        if program is not programs[-1]:
            program.wait()
    stage.rooms.submit(CODE, commands.Reset(by=programs[-1].worker, generation=0))
    for program in programs[:2]:
        assert program.answered() == {"state": "broken", "cause": "reset"}
    assert [waits.count(CODE, program.worker) for program in programs] == [0, 0, 1, 1, 0]
    stage.pass_ms(0)
    assert [program.answered()["state"] for program in programs[2:4]] == ["broken"] * 2


def test_who_comes_while_others_are_woken_is_woken_by_what_comes_next(
    stage: Stage, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.long_polls.WOKEN_AT_ONCE", 1)
    ana, ben, chloe, dan = (Program(stage, waits, name) for name in ("Ana", "Ben", "Chloé", "Dan"))
    ana.wait()
    ben.wait()
    stage.rooms.submit(CODE, commands.Reset(by=dan.worker, generation=0))
    chloe.wait()
    stage.rooms.submit(CODE, commands.Reset(by=dan.worker, generation=1))
    stage.pass_ms(0)
    for program in (ana, ben, chloe):
        assert program.answered() == {"state": "broken", "cause": "reset"}
    stage.pass_ms(60_000)
    assert len(stage.timers) == 0


def test_an_outcome_outlives_the_server(stage: Stage, ana: Program, ben: Program) -> None:
    ana.ask()
    answer = ben.ask()
    stage.restart()
    waits = Waits(stage.rooms, stage.timers)
    assert waits.ask(CODE, "Ben", ben.call("one")) == answer
    assert waits.ask(CODE, "Ana", ana.call("one"))["index"] == 0


def test_a_ticket_that_another_replaced_is_refused(ana: Program, ben: Program) -> None:
    ana.ask("one")
    ana.ask("two")
    with pytest.raises(Refusal, match="stale_generation"):
        ana.ask("one")
    assert ben.ask()["index"] == 1


@pytest.mark.parametrize("card", ["crash", "slow", "leaves"])
def test_who_holds_a_secret_card_waits_instead_of_asking_for_ever(
    stage: Stage, waits: Waits, lobby: str, card: CardId
) -> None:
    """The token of a person's seat asks, too: only persons are dealt cards."""
    answer = stage.rooms.submit(lobby, commands.Join(token_hash="Ana", name="Ana")).answer
    worker = int(str(answer["worker"]))
    stage.rooms.submit(lobby, commands.Start(by="host"))
    stage.rooms.submit(lobby, commands.Deal(by="host", seed=1, to="person", card=card))
    call = commands.Arrive(worker=worker, generation=0, ticket="one")
    for _ in range(2):
        assert waits.ask(lobby, "Ana", call)["state"] == "waiting"
