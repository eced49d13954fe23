"""While names are hidden, nothing that leaves the server holds a name that somebody gave: whenever they were hidden, in
any history. Everything here goes in and out as it does on the wire."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, get_args

import msgspec
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.lesson_state import CardId, QuestionId, StepId
from app.core.names import ANIMALS as FACES
from app.server.application import Application
from app.settings import Settings
from app.stores.sqlite import SqliteStore

GIVEN = "Zuleika"
SYNCS_OF_A_CONNECTION = 30
"""It has forty messages at once."""
LATER_S = 20
"""By then every timer has fired that batches something, ends a wait, or closes the reports of a release."""
MOST_TIMERS = 100
MOST_ACTS = 12
ANIMALS = tuple(FACES)
HIDE = {"type": "configure", "names": "hidden"}
PEOPLE = ("join", "program", "leave", "rename", "arrive", "arrive", "time runs out", "guess", "time", "nonsense")
HOSTS: tuple[Any, ...] = (
    HIDE,
    {"type": "configure", "names": "shown"},
    {"type": "configure", "parties": 2, "force": True},
    {"type": "configure", "parties": "everyone", "force": True},
    {"type": "add_robots", "count": 1, "pace": "quick"},
    {"type": "pause", "on": True},
    {"type": "pause", "on": False},
    *("rename another", "rename a robot", "reset", "abort", "drop", "keep out", "nudge"),
)
LESSON: tuple[dict[str, Any], ...] = (
    {"type": "run"},
    {"type": "tell"},
    *({"type": "lesson", "step": step} for step in (*get_args(StepId), None)),
    *({"type": "ask", "question": question, "force": True} for question in (*get_args(QuestionId), "wrong", None)),
    *({"type": "deal", "to": to, "card": card} for to in ("robot", "person") for card in get_args(CardId)),
    *({"type": "mural", "gate": gate, "force": True} for gate in ("barrier", "none", "off")),
)
ACTS = st.lists(st.one_of(*map(st.sampled_from, (PEOPLE, HOSTS, LESSON))), max_size=MOST_ACTS)
Client: TypeAlias = SocketIOTestClient


class Room:
    """A room, its screens, and who is in it. `said` is all that has left the server since it was last taken."""

    def __init__(self, application: Application, http: FlaskClient, *, hosted: bool) -> None:
        self.application, self.http = application, http
        self.said: list[object] = []
        made = self.ask("POST", "/api/rooms", {"hosted": hosted})
        self.code, self.key = str(made["code"]), made["host_key"]
        self.phones: list[Client] = []
        self.screens: list[Client] = []
        self.n_joined = 0
        self.host = self.connect(role="host", host_key=self.key) if hosted else self.join()
        self.connect(role="viewer")
        self.connect(role="viewer", view="brief")

    @property
    def value(self) -> Any:
        return self.application.rooms.find(self.code).room

    def ask(self, method: str, path: str, body: object = None, token: str | None = None) -> Any:
        """Something over HTTP."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.http.open(path, method=method, json=body, headers=headers)
        text = answer.get_data(as_text=True)
        self.said += [text, list(answer.headers.items())]
        return msgspec.json.decode(text) if answer.is_json else text

    def connect(self, **fields: object) -> Client:
        client = self.application.socketio.test_client(self.application.flask)
        self.screens.append(client)
        self.tell(client, "join", {"v": 1, "code": self.code, **fields})
        return client

    def join(self) -> Client:
        self.n_joined += 1
        view = ("full", "brief")[self.n_joined % 2]
        client = self.connect(role="worker", name=f"{GIVEN} {self.n_joined}", view=view)
        self.phones.append(client)
        return client

    def tell(self, client: Client, event: str, payload: object) -> None:
        """A message, and its answer."""
        self.said.append(client.emit(event, payload, callback=True))

    def program(self) -> None:
        """One that gets on, arrives, and asks for what does not exist."""
        room = f"/api/rooms/{self.code}"
        self.n_joined += 1
        joined = self.ask("POST", f"{room}/workers", {"name": f"{GIVEN} {self.n_joined}"})
        if "token" in joined:
            wait = {"ticket": str(self.n_joined), "hold_s": 0}
            self.ask("POST", f"{room}/wait", wait, joined["token"])
            self.ask("POST", f"{room}/wait", {"ticket": 1}, joined["token"])
            self.ask("POST", f"{room}/action", {"generation": 0, "ok": False}, joined["token"])
            self.ask("POST", f"{room}/reset", {}, joined["token"])

    def pass_time(self) -> None:
        """Let each timer fire that would soon."""
        clock, timers = self.application.rooms.clock, self.application._timers
        began_s, offset_s, ahead_s, catch_up = clock._course
        clock._course = began_s, offset_s + LATER_S, ahead_s, catch_up
        for _ in range(MOST_TIMERS):
            if (due := timers.take_due(clock.now_ms())) is None:
                break
            due[1]()

    def do(self, act: Any, number: int) -> None:
        """Somebody does something."""
        by = self.phones[number % len(self.phones)] if self.phones else self.host
        everybody = list(self.value.workers)
        worker = everybody[number % len(everybody)] if everybody else 1
        generation = self.value.barrier.generation
        acts: dict[str, Callable[[], object]] = {
            "join": self.join,
            "program": self.program,
            "time": self.pass_time,
            "arrive": lambda: self.arrive(generation),
            "time runs out": lambda: self.run_out(by, generation),
            "guess": lambda: self.tell(by, "command", {"type": "guess", "question": "again", "answer": number % 3}),
            "leave": lambda: self.tell(by, "command", {"type": "leave"}),
            "rename": lambda: self.tell(
                by, "command", {"type": "rename", "name": f"{GIVEN}{number}", "avatar": f"{ANIMALS[number]}"}
            ),
            "rename another": lambda: self.host_says({"type": "rename", "worker": worker, "name": f"{GIVEN} {number}"}),
            "rename a robot": lambda: self.rename_robot(f"{GIVEN} {number}"),
            "reset": lambda: self.host_says({"type": "reset", "generation": generation}),
            "abort": lambda: self.host_says({"type": "abort", "generation": generation}),
            "drop": lambda: self.host_says({"type": "drop", "worker": worker}),
            "keep out": lambda: self.host_says({"type": "drop", "worker": worker, "keep_out": True}),
            "nudge": lambda: self.host_says({"type": "nudge", "worker": worker}),
            "nonsense": lambda: self.host_says({"type": "rename", "worker": [worker], "name": 7}),
        }
        acts[act]() if isinstance(act, str) else self.host_says(act)

    def host_says(self, command: object) -> None:
        self.tell(self.host, "command", command)

    def rename_robot(self, name: str) -> None:
        self.host_says({"type": "add_robots", "count": 1, "pace": "slow"})
        self.host_says({"type": "rename", "worker": max(self.value.workers, default=1), "name": name})

    def arrive(self, generation: int) -> None:
        for phone in self.phones:
            self.tell(phone, "command", {"type": "arrive", "generation": generation})

    def run_out(self, by: Client, generation: int) -> None:
        """Somebody waits alone, for longer than the limit."""
        self.host_says({"type": "configure", "timeout_s": 5})
        self.tell(by, "command", {"type": "arrive", "generation": generation})
        self.pass_time()

    def take_said(self) -> str:
        """All that was answered and broadcast since the last call."""
        said, self.said = [*self.said, *(screen.get_received() for screen in self.screens)], []
        return msgspec.json.encode(said, enc_hook=str).decode()

    def everything(self) -> None:
        """Ask for all that can be asked."""
        for path in ("", "/host", "/report", "/qr.svg", "/take-home.py"):
            self.ask("GET", f"/{self.code}{path}")
        for path in ("", "/log.json", "/report.json", "/timeline.csv"):
            self.ask("GET", f"/api/rooms/{self.code}{path}", token=self.key)
        for path in ("/metrics", "/healthz", f"/remote_barrier.py?room={self.code}"):
            self.ask("GET", path)
        for seq in range(self.value.seq + 2):
            if seq % SYNCS_OF_A_CONNECTION == 0:
                viewer = self.connect(role="viewer")
            self.tell(viewer, "sync", {"seq": seq})
        self.connect(role="viewer", view="brief")
        for phone in self.phones:
            self.tell(phone, "sync", {"seq": 0, "view": "brief"})


