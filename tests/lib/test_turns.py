"""How work gives way."""

import queue
import threading

import pytest

from app.lib.turns import N_LINES, TURN_S, Lines

PATIENCE_S = 30.0


def test_messages_of_one_address_are_done_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """While everything else has its turn after the first, the second waits, and another address does not."""
    passed: queue.Queue[str] = queue.Queue()
    goes_on = threading.Event()

    def give_way(_seconds: float) -> None:
        passed.put(threading.current_thread().name)
        assert goes_on.wait(PATIENCE_S)

    monkeypatch.setattr("app.lib.turns.time.sleep", give_way)
    lines, here = Lines(), "10.0.0.1"
    addresses = (f"10.0.1.{number}" for number in range(256))
    elsewhere = next(address for address in addresses if hash(address) % N_LINES != hash(here) % N_LINES)
    threads = []
    for name, address in (("first", here), ("second", here), ("other", elsewhere)):
        threads.append(threading.Thread(target=lines.of(address).wait, name=name))
        threads[-1].start()
        if name != "second":
            assert passed.get(timeout=PATIENCE_S) == name
    assert passed.empty()
    goes_on.set()
    assert passed.get(timeout=PATIENCE_S) == "second"
    for thread in threads:
        thread.join(PATIENCE_S)


def test_short_messages_of_one_address_share_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s, ways_given = 0.0, 0

    def give_way(_seconds: float) -> None:
        nonlocal ways_given
        ways_given += 1

    monkeypatch.setattr("app.lib.turns.time.monotonic", lambda: now_s)
    monkeypatch.setattr("app.lib.turns.time.sleep", give_way)
    lines, n_messages = Lines(), 1_000
    for _ in range(n_messages):
        now_s += TURN_S / 10
        lines.of("10.0.0.1").wait_briefly()
    assert n_messages / 12 < ways_given <= n_messages / 10
