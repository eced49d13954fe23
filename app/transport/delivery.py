"""The fast way out, on eventlet: what goes to many is encoded and framed once, and written to each websocket directly.

Engine.IO gives each client a queue and a task that writes what is in it. Here a websocket has an `Outbox` instead,
which writes directly; clients that poll, or are just changing from polling to a websocket, keep the queue. Everything
for one client goes through one of the two, and the queue is emptied before the outbox is used, so the order is kept.
"""

import contextlib
import functools
import time
from collections import deque
from collections.abc import Callable
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any, Protocol

import engineio.exceptions
import engineio.socket
import socketio
from engineio import packet as engineio_packet

from app.lib.turns import Turn
from app.transport.amendments import require
from app.transport.outbox import CUT_OFF_AFTER_S, MAX_WAITING, Backlog, Outbox
from app.transport.packets import count_packet, packets_of
from app.transport.websocket import Message, Readable, Websocket, text_frame
from app.wire import fast_json
from app.wire.fast_path import FastRequest, Reply

MAX_QUEUED = 256
"""Packets that may wait for a client who polls, or should."""
SEND_BUFFER_BYTES = 32 * 1024
"""What the kernel buffers for a client that does not read (it takes twice as much); by default some megabytes."""
BROADCAST_TURN_S = 0.025
"""Of the processor, for one broadcast: as much as a hall of two thousand takes, which so hears of it in one piece."""
MAY_BE_DROPPED = frozenset({"events", "brief"})
"""Messages that a client can do without, since it can ask for the whole room again."""
UNREADABLE = 1002
"""Close code for packets that cannot be read: protocol error (RFC 6455, 7.4.1)."""


