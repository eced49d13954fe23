"""What a command costs is paid by its room and by the address that asks, however it comes."""

import itertools

import pytest
from msgspec.structs import replace

from app.core import commands
from app.core.barrier import Waiter
from app.core.refusals import Refusal
from app.rooms.budgets import (
    ADDRESS_BURST_MS,
    LONGEST_WAIT_S,
    MESSAGE_MS,
    MESSAGES_BURST_MS,
    NEW_NAME_OR_LEAVE_MS,
    REMOVED_MS,
    RENAMED_MS,
    REQUEST_BURST,
    ROOM_BURST_MS,
    ROOM_MS_PER_SECOND,
    Budgets,
    cost_ms,
)
from app.rooms.live_room import LiveRoom
from tests.support.stage import Stage

HERE, THERE = "192.0.2.1", "198.51.100.1"
RESET = commands.Reset(by="host", generation=0)


@pytest.fixture
def now_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    time_s = [100.0]
    monkeypatch.setattr("app.lib.limits.time.monotonic", lambda: time_s[0])
    return time_s


@pytest.fixture
def hall(now_s: list[float]) -> LiveRoom:
    return new_hall()


def new_hall() -> LiveRoom:
    """Two thousand seats and screens."""
    with Stage() as stage:
        room = stage.rooms.create("the hash of a key", commands.Configuration())
        stage.rooms.submit(room.code, commands.AddRobots(by="host", count=2000, seed=1))
        live = stage.rooms.find(room.code)
    live.screens = 2000
    return live


def pays(budgets: Budgets, live: LiveRoom, command: commands.AnyCommand = RESET, address: str = HERE) -> bool:
    try:
        budgets.pay(live, command, address)
    except Refusal as refusal:
        return refusal.code != "rate_limited"
    return True


def test_a_large_room_costs_more_and_what_costs_the_same_anywhere_nothing(hall: LiveRoom) -> None:
    small = LiveRoom(hall.room, 1)
    assert 25 < cost_ms(hall, RESET) < 30
    assert cost_ms(small, RESET) < 3
    free: list[commands.AnyCommand] = [
        commands.Arrive(worker=1, generation=0),
        commands.Leave(worker=1),
        commands.Rename(by=1, name="Ana"),
        commands.Guess(worker=1, question="again", answer=0),
    ]
    assert [cost_ms(hall, command) for command in free] == [0, 0, 0, 0]


def test_what_tells_something_of_each_worker_costs_more(hall: LiveRoom) -> None:
    """Names that are hidden, in a full hall: 4 ms, and 186 kB of events. All removed: 60 ms."""
    n_workers = len(hall.room.workers)
    hidden, shown = commands.Configuration(names="hidden"), commands.Configuration(names="shown")
    for configuration, each_ms in ((hidden, RENAMED_MS), (shown, 0.0)):
        command = commands.Configure(by="host", configuration=configuration)
        assert cost_ms(hall, command) == pytest.approx(cost_ms(hall, RESET) + each_ms * n_workers)
    everybody = commands.RemoveAllSince(by="host", since_ms=0)
    assert cost_ms(hall, everybody) == pytest.approx(cost_ms(hall, RESET) + REMOVED_MS * n_workers)


def test_a_host_in_a_hall_presses_ten_keys_in_a_row_every_few_seconds(hall: LiveRoom, now_s: list[float]) -> None:
    budgets = Budgets()
    for _ in range(20):
        assert all(pays(budgets, hall) for _ in range(10))
        now_s[0] += 2


def test_a_room_pays_for_all_who_ask_and_another_does_not(hall: LiveRoom, now_s: list[float]) -> None:
    budgets, other = Budgets(), new_hall()
    paid = [pays(budgets, hall, address=f"192.0.2.{number}") for number in range(100)]
    assert paid.count(True) == ROOM_BURST_MS // cost_ms(hall, RESET)
    assert pays(budgets, other, address=THERE)
    now_s[0] += 2 * cost_ms(hall, RESET) / ROOM_MS_PER_SECOND
    assert [pays(budgets, hall) for _ in range(3)] == [True, True, False]


def test_an_address_pays_for_all_its_rooms(now_s: list[float]) -> None:
    budgets, halls = Budgets(), [new_hall() for _ in range(3)]
    paid = sum(pays(budgets, live) for _ in range(100) for live in halls)
    assert paid == ADDRESS_BURST_MS // cost_ms(halls[0], RESET)
    assert pays(budgets, halls[0], address=THERE)


def test_who_may_not_give_a_command_does_not_use_up_what_the_host_has(now_s: list[float]) -> None:
    budgets, live = Budgets(), new_hall()
    worker = commands.Reset(by=1, generation=0)
    assert all(pays(budgets, live, worker) for _ in range(1000))
    assert pays(budgets, live)


def at_the_gate(parties: int = 1) -> tuple[LiveRoom, commands.Arrive]:
    """A full room with two thousand screens, and an arrival that completes its barrier when one is missing."""
    live = new_hall()
    barrier = live.room.barrier
    live.room = replace(live.room, stage="running", barrier=replace(barrier, parties=parties))
    return live, commands.Arrive(worker=1, generation=barrier.generation)


