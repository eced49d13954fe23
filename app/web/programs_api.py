"""The HTTP interface for workers that are programs: get on, wait, run the action, get off."""

import functools
from typing import Annotated, NamedTuple, cast

import flask
import msgspec
from flask import Blueprint, Response
from msgspec import Meta
from msgspec.structs import replace

from app.core import commands
from app.core.refusals import Refusal
from app.core.room import Room
from app.core.rules import Parties
from app.lib.tokens import hash_token, new_token
from app.presence.programs import ProgramPresence
from app.rooms.budgets import Budgets
from app.rooms.origins import address_hash, origin_hash
from app.rooms.rooms import Rooms
from app.web.answers import FindRoom, HeldResponse, bearer, body, json_response, worker_of
from app.web.long_polls import Answer, Waits
from app.wire import messages
from app.wire.typed_names import chosen_name

MAX_HOLD_S = 20
"""A host's router gives up on a silent request after 30 s (Heroku); each program asks again three times a minute."""
MAX_TIMEOUT_S = 10 * 366 * 86_400
"""Ten years; a number that still fits into the milliseconds of a timer."""
ONE_MS_S = 0.001
"""A moment is a whole millisecond, so a limit counted from it could end a part of one early: it gets one more."""
MAX_TICKET_LENGTH = 100
Ticket = Annotated[str, Meta(min_length=1, max_length=MAX_TICKET_LENGTH)]


class WorkerRequest(msgspec.Struct, frozen=True):
    """With a `ticket`, a request that is sent again after a failure gives the same seat. `parties` is how many the
    program expects at least."""

    name: messages.RawName | None = None
    ticket: Ticket | None = None
    parties: Parties | None = None


class WaitRequest(msgspec.Struct, frozen=True):
    ticket: Ticket
    timeout_s: Annotated[float, Meta(ge=0, le=MAX_TIMEOUT_S)] | None = None
    action: bool = False
    hold_s: Annotated[float, Meta(ge=0, le=MAX_HOLD_S)] = MAX_HOLD_S


class ActionRequest(msgspec.Struct, frozen=True):
    """`error` is for the program's own record: the others do not learn what one program failed with."""

    generation: messages.Generation
    ok: bool
    error: Annotated[str, Meta(max_length=1000)] | None = None


def make_blueprint(
    rooms: Rooms, find: FindRoom, waits: Waits, presence: ProgramPresence, budgets: Budgets
) -> Blueprint:
    api = Blueprint("http_programs", __name__, url_prefix="/api/rooms")
    joins = Joins(rooms)

    def asker_in(room: Room) -> int:
        """The worker of the bearer token, if it may ask now. Raises as `worker_of`, and `rate_limited`."""
        worker = worker_of(rooms, room)
        budgets.count_request(room.code, worker)
        return worker

    @api.post("/<code>/workers")
    def get_on(code: str) -> tuple[Response, int]:
        request = body(WorkerRequest)
        room = find(code)
        name, earlier = chosen_name(request.name), flask.request.authorization
        address = flask.request.remote_addr or ""
        join = commands.Join(
            token_hash="",
            kind="program",
            name=name,
            known_token_hash=hash_token(earlier.token) if earlier is not None and earlier.token else None,
            origin_hash=origin_hash(room, address, name),
            address_hash=address_hash(room, address),
            parties=request.parties,
        )
        worker, token = joins.join(join, room.code, request.ticket)
        presence.works(room.code, worker)
        return json_response({"worker": worker, "token": token}), 201

    @api.delete("/<code>/workers/me")
    def get_off(code: str) -> tuple[str, int]:
        room = find(code)
        rooms.submit(room.code, commands.Leave(worker=asker_in(room)))
        return "", 204

    @api.post("/<code>/wait")
    def wait(code: str) -> Response:
        room = find(code)
        request = body(WaitRequest)
        timeout_s = request.timeout_s + ONE_MS_S if request.timeout_s else request.timeout_s
        call = commands.Arrive(
            worker=asker_in(room),
            generation=room.barrier.generation,
            timeout_s=timeout_s,
            action=request.action,
            ticket=request.ticket,
        )
        code, token_hash = room.code, hash_token(bearer())  # all that is held on to: a room's value would live as long
        answer = waits.ask(code, token_hash, call)  # arrives before anything can be cut off
        if answer["state"] != "waiting":
            presence.works(code, call.worker)
            return json_response(answer)
        presence.waits(code, call.worker, round(request.hold_s * 1000))
        if request.hold_s == 0:
            return json_response(answer)
        return HeldResponse(functools.partial(hold, code, token_hash, call, request.hold_s))

    @api.delete("/<code>/wait")
    def withdraw(code: str) -> Response:
        room = find(code)
        ticket = flask.request.args.get("ticket", "")
        if not 0 < len(ticket) <= MAX_TICKET_LENGTH:
            raise Refusal("bad_request", "Add the ticket: ?ticket=…")
        worker = asker_in(room)
        presence.works(room.code, worker)
        return json_response(waits.withdraw(room.code, hash_token(bearer()), worker, ticket))

    def hold(code: str, token_hash: str, call: commands.Arrive, hold_s: float) -> Answer:
        answer = waits.wait(code, token_hash, call, hold_s)
        if answer["state"] != "waiting":
            presence.works(code, call.worker)
        return answer

    @api.post("/<code>/action")
    def finish_action(code: str) -> Response:
        room = find(code)
        request = body(ActionRequest)
        command = commands.FinishAction(worker=asker_in(room), generation=request.generation, ok=request.ok)
        presence.works(room.code, command.worker)
        return json_response({"ok": True, "seq": rooms.submit(room.code, command).room.seq})

    return api


class Seat(NamedTuple):
    worker: int
    token: str


class Joins:
    """Lets programs get on, and gives the same seat again to one that did not hear the answer: the token follows from
    the ticket."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def join(self, join: commands.Join, code: str, ticket: str | None) -> Seat:
        """A seat in this room. `join` says who asks; its token is made here.

        A ticket gives a seat again only under the name with which it was taken, and while somebody has it.
        """
        token = new_token() if ticket is None else self._rooms.token_for(code, ticket, join.name or "")
        applied = self._rooms.submit(code, replace(join, token_hash=hash_token(token)))
        return Seat(cast(int, applied.answer["worker"]), token)
