"""The recorded runs of barrier algorithms are what this model plays; the browser's tests compare theirs with them."""

import pytest

from tests.support.barrier_algorithms import FOLDER, KINDS, Kind, play, text_of


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_up_to_date(kind: Kind) -> None:
    path = FOLDER / f"{kind}.json"
    assert path.read_text() == text_of(kind), "run `python -m tests.support.barrier_algorithms`"


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_goes_on_before_it_knows_of_everybody(kind: Kind) -> None:
    for n in range(2, 34):
        arrives = [(7 * me + n) % 11 for me in range(n)]
        run = play(kind, n, arrives)
        for me, released in enumerate(run.released):
            assert any(len(who) == n for at, who in run.knows[me].items() if at <= released)
        assert min(run.released) >= max(arrives)
