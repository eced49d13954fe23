"""Socket.IO: what each message does. A handler parses, asks the one door, and answers."""

import contextlib
import functools
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import flask
from flask_socketio import SocketIO
from msgspec.structs import replace

from app.core import commands
from app.core.apply import Applied
from app.core.commands import AnyCommand
from app.core.mural_view import Asker
from app.core.refusals import Refusal
from app.core.room import Room
from app.core.snapshot import VERSION
from app.lib.timers import Timers
from app.lib.tokens import new_seed
from app.lib.turns import Lines
from app.metrics import UNKNOWN, Metrics
from app.presence.host_address import HostAddresses
from app.release.lead import Leads
from app.release.screen_reports import ScreenReports
from app.rooms.broadcast import Broadcast
from app.rooms.budgets import Budgets
from app.rooms.handed import Outcome, UnknownError
from app.rooms.live_room import LiveRoom
from app.rooms.origins import address_hash
from app.rooms.pictures import missed
from app.rooms.rooms import Rooms
from app.sockets.connections import Connection, Connections, joined
from app.sockets.joining import Joining, you
from app.sockets.prices import FREE, PRICES_MS, price_of_picture
from app.wire import messages
from app.wire.fast_path import FastRequest, Reply

log = logging.getLogger(__name__)

EVENTS = {messages.ClockRequest: "clock", messages.Arrive: "command"}
"""The Socket.IO event of each request of the fast path."""

Handler = Callable[[Connection, Any], Mapping[str, object]]


