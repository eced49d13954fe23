"""Socket.IO: what each message does. A handler parses, asks the one door, and answers."""

import contextlib
import functools
import hmac
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import flask
from flask_socketio import SocketIO

from app import protocol
from app.broadcast import Broadcast, View, missed
from app.cleaning import chosen_name
from app.core import commands
from app.core import snapshot as snapshots
from app.core.apply import Applied
from app.core.commands import Asker
from app.core.events import WorkerLeft, WorkerRenamed
from app.core.refusals import Refusal
from app.core.room import Room
from app.host_presence import HostPresence
from app.hot import HotMessage, acknowledgement
from app.lead import Leads
from app.limits import PerAddress, TokenBucket
from app.metrics import UNKNOWN, Metrics
from app.robots import Robots
from app.rooms import LiveRoom, Rooms
from app.screen_reports import ScreenReports
from app.timers import Timers
from app.tokens import hash_token, new_seed, new_token

log = logging.getLogger(__name__)


@dataclass
class Connection:
    """One socket. It has a `code` once it has joined, and a `worker` while it has a seat."""

    sid: str
    address: str
    bucket: TokenBucket = field(
        default_factory=lambda: TokenBucket(protocol.MESSAGES_PER_SECOND, protocol.MESSAGE_BURST)
    )
    code: str | None = None
    role: Literal["worker", "host", "viewer"] = "viewer"
    view: View = "full"
    worker: int | None = None
    token: str | None = None
    is_joining: bool = False

    @property
    def asker(self) -> Asker | None:
        return "host" if self.role == "host" else self.worker


Handler = Callable[[Connection, Any], dict[str, Any]]


