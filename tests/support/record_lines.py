"""Write tests/recorded/lines/*.json: the lines of rooms, and the rooms that they lead to.
`python -m tests.support.record_lines`

A line that is recorded stays as it is: the next release must make the same room of it, since while it is installed
processes of both follow one line. So only stories are written that have no line yet.
"""

import base64
import json
from pathlib import Path
from typing import Any

import msgspec

from app.core import commands as c
from app.core.room import Room
from app.core.spread import LateScreen, Spread
from app.rooms import log as room_log
from app.stores.base import Entry, Loaded
from tests.support.record_logs import STORIES
from tests.support.story import Story

FOLDER = Path(__file__).parents[1] / "recorded" / "lines"
AGAIN_EVERY = 3
"""Of the commands of a story so many-th each come twice: the second one is mostly refused, or changes nothing."""
EARLIER_MS = 5_000
"""By so much the second one is dated before the first, as by the clock of a Redis that took over."""


def processes_and_a_fork() -> Story:
    """Two processes with people; one of them ends, and Redis loses something."""
    story = Story(host=True, gone="let_go", gone_after_s=10).join("Ana", via="p", connection="p1")
    story.join("Ben", via="q", connection="q1").join("load", kind="program", address_hash="a", origin_hash="o")
    story.do(c.Start(by="host")).arrive(1).do(c.Connect(worker=1, via="q", connection="q2"))
    story.do(c.ProcessGone(via="q")).do(c.Connect(worker=2, via="p", connection="p2"))
    story.do(c.Fork(run="run")).arrive(2).do(c.Nudge(by="host", worker=3)).arrive(3, ticket="t")
    late = (LateScreen(worker=1, off_ms=90),)
    spread = Spread(
        generation=0,
        screens=3,
        n_changed=1,
        within_ms=4,
        error_ms=None,
        n_unsure=1,
        n_late=1,
        n_slow=0,
        n_silent=1,
        late=late,
        unsure=(2,),
    )
    story.do(c.NoteSpread(spread=spread)).do(c.Drop(by="host", worker=3, keep_out=True))
    since_ms = story.now_ms + 1
    story.do(c.LetIn(by="host")).join("Chloé", "Dan")
    return story.do(c.RemoveAllSince(by="host", since_ms=since_ms))


def entries_of(story: Story) -> list[Entry]:
    """The story's line, with some commands twice."""
    line: list[tuple[c.AnyCommand, int]] = [(story.created, story.first.epoch)]
    for nth, (command, at_ms) in enumerate(story.log):
        line.append((command, at_ms))
        if nth % AGAIN_EVERY == 0:
            line.append((command, at_ms - EARLIER_MS))
    return [Entry(number, at_ms, room_log.encode(command)) for number, (command, at_ms) in enumerate(line, 1)]


def room_as_json(room: Room) -> Any:
    ordered = msgspec.to_builtins(room, str_keys=True, order="deterministic")
    return msgspec.json.decode(msgspec.json.encode(ordered))


def recorded(story: Story) -> dict[str, Any]:
    entries = entries_of(story)
    half = len(entries) // 2
    halfway, number, weight, _ = room_log.replay(Loaded(None, 0, entries[:half]))
    return {
        "line": [[entry.at_ms, entry.command.decode()] for entry in entries],
        "halfway": {
            "number": number,
            "weight": weight,
            "room": base64.b64encode(room_log.encode_room(halfway)).decode(),
        },
        "room": room_as_json(room_log.replay(Loaded(None, 0, entries))[0]),
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for tell in (*STORIES, processes_and_a_fork):
        path = FOLDER / f"{tell.__name__}.json"
        if not path.exists():
            path.write_text(json.dumps(recorded(tell()), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
