"""How a connection gets into a room and out of it, and whose seat it has there."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from app.core import commands
from app.core import snapshot as snapshots
from app.core.refusals import Refusal
from app.core.room import Room, Worker
from app.lib.tokens import hash_token, new_token
from app.presence.host import HostPresence
from app.release.lead import Leads
from app.release.screen_reports import ScreenReports
from app.rooms.broadcast import Broadcast
from app.rooms.finder import RoomFinder
from app.rooms.handed import UnknownError
from app.rooms.host_key import check_host_key
from app.rooms.live_room import LiveRoom
from app.rooms.robots import Robots
from app.rooms.rooms import Rooms
from app.sockets.connections import Connection, Connections
from app.wire import messages
from app.wire.typed_names import chosen_name


class Joining:
    def __init__(
        self,
        connections: Connections,
        rooms: Rooms,
        broadcast: Broadcast,
        *,
        finder: RoomFinder,
        robots: Robots,
        host_presence: HostPresence,
        leads: Leads,
        screen_reports: ScreenReports,
    ) -> None:
        self._connections = connections
        self._rooms = rooms
        self._finder = finder
        self._broadcast = broadcast
        self._robots = robots
        self._host_presence = host_presence
        self._leads = leads
        self._screen_reports = screen_reports
        self._lock = threading.Lock()
        self.is_moving = False
        """The screens of this process go to others, and nobody is away for it."""

    def join(self, connection: Connection, request: messages.JoinRequest) -> dict[str, Any]:
        """Into the room, and for a worker onto a seat; the answer shows the room as it is now.

        Raises:
            Refusal: nobody has joined.
        """
        with self._at_most_once(connection):
            code = self._finder.find(request.code, connection.address, request.token, request.host_key).code
            try:
                return self._enter(connection, code, request)
            except UnknownError:
                self._give_up(connection, code)
                raise
            finally:
                if connection not in self._connections:  # closed meanwhile, when it was in no room yet
                    self.leave(connection)

    def leave(self, connection: Connection) -> None:
        """Take the connection out of its room. Idempotent."""
        with contextlib.suppress(Refusal), self._connections.held(connection) as live:
            code, connection.code = live.room.code, None
            self._broadcast.dismiss(code, connection.sid)
            live.screens -= 1
            self._host_presence.went(live, connection.sid)
            self._leads.went(live, connection.sid)
            if connection.worker is not None:
                self._leave_seat(live, connection.worker, connection.sid)

    def _leave_seat(self, live: LiveRoom, worker: int, sid: str) -> None:
        """The worker's connection has ended, unless another one has taken its place. Call it with the room's lock
        held."""
        if live.seated.get(worker) == sid:
            del live.seated[worker]
        if not self.is_moving:
            self._rooms.post(live.room.code, commands.Disconnect(worker=worker, connection=sid))

    def _give_up(self, connection: Connection, code: str) -> None:
        """Nobody knows whether it has got a seat. It is to end, so a seat that it has, or gets later, is left."""
        self._connections.remove(connection.sid)
        live = self._rooms.in_memory(code)
        if live is not None:
            with live.lock:
                for worker in [number for number, sid in live.seated.items() if sid == connection.sid]:
                    self._leave_seat(live, worker, connection.sid)

    def supersede(self, live: LiveRoom, worker: Worker) -> None:
        """The worker's connection is the one named in it now: an older one of this process must go. One that has ended
        while its seat was on the way leaves it: it was known before it asked for a seat. Call it with the room's lock
        held."""
        older_sid = live.seated.get(worker.number)
        if older_sid == worker.connection:
            return
        older = self._connections.get(older_sid) if older_sid else None
        live.seated.pop(worker.number, None)
        if worker.via == self._rooms.process and worker.connection is not None:
            if self._connections.get(worker.connection) is None:
                self._leave_seat(live, worker.number, worker.connection)
            else:
                live.seated[worker.number] = worker.connection
        if older is not None:
            older.worker = None
            self._broadcast.notice(older.sid, "superseded", "You went on in another tab. One worker, one screen.")
            self._connections.end(older.sid)

    @contextmanager
    def _at_most_once(self, connection: Connection) -> Iterator[None]:
        """A connection joins once, and tries once at a time."""
        with self._lock:
            if connection.is_joining or connection.code is not None:
                sentence = "This connection has already joined. Open another one to join as somebody else."
                raise Refusal("bad_request", sentence)
            connection.is_joining = True
        try:
            yield
        finally:
            connection.is_joining = False

    def _enter(self, connection: Connection, code: str, request: messages.JoinRequest) -> dict[str, Any]:
        worker = self._take_seat(connection, code, request) if request.role == "worker" else None
        try:
            with self._rooms.held(code) as live:
                if request.role == "host":
                    check_host_key(live.room, request.host_key)
                if worker is not None:
                    _check_seat(live.room, worker, connection)
                return self._begin(connection, live, worker, request)
        except Refusal:
            if worker is not None and (seated := self._rooms.in_memory(code)) is not None:
                with seated.lock:
                    self._leave_seat(seated, worker, connection.sid)
            raise

    def _begin(
        self, connection: Connection, live: LiveRoom, worker: int | None, request: messages.JoinRequest
    ) -> dict[str, Any]:
        connection.code = live.room.code
        connection.worker = worker
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
        return {"you": you(connection, live), "now_ms": self._rooms.clock.now_ms(), **whole}

    def _take_seat(self, connection: Connection, code: str, request: messages.JoinRequest) -> int:
        """A known token gives its worker back; any other token is never adopted. The room's lock is not held: nobody
        waits for the line with it."""
        room = self._rooms.find(code).room
        via = self._rooms.process
        known_hash = hash_token(request.token) if request.token else None
        if known_hash and known_hash not in room.seats:
            room = self._rooms.up_to_date(code)  # the seat may have been taken at another process a moment ago
        known = room.seats.get(known_hash) if known_hash else None
        if known is not None:
            connection.token = request.token
            try:
                self._rooms.submit(code, commands.Connect(worker=known, via=via, connection=connection.sid))
            except Refusal as refusal:
                raise _given_up() if refusal.code == "not_joined" else refusal from None
            return known
        if request.back and known_hash not in room.kept_out:
            raise _given_up()
        connection.token = new_token()
        join = commands.Join(
            token_hash=hash_token(connection.token),
            name=chosen_name(request.name),
            avatar=request.avatar,
            known_token_hash=known_hash,
            via=via,
            connection=connection.sid,
        )
        return cast(int, self._rooms.submit(code, join).answer["worker"])


def _check_seat(room: Room, number: int, connection: Connection) -> None:
    """Between a seat and its screen somebody may have been dropped, or an earlier attempt of theirs came later."""
    worker = room.workers.get(number)
    if worker is None:
        raise _given_up()
    if worker.connection != connection.sid:
        raise Refusal("unavailable", "Another screen of yours got on at the same moment. Try again.")


def _given_up() -> Refusal:
    return Refusal("worker_unknown", "Your seat was given up. Get on again?")


def you(connection: Connection, live: LiveRoom) -> dict[str, Any]:
    """`you`: who this connection is in its room."""
    return snapshots.you(live.room, connection.worker, connection.role, connection.token)
