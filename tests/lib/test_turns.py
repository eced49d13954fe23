"""How work gives way."""

import queue
import threading

import pytest

from app.lib.turns import N_LINES, Lines

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
        threads.append(threading.Thread(target=lines.wait, args=(address,), name=name))
        threads[-1].start()
        if name != "second":
            assert passed.get(timeout=PATIENCE_S) == name
    assert passed.empty()
    goes_on.set()
    assert passed.get(timeout=PATIENCE_S) == "second"
    for thread in threads:
        thread.join(PATIENCE_S)