class DirectSocket(engineio.socket.Socket):  # type: ignore[misc]
    """An Engine.IO socket whose websocket is written to directly."""

    delivery: "Delivery"
    websocket: Websocket | None = None
    candidate: Websocket | None = None
    """It replaces polling when its handshake is complete."""
    behind_since_s: float | None = None
    """It should poll, and has been spared broadcasts since then, because too many waited. Monotonic."""
    ping_due_s = 0.0
    """Monotonic: the wall clock may be set."""
    n_queued_bytes = 0
    """Of answers that wait in the queue."""
    upgrading: bool
    upgraded: bool
    last_ping: float | None

    def send(self, pkt: Any, *, may_be_dropped: bool = False) -> None:
        if self.closed:
            return
        if self.websocket is not None:
            self.websocket.outbox.write(text_frame(pkt.encode()), may_be_dropped=may_be_dropped)
        elif may_be_dropped and self.queue.qsize() >= MAX_WAITING:
            self.behind_since_s = self.behind_since_s or time.monotonic()
        elif self.queue.qsize() < MAX_QUEUED:
            super().send(pkt)
            if not (may_be_dropped or self.closed):
                self._note_queued(self.n_queued_bytes + len(pkt.data or ""))
        else:
            self.cut_off()

    def cut_off(self) -> None:
        """Drop what is queued, and end the session."""
        empty = self.server.get_queue_empty_exception()
        with contextlib.suppress(empty):
            while True:
                self.queue.get(block=False)
                self.queue.task_done()
        self._note_queued(0)
        if not self.closing:
            self.server.start_background_task(self.close, wait=False, abort=True)

    def _note_queued(self, n_bytes: int) -> None:
        self.n_queued_bytes = n_bytes
        self.delivery.backlog.note(self, n_bytes)

    def poll(self) -> Any:
        packets = super().poll()
        self._note_queued(0)
        self._catch_up()
        return packets

    def _catch_up(self) -> None:
        if self.behind_since_s is not None:
            self.behind_since_s = None
            self.delivery.caught_up(self.sid)

    def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        super().close(wait=wait and self.websocket is None, abort=abort, reason=reason)
        self._note_queued(0)
        if (websocket := self.websocket or self.candidate) is not None:
            websocket.say_goodbye()

    def schedule_ping(self) -> None:
        """The next one is due in a while. No task sleeps until then: `check_ping_timeout` sends it."""
        self.last_ping = None
        self.ping_due_s = time.monotonic() + self.server.ping_interval

    def check_ping_timeout(self) -> bool:
        """Called regularly: checks whether the last ping was answered, sends the next one, and looks after what
        waits for the client."""
        if not super().check_ping_timeout():
            return False
        now_s = time.monotonic()
        if self.last_ping is None and now_s >= self.ping_due_s:
            self.last_ping = now_s
            self.send(engineio_packet.Packet(engineio_packet.PING))
        if self.websocket is not None:
            self.websocket.outbox.look_after(now_s)
        elif self.behind_since_s is not None and now_s - self.behind_since_s > CUT_OFF_AFTER_S:
            self.close(wait=False, abort=True)
            return False
        return True

    def _websocket_handler(self, ws: Websocket) -> list[bytes]:
        """The life of a websocket: from the start, or instead of polling from now on."""
        if self.upgrading or self.upgraded or self.closed:
            ws.close()
            return []
        reason = self.server.reason.TRANSPORT_CLOSE
        messages = ws.messages()
        try:
            if self.connected and not self._is_upgraded(ws, messages):
                return []
            self._use(ws)
            for message in messages:
                self._take(message)
        except (engineio.exceptions.EngineIOError, ValueError) as error:
            self.server.logger.info("%s: closed after a packet that cannot be read: %s", self.sid, error)
            reason = self.server.reason.TRANSPORT_ERROR
            ws.say_goodbye(UNREADABLE)
        finally:
            self.upgrading, self.candidate = False, None
            if self.websocket is ws:
                self.close(wait=False, abort=True, reason=reason)
            ws.close()
        return []

    def _is_upgraded(self, ws: Websocket, messages: Any) -> bool:
        """Engine.IO's handshake: probe, answer, the end of the poll under way, upgrade. What is sent meanwhile waits in
        the queue; and when the session ends meanwhile, nobody else would notice a handshake that does not."""
        self.upgrading, self.candidate = True, ws
        if next(messages, None) != "2probe":
            return False
        ws.outbox.write(text_frame("3probe"))
        self.queue.put(engineio_packet.Packet(engineio_packet.NOOP))
        return next(messages, None) == "5" and not self.closed

    def _use(self, ws: Websocket) -> None:
        """Use the websocket from now on, after what waits in the queue."""
        self.connected = self.upgraded = True
        empty = self.server.get_queue_empty_exception()
        try:
            while True:
                pkt = self.queue.get(block=False)
                self.queue.task_done()
                if pkt is not None and pkt.packet_type != engineio_packet.NOOP:
                    ws.outbox.write(text_frame(pkt.encode()))
        except empty:
            self.websocket = ws
        self._note_queued(0)
        self._catch_up()

    def _take(self, message: Message) -> None:
        """One message of the client, in the task that reads for it. Anything that is wrong with it is an exception."""
        if isinstance(message, FastRequest):
            count_packet(self)
            self._send_reply(self.delivery.answer(self.sid, message))
        else:
            self.receive(engineio_packet.Packet(encoded_packet=message))

    def try_fast_path(self, request: FastRequest) -> bool:
        """In the event loop: answer the request if that is possible without waiting, and say whether it was. One that
        was not is yet to be counted."""
        packets = packets_of(self)
        if self.websocket is None or (packets.tokens < 1 and packets.wait_s() > 0):
            return False
        if not self.delivery.answer_now(self.sid, request, self._send_reply):
            return False
        packets.take()
        return True

    def _send_reply(self, reply: Reply) -> None:
        if reply is not None and self.websocket is not None:
            self.websocket.outbox.write(text_frame(reply.packet))


class FastPath(Protocol):
    """Answers requests of the fast path, for the client with this Socket.IO id."""

    def answer_now(self, sid: str, fast: FastRequest, send: Callable[[Reply], object], /) -> bool:
        """In the event loop, where nothing may wait. `send` gets the reply, now or later. False: it would have to wait,
        and nothing was done."""

    def answer(self, sid: str, fast: FastRequest, /) -> Reply:
        """In a task of the client's own, which may wait."""