def test_halls_that_go_every_other_second_never_wait(now_s: list[float]) -> None:
    """A round of a full hall costs 28 ms: five halls of one school that go twice in three seconds take less than a
    third of its budget, and so do two hundred classes."""
    budgets, halls = Budgets(), [at_the_gate() for _ in range(5)]
    for _ in range(100):
        for live, arrival in halls:
            assert budgets.pay_arrival(live, arrival, HERE, in_debt=False) == 0
        now_s[0] += 1.5
    a_class, arrival = halls[0]
    a_class.screens, a_class.room = 30, replace(a_class.room, workers=dict([*a_class.room.workers.items()][:30]))
    classes = [(LiveRoom(a_class.room, 1), arrival) for _ in range(200)]
    for live, _ in classes:
        live.screens = 30
    for _ in range(20):
        for live, arrival in classes:
            assert budgets.pay_arrival(live, arrival, THERE, in_debt=False) == 0
        now_s[0] += 1.5


def test_who_completes_the_barrier_again_and_again_waits_until_it_is_paid_for(now_s: list[float]) -> None:
    budgets, (live, arrival) = Budgets(), at_the_gate()
    price_ms = cost_ms(live, RESET)
    n_at_once = int(ROOM_BURST_MS // price_ms)
    paid = [budgets.pay_arrival(live, arrival, HERE, in_debt=False) == 0 for _ in range(n_at_once + 1)]
    assert paid == [*[True] * n_at_once, False]
    waits_s = [budgets.pay_arrival(live, arrival, f"192.0.2.{number}", in_debt=True) for number in range(10)]
    apart_s = [later - before for before, later in itertools.pairwise(waits_s)]
    assert apart_s == [pytest.approx(price_ms / ROOM_MS_PER_SECOND)] * 9
    budgets._trips_of_rooms[live].charge(LONGEST_WAIT_S * ROOM_MS_PER_SECOND)
    with pytest.raises(Refusal, match="rate_limited") as refused:
        budgets.pay_arrival(live, arrival, HERE, in_debt=True)
    assert refused.value.retry_after_s is not None and refused.value.retry_after_s > LONGEST_WAIT_S
    assert pays(budgets, live), "what the host's commands have is not touched"
    assert budgets.pay_arrival(*at_the_gate(), THERE, in_debt=False) == 0
    now_s[0] += 2 * LONGEST_WAIT_S
    assert budgets.pay_arrival(live, arrival, HERE, in_debt=False) == 0


def test_an_arrival_that_does_not_complete_the_barrier_is_free(now_s: list[float]) -> None:
    """So is one that comes twice, or late: two thousand phones may send theirs again while one is missing."""
    budgets, (live, arrival) = Budgets(), at_the_gate(parties=2)
    waiting = replace(live.room.barrier, waiting={2: Waiter(worker=2, index=0, at_ms=0)})
    early = live.room
    live.room = replace(early, barrier=waiting)
    again, late = replace(arrival, worker=2), replace(arrival, generation=arrival.generation - 1)
    for _ in range(2000):
        assert budgets.pay_arrival(live, again, HERE, in_debt=True) == 0
        assert budgets.pay_arrival(live, late, HERE, in_debt=True) == 0
    live.room = early
    for _ in range(2000):
        assert budgets.pay_arrival(live, arrival, HERE, in_debt=True) == 0
    live.room = replace(early, barrier=waiting)
    assert budgets.pay_arrival(live, arrival, HERE, in_debt=False) == 0


def test_each_seat_has_its_requests(now_s: list[float]) -> None:
    budgets = Budgets()
    for _ in range(REQUEST_BURST):
        budgets.count_request("KTRVPD", 1)
    with pytest.raises(Refusal, match="rate_limited"):
        budgets.count_request("KTRVPD", 1)
    budgets.count_request("KTRVPD", 2)
    budgets.count_request("KTRVPD", "host")


def test_an_address_pays_for_the_messages_of_all_its_connections(now_s: list[float]) -> None:
    budgets = Budgets()
    for _ in range(int(MESSAGES_BURST_MS / NEW_NAME_OR_LEAVE_MS)):
        budgets.pay_message(HERE, NEW_NAME_OR_LEAVE_MS)
    with pytest.raises(Refusal, match="rate_limited"):
        budgets.pay_message(HERE, NEW_NAME_OR_LEAVE_MS)
    budgets.pay_message(THERE, NEW_NAME_OR_LEAVE_MS)
    now_s[0] += 1
    budgets.pay_message(HERE, NEW_NAME_OR_LEAVE_MS)


def test_a_hall_behind_one_address_guesses_and_thirty_take_new_names_at_once(now_s: list[float]) -> None:
    budgets = Budgets()
    for _ in range(2_000):
        budgets.pay_message(HERE, MESSAGE_MS)
    for _ in range(30):
        budgets.pay_message(HERE, NEW_NAME_OR_LEAVE_MS)
