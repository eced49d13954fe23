"""The HTTP interface: JSON in, JSON out, for programs and for curl."""

import csv
import io
from collections.abc import Iterator
from typing import Any, TypeVar

import flask
import msgspec
from flask import Blueprint, Response, request
from msgspec.structs import asdict
from werkzeug.exceptions import HTTPException

from app import protocol
from app.core import commands
from app.core import snapshot as snapshots
from app.core.commands import Asker
from app.core.events import AnyEvent, WorkerJoined, WorkerRenamed
from app.core.names import made_up_name
from app.core.refusals import Refusal
from app.core.room import Room
from app.core.timeline import timeline
from app.limits import PerAddress
from app.pages import room_url
from app.rooms import Rooms
from app.settings import Settings
from app.sockets import Sockets, check_host_key
from app.tokens import hash_token, new_token

STATUS = {
    "bad_request": 400,
    "unsupported_version": 400,
    "not_joined": 401,
    "host_required": 403,
    "kept_out": 403,
    "room_not_found": 404,
    "worker_unknown": 404,
    "rate_limited": 429,
    "internal": 500,
    "unavailable": 503,
}
"""The HTTP status of each refusal; 409, a conflict with the state of the room, where none is given."""
RETRY_AFTER_S = 60
"""The window of the limits that count by the minute."""

T = TypeVar("T")


class GenerationRequest(msgspec.Struct, frozen=True):
    generation: protocol.Generation | None = None


def make_blueprint(settings: Settings, rooms: Rooms, sockets: Sockets) -> Blueprint:
    api = Blueprint("http_api", __name__, url_prefix="/api/rooms")
    new_rooms = PerAddress(settings.rooms_per_minute)

    def find(code: str) -> Room:
        try:
            return rooms.find(protocol.parse_code(code)).room
        except Refusal as refusal:
            if refusal.code == "room_not_found" and not sockets.wrong_codes[request.remote_addr or ""].take():
                raise Refusal("rate_limited", "Too many wrong codes. Wait a minute, then try again.") from None
            raise

    @api.post("")
    def create_room() -> tuple[Response, int]:
        body = _body(protocol.CreateRequest)
        if not new_rooms[request.remote_addr or ""].take():
            raise Refusal("rate_limited", "Too many new rooms from here. Wait a minute, then try again.")
        host_key = new_token() if body.hosted else None
        room = rooms.create(hash_token(host_key) if host_key else None, body.configuration())
        url = room_url(settings, room.code)
        host_url = f"{url}/host#{host_key}" if host_key else None
        return _json({"code": room.code, "host_key": host_key, "url": url, "host_url": host_url}), 201

    @api.get("/<code>")
    def get_room(code: str) -> Response:
        room = find(code)
        host_here = rooms.find(room.code).host_here
        return _json(snapshots.snapshot(room, rooms.clock.now_ms(), host_here=host_here))

    @api.post("/<code>/abort")
    def abort(code: str) -> Response:
        room = find(code)
        generation = _body(GenerationRequest).generation
        command = commands.Abort(
            by=_asker(room), generation=room.barrier.generation if generation is None else generation
        )
        return _json({"ok": True, "seq": rooms.submit(room.code, command).room.seq})

    @api.post("/<code>/reset")
    def reset(code: str) -> Response:
        room = find(code)
        generation = _body(GenerationRequest).generation
        command = commands.Reset(
            by=_asker(room), generation=room.barrier.generation if generation is None else generation
        )
        return _json({"ok": True, "seq": rooms.submit(room.code, command).room.seq})

    @api.get("/<code>/log.json")
    def log_json(code: str) -> Response:
        created, events = _history(rooms, _readable(find(code)))
        return _json(
            {
                "code": created.code,
                "epoch": created.epoch,
                "events": events,
                "generations": timeline(created, events),
            }
        )

    @api.get("/<code>/timeline.csv")
    def timeline_csv(code: str) -> Response:
        created, events = _history(rooms, _readable(find(code)))
        return Response("".join(_csv_lines(created, events)), mimetype="text/csv")

    return api


def _readable(room: Room) -> Room:
    """The history of a hosted room is its host's."""
    if room.is_hosted:
        check_host_key(room, _bearer())
    return room


def _asker(room: Room) -> Asker:
    """Who holds the bearer token: the host of a hosted room, or a worker of an open one."""
    if room.is_hosted:
        check_host_key(room, _bearer())
        return "host"
    worker = room.seats.get(hash_token(_bearer()))
    if worker is None:
        raise Refusal("not_joined", "That token has no seat in this room.")
    return worker


def _bearer() -> str:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise Refusal("not_joined", "Send the token or the host key as Authorization: Bearer …")
    return authorization.token


def _history(rooms: Rooms, room: Room) -> tuple[Room, list[AnyEvent]]:
    """The room as created, and all its events. With names hidden they bear made-up names, those of the past too."""
    states = rooms.history(room.code)
    created, _ = next(states)
    events = [event for _, more in states for event in more]
    if room.names == "hidden":
        events = [
            msgspec.structs.replace(event, name=made_up_name(room.seed, event.worker))
            if isinstance(event, WorkerRenamed) or (isinstance(event, WorkerJoined) and event.kind != "robot")
            else event
            for event in events
        ]
    return created, events


CSV_COLUMNS = (
    "generation",
    "phase",
    "outcome",
    "cause",
    "since_ms",
    "release_at_ms",
    "worker",
    "name",
    "work_from_ms",
    "arrived_ms",
    "index",
    "waited_ms",
)


def _csv_lines(created: Room, events: list[AnyEvent]) -> Iterator[str]:
    """One line for each worker of each generation."""
    line = io.StringIO()
    writer = csv.DictWriter(line, CSV_COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for generation in timeline(created, events):
        for span in generation.spans:
            row = {**asdict(generation), **asdict(span)}
            row["name"] = _plain_cell(span.name)
            writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _plain_cell(name: str) -> str:
    """A name that a spreadsheet will not take for a formula (OWASP, "CSV Injection")."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def _body(shape: type[T]) -> T:
    """The JSON of the request in its agreed shape; no body at all means an empty object."""
    raw = request.get_data()
    if raw and request.mimetype != "application/json":
        flask.abort(415)
    try:
        return msgspec.json.decode(raw or b"{}", type=shape)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Refusal("bad_request", f"That request is not of the form that was agreed: {error}.") from None


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")


def answer_refusal(refusal: Refusal) -> Response:
    """The refusal as an HTTP answer."""
    response = _json(protocol.refusal_json(refusal))
    response.status_code = STATUS.get(refusal.code, 409)
    if refusal.code == "rate_limited":
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def answer_http_error(error: HTTPException) -> Response | HTTPException:
    """Errors of HTTP itself (no such path, wrong method, too large …) in the same form, where programs ask."""
    if not request.path.startswith("/api/"):
        return error
    code = {404: "room_not_found", 500: "internal"}.get(error.code or 500, "bad_request")
    response = _json({"ok": False, "error": code, "message": error.description or error.name})
    response.status_code = error.code or 500
    if isinstance(getattr(error, "valid_methods", None), list):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response
