"""What the handlers of commands share: who may send a command, when, and what a handler returns."""

from collections.abc import Mapping

from app.core.commands import Asker
from app.core.events import AnyEvent
from app.core.lesson_state import Hold
from app.core.outcomes import Step
from app.core.questions import LOOKING
from app.core.refusals import ErrorCode, Refusal
from app.core.room import Room, Worker

Result = tuple[Room, list[AnyEvent], Mapping[str, object]]
"""The room after the command, the events in between, and the answer."""


def done(step: Step) -> Result:
    return *step, {}


def seated(room: Room, number: int, code: ErrorCode = "not_joined") -> Worker:
    worker = room.workers.get(number)
    if worker is None:
        raise Refusal(code)
    return worker


def check_host(room: Room, by: Asker) -> None:
    """The host of a hosted room, or any worker of an open one."""
    if by == "host":
        if not room.is_hosted:
            raise Refusal("host_required", "This room has no host. Everybody in it can do that.")
    elif room.is_hosted:
        raise Refusal("host_required")
    else:
        seated(room, by)


def check_running(room: Room) -> None:
    if room.stage == "lobby":
        raise Refusal("in_lobby")


def check_host_of_class(room: Room, by: Asker, needs: str) -> None:
    """In an open room one stranger could hold everybody: what holds a class needs a host, as the sentence says."""
    if not room.is_hosted:
        raise Refusal("host_required", needs)
    if by != "host":
        raise Refusal("host_required")


def held(room: Room) -> Hold | None:
    """Why nobody can arrive; None when everybody can."""
    lesson = room.lesson
    if lesson.paused_since_ms is not None:
        return "paused"
    asking = lesson.asking
    if asking is not None and asking.form != "wrong":
        return {"open": "asking", "running": None, "told": "looking"}[asking.stage]
    if room.drill is not None:
        return "looking"
    place = lesson.place
    if place is None or place.free:
        return None
    is_before_card = place.step == "wrong" and not lesson.cards
    return "looking" if place.step in LOOKING or is_before_card else None
