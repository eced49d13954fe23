"""JSON in, JSON out: what all of the HTTP interface shares. Errors have the form of every refusal."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import flask
import msgspec
from flask import Response, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as BaseResponse

from app.core.refusals import ErrorCode, Refusal
from app.core.room import Room
from app.lib.tokens import hash_token
from app.rooms.finder import RoomFinder
from app.rooms.handed import UnknownError
from app.rooms.rooms import Rooms
from app.web.paths import tidy
from app.wire import fast_json, messages

STATUS: dict[ErrorCode, int] = {
    "bad_request": 400,
    "unknown_event": 400,
    "unsupported_version": 400,
    "not_joined": 401,
    "host_required": 403,
    "kept_out": 403,
    "room_not_found": 404,
    "worker_unknown": 404,
    "rate_limited": 429,
    "internal": 500,
    "unavailable": 503,
    # a conflict with the state of the room
    "barrier_broken": 409,
    "busy": 409,
    "future_generation": 409,
    "held": 409,
    "in_lobby": 409,
    "not_asked": 409,
    "room_full": 409,
    "room_locked": 409,
    "stale_generation": 409,
}
"""The HTTP status of each refusal."""
RETRY_AFTER_S = 60
"""The window of the limits that count by the minute."""

T = TypeVar("T")
FindRoom = Callable[[str], Room]
"""The room with the code in the request, in any spelling. Raises as `find_room` does."""


def find_room(finder: RoomFinder, code: str) -> Room:
    """The room with this code. Raises as the finder does."""
    token = request.authorization.token if request.authorization is not None else None
    return finder.find(code, request.remote_addr or "", token)


def bearer() -> str:
    """The token that the request bears.

    Raises:
        Refusal: `not_joined`
    """
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise Refusal("not_joined", "Send the token or the host key as Authorization: Bearer …")
    return authorization.token


def worker_of(rooms: Rooms, room: Room) -> int:
    """The worker of the bearer token; the seat may have been taken at another process a moment ago.

    Raises:
        Refusal: `not_joined`; else as `Rooms.up_to_date`
    """
    token_hash = hash_token(bearer())
    worker = room.seats.get(token_hash) or rooms.up_to_date(room.code).seats.get(token_hash)
    if worker is None:
        raise Refusal("not_joined", "That token has no seat in this room.")
    return worker


def body(shape: type[T]) -> T:
    """The JSON of the request in its agreed shape; no body at all means an empty object."""
    raw = request.get_data()
    if raw and request.mimetype != "application/json":
        flask.abort(415, "Send the body as JSON, with Content-Type: application/json.")
    try:
        return fast_json.decode(raw or b"{}", shape)
    except ValueError as error:
        raise Refusal("bad_request", f"That request is malformed: {error}.") from None


def json_response(value: Any) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")


class HeldResponse(Response):
    """An answer that is not known yet. `find_out` waits for it after Flask is done with the request, whose contexts and
    frames would cost each waiting program some 20 kB: WSGI lets the headers follow when the body is asked for. Of its
    environment only the method is kept, which is all that Werkzeug needs then."""

    def __init__(self, find_out: Callable[[], Any]) -> None:
        super().__init__()
        self._find_out = find_out

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        return self._answer({"REQUEST_METHOD": environ["REQUEST_METHOD"]}, start_response)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        try:
            response: BaseResponse = json_response(self._find_out())
        except Refusal as refusal:
            response = answer_refusal(refusal)
        except UnknownError as error:
            response = answer_unknown(error)
        yield from response(environ, start_response)


def answer_refusal(refusal: Refusal) -> Response:
    """The refusal as an HTTP answer."""
    response = json_response(messages.refusal_json(refusal))
    response.status_code = STATUS[refusal.code]
    if refusal.code == "rate_limited":
        response.headers["Retry-After"] = str(refusal.retry_after_s or RETRY_AFTER_S)
    return response


def answer_unknown(_error: UnknownError) -> BaseResponse:
    """Nobody knows yet whether it was done: no refusal, which would mean that it was not."""
    response = json_response(
        {"ok": False, "error": "internal", "message": "It may or may not have been done. Send the same request again."}
    )
    response.status_code = 504
    return response


def redirect_to(path: str) -> BaseResponse:
    """To another path of this server, with what else the address asks for."""
    query = request.query_string.decode("ascii", "ignore")
    return redirect(request.script_root + path + (f"?{query}" if query else ""))


def answer_http_error(error: HTTPException) -> BaseResponse:
    """Errors of HTTP itself (no such path, wrong method, too large …) in the same form. Those that a person with a
    browser may get to see are pages."""
    if isinstance(error, NotFound) and (meant := tidy(request.path)) is not None:
        return redirect_to(meant)
    code: ErrorCode = "internal" if (error.code or 500) >= 500 else "bad_request"
    response = json_response({"ok": False, "error": code, "message": error.description or error.name})
    response.status_code = error.code or 500
    if isinstance(getattr(error, "valid_methods", None), list):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response
