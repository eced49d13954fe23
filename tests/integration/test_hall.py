"""A lecture hall: three hundred workers in one room."""

from tests.support.clients import create_room
from tests.support.running import Server
from trials.load.crowd import Crowd
from trials.load.ledger import Ledger
from trials.load.rounds import play

N_FULL = 290
N_BRIEF = 10
ROUND_S = 2.0
MOST_MESSAGES = 60
MOST_BRIEF_BYTES = 4096
"""In a round that takes ROUND_S; where the machine is slow it takes longer."""


def test_three_hundred_workers_make_a_round(server: Server) -> None:
    hall, next_door = (Ledger(create_room(server.url, hosted=False)["code"]) for _ in range(2))
    with Crowd(server.url) as crowd:
        full, brief = crowd.get_on(N_FULL, hall), crowd.get_on(N_BRIEF, hall, "brief")
        (elsewhere,) = crowd.get_on(1, next_door)
        crowd.hear_all([elsewhere])
        seats = [*full, *brief]
        elsewhere.n_messages = 0
        play(crowd, hall, seats, 0.1)  # from the second round on a brief tells how the one before ended
        played = play(crowd, hall, seats, ROUND_S)
    assert crowd.faults + hall.all_faults() == []
    assert max(client.n_messages for client in full) < MOST_MESSAGES * played.seconds / ROUND_S
    assert max(client.n_bytes for client in brief) <= MOST_BRIEF_BYTES * played.seconds / ROUND_S
    assert elsewhere.n_messages == 0
