"""What can be refused: a stable code for programs and a sentence for people.

A refusal is an ordinary answer. Code that raises it has changed nothing, because every value in the core is frozen.
"""

from typing import Literal

ErrorCode = Literal[
    "room_not_found",
    "room_full",
    "room_locked",
    "bad_request",
    "unknown_event",
    "unsupported_version",
    "not_joined",
    "host_required",
    "worker_unknown",
    "barrier_broken",
    "stale_generation",
    "future_generation",
    "in_lobby",
    "busy",
    "held",
    "not_asked",
    "kept_out",
    "rate_limited",
    "unavailable",
    "internal",
]

SENTENCES: dict[ErrorCode, str] = {
    "room_not_found": "No room with that code. Check the big screen, and try again.",
    "room_full": "This room is full. Ask for another one.",
    "room_locked": "The door is locked. When it opens, you can get on.",
    "bad_request": "That message is malformed.",
    "unknown_event": "There is no such message.",
    "unsupported_version": "This page is out of date. Reload it.",
    "not_joined": "You have no seat in this room.",
    "host_required": "Only the host can do that.",
    "worker_unknown": "Nobody in this room has that number.",
    "barrier_broken": "The barrier is broken. Nobody can wait until it is reset.",
    "stale_generation": "That round is over. Look again, then decide.",
    "future_generation": "That round has not begun yet.",
    "in_lobby": "The trip has not started yet.",
    "busy": "Somebody is waiting. Doing this anyway gives them an error.",
    "held": "Not now. Look at the big screen.",
    "not_asked": "That question is not open.",
    "kept_out": "You have been blocked from this room.",
    "rate_limited": "Too fast. Wait a moment, then try again.",
    "unavailable": "The server cannot do that right now. Try again in a moment.",
    "internal": "Something went wrong on the server. Nothing has changed.",
}
"""Every error code of the protocol, with its default sentence."""


class Refusal(Exception):
    """An expected "no". `message` is a sentence a pupil or a teacher can act on;
    `retry_after_s` says when trying again makes sense, where that is known."""

    def __init__(self, code: ErrorCode, message: str | None = None, *, retry_after_s: int | None = None) -> None:
        self.code = code
        self.retry_after_s = retry_after_s
        self.message = message or SENTENCES[code]
        super().__init__(f"{code}: {self.message}")
