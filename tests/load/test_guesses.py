"""A hall guesses: each phone hears next to nothing of the others, and the projector's count moves."""

import functools

from tests.support.clients import Client, create_room
from tests.support.running import Server
from trials.load.client import Answer
from trials.load.crowd import Crowd, now_s
from trials.load.ledger import Ledger

N = 300
WITHIN_S = 2.0
MOST_BYTES = 4096
"""For each phone, the answer to its own guess included. Where the machine is slow it takes longer than WITHIN_S."""
FEWEST_STEPS = 5
"""So often the count on the projector moves at least, and it does not jump to its end."""


def test_three_hundred_phones_guess_at_once(server: Server) -> None:
    made = create_room(server.url)
    ledger = Ledger(str(made["code"]))
    answers: list[Answer] = []
    seen: set[int] = set()
    with Crowd(server.url) as crowd, Client(server.url) as host:
        host.join(ledger.code, role="host", host_key=made["host_key"])
        phones = crowd.get_on(N, ledger, "brief")
        assert host.command("start")["ok"] and host.command("ask", question="again")["ok"]
        crowd.hear_all(phones)
        for phone in phones:
            phone.n_bytes = 0

        def look() -> bool:
            seen.add(max((event["n"] for event in host.events if event["type"] == "guessed"), default=0))
            return N in seen and len(answers) == N

        began_s = now_s()
        for nth, phone in enumerate(phones):
            guess = {"type": "guess", "question": "again", "answer": nth % 3}
            call = functools.partial(crowd.call, phone, "command", guess, answers.append)
            crowd.at(began_s + WITHIN_S * nth / N, call)
        assert crowd.run(look, what="for all guesses"), crowd.faults
        took_s = now_s() - began_s
        crowd.hear_all(phones)
        assert all(answer["ok"] for answer in answers)
        assert max(phone.n_bytes for phone in phones) <= MOST_BYTES * max(1, took_s / WITHIN_S)
        assert len(seen) >= FEWEST_STEPS
        host.command("tell")
        assert host.hear("told")["results"] == [{"question": "again", "counts": [N // 3] * 3}]
    assert crowd.faults == []
