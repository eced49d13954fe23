"""While names are hidden, nothing that leaves the server holds a name that somebody gave: whenever they were hidden."""

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import commands
from app.core.commands import Configuration
from app.core.refusals import Refusal
from app.core.snapshot import brief, snapshot, you
from app.lib.fair_turns import FairTurns
from app.release.screen_reports import ScreenReports
from app.rooms.broadcast import MIN_PAUSE_MS, Broadcast
from app.rooms.pictures import missed
from app.web.histories import log_json, timeline_csv
from app.web.report import Reports
from tests.support.ears import Ears
from tests.support.stage import Stage

CODE = "BRRRRR"
GIVEN = "Zuleika"
ACTS = st.lists(
    st.sampled_from(
        [
            "join",
            "join",
            "program",
            "rename",
            "leave",
            "hide",
            "show",
            "arrive",
            "arrive",
            "reset",
            "time",
            "new screen",
        ]
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_no_given_name_leaves(acts: list[str]) -> None:
    with Stage() as stage:
        ears = Ears()
        broadcast = Broadcast(ears, stage.rooms, stage.timers, processor_s=lambda: ears.worked_s)
        stage.rooms.listen(broadcast)
        screen_reports = ScreenReports(stage.rooms, broadcast, stage.timers)
        reports = Reports(stage.rooms, screen_reports, FairTurns())
        live = stage.rooms.find(CODE)
        broadcast.admit(live, "first", "full")
        broadcast.admit(live, "phone", "brief")
        for number, act in enumerate(acts):
            ears.heard.clear()
            answer = do(stage, broadcast, act, number)
            if live.room.names == "hidden":
                assert GIVEN not in text_of([answer, ears.heard, everything(stage, live, reports)]), acts[: number + 1]


def do(stage: Stage, broadcast: Broadcast, act: str, number: int) -> object:
    """Something happens; what the one who asked is answered."""
    live = stage.rooms.find(CODE)
    seats = list(live.room.workers)
    by = seats[number % len(seats)] if seats else 0
    generation = live.room.barrier.generation
    if act == "time":
        stage.pass_ms(MIN_PAUSE_MS)
        return None
    if act == "new screen":
        broadcast.admit(live, f"screen {number}", "full")
        return None
    command: Any = {
        "join": commands.Join(token_hash=f"t{number}", name=f"{GIVEN} {number}"),
        "program": commands.Join(token_hash=f"t{number}", name=f"{GIVEN} {number}", kind="program"),
        "rename": commands.Rename(by=by, name=f"{GIVEN}{number}"),
        "leave": commands.Leave(worker=by),
        "hide": commands.Configure(by=by, configuration=Configuration(names="hidden")),
        "show": commands.Configure(by=by, configuration=Configuration(names="shown")),
        "arrive": commands.Arrive(worker=by, generation=generation),
        "reset": commands.Reset(by=by, generation=generation),
    }[act]
    try:
        return stage.rooms.submit(CODE, command).answer
    except Refusal as refusal:
        return refusal.message


def everything(stage: Stage, live: Any, reports: Reports) -> list[object]:
    """All that can be asked."""
    room = live.room
    asked = [missed(live, seq) for seq in range(room.seq + 1)]
    return [
        snapshot(room, 0),
        brief(room),
        [you(room, number, "worker", None) for number in room.workers],
        asked,
        b"".join(log_json(stage.rooms, room.code)).decode(),
        b"".join(timeline_csv(stage.rooms, room.code)).decode(),
        list(reports.names(live, "").values()),
        reports.of(live, ""),
    ]


def text_of(value: object) -> str:
    return msgspec.json.encode(value).decode()
