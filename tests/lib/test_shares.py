"""One address does not take all."""

from contextlib import ExitStack

import pytest

from app.lib.shares import NoShareError, Shares


def take_all(shares: Shares, address: str, stack: ExitStack) -> int:
    """How many it gets, one after another."""
    for n in range(shares.most + 1):
        try:
            stack.enter_context(shares.taken(address))
        except NoShareError:
            return n
    raise AssertionError("more than there are")


def test_an_address_takes_what_it_wants_until_others_have_no_choice() -> None:
    shares = Shares(100)
    with ExitStack() as greedy:
        assert take_all(shares, "192.0.2.1", greedy) == 80
        with ExitStack() as others:
            assert take_all(shares, "192.0.2.2", others) == 10, "as many as are left then"
            assert take_all(shares, "192.0.2.3", others) == 5
    with ExitStack() as stack:
        assert take_all(shares, "192.0.2.1", stack) == 80, "all were given back"


def test_large_pieces_count_as_what_they_are() -> None:
    shares = Shares(100)
    with shares.taken("192.0.2.1", 79):
        with pytest.raises(NoShareError), shares.taken("192.0.2.1", 2):
            pass
        with shares.taken("192.0.2.2", 21), pytest.raises(NoShareError), shares.taken("192.0.2.3", 1):
            pass


def test_an_ipv6_network_is_one_address() -> None:
    shares = Shares(10)
    with ExitStack() as stack:
        assert take_all(shares, "2001:db8::1", stack) == 8
        with pytest.raises(NoShareError), shares.taken("2001:db8::2"):
            pass
