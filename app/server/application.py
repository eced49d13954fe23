"""Puts the parts together: from settings and a store to a WSGI application."""

import functools
import hmac
import time
from collections.abc import Callable

from flask import Flask, Response, jsonify
from flask_socketio import SocketIO
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from werkzeug.exceptions import HTTPException

from app import __version__
from app.assets import DIST, TEMPLATES
from app.core.refusals import Refusal
from app.lib.clock import RoomClock
from app.lib.fair_turns import FairTurns
from app.lib.readable import Readable
from app.lib.timers import Timers
from app.metrics import Metrics
from app.presence.host import HostPresence
from app.presence.host_address import HostAddresses
from app.presence.processes import Processes
from app.presence.programs import ProgramPresence
from app.release.lead import Leads
from app.release.screen_reports import ScreenReports
from app.rooms.broadcast import Broadcast
from app.rooms.budgets import Budgets
from app.rooms.finder import RoomFinder
from app.rooms.handed import UnknownError
from app.rooms.here import Here
from app.rooms.housekeeping import Housekeeping
from app.rooms.peers import Peers
from app.rooms.readings import Readings
from app.rooms.robots import Robots
from app.rooms.rooms import Rooms
from app.rooms.shared_limit import SharedLimit
from app.server.built_files import BuiltFiles
from app.settings import Settings
from app.sockets.connections import Connections
from app.sockets.handlers import Sockets
from app.sockets.joining import Joining
from app.sockets.seat_news import SeatNews
from app.stores.base import Line, StoreError
from app.transport.delivery import Delivery, deliver_directly
from app.transport.engineio_patches import amend_engineio, name_sessions, watch_connections
from app.transport.locked_manager import LockedManager
from app.transport.packets import ClientPacket
from app.transport.relay import Relay
from app.web import answers, guard, pages, paths, programs_api, proxies, rooms_api
from app.web.guard import WSGI, OriginCheck
from app.web.hosts import may_be_host
from app.web.long_polls import Waits
from app.web.report import Reports
from app.wire import fast_json, messages
from app.wire.messages import NoticeType

PING_INTERVAL_S = 10
PING_TIMEOUT_S = 8
"""A silent connection is found out within 18 s."""
DIRECT_COST_S = 13e-6
"""Processor time to write a message to one client directly, measured with 300 to 2,000 clients in the brief view."""
QUEUED_COST_S = 110e-6
"""Processor time until a message in Engine.IO's queue has been delivered, measured with 1,000 clients."""
MOVE_PER_S = 200
"""Screens that are sent to another process when this one stops. Each takes it 2 ms or so to let in."""
RESTARTING: tuple[NoticeType, str] = ("server_restarting", "The server restarts. Your seat is kept.")


