"""The HTTP interface: JSON in, JSON out, for programs and for curl."""

import functools
from collections.abc import Iterator

import msgspec
from flask import Blueprint, Response, request
from msgspec import UNSET
from msgspec.structs import replace

from app.core import commands
from app.core.commands import Asker
from app.core.refusals import Refusal
from app.core.room import Room
from app.lib.tokens import hash_token, new_token
from app.rooms.broadcast import Broadcast
from app.rooms.budgets import REQUESTS_OF_AN_END, Budgets
from app.rooms.finder import RoomFinder
from app.rooms.host_key import check_host_key
from app.rooms.readings import Pages, Readings
from app.rooms.rooms import Rooms
from app.rooms.shared_limit import SharedLimit
from app.settings import Settings
from app.web import histories, languages
from app.web.answers import bearer, body, find_room, json_response, worker_of
from app.web.pages import read_manifest, room_url
from app.web.report import Reports
from app.wire import messages


class GenerationRequest(msgspec.Struct, frozen=True):
    generation: messages.Generation | None = None


def make_blueprint(
    settings: Settings,
    rooms: Rooms,
    broadcast: Broadcast,
    finder: RoomFinder,
    *,
    new_rooms: SharedLimit,
    reports: Reports,
    readings: Readings,
    budgets: Budgets,
) -> Blueprint:
    api = Blueprint("http_api", __name__, url_prefix="/api/rooms")
    find = functools.partial(find_room, finder)

    def latest(code: str) -> Room:
        """With all in it that was acknowledged before, at whichever process. Raises as `Rooms.up_to_date` does."""
        return rooms.up_to_date(find(code).code)

    projector = languages.spoken(read_manifest())[languages.PROJECTOR]

    @api.post("")
    def create_room() -> tuple[Response, int]:
        wanted = body(messages.CreateRequest)
        if not new_rooms.take(_address()):
            raise Refusal("rate_limited", "Too many new rooms from here. Wait a minute, then try again.")
        if wanted.language is UNSET:
            wanted = replace(wanted, language=languages.choose(projector, languages.accepted()))
        host_key = new_token() if wanted.hosted else None
        room = rooms.create(hash_token(host_key) if host_key else None, messages.configuration(wanted))
        finder.welcome(room.code, _address())
        url = room_url(settings, room.code)
        host_url = f"{url}/host#{host_key}" if host_key else None
        return json_response({"code": room.code, "host_key": host_key, "url": url, "host_url": host_url}), 201

    @api.get("/<code>")
    def get_room(code: str) -> Response:
        with rooms.held(latest(code).code) as live:
            return json_response(broadcast.whole(live, "full")["snapshot"])

    @api.get("/<code>/url")
    def get_url(code: str) -> Response:
        return json_response({"url": room_url(settings, find(code).code)})

    @api.post("/<code>/abort")
    def abort(code: str) -> Response:
        return end_generation(code, commands.Abort)

    @api.post("/<code>/reset")
    def reset(code: str) -> Response:
        return end_generation(code, commands.Reset)

    def end_generation(code: str, command: type[commands.Abort | commands.Reset]) -> Response:
        """Without a generation in the body it is the present one."""
        room = latest(code)
        wanted = body(GenerationRequest).generation
        generation = room.barrier.generation if wanted is None else wanted
        asked = command(by=_asker(rooms, room), generation=generation)
        budgets.count_request(room.code, asked.by, REQUESTS_OF_AN_END)
        budgets.pay(rooms.find(room.code), asked, _address())
        applied = rooms.submit(room.code, asked)
        return json_response({"ok": True, "seq": applied.room.seq})

    @api.get("/<code>/log.json")
    def log_json(code: str) -> Response:
        room = _readable(latest(code))
        return Response(pages(room, histories.log_json(rooms, room.code)), mimetype="application/json")

    @api.get("/<code>/report.json")
    def report_json(code: str) -> Response:
        room = _readable(latest(code))
        return json_response(reports.of(rooms.find(room.code), _address()))

    @api.get("/<code>/timeline.csv")
    def timeline_csv(code: str) -> Response:
        room = _readable(latest(code))
        return Response(pages(room, histories.timeline_csv(rooms, room.code)), mimetype="text/csv")

    def pages(room: Room, steps: Iterator[bytes]) -> Pages:
        return readings.pages(room.code, _address(), steps)

    return api


def _address() -> str:
    return request.remote_addr or ""


def _readable(room: Room) -> Room:
    """The history of a hosted room is its host's."""
    if room.is_hosted:
        check_host_key(room, bearer())
    return room


def _asker(rooms: Rooms, room: Room) -> Asker:
    """Who sent the bearer token: the host of a hosted room, or a worker of an open one."""
    if room.is_hosted:
        check_host_key(room, bearer())
        return "host"
    return worker_of(rooms, room)
