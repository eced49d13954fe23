"""A lesson over the wire: it tells nobody's answer or card before it is shown, and it outlives its server."""

import json
from contextlib import ExitStack
from typing import Any

from tests.support.clients import Client, create_room, http, text_of
from tests.support.running import Server, StartServer

QUESTIONS = ("torn", "turns", "surplus")
"""Two about a mural, and one about the bus."""
NAMES = ("Ana", "Ben", "Chloé")
BY_CHANCE = {"code", "epoch", "avatar", "faces", "host_url", "url", "join_url", "t_ms", "spread", "seed", "token"}
"""Differs from room to room, and is drawn before anybody guesses."""
OWN_WORDS = ("guesses", "answer", "crash", "slow", "is_played", "holder")
"""Only the one whom it concerns may read these before they are shown."""


class Lesson:
    """A room with a host, a viewer, and three phones: Ana guesses, and a card is dealt to one of them."""

    def __init__(self, server: Server, stack: ExitStack) -> None:
        self.server = server
        made = create_room(server.url)
        self.code, self.key = str(made["code"]), str(made["host_key"])
        self.host, self.viewer = (stack.enter_context(Client(server.url)) for _ in range(2))
        self.host.join(self.code, role="host", host_key=self.key)
        self.phones = {name: stack.enter_context(Client(server.url)) for name in NAMES}
        for name, phone in self.phones.items():
            phone.join(self.code, view="brief", name=name)
        self.viewer.join(self.code, role="viewer")
        self.host.command("start")

    def heard(self, *but: str) -> dict[str, Any]:
        """All that anybody but these can know now, by asking or by having listened."""
        others = {name: phone for name, phone in self.phones.items() if name not in but}
        room = f"{self.server.url}/api/rooms/{self.code}"
        seq = http("GET", room)[1]["seq"]
        for client in (self.host, self.viewer):
            client.until(lambda client=client: client.seq == seq, f"for event {seq}")  # type: ignore[misc]
        return {
            "events": [list(client.events) for client in (self.host, self.viewer)],
            "sync": [client.call("sync", {"seq": 0}) for client in (self.host, self.viewer, *others.values())],
            "api": json.loads(_body(text_of(room))),
            "log": json.loads(_body(text_of(f"{room}/log.json", self.key))),
            "report": json.loads(_body(text_of(f"{room}/report.json", self.key))),
            "csv": len(text_of(f"{room}/timeline.csv", self.key).splitlines()),
        }

    def said(self, *but: str) -> str:
        """The same as a text, with everything that was broadcast, the pages, the numbers and the server's log."""
        others = [phone for name, phone in self.phones.items() if name not in but]
        heard = [(client.events, client.briefs, client.notices) for client in (self.host, self.viewer, *others)]
        pages = [text_of(f"{self.server.url}{path}") for path in ("/metrics", f"/{self.code}", f"/{self.code}/host")]
        return repr([self.heard(*but), heard, pages, self.server.output])


def _body(text: str) -> str:
    """`text_of` gives the headers, too."""
    return text[: text.rindex("}") + 1]


def steady(value: Any) -> Any:
    """Without what differs in any two rooms."""
    if isinstance(value, dict):
        return {
            key: 0 if key.endswith("_ms") and item is not None else steady(item)
            for key, item in value.items()
            if key not in BY_CHANCE
        }
    return [steady(item) for item in value] if isinstance(value, list) else value


def test_nothing_tells_a_guess_or_a_card_before_it_is_shown(start_server: StartServer) -> None:
    server = start_server(WEB_CONCURRENCY="1")  # what a process has heard of a room depends on who came to it first
    seen = []
    with ExitStack() as stack:
        for answer, card in ((0, "crash"), (1, "slow"), (2, "crash")):
            room = Lesson(server, stack)
            asked = []
            for question in QUESTIONS:
                room.host.command("ask", question=question)
                assert room.phones["Ana"].command("guess", question=question, answer=answer)["answer"] == answer
                room.phones["Ben"].command("guess", question=question, answer=1)
                asked.append(room.heard("Ana", "Ben"))
            room.host.command("ask", question=None)
            assert room.host.command("deal", to="person", card=card)["ok"]
            seen.append((steady(asked), steady(room.heard("Ana", "Ben"))))

            acks = {name: phone.arrive() for name, phone in room.phones.items()}
            holder = next(name for name, ack in acks.items() if "card" in ack)
            assert acks[holder]["card"] == card
            assert sum("index" in ack for ack in acks.values()) == 2
            told = room.said("Ana", "Ben", holder)
            assert not [word for word in OWN_WORDS if f"'{word}'" in told or f'"{word}"' in told]

            room.host.command("reset", generation=0)
            assert room.host.hear("turned")["card"] == card
            room.host.command("ask", question="surplus", force=True)
            room.phones["Ana"].command("guess", question="surplus", answer=answer)
            room.host.command("tell")
            counts = [int(choice == answer) for choice in range(3)]
            assert room.host.hear("told")["results"] == [{"question": "surplus", "counts": counts}]
    assert seen[0] == seen[1] == seen[2]


def test_a_killed_server_goes_on_in_the_middle_of_a_question(start_server: StartServer) -> None:
    server = start_server()
    with ExitStack() as stack:
        room = Lesson(server, stack)
        for step in ("story", "round", "without", "guess"):
            assert room.host.command("lesson", step=step)["ok"]
        room.phones["Ana"].command("guess", question="again", answer=2)
        token = room.phones["Ana"].token
        server.kill()
    server.start()
    with ExitStack() as stack:
        host, ana, late = (stack.enter_context(Client(server.url)) for _ in range(3))
        place = host.join(room.code, role="host", host_key=room.key)["snapshot"]
        assert place["lesson"]["step"] == "guess"
        assert (place["asking"]["stage"], place["asking"]["guessed"], place["held"]) == ("open", 1, "asking")
        assert ana.join(room.code, token=token, view="brief")["you"]["guesses"] == {"again": 2}
        late.join(room.code, view="brief", name="Dev")
        assert late.command("guess", question="again", answer=0)["ok"], "who comes late may still guess"
        assert host.command("run")["ok"]
        assert ana.arrive()["ok"]
        host.command("tell")
        assert host.hear("told")["results"] == [{"question": "again", "counts": [1, 0, 1]}]