class Application:
    """A server's worth of All Aboard. `wsgi` serves it; `start` sets its timers going; `stop` says good-bye. The names
    of its process and of its siblings begin with `family`, where it has some."""

    def __init__(self, settings: Settings, line: Line, family: str = "") -> None:
        self.is_stopping = False
        self._move_per_s = 0.0
        self._line = line
        clock = RoomClock(line.newest_ms(), line.now_ms())
        self._timers = Timers(clock)
        self.rooms = Rooms(
            line, clock, self._timers, settings.shared_room, Peers(is_shared=line.is_shared, family=family)
        )
        self._housekeeping = Housekeeping(self.rooms, line, self._timers)
        self.metrics = Metrics(
            self.rooms.process,
            n_rooms=lambda: len(self.rooms),
            n_connections=lambda: len(self.sockets.connections),
            is_serving=lambda: self._status() == "ok",
        )
        self.flask = flask = _make_flask()
        own = [settings.public_url] if settings.public_url else []
        is_allowed = guard.may_connect([*settings.allowed_origins, *own])
        delivery = Delivery() if settings.delivers_directly else None
        self.socketio = _make_socketio(flask, settings, delivery, is_allowed)
        message_cost_s = DIRECT_COST_S if delivery else QUEUED_COST_S
        self._broadcast = Broadcast(
            self.socketio.server,
            self.rooms,
            self._timers,
            later_cost_s=0 if delivery else message_cost_s,
            processor_s=_processor_s(delivery),
            observe_s=self.metrics.broadcast_s.observe,
        )
        robots = Robots(self.rooms, self._timers)
        finder = RoomFinder(self.rooms, line)
        here = Here(self.rooms, line, self._timers)
        host_presence = HostPresence(self._broadcast, self._timers, here)
        program_presence = ProgramPresence(self.rooms, self._timers, line)
        self._processes = Processes(self.rooms, line, self._timers)
        screen_reports = ScreenReports(
            self.rooms, self._broadcast, self._timers, here, observe_spread_s=self.metrics.release_spread_s.observe
        )
        waits = Waits(self.rooms, self._timers)
        turns = FairTurns()
        reports, readings = Reports(self.rooms, screen_reports, turns), Readings(turns)
        host_addresses, budgets = HostAddresses(), Budgets()
        leads = Leads(self.rooms, self._timers, here, message_cost_s=message_cost_s)
        connections = Connections(self.rooms, lambda sid: self.socketio.server.disconnect(sid, namespace="/"))
        self._joining = Joining(
            connections,
            self.rooms,
            self._broadcast,
            finder=finder,
            robots=robots,
            host_presence=host_presence,
            leads=leads,
            screen_reports=screen_reports,
        )
        self.sockets = Sockets(
            self.socketio,
            self.rooms,
            self._broadcast,
            connections,
            self._joining,
            budgets=budgets,
            timers=self._timers,
            leads=leads,
            screen_reports=screen_reports,
            host_addresses=host_addresses,
            metrics=self.metrics,
        )
        self.rooms.listeners.add(
            self.metrics,
            self._broadcast,  # a screen hears of a change before its own acknowledgement, and before any notice
            robots,
            screen_reports,
            host_presence,
            host_addresses,
            # connections whose seat is gone, or whose room: after everybody in it has heard
            SeatNews(self._broadcast, connections, self._joining),
            waits,
            program_presence,
            reports,
            here,
            self._processes,
        )
        if delivery:
            delivery.fast_path = self.sockets
            delivery.on_caught_up = self._broadcast.catch_up
            deliver_directly(self.socketio.server, Readable)
        else:
            _limit_messages(self.socketio, settings.async_mode)
        find = functools.partial(answers.find_room, finder)
        flask.register_blueprint(pages.make_blueprint(settings, self.rooms, find, host_addresses, reports))
        flask.register_blueprint(
            rooms_api.make_blueprint(
                settings,
                self.rooms,
                self._broadcast,
                finder,
                new_rooms=SharedLimit(line, "rooms", settings.rooms_per_minute),
                reports=reports,
                readings=readings,
                budgets=budgets,
            )
        )
        flask.register_blueprint(programs_api.make_blueprint(self.rooms, find, waits, program_presence, budgets))
        flask.register_error_handler(Refusal, self._answer_refusal)
        flask.register_error_handler(UnknownError, answers.answer_unknown)
        flask.register_error_handler(HTTPException, answers.answer_http_error)
        flask.add_url_rule("/healthz", "healthz", self._healthz(settings))
        flask.add_url_rule("/metrics", "metrics", self._metrics_page(settings.metrics_token))
        guarded = guard.guard(self._relayed(flask.wsgi_app), is_allowed, may_be_host(settings))
        self.wsgi: WSGI = paths.below(guarded, settings.script_name)
        if settings.trust_proxy:
            self.wsgi = proxies.behind(self.wsgi, settings.trust_proxy)

    def _relayed(self, wsgi: WSGI) -> WSGI:
        """Where several processes share the store, one hands on to another what polls there."""
        if not self._line.is_shared:
            return wsgi
        name_sessions(self.socketio.server, self.rooms.process)

        def send_to(process: str, message: bytes, then: Callable[[int], object]) -> None:
            try:
                self._line.send_to(process, message, then)
            except StoreError:
                then(0)

        relay = Relay(self.rooms.process, wsgi, send_to=send_to, spawn=self.socketio.start_background_task)
        self._line.listen(self.rooms.process, relay.receive)
        return relay

    def _healthz(self, settings: Settings) -> Callable[[], tuple[Response, int]]:
        def healthz() -> tuple[Response, int]:
            status = self._status()
            body = {
                "status": status,
                "version": __version__,
                "store": "redis" if settings.redis_url else "sqlite",
                "durability": self._line.durability,
                "rooms": len(self.rooms),
                "connections": len(self.sockets.connections),
            }
            return jsonify(body), 200 if status == "ok" else 503

        return healthz

    def _status(self) -> str:
        if self.is_stopping:
            return "stopping"
        try:
            self._line.check()
        except StoreError:
            return "unavailable"
        return "ok"

    def _metrics_page(self, token: str | None) -> Callable[[], Response]:
        def metrics_page() -> Response:
            if token is not None and not hmac.compare_digest(answers.bearer().encode(), token.encode()):
                raise Refusal("not_joined", "That is not the token of /metrics.")
            page = Response(self.metrics.page(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
            page.headers["Connection"] = "close"  # the next one who asks may reach another process behind this address
            return page

        return metrics_page

    def _answer_refusal(self, refusal: Refusal) -> Response:
        self.metrics.refusals[refusal.code].inc()
        return answers.answer_refusal(refusal)

    def start(self) -> None:
        self._timers.start()
        self._housekeeping.start()
        self._processes.start()
        watch_connections(self.socketio.server)
        self.socketio.start_background_task(self.metrics.watch_lag, self.socketio.sleep)

    def stop(self, *, with_siblings: bool = False) -> None:
        """Send every screen the notice that the server restarts, unless they are to `move`. The health check says 503
        from now on."""
        self.is_stopping = True
        self._move_per_s = MOVE_PER_S * min(1, self.rooms.peers.others_for_each(with_siblings=with_siblings))
        if not self._move_per_s:
            self._broadcast.notice_everybody(*RESTARTING)

    def move(self, sleep: Callable[[float], object]) -> None:
        """Send the screens to the other processes, if there were any when this one was asked to stop. Anybody who does
        not come back there is away when they know that this process has ended."""
        if self._move_per_s:
            self._joining.is_moving = True
            self.sockets.connections.end_all(
                self._move_per_s, lambda sid: self._broadcast.notice(sid, *RESTARTING), sleep
            )

    def close(self) -> None:
        """Close the store; nothing can be changed any more."""
        self._timers.stop()
        self._line.close()


def _processor_s(delivery: Delivery | None) -> Callable[[], float]:
    """The processor time of this thread so far, with that of messages which leave a little later."""
    if delivery is None:
        return time.thread_time
    return lambda: time.thread_time() + delivery.n_put_off * DIRECT_COST_S


def _make_flask() -> Flask:
    """With the browser's files, and no page yet."""
    flask = Flask(__name__, static_folder=None, template_folder=str(TEMPLATES))
    flask.config["MAX_CONTENT_LENGTH"] = messages.MAX_MESSAGE_BYTES
    flask.wsgi_app = BuiltFiles(flask.wsgi_app, DIST)  # type: ignore[method-assign]
    flask.url_map.strict_slashes = False
    return flask


def _make_socketio(flask: Flask, settings: Settings, delivery: Delivery | None, is_allowed: OriginCheck) -> SocketIO:
    socketio = SocketIO(
        flask,
        async_mode=settings.async_mode,
        async_handlers=False,
        manage_session=False,
        client_manager=delivery or LockedManager(),
        json=fast_json,
        serializer=ClientPacket,
        cors_allowed_origins=is_allowed,
        max_http_buffer_size=messages.MAX_MESSAGE_BYTES,
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        http_compression=False,
    )
    amend_engineio(socketio.server)
    return socketio


def _limit_messages(socketio: SocketIO, async_mode: str) -> None:
    """Without Delivery a websocket does not limit the size of its messages by itself."""
    if async_mode == "eventlet":
        from app.transport.stock_eventlet import limit_messages
    else:
        from app.transport.stock_threads import limit_messages
    limit_messages(socketio.server)
