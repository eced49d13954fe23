"""Who waits, by address."""

from app.lib.fair_queue import FairQueue


def test_one_of_each_address_comes_in_turn() -> None:
    queue = FairQueue[str]()
    for name in ("a1", "a2", "a3", "b1", "b2", "c1"):
        queue.add(name[0], name)
    order = []
    while queue:
        order.append(next(iter(queue)))
        queue.remove(order[-1][0], order[-1])
    assert order == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_who_comes_back_is_behind_those_who_wait() -> None:
    queue = FairQueue[str]()
    queue.add("a", "a1")
    queue.add("b", "b1")
    queue.remove("a", "a1")
    queue.add("a", "a2")
    assert list(queue) == ["b1", "a2"]


def test_an_address_has_no_more_than_what_is_left_for_others() -> None:
    queue = FairQueue[int]()
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        while queue.has_room_for(address, 16):
            queue.add(address, 0)
    counts = [len(line) for line in queue._lines.values()]
    assert counts == [8, 4, 2]


def test_a_network_is_one_address() -> None:
    queue = FairQueue[int]()
    queue.add("2001:db8::1", 1)
    queue.add("2001:db8::2", 2)
    queue.add("192.0.2.1", 3)
    queue.remove("2001:db8::3", 1)
    assert list(queue) == [3, 2]
