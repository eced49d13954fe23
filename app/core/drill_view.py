"""What the world may see of a drill. Each key is there only while the room has one."""

from typing import Any

from app.core.room import Room, public_name


def drill_view(room: Room) -> dict[str, Any]:
    """For pages that draw the whole room: every signal with its moment."""
    drill = room.drill
    if drill is None:
        return {}
    view = {
        "run": drill.run,
        "kind": drill.kind,
        "since_ms": drill.since_ms,
        "seats": list(drill.seats),
        "signals": [list(signal) for signal in drill.signals],
    }
    return {"drill": view}


def drill_brief(room: Room) -> dict[str, Any]:
    """For phones: a digit for each seat, how many signals it has sent."""
    drill = room.drill
    if drill is None:
        return {}
    done = "".join(map(str, drill.done))
    return {"drill": {"run": drill.run, "kind": drill.kind, "done": done}}


def your_seat(room: Room, number: int) -> dict[str, Any]:
    """This worker's seat, and who sits where: null for one that came later. Who has left has no name."""
    drill = room.drill
    if drill is None:
        return {}
    if number not in drill.seats:
        return {"seat": None}
    faces = [_face(room, worker) for worker in drill.seats]
    return {"seat": {"run": drill.run, "index": drill.seats.index(number), "faces": faces}}


def _face(room: Room, number: int) -> dict[str, Any]:
    worker = room.workers.get(number)
    if worker is None:
        return {"name": None, "avatar": "", "kind": "person"}
    return {"name": public_name(room, worker), "avatar": worker.avatar, "kind": worker.kind}