class Delivery(socketio.Manager):  # type: ignore[misc]
    """Socket.IO's list of clients, and what is sent to them.

    `on_caught_up` gets the Socket.IO id of a client that missed broadcasts because it did not read, and reads
    again. Of a broadcast to more than a hall as many messages leave as fit into a turn; the others are put off, and
    leave in turn with everything else. `n_put_off` counts them.
    """

    fast_path: FastPath

    def __init__(self) -> None:
        super().__init__()
        self.on_caught_up: Callable[[str], object] = lambda _sid: None
        self.n_put_off = 0
        self._unsent: deque[Outbox] = deque()
        self.backlog = Backlog()

    def emit(self, event: str, data: Any, namespace: str, room: Any = None, to: Any = None, **_options: Any) -> None:
        """To one client or a group of them: one argument, nobody left out, and no callbacks."""
        members = self.rooms.get(namespace, {}).get(to or room)
        if not members:
            return
        text = "2" + fast_json.dumps([event, data])
        pkt = engineio_packet.Packet(engineio_packet.MESSAGE, text)
        framed = text_frame(pkt.encode())
        may_be_dropped = event in MAY_BE_DROPPED
        sockets = self.server.eio.sockets
        turn = Turn(BROADCAST_TURN_S, time.thread_time)
        for eio_sid in list(members.values()):
            socket = sockets.get(eio_sid)
            if socket is None:
                continue
            websocket = socket.websocket
            if websocket is None:
                socket.send(pkt, may_be_dropped=may_be_dropped)
            elif not turn.is_over:
                websocket.outbox.write(framed, may_be_dropped=may_be_dropped)
            else:
                self._put_off(websocket.outbox, framed, may_be_dropped=may_be_dropped)

    def _put_off(self, outbox: Outbox, framed: bytes, *, may_be_dropped: bool) -> None:
        self.n_put_off += 1
        if outbox.post(framed, may_be_dropped=may_be_dropped):
            self._unsent.append(outbox)
            if len(self._unsent) == 1:
                self.server.start_background_task(self._send_rest)

    def _send_rest(self) -> None:
        """A turn's worth at a time."""
        turn = Turn(BROADCAST_TURN_S, time.thread_time)
        while self._unsent:
            self._unsent[0].flush()
            turn.give_way()
            self._unsent.popleft()

    def caught_up(self, eio_sid: str) -> None:
        sid = self.sid_from_eio_sid(eio_sid, "/")
        if sid is not None:
            self.on_caught_up(sid)

    def answer_now(self, eio_sid: str, request: FastRequest, send: Callable[[Reply], object]) -> bool:
        sid = self._connected_sid(eio_sid)
        return self.fast_path.answer_now(sid, request, send) if sid else True

    def answer(self, eio_sid: str, request: FastRequest) -> Reply:
        sid = self._connected_sid(eio_sid)
        return self.fast_path.answer(sid, request) if sid else None

    def _connected_sid(self, eio_sid: str) -> str | None:
        """The client's id in the namespace; None for one that is in none, and gets no answer."""
        sid: str | None = self.sid_from_eio_sid(eio_sid, "/")
        return sid if sid is not None and self.is_connected(sid, "/") else None


def deliver_directly(server: socketio.Server, new_readable: Callable[[int], Readable]) -> None:
    """Let this server, which was made with a Delivery as its client manager, write directly to its websockets.

    The handshake stays eventlet's; `new_readable` makes a Readable of a file number, in the task that will wait.

    Raises:
        AmendmentError
    """
    delivery, engine = server.manager, server.eio
    assert isinstance(delivery, Delivery)
    methods = ("send", "poll", "close", "schedule_ping", "check_ping_timeout", "_websocket_handler", "receive")
    require("Engine.IO's socket", engineio.socket.Socket, *methods)
    stock_driver = engine._async["websocket"]
    require("eventlet's websocket", stock_driver, "_handle_hybi_request")

    class Driver(stock_driver):  # type: ignore[misc, valid-type]
        def __init__(self, handler: Any, engine: Any) -> None:
            super().__init__(handler, engine)
            self.support_legacy_versions = False

        def _handle_hybi_request(self, environ: dict[str, Any]) -> Websocket:
            sock = super()._handle_hybi_request(environ).socket
            sock.settimeout(None)  # silence is found out by pings
            sock.setsockopt(SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_BYTES)
            socket = self.handler.__self__
            caught_up = functools.partial(delivery.caught_up, socket.sid)
            readable = new_readable(sock.fileno())
            start, try_fast_path = engine.start_background_task, socket.try_fast_path
            return Websocket(sock, readable, start, caught_up, delivery.backlog, try_fast_path=try_fast_path)

    engine._async = {**engine._async, "websocket": Driver}
    connect = engine.handlers["connect"]

    def on_connect(eio_sid: str, environ: dict[str, Any]) -> Any:
        socket = engine.sockets[eio_sid]
        socket.__class__ = DirectSocket  # Engine.IO has no place to say which class it shall use
        socket.delivery = delivery
        return connect(eio_sid, environ)

    engine.on("connect", on_connect)
