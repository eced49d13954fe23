"""The same room, as an ordinary good Flask-SocketIO program with eventlet has it: one file, everything in memory, emits
to a Socket.IO room. It speaks as much of the contract as the load needs: join, command arrive, sync, events, brief.

`python -m trials.load.rivals.flask_room`, with PORT and MESSAGE_COST_US in the environment.
"""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402
import time  # noqa: E402
from dataclasses import dataclass, field  # noqa: E402
from itertools import islice  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask, request  # noqa: E402
from flask_socketio import SocketIO, join_room, leave_room  # noqa: E402

MIN_PAUSE_S = {"full": 0.040, "brief": 0.400}
SMALL_ROOM = 8
SMALL_BRIEF_PAUSE_S = 0.100
SHARE = 0.25
"""Of the processor that broadcasting may take."""
MESSAGE_COST_S = float(os.environ.get("MESSAGE_COST_US", "110")) / 1e6
LEAD_MS = 400

flask = Flask(__name__)
socketio = SocketIO(flask, async_mode="eventlet", ping_interval=10, ping_timeout=8)


def now_ms() -> int:
    return int(time.time() * 1000)


@dataclass
class Room:
    code: str
    seq: int = 0
    generation: int = 0
    workers: dict[int, dict[str, Any]] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    """Worker -> index."""
    last: dict[str, Any] | None = None
    pending: list[dict[str, Any]] = field(default_factory=list)
    not_before_s: dict[str, float] = field(default_factory=lambda: {"full": 0.0, "brief": 0.0})
    is_timed: dict[str, bool] = field(default_factory=lambda: {"full": False, "brief": False})
    n_members: dict[str, int] = field(default_factory=lambda: {"full": 0, "brief": 0})
    brief_is_due: bool = False

    def happened(self, event_type: str, **fields: object) -> None:
        self.seq += 1
        self.pending.append({"type": event_type, "at_ms": now_ms(), **fields})
        self.brief_is_due = True

    def snapshot(self) -> dict[str, Any]:
        waiting = [{"worker": worker, "index": index, "at_ms": 0} for worker, index in self.waiting.items()]
        return {
            "v": 1,
            "code": self.code,
            "seq": self.seq,
            "now_ms": now_ms(),
            "stage": "running",
            "barrier": {
                "parties": len(self.workers),
                "generation": self.generation,
                "state": "filling",
                "waiting": waiting,
            },
            "workers": list(self.workers.values()),
            "last_release": self.last,
        }

    def brief(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "hosted": False,
            "host_here": False,
            "stage": "running",
            "door": "open",
            "phases": ["research", "write"],
            "generation": self.generation,
            "state": "filling",
            "cause": None,
            "n_waiting": len(self.waiting),
            "parties": len(self.workers),
            "parties_rule": "everyone",
            "workers": len(self.workers),
            "faces": [self.workers[worker]["avatar"] for worker in islice(self.waiting, 8)],
            "lead_ms": LEAD_MS,
            "last": self.last,
        }

    def tell(self, *, at_once: bool = False) -> None:
        """The first event after a pause at once, those after it together; a release never waits."""
        for view in ("full", "brief"):
            if at_once or time.monotonic() >= self.not_before_s[view]:
                self.flush(view)
            elif not self.is_timed[view]:
                self.is_timed[view] = True
                eventlet.spawn_after(self.not_before_s[view] - time.monotonic(), self.flush_later, view)

    def flush_later(self, view: str) -> None:
        self.is_timed[view] = False
        self.flush(view)

    def flush(self, view: str) -> None:
        if view == "full":
            events, self.pending = self.pending, []
            if events:
                socketio.emit("events", {"seq": self.seq, "events": events}, to=f"{self.code}/full")
        elif self.brief_is_due:
            self.brief_is_due = False
            socketio.emit("brief", self.brief(), to=f"{self.code}/brief")
        least_s = MIN_PAUSE_S[view]
        if view == "brief" and len(self.workers) <= SMALL_ROOM:
            least_s = SMALL_BRIEF_PAUSE_S
        self.not_before_s[view] = time.monotonic() + max(least_s, self.n_members[view] * MESSAGE_COST_S / SHARE)


