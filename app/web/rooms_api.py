"""The HTTP interface: JSON in, JSON out, for programs and for curl."""

import csv
import functools
import io
from collections.abc import Iterator

import msgspec
from flask import Blueprint, Response, request
from msgspec.structs import asdict

from app.core import commands
from app.core.commands import Asker
from app.core.events import AnyEvent
from app.core.refusals import Refusal
from app.core.room import Room
from app.core.timeline import timeline
from app.lib.limits import PerAddress
from app.lib.tokens import hash_token, new_token
from app.rooms.broadcast import Broadcast
from app.rooms.finder import RoomFinder
from app.rooms.history import history
from app.rooms.host_key import check_host_key
from app.rooms.rooms import Rooms
from app.settings import Settings
from app.web.answers import bearer, body, find_room, json_response
from app.web.pages import room_url
from app.web.report import Reports
from app.wire import messages

SIGNATURE = "\ufeff"
"""At the beginning of a CSV file: Excel takes it for its own country's encoding otherwise, and names for nonsense."""


class GenerationRequest(msgspec.Struct, frozen=True):
    generation: messages.Generation | None = None


def make_blueprint(
    settings: Settings, rooms: Rooms, broadcast: Broadcast, finder: RoomFinder, reports: Reports
) -> Blueprint:
    api = Blueprint("http_api", __name__, url_prefix="/api/rooms")
    new_rooms = PerAddress(settings.rooms_per_minute)
    find = functools.partial(find_room, finder)

    @api.post("")
    def create_room() -> tuple[Response, int]:
        wanted = body(messages.CreateRequest)
        if not new_rooms[request.remote_addr or ""].take():
            raise Refusal("rate_limited", "Too many new rooms from here. Wait a minute, then try again.")
        host_key = new_token() if wanted.hosted else None
        room = rooms.create(hash_token(host_key) if host_key else None, messages.configuration(wanted))
        finder.welcome(room.code, request.remote_addr or "")
        url = room_url(settings, room.code)
        host_url = f"{url}/host#{host_key}" if host_key else None
        return json_response({"code": room.code, "host_key": host_key, "url": url, "host_url": host_url}), 201

    @api.get("/<code>")
    def get_room(code: str) -> Response:
        with rooms.held(find(code).code) as live:
            return json_response(broadcast.whole(live, "full")["snapshot"])

    @api.post("/<code>/abort")
    def abort(code: str) -> Response:
        return end_generation(code, commands.Abort)

    @api.post("/<code>/reset")
    def reset(code: str) -> Response:
        return end_generation(code, commands.Reset)

    def end_generation(code: str, command: type[commands.Abort | commands.Reset]) -> Response:
        """Without a generation in the body it is the present one."""
        room = find(code)
        wanted = body(GenerationRequest).generation
        generation = room.barrier.generation if wanted is None else wanted
        applied = rooms.submit(room.code, command(by=_asker(room), generation=generation))
        return json_response({"ok": True, "seq": applied.room.seq})

    @api.get("/<code>/log.json")
    def log_json(code: str) -> Response:
        created, events = history(rooms, _readable(find(code)))
        return json_response(
            {
                "code": created.code,
                "epoch": created.epoch,
                "events": events,
                "generations": timeline(created, events),
            }
        )

    @api.get("/<code>/report.json")
    def report_json(code: str) -> Response:
        room = _readable(find(code))
        return json_response(reports.of(rooms.find(room.code)))

    @api.get("/<code>/timeline.csv")
    def timeline_csv(code: str) -> Response:
        created, events = history(rooms, _readable(find(code)))
        return Response(SIGNATURE + "".join(_csv_lines(created, events)), mimetype="text/csv")

    return api


def _readable(room: Room) -> Room:
    """The history of a hosted room is its host's."""
    if room.is_hosted:
        check_host_key(room, bearer())
    return room


def _asker(room: Room) -> Asker:
    """Who holds the bearer token: the host of a hosted room, or a worker of an open one."""
    if room.is_hosted:
        check_host_key(room, bearer())
        return "host"
    worker = room.seats.get(hash_token(bearer()))
    if worker is None:
        raise Refusal("not_joined", "That token has no seat in this room.")
    return worker


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
            writer.writerow({column: _plain_cell(value) for column, value in row.items()})
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Spreadsheets take the wide forms of East Asian keyboards for the others."""


def _plain_cell(value: object) -> object:
    """A text that a spreadsheet will not take for a formula (OWASP, "CSV Injection")."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_BEGINS) else value