@contextmanager
def opened(*, hosted: bool) -> Iterator[Room]:
    settings = Settings(database=":memory:", delivery="stock", async_mode="threading", rooms_per_minute=1_000_000)
    application = Application(settings, SqliteStore(":memory:"))
    try:
        yield Room(application, application.flask.test_client(), hosted=hosted)
    finally:
        application.close()


@settings(max_examples=60)
@given(st.booleans(), ACTS, st.integers(0, MOST_ACTS))
@example(hosted=True, acts=["rename a robot", {"type": "deal", "to": "robot", "card": "crash"}, "reset"], hidden_at=3)
def test_no_given_name_leaves(hosted: bool, acts: list[Any], hidden_at: int) -> None:
    """Three with names are there; anything happens; names are hidden at some moment."""
    with opened(hosted=hosted) as room:
        room.host_says({"type": "start"})
        for _ in range(3):
            room.join()
        for number, act in enumerate([*acts[:hidden_at], HIDE, *acts[hidden_at:]]):
            was_hidden = room.value.names == "hidden"
            room.do(act, number)
            said = room.take_said()
            if was_hidden and room.value.names == "hidden":
                assert GIVEN not in said, (act, said)
        room.host_says(HIDE)
        room.take_said()
        if room.value.names == "hidden":  # the host of an open room may have left
            room.pass_time()
            room.everything()
            assert GIVEN not in room.take_said()


def test_with_names_shown_they_leave_by_these_exits() -> None:
    """Otherwise the test above would prove nothing."""
    with opened(hosted=True) as room:
        room.host_says({"type": "start"})
        for act in ("join", "join", "join", "leave", "arrive", {"type": "mural", "gate": "barrier"}, "time", "rename"):
            room.do(act, 1)
        assert GIVEN in room.take_said()
        for path in ("", "/log.json", "/report.json", "/timeline.csv"):
            assert GIVEN in str(room.ask("GET", f"/api/rooms/{room.code}{path}", token=room.key)), path
        assert GIVEN in room.ask("GET", f"/{room.code}/take-home.py")
        room.take_said()
        room.do("rename another", 0)
        assert f"You are {GIVEN}" in room.take_said()
        room.tell(room.phones[2], "sync", {"seq": 0, "view": "brief"})
        assert f'"near":[{{"strip":0,"name":"{GIVEN}' in room.take_said()
