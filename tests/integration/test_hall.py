"""A lecture hall: three hundred workers in one room."""

from tests.clients import create_room
from tests.load.crowd import Crowd
from tests.load.ledger import Ledger
from tests.load.rounds import play
from tests.running import Server

N_FULL = 290
N_BRIEF = 10
ROUND_S = 2.0


def test_three_hundred_workers_make_a_round(server: Server) -> None:
    hall, next_door = (Ledger(create_room(server.url, hosted=False)["code"]) for _ in range(2))
    with Crowd(server.url) as crowd:
        elsewhere, *seats = crowd.connect(1 + N_FULL + N_BRIEF)
        full, brief = seats[:N_FULL], seats[N_FULL:]
        crowd.join([elsewhere], next_door)
        crowd.join(full, hall)
        crowd.join(brief, hall, "brief")
        crowd.pass_time(1)  # what was to tell of those who came has been told
        elsewhere.n_messages = 0
        play(crowd, hall, seats, 0.1)  # from the second round on a brief tells how the one before ended
        played = play(crowd, hall, seats, ROUND_S)
    assert crowd.faults + hall.all_faults() == []
    assert max(client.n_messages for client in full) < 60
    assert max(client.n_bytes for client in brief) <= 4096 * played.seconds / ROUND_S
    assert elsewhere.n_messages == 0
