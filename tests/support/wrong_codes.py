"""Guessing codes of rooms is slowed down, whichever entrance is used: a few pass at once, and few after them."""

import itertools
import time
from collections.abc import Callable

from app.wire.messages import WRONG_CODES_PER_MINUTE

PASSED, TOLD_TO_WAIT = "room_not_found", "rate_limited"


def check_wrong_codes(*ways: Callable[[], str]) -> None:
    """Try a wrong code in each of these ways in turn, until every one of them is slowed down. A way answers with
    the code of its refusal. Meanwhile as many pass as their time allows, for which a slow machine takes longer."""
    began_s = time.monotonic()
    n_passed, still_pass = 0, set(range(len(ways)))
    for nth in itertools.cycle(range(len(ways))):
        answer = ways[nth]()
        if answer == TOLD_TO_WAIT:
            still_pass.discard(nth)
        else:
            assert answer == PASSED
            n_passed += 1
        assert n_passed <= WRONG_CODES_PER_MINUTE * (1 + (time.monotonic() - began_s) / 60)
        if not still_pass:
            break
    assert n_passed >= WRONG_CODES_PER_MINUTE