class Sockets:
    """The handlers of what connections send."""

    def __init__(
        self,
        socketio: SocketIO,
        rooms: Rooms,
        broadcast: Broadcast,
        connections: Connections,
        joining: Joining,
        *,
        budgets: Budgets,
        timers: Timers,
        leads: Leads,
        screen_reports: ScreenReports,
        host_addresses: HostAddresses,
        metrics: Metrics,
    ) -> None:
        self._rooms = rooms
        self._broadcast = broadcast
        self._timers = timers
        self.connections = connections
        self._joining = joining
        self._budgets = budgets
        self._leads = leads
        self._screen_reports = screen_reports
        self._host_addresses = host_addresses
        self._metrics = metrics
        self._lines = Lines()
        socketio.on("connect")(self._on_connect)
        socketio.on("disconnect")(self._on_disconnect)
        handlers: dict[str, Handler] = {
            "join": self.on_join,
            "command": self.on_command,
            "clock": self.on_clock,
            "sync": self.on_sync,
            "shown": self.on_shown,
        }
        for event, handler in handlers.items():
            socketio.on(event)(self._answering(event, handler))
        socketio.on("*")(self._answering(UNKNOWN, self._on_unknown))

    def _answering(self, event: str, handler: Handler) -> Callable[..., dict[str, Any]]:
        """Every message gets its acknowledgement, whatever happens."""

        @functools.wraps(handler)
        def answer(*args: object) -> dict[str, Any]:
            flask.request.routing_exception = None  # no page has this path; its frames would hold the answer, too
            connection = self.connections.get(flask.request.sid)  # type: ignore[attr-defined]
            return self._answer(connection, event, handler, args[0] if len(args) == 1 else None)

        return answer

    def _answer(self, connection: Connection | None, event: str, handler: Handler, payload: Any) -> dict[str, Any]:
        try:
            return self._done(handler(self._counted(connection, event), payload))
        except Exception as error:
            return self._failed(connection, error, may_wait=True)

    def _counted(self, connection: Connection | None, event: str) -> Connection:
        """The connection, which has sent one more message."""
        self._metrics.messages[event].inc()
        if connection is None:
            raise Refusal("not_joined", "This connection is closed.")
        if not connection.bucket.take():
            raise Refusal("rate_limited")
        return connection

    def _done(self, answer: Mapping[str, object]) -> dict[str, Any]:
        return {"ok": True, **answer, "t_ms": self._rooms.clock.precise_ms()}

    def _failed(self, connection: Connection | None, error: Exception, *, may_wait: bool = False) -> dict[str, Any]:
        if isinstance(error, Refusal):
            # The frames where it was raised lead to those that will hold the answer, until the garbage is collected.
            return self._refused(connection, error.with_traceback(None), may_wait=may_wait)
        if isinstance(error, UnknownError) and connection is not None:
            self.connections.end(connection.sid)  # no answer is true: the page connects again, and asks
        if connection is not None and connection not in self.connections:  # Socket.IO knows it no more
            return self._refused(connection, Refusal("not_joined"))
        log.error("a message could not be handled", exc_info=error)
        return self._refused(connection, Refusal("internal"))

    def answer_now(self, sid: str, fast: FastRequest, send: Callable[[Reply], object]) -> bool:
        """The fast path, in the event loop, where nothing may wait. False: it would have to, and nothing was done.

        `send` gets the reply: of an arrival, when it has come out of the room's line.
        """
        connection = self.connections.get(sid)
        live = self._rooms.in_memory(connection.code) if connection and connection.code else None
        if live is None or connection is None or not connection.free.take() or not live.lock.acquire(blocking=False):
            return False
        try:
            barrier, request = live.room.barrier, fast.request
            is_stale = isinstance(request, messages.Arrive) and request.generation < barrier.generation
            if is_stale and price_of_picture(live.room, connection.view) > 0:
                return False  # the refusal shows the room, and its picture takes long
            may_complete = len(barrier.waiting) + 1 >= barrier.parties
            if may_complete and self._arrival_wait_s(connection, live, request, in_debt=False) > 0:
                return False
            self._metrics.fast_path.inc()
            self._begin(self._counted(connection, EVENTS[type(fast.request)]), live, fast, send)
        except Exception as error:
            send(fast.reply(self._failed(connection, error)))
        finally:
            live.lock.release()
        return True

    def _begin(
        self, connection: Connection, live: LiveRoom, fast: FastRequest, send: Callable[[Reply], object]
    ) -> None:
        if isinstance(fast.request, messages.ClockRequest):
            send(fast.reply(self._done(self._clock(connection, fast.request))))
            return

        def then(outcome: Outcome) -> None:
            if isinstance(outcome, Exception):
                send(fast.reply(self._failed(connection, outcome)))
            else:
                send(fast.reply(self._done(_answer_of(outcome))))

        self._rooms.hand_over(live, self._command(connection, live, fast.request), then)

    def answer(self, sid: str, fast: FastRequest) -> Reply:
        """The same in a task of the client's own, which may wait."""
        connection = self.connections.get(sid)
        if connection is not None:
            self._wait_if_many(connection)
        return fast.reply(self._answer(connection, EVENTS[type(fast.request)], self._do, fast.request))

    def _wait_in_line(self, connection: Connection) -> None:
        """One message of an address is done at a time, and then everything else has its turn."""
        self._lines.of(connection.address).wait()

    def _wait_if_many(self, connection: Connection) -> None:
        """Beyond a hall's, the short messages of an address share turns of some milliseconds."""
        if not connection.free.take():
            self._lines.of(connection.address).wait_briefly()

    def _is_dear(self, code: str | None, view: messages.View) -> bool:
        """Does a picture of this room take long? Who knows, where it is not in memory."""
        live = self._rooms.in_memory(code) if code else None
        return live is None or price_of_picture(live.room, view) > 0

    def _refused(self, connection: Connection | None, refusal: Refusal, *, may_wait: bool = False) -> dict[str, Any]:
        self._metrics.refusals[refusal.code].inc()
        answer = messages.refusal_json(refusal)
        if refusal.code == "stale_generation" and connection is not None:
            try:
                if may_wait and self._is_dear(connection.code, connection.view):
                    self._wait_in_line(connection)
                with self.connections.held(connection) as live:
                    connection.bucket.charge(price_of_picture(live.room, connection.view))
                    self._broadcast.admit(live, connection.sid, connection.view)
                    answer |= self._broadcast.whole(live, connection.view)
            except Refusal:
                pass  # the room has gone meanwhile
            except Exception:
                if connection in self.connections:
                    log.exception("a picture of the room could not be added to a refusal")
        return answer

    def _on_connect(self, _auth: object = None) -> None:
        sid = flask.request.sid  # type: ignore[attr-defined]
        address = flask.request.remote_addr or ""
        self.connections.add(Connection(sid, address, self._budgets.free_messages(address)))
        self._timers.after(messages.JOIN_WITHIN_S * 1000, lambda: self._end_if_not_joined(sid))

    def _end_if_not_joined(self, sid: str) -> None:
        connection = self.connections.get(sid)
        if connection is not None and connection.code is None:
            self.connections.end(sid)

    def _on_disconnect(self, _reason: object = None) -> None:
        connection = self.connections.remove(flask.request.sid)  # type: ignore[attr-defined]
        if connection is not None:
            self._joining.leave(connection)

    def _on_unknown(self, _connection: Connection, _payload: object) -> dict[str, Any]:
        raise Refusal("unknown_event")

    def on_join(self, connection: Connection, payload: object) -> dict[str, Any]:
        request = messages.parse(payload, messages.JoinRequest)
        if request.v != VERSION:
            raise Refusal("unsupported_version")
        if self.connections.is_over_share(connection.address):
            raise Refusal("rate_limited", "This network has too many connections.")
        is_long = connection.has_tried or self._is_dear(request.code, request.view)
        connection.has_tried = True
        if is_long:
            self._wait_in_line(connection)
        else:
            self._wait_if_many(connection)
        answer = self._joining.join(connection, request)
        if request.role == "host" and connection.code is not None:
            self._host_addresses.note(connection.code, flask.request.headers.get("Origin"), flask.request.script_root)
        return answer

    def on_command(self, connection: Connection, payload: object) -> Mapping[str, object]:
        request = messages.parse_command(payload)
        if isinstance(request, FREE):
            self._wait_if_many(connection)
        else:
            self._wait_in_line(connection)
        if (price_ms := PRICES_MS.get(type(request))) is not None:
            self._budgets.pay_message(connection.address, price_ms)
        return self._do(connection, request)

    def _do(
        self, connection: Connection, request: messages.CommandRequest | messages.ClockRequest
    ) -> Mapping[str, object]:
        if isinstance(request, messages.ClockRequest):
            return self._clock(connection, request)
        code = joined(connection)
        live = self._rooms.find(code)
        if isinstance(request, messages.Arrive):
            with live.lock:
                wait_s = self._arrival_wait_s(connection, live, request, in_debt=True)
            if wait_s > 0:
                time.sleep(wait_s)
        command = self._command(connection, live, request)
        return _answer_of(self._rooms.submit(code, command))

    def _arrival_wait_s(self, connection: Connection, live: LiveRoom, request: object, *, in_debt: bool) -> float:
        """How long the request has to wait because it would complete the barrier. As `Budgets.pay_arrival`."""
        if not isinstance(request, messages.Arrive) or connection.worker is None:
            return 0
        arrival = commands.Arrive(worker=connection.worker, generation=request.generation)
        return self._budgets.pay_arrival(live, arrival, connection.address, in_debt=in_debt)

    def _command(self, connection: Connection, live: LiveRoom, request: messages.CommandRequest) -> AnyCommand:
        """What the request asks for, and it is paid for."""
        command = messages.to_command(request, connection.asker, new_seed)
        self._budgets.pay(live, command, connection.address)
        if isinstance(command, commands.Drop) and command.keep_out:
            return replace(command, has_neighbours=self._has_neighbours(live.room, command.worker))
        return command

    def _has_neighbours(self, room: Room, worker: int) -> bool:
        """Do people of the room share the address of this program? Those at other processes may: who knows."""
        program = room.workers.get(worker)
        if program is None or program.address_hash is None:
            return False
        people = (other for other in room.workers.values() if other.kind == "person" and other.away_since_ms is None)
        if any(person.via not in (None, self._rooms.process) for person in people):
            return True
        addresses = {connection.address for connection in self.connections.of_room(room.code) if connection.worker}
        return program.address_hash in {address_hash(room, address) for address in addresses}

    def on_clock(self, connection: Connection, payload: object) -> dict[str, Any]:
        request = messages.parse(payload, messages.ClockRequest)
        self._wait_if_many(connection)
        return self._clock(connection, request)

    def _clock(self, connection: Connection, request: messages.ClockRequest) -> dict[str, Any]:
        if request.rtt_ms is not None:
            with contextlib.suppress(Refusal), self.connections.held(connection) as live:
                self._leads.heard(live, connection.sid, request.rtt_ms)
        return {"t0": request.t0}

    def on_sync(self, connection: Connection, payload: object) -> dict[str, Any]:
        request = messages.parse(payload, messages.SyncRequest)
        self._wait_in_line(connection)
        with self.connections.held(connection) as live:
            view = request.view or connection.view
            events = missed(live, request.seq) if view == connection.view == "full" else None
            if not connection.bucket.take(0 if events is not None else price_of_picture(live.room, view)):
                raise Refusal("rate_limited")
            connection.view = view
            self._broadcast.admit(live, connection.sid, connection.view)
            if events is not None:
                return dict(events)
            whole = self._broadcast.whole(live, connection.view, Asker(request.run, request.known))
            return {**whole, "you": you(connection, live), "now_ms": self._rooms.clock.now_ms()}

    def on_shown(self, connection: Connection, payload: object) -> dict[str, Any]:
        request = messages.parse(payload, messages.ShownRequest)
        self._wait_if_many(connection)
        with self.connections.held(connection) as live:
            self._screen_reports.reported(live, connection.sid, request)
        return {}


def _answer_of(applied: Applied) -> dict[str, object]:
    return {**applied.answer, "seq": applied.room.seq}