@dataclass
class Member:
    room: Room
    worker: int
    view: str


rooms: dict[str, Room] = {}
members: dict[str, Member] = {}


def whole(member: Member) -> dict[str, Any]:
    if member.view == "brief":
        return {"brief": member.room.brief()}
    return {"snapshot": member.room.snapshot()}


def on_join(message: dict[str, Any]) -> dict[str, Any]:
    room = rooms.setdefault(message["code"], Room(message["code"]))
    worker = len(room.workers) + 1
    member = members[request.sid] = Member(room, worker, message["view"])  # type: ignore[attr-defined]
    name = f"Patient Tapir {worker}"
    room.workers[worker] = {
        "worker": worker,
        "name": name,
        "avatar": "tapir",
        "kind": "person",
        "connected": True,
        "joined_at_ms": now_ms(),
    }
    room.happened("worker_joined", worker=worker, name=name, avatar="tapir", kind="person", parties=len(room.workers))
    room.tell()
    answer = {"ok": True, "you": {"worker": worker, "token": "", "role": "worker"}, "now_ms": now_ms(), **whole(member)}
    join_room(f"{room.code}/{member.view}")
    room.n_members[member.view] += 1
    return answer


def on_command(message: dict[str, Any]) -> dict[str, Any]:
    member = members[request.sid]  # type: ignore[attr-defined]
    room, generation = member.room, member.room.generation
    if message["type"] != "arrive":
        return {"ok": False, "error": "bad_request", "message": "Only arrivals here."}
    if message["generation"] != generation or member.worker in room.waiting:
        return {"ok": False, "error": "stale_generation", "message": "That was an earlier round."}
    index = len(room.waiting)
    room.waiting[member.worker] = index
    room.happened("arrived", worker=member.worker, generation=generation, index=index)
    if len(room.waiting) == len(room.workers):
        order, room.waiting = list(room.waiting), {}
        release_at_ms = now_ms() + LEAD_MS
        room.generation += 1
        room.last = {
            "generation": generation,
            "outcome": "released",
            "cause": "arrival",
            "at_ms": now_ms(),
            "release_at_ms": release_at_ms,
        }
        room.happened("tripped", generation=generation, order=order, release_at_ms=release_at_ms, cause="arrival")
        room.tell(at_once=True)
    else:
        room.tell()
    return {"ok": True, "generation": generation, "index": index, "seq": room.seq}


def on_sync(message: dict[str, Any]) -> dict[str, Any]:
    member = members[request.sid]  # type: ignore[attr-defined]
    leave_room(f"{member.room.code}/{member.view}")
    member.room.n_members[member.view] -= 1
    member.view = message["view"]
    answer = {"ok": True, "now_ms": now_ms(), **whole(member)}
    join_room(f"{member.room.code}/{member.view}")
    member.room.n_members[member.view] += 1
    return answer


def on_disconnect(_reason: object = None) -> None:
    member = members.pop(request.sid, None)  # type: ignore[attr-defined]
    if member is not None:
        leave_room(f"{member.room.code}/{member.view}")
        member.room.n_members[member.view] -= 1
        member.room.workers[member.worker]["connected"] = False
        member.room.happened("presence", worker=member.worker, connected=False)
        member.room.tell()


def healthz() -> str:
    return "ok"


if __name__ == "__main__":
    flask.add_url_rule("/healthz", "healthz", healthz)
    socketio.on_event("join", on_join)
    socketio.on_event("command", on_command)
    socketio.on_event("sync", on_sync)
    socketio.on_event("disconnect", on_disconnect)
    # Out of the box eventlet serves 1,024 connections and no more; the comparison needs 2,000.
    socketio.run(flask, host="127.0.0.1", port=int(os.environ["PORT"]), max_size=10_000)
