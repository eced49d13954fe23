"""What the handlers of commands share: who may send a command, when, and what a handler returns."""

from collections.abc import Mapping

from app.core.commands import Asker
from app.core.events import AnyEvent
from app.core.outcomes import Step
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