class Sockets:
    """The connections of this process, and the handlers of their messages."""

    def __init__(
        self,
        socketio: SocketIO,
        rooms: Rooms,
        broadcast: Broadcast,
        robots: Robots,
        timers: Timers,
        *,
        metrics: Metrics,
    ) -> None:
        self._socketio = socketio
        self._rooms = rooms
        self._broadcast = broadcast
        self._robots = robots
        self._timers = timers
        self._metrics = metrics
        self._host_presence = HostPresence(rooms, broadcast, timers)
        self._leads = Leads(rooms, timers)
        self._screen_reports = ScreenReports(rooms, broadcast, timers, metrics)
        self._connections: dict[str, Connection] = {}
        self.wrong_codes = PerAddress(protocol.WRONG_CODES_PER_MINUTE)
        self._lock = threading.Lock()
        rooms.listen(change=self._on_change, of=(WorkerLeft, WorkerRenamed), closed=self._on_room_closed)
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

    def __len__(self) -> int:
        return len(self._connections)

    def _answering(self, event: str, handler: Handler) -> Callable[..., dict[str, Any]]:
        """Every message gets its acknowledgement, whatever happens."""

        @functools.wraps(handler)
        def answer(*args: object) -> dict[str, Any]:
            sid = flask.request.sid  # type: ignore[attr-defined]
            return self._answer(sid, event, handler, args[0] if len(args) == 1 else None)

        return answer

    def _answer(self, sid: str, event: str, handler: Handler, payload: Any) -> dict[str, Any]:
        self._metrics.messages[event] += 1
        connection = self._connections.get(sid)
        try:
            if connection is None:
                raise Refusal("not_joined", "This connection is closed.")
            if not connection.bucket.take():
                raise Refusal("rate_limited")
            return {"ok": True, **handler(connection, payload), "t_ms": self._rooms.clock.precise_ms()}
        except Refusal as refusal:
            return self._refused(connection, refusal)
        except Exception:
            if connection is not None and self._is_gone(connection):  # Socket.IO knows it no more
                return self._refused(connection, Refusal("not_joined"))
            log.exception("a message could not be handled")
            return self._refused(connection, Refusal("internal"))

    def answer_hot(self, sid: str, message: HotMessage, may_wait: bool) -> str | None:
        """The acknowledgement of a message that takes the short way, as text; None if it would have to wait, and must
        not."""
        number, request = message
        if not may_wait and (connection := self._connections.get(sid)) and self._rooms.is_in_use(connection.code):
            return None
        event = "clock" if isinstance(request, protocol.ClockRequest) else "command"
        return acknowledgement(number, self._answer(sid, event, self._do, request))

    def _refused(self, connection: Connection | None, refusal: Refusal) -> dict[str, Any]:
        self._metrics.refusals[refusal.code] += 1
        answer = protocol.refusal_json(refusal)
        if refusal.code == "stale_generation" and connection is not None:
            try:
                with self._held(connection) as live:
                    self._broadcast.admit(live, connection.sid, connection.view)
                    answer |= self._broadcast.whole(live, connection.view)
            except Refusal:
                pass  # the room has gone meanwhile
            except Exception:
                if not self._is_gone(connection):
                    log.exception("a picture of the room could not be added to a refusal")
        return answer

    def _on_connect(self, _auth: object = None) -> None:
        sid = flask.request.sid  # type: ignore[attr-defined]
        self._connections[sid] = Connection(sid, flask.request.remote_addr or "")
        self._timers.after(protocol.JOIN_WITHIN_S * 1000, lambda: self._close_if_not_joined(sid))

    def _close_if_not_joined(self, sid: str) -> None:
        connection = self._connections.get(sid)
        if connection is not None and connection.code is None:
            self._close(sid)

    def _close(self, sid: str) -> None:
        self._socketio.server.disconnect(sid, namespace="/")

    def _on_disconnect(self, _reason: object = None) -> None:
        connection = self._connections.pop(flask.request.sid, None)  # type: ignore[attr-defined]
        if connection is not None:
            self._leave(connection)

    def _leave(self, connection: Connection) -> None:
        """It is in its room no more; done once, whoever notices."""
        with contextlib.suppress(Refusal), self._held(connection) as live:
            code, connection.code = live.room.code, None
            self._broadcast.dismiss(code, connection.sid)
            live.screens -= 1
            self._host_presence.went(live, connection.sid)
            self._leads.went(live, connection.sid)
            if connection.worker is not None and live.seated.get(connection.worker) == connection.sid:
                del live.seated[connection.worker]
                self._rooms.submit_quietly(code, commands.Disconnect(worker=connection.worker))

    def _on_room_closed(self, live: LiveRoom) -> None:
        """A room that is made anew under this code is another: nobody keeps a seat in it."""
        for connection in list(self._connections.values()):
            if connection.code == live.room.code:
                self._broadcast.dismiss(connection.code, connection.sid)
                connection.code = connection.worker = None
                self._close(connection.sid)

    def _on_unknown(self, _connection: Connection, _payload: object) -> dict[str, Any]:
        raise Refusal("unknown_event")

    def on_join(self, connection: Connection, payload: object) -> dict[str, Any]:
        request = protocol.parse(payload, protocol.JoinRequest)
        if request.v != protocol.VERSION:
            raise Refusal("unsupported_version")
        code = self._find(connection, request.code)
        with self._joining(connection):
            try:
                return self._enter(connection, code, request)
            finally:
                if self._is_gone(connection):  # closed meanwhile, when it was in no room yet
                    self._leave(connection)

    def _enter(self, connection: Connection, code: str, request: protocol.JoinRequest) -> dict[str, Any]:
        with self._rooms.held(code) as live:
            if request.role == "host":
                check_host_key(live.room, request.host_key)
            if request.role == "worker":
                self._take_seat(connection, live, request)
            connection.code = code
            connection.role = request.role
            connection.view = request.view
            live.screens += 1
            if live.screens == 1:
                self._robots.wake(live)
            if request.role == "host":
                self._host_presence.came(live, connection.sid)
            self._broadcast.admit(live, connection.sid, connection.view)
            whole = self._broadcast.whole(live, connection.view)
            if connection.view == "full":
                self._screen_reports.welcome(live, connection.sid)
            return {"you": self._you(connection, live), "now_ms": self._rooms.clock.now_ms(), **whole}

    def _is_gone(self, connection: Connection) -> bool:
        return connection.sid not in self._connections

    @contextmanager
    def _joining(self, connection: Connection) -> Iterator[None]:
        """A connection joins once, and tries once at a time."""
        with self._lock:
            if connection.is_joining or connection.code is not None:
                sentence = "This connection has joined already. Connect anew to become somebody else."
                raise Refusal("bad_request", sentence)
            connection.is_joining = True
        try:
            yield
        finally:
            connection.is_joining = False

    def _find(self, connection: Connection, code: str) -> str:
        """The canonical code of the room that is meant."""
        try:
            return self._rooms.find(protocol.parse_code(code)).room.code
        except Refusal as refusal:
            if refusal.code == "room_not_found" and not self.wrong_codes[connection.address].take():
                raise Refusal("rate_limited", "Too many wrong codes. Wait a minute, then try again.") from None
            raise

    def _take_seat(self, connection: Connection, live: LiveRoom, request: protocol.JoinRequest) -> None:
        """A known token gives its worker back, and its older connection must go; any other token is never adopted."""
        code = live.room.code
        known_hash = hash_token(request.token) if request.token else None
        known = live.room.seats.get(known_hash) if known_hash else None
        if known is not None:
            worker = known
            connection.token = request.token
            self._rooms.submit(code, commands.Connect(worker=worker))
            self._supersede(live.seated.get(worker))
        elif request.back and known_hash not in live.room.kept_out:
            raise Refusal("worker_unknown", "Your seat was given up. Get on again?")
        else:
            connection.token = new_token()
            join = commands.Join(
                token_hash=hash_token(connection.token),
                name=chosen_name(request.name),
                avatar=request.avatar,
                known_token_hash=known_hash,
            )
            worker = cast(int, self._rooms.submit(code, join).answer["worker"])
        connection.worker = worker
        live.seated[worker] = connection.sid

    def _supersede(self, sid: str | None) -> None:
        older = self._connections.get(sid) if sid else None
        if older is not None:
            older.worker = None
            self._broadcast.notice(older.sid, "superseded", "You went on in another tab. One worker, one screen.")
            self._close(older.sid)

    def _you(self, connection: Connection, live: LiveRoom) -> dict[str, Any]:
        return snapshots.you(live.room, connection.worker, connection.role, connection.token)

    def on_command(self, connection: Connection, payload: object) -> dict[str, Any]:
        return self._do(connection, protocol.parse_command(payload))

    def _do(self, connection: Connection, request: protocol.CommandRequest | protocol.ClockRequest) -> dict[str, Any]:
        if isinstance(request, protocol.ClockRequest):
            return self._clock(connection, request)
        code = self._joined(connection)
        command = protocol.to_command(request, connection.asker, new_seed)
        applied = self._rooms.submit(code, command)
        if isinstance(command, commands.Nudge):
            self._nudge(code, command.worker)
        return {**applied.answer, "seq": applied.room.seq}

    def _nudge(self, code: str, worker: int) -> None:
        sid = self._rooms.find(code).seated.get(worker)
        if sid is not None:
            self._broadcast.notice(sid, "nudge", "You are being nudged. The bus still has your seat.")

    def _joined(self, connection: Connection) -> str:
        if connection.code is None:
            raise Refusal("not_joined", "Join a room first.")
        return connection.code

    @contextmanager
    def _held(self, connection: Connection) -> Iterator[LiveRoom]:
        """The connection's room with its lock held; it is in the room for so long.

        Raises:
            Refusal: `not_joined`
        """
        with self._rooms.held(self._joined(connection)) as live:
            self._joined(connection)
            yield live

    def on_clock(self, connection: Connection, payload: object) -> dict[str, Any]:
        return self._clock(connection, protocol.parse(payload, protocol.ClockRequest))

    def _clock(self, connection: Connection, request: protocol.ClockRequest) -> dict[str, Any]:
        if request.rtt_ms is not None:
            with contextlib.suppress(Refusal), self._held(connection) as live:
                self._leads.heard(live, connection.sid, request.rtt_ms)
        return {"t0": request.t0}

    def on_sync(self, connection: Connection, payload: object) -> dict[str, Any]:
        request = protocol.parse(payload, protocol.SyncRequest)
        with self._held(connection) as live:
            is_same_view = request.view in (None, connection.view)
            connection.view = request.view or connection.view
            events = missed(live, request.seq) if is_same_view and connection.view == "full" else None
            self._broadcast.admit(live, connection.sid, connection.view)
            if events is not None:
                return dict(events)
            whole = self._broadcast.whole(live, connection.view)
            return {**whole, "you": self._you(connection, live), "now_ms": self._rooms.clock.now_ms()}

    def on_shown(self, connection: Connection, payload: object) -> dict[str, Any]:
        request = protocol.parse(payload, protocol.ShownRequest)
        with self._held(connection) as live:
            self._screen_reports.reported(live, connection.sid, request)
        return {}

    def _on_change(self, live: LiveRoom, before: Room, applied: Applied) -> None:
        """Those whose seat has gone are told so, and have none; those who have another name are told that."""
        for event in applied.events:
            if isinstance(event, WorkerLeft):
                connection = self._connections.get(live.seated.pop(event.worker, ""))
                if connection is not None:
                    connection.worker = None
                    if live.room.kept_out != before.kept_out:
                        self._broadcast.notice(connection.sid, "kept_out", Refusal("kept_out").message)
                    elif event.reason == "dropped":
                        self._broadcast.notice(connection.sid, "dropped", "Your seat was given up. Get on again?")
            elif isinstance(event, WorkerRenamed) and event.worker in live.seated:
                self._broadcast.notice(live.seated[event.worker], "renamed", f"You are {event.name} now.")


def check_host_key(room: Room, host_key: str | None) -> None:
    """Refuse whoever does not hold the room's host key."""
    known = room.host_key_hash
    if known is None:
        raise Refusal("host_required", "This room has no host. Join as a worker.")
    if host_key is None or not hmac.compare_digest(hash_token(host_key), known):
        raise Refusal("host_required", "That is not the key of this room's host.")
