"""The load generator works, and finds faults."""

import os
import sys
import time

import pytest

from tests.support.clients import create_room
from tests.support.running import Server
from trials.load.churn import Churn
from trials.load.crowd import Crowd
from trials.load.fold import Fold
from trials.load.ledger import Ledger
from trials.load.process import processor_s
from trials.load.promises import Promises
from trials.load.rounds import play
from trials.load.wire import EVENT, encode, event_frame, packets

N = 30


def test_thirty_clients_play_rounds_in_both_views_without_a_fault(server: Server) -> None:
    ledger = Ledger(str(create_room(server.url, hosted=False)["code"]))
    with Crowd(server.url) as crowd:
        clients = crowd.connect(N)
        crowd.join(clients[: N // 2], ledger)
        crowd.join(clients[N // 2 :], ledger, "brief")
        mixed = play(crowd, ledger, clients, 0.5)
        crowd.see(clients, "full")
        full = play(crowd, ledger, clients, 0.1)
    assert crowd.faults + ledger.all_faults() == []
    assert [len(order) for order in ledger.order.values()] == [N, N]
    assert all(len(ledger.indices[generation]) == N for generation in (0, 1))
    assert mixed.messages >= 2 * N
    assert full.messages == full.batches * N
    assert full.n_bytes > 0
    assert 0 < full.seen_p50_ms <= full.seen_p99_ms


EMPTY = {"seq": 0, "barrier": {"generation": 0, "waiting": []}}


def events(seq: int, *happened: dict[str, object]) -> bytes:
    return EVENT + encode(["events", {"seq": seq, "events": happened}])


def arrived(index: int) -> dict[str, object]:
    return {"type": "arrived", "worker": index + 1, "generation": 0, "index": index}


def test_what_does_not_agree_is_a_fault() -> None:
    ledger = Ledger("BRRRRR")
    ledger.fold.begin(EMPTY)
    ledger.read(events(2, arrived(0), arrived(1)))
    ledger.read(events(3, {"type": "tripped", "generation": 0, "order": [1, 2]}))
    for worker in (1, 2):
        ledger.answered(0, worker - 1, worker)
    ledger.check_generation(0, 2)
    assert ledger.all_faults() == []
    ledger.read(events(2, arrived(0), arrived(2)))
    ledger.read(events(4, {"type": "tripped", "generation": 0, "order": [2, 1]}))
    ledger.answered(0, 1, 7)
    ledger.check_generation(0, 3)
    assert [fault.split()[0] for fault in ledger.faults] == ["event", "generation", "generation", "generation"]


def test_messages_of_different_clients_may_come_out_of_order() -> None:
    ledger = Ledger("BRRRRR")
    ledger.fold.begin(EMPTY)
    ledger.read(events(3, arrived(1), {"type": "tripped", "generation": 0, "order": [1, 2]}))
    ledger.read(events(1, arrived(0)))
    assert (ledger.fold.generation, ledger.fold.waiting) == (1, [])
    assert ledger.all_faults() == []


def test_who_withdraws_makes_those_behind_move_up() -> None:
    fold = Fold()
    fold.begin(EMPTY)
    for event in (arrived(0), arrived(1), {"type": "worker_left", "worker": 1}, arrived(1) | {"worker": 3}):
        fold.take(event)
    assert (fold.waiting, fold.faults) == ([2, 3], [])
    fold.take(arrived(7))
    fold.take({"type": "tripped", "generation": 0, "order": [3, 2]})
    assert len(fold.faults) == 2


def test_who_waited_before_the_room_was_drawn_has_arrived() -> None:
    fold = Fold()
    fold.begin({"seq": 7, "barrier": {"generation": 3, "waiting": [{"worker": 19}, {"worker": 4}]}})
    assert fold.arrived == {3: {19: 0, 4: 1}}


def test_an_arrival_that_nobody_has_heard_of_is_looked_up_in_the_log() -> None:
    ledger = Ledger("BRRRRR")
    ledger.fold.begin({"seq": 9, "barrier": {"generation": 1, "waiting": []}})
    promises = Promises({"BRRRRR": [arrived(0)]}.__getitem__)
    promises.add(ledger, 1, {"seq": 8, "generation": 0})
    promises.add(ledger, 1, {"seq": 10, "generation": 0})
    assert (promises.check(), promises.n_looked_up) == ([], 1)
    promises.add(ledger, 2, {"seq": 9, "generation": 0})
    promises.add(ledger, 1, {"seq": 9, "generation": 1})
    assert [fault.split(":")[1] for fault in promises.check()] == [
        " the arrival of 2 is lost",
        " the arrival of 1 is lost",
    ]
    assert ["never told" in sentence for sentence in promises.untold()] == [True]


def test_frames_are_taken_whole_from_what_has_come() -> None:
    texts = [b"2", b"x" * 125, b"y" * 126, b"z" * 70_000]
    lengths = [b"\x01", b"\x7d", b"\x7e\x00\x7e", b"\x7f" + (70_000).to_bytes(8)]
    stream = b"".join(b"\x81" + length + text for length, text in zip(lengths, texts, strict=True))
    buffer = bytearray()
    taken: list[bytes] = []
    for first in range(0, len(stream), 1000):
        buffer += stream[first : first + 1000]
        taken += packets(buffer)
    assert taken == texts
    assert not buffer


def test_what_is_sent_is_masked() -> None:
    frame = event_frame(7, "clock", {"t0": 1.5})
    mask, masked = frame[2:6], frame[6:]
    assert frame[:2] == bytes((0x81, 0x80 | len(masked)))
    assert bytes(byte ^ mask[nth % 4] for nth, byte in enumerate(masked)) == b'427["clock",{"t0":1.5}]'


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's books are Linux's")
def test_processor_time_grows_with_work() -> None:
    before_s, started_s = processor_s(os.getpid()), time.process_time()
    while time.process_time() - started_s < 0.05:
        pass
    assert processor_s(os.getpid()) - before_s == pytest.approx(time.process_time() - started_s, abs=0.02)


def test_people_who_come_and_go_find_no_fault(server: Server) -> None:
    with Crowd(server.url) as crowd:
        churn = Churn(server.url, crowd, N, spread_s=1)
        crowd.run(lambda: churn.n_arrivals >= N, what="for arrivals")
        churn.end()
    assert churn.faults + crowd.faults == []
