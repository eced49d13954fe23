"""`threading.Barrier` across computers: a room of All Aboard, shared with people and other programs.

    from remote_barrier import ROOM, RemoteBarrier

    with RemoteBarrier(ROOM, name="Ana") as barrier:
        research()
        barrier.wait()  # stops here until everybody in the room has arrived
        write()

With asyncio it is `async with AsyncRemoteBarrier(ROOM, name="Ana") as barrier` and `await barrier.wait()`.

One file for Python 3.9 or later; it needs only the standard library. From a shell: `python3 remote_barrier.py Ana`.

    BrokenBarrierError (threading)      the barrier was aborted or reset, a wait timed out, or the action failed
        ServerGoneError                 the server does not answer, or has forgotten the room
        SeatGivenUpError                the host gave this worker's seat up while it waited
    RefusedError (RuntimeError)         the room refused: `code` and a sentence
    AddressError (ValueError)           there is no room at that address; the sentence says what answered
"""

from __future__ import annotations

import _thread
import asyncio
import atexit
import base64
import contextlib
import email.utils
import functools
import http.client
import json
import math
import multiprocessing
import operator
import os
import re
import secrets
import socket
import ssl
import sys
import threading
import time
import unicodedata
import weakref
from collections import deque
from collections.abc import Callable
from threading import BrokenBarrierError
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

__all__ = [
    "ROOM",
    "AddressError",
    "AsyncRemoteBarrier",
    "BrokenBarrierError",
    "RefusedError",
    "RemoteBarrier",
    "SeatGivenUpError",
    "ServerGoneError",
]

ROOM = ""
"""The address of the room for which this file was downloaded."""

HOLD_S = 4.0
"""How long the server holds a request that it cannot answer yet. A network that is silent for less
than GONE_AFTER_S - HOLD_S does not end a wait."""
ANSWER_WITHIN_S = HOLD_S + 2
GONE_AFTER_S = 8.5
"""The server is gone after this long without a sign of life. One that restarts needs two or three seconds."""
CONNECT_WITHIN_S = 4.0
PAUSES_S = (0.0, 0.05, 0.1, 0.2, 0.4)
"""Between attempts. The first is none: the server closes a connection that was silent for long."""
GOOD_BYE_WITHIN_S = 2.0
AWAY_AFTER_S = 120.0
"""The server counts a silent program as away after this long; a call is withdrawn for as long."""
BUSY_FOR_AT_MOST_S = 120.0
"""How long a server may tell us to come back later (429, 503). Its limits count by the minute."""
LONGEST_LIMIT_S = 10 * 365 * 86_400.0
"""Ten years, for `threading.TIMEOUT_MAX` and infinity; the server takes a little more."""

LONGEST_ROOM_LIMIT_S = 86_400.0
"""A day: the longest limit of a room. A program's own limit may be longer."""

CAUSES = {
    "abort": "The barrier was aborted.",
    "timeout": "A wait timed out, which breaks the barrier for everybody.",
    "action": "The barrier's action failed.",
    "reset": "The barrier was reset.",
    "configure": "The barrier was rebuilt.",
    "lesson": "The lesson went on, and the barrier was rebuilt.",
}


class ServerGoneError(BrokenBarrierError):
    """The server does not answer, or no longer knows the room. The next `wait` first asks what became of the call
    that got this error, so a program that tries again is in step with the others."""


class SeatGivenUpError(BrokenBarrierError):
    """This worker's seat was given up while it waited."""


class RefusedError(RuntimeError):
    """The room refused. `code` is one of those in the server's docs/protocol.md, such as "room_locked"."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class AddressError(ValueError):
    """No room has this address. Trying again does not help."""


class _WithdrawnError(Exception):
    """The call was withdrawn, so its request is not sent again."""


class _Worker:
    """Stands for the thread or task that waits, has its `name`, and ends with it."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Seat:
    """A seat of ours. `worker` is a weak reference to its owner; it gives None once that thread or task has ended."""

    def __init__(self, token: str, worker: Callable[[], object]) -> None:
        self.token = token
        self.worker = worker
        self.call: _Call | None = None
        """The call under way, if any."""
        self.unanswered: _Call | None = None
        """A call whose outcome is not known, because the server was gone."""


class _Call:
    """One call of `wait`: what is sent until it has an outcome. Its ticket arrives once, however often it is sent."""

    def __init__(self, **body: object) -> None:
        self.ticket = secrets.token_hex(8)
        self.body: dict[str, object] = {"ticket": self.ticket, "hold_s": HOLD_S, **body}
        self.seat: _Seat | None = None
        """The seat that it may have arrived for."""
        self.is_over = False
        self.is_withdrawn = False


class _Room:
    """The room as this process sees it: its seats and their requests. Any thread may call any method."""

    def __init__(
        self,
        url: str,
        name: str | None,
        parties: int | None,
        action: Callable[[], object] | None = None,
        timeout: float | None = None,
    ) -> None:
        self.server, self.code = _room_address(url)
        self.name, self.parties, self.action, self.timeout = name, parties, action, timeout
        self.begin_without_seats()
        _rooms.add(self)

    def begin_without_seats(self) -> None:
        """At the start, and in a forked process, which must not use its parent's seats and connections."""
        self._lock = threading.Lock()
        self._seats: list[_Seat] = []
        self._leaving: set[_Seat] = set()
        """Given back, and the server has not answered yet. At the end of the process nobody may wait for that."""
        self._lines: deque[_Line] = deque()

    def open(self) -> None:
        """Find the room. A worker with a name gets on at once."""
        self.look()
        if self.name is not None:
            self._join(_Worker(self.name))

    def ask(
        self,
        method: str,
        path: str = "",
        body: object = None,
        token: str | None = None,
        gone_after_s: float | None = None,
        *,
        call: _Call | None = None,
    ) -> dict[str, Any]:
        """The answer of the server to a request about this room, over a connection that no other thread is using. Once
        `call` is withdrawn it is not sent again."""
        try:
            line = self._lines.pop()
        except IndexError:
            line = _Line(self.server)
        try:
            return line.ask(method, f"/api/rooms/{self.code}{path}", body, token, gone_after_s, call=call)
        finally:
            self._lines.append(line)

    def look(self, gone_after_s: float | None = None) -> dict[str, Any]:
        """The current state of the barrier."""
        barrier = self.ask("GET", gone_after_s=gone_after_s).get("barrier")
        if not isinstance(barrier, dict):
            raise AddressError(f"What answers at {self.server} is not All Aboard.")
        return barrier

    def call(self, timeout: float | None) -> _Call:
        """A new call of `wait`."""
        timeout = self.timeout if timeout is None else timeout
        body: dict[str, object] = {}
        if timeout is not None:
            if math.isnan(timeout):
                raise ValueError("Invalid value NaN (not a number)")
            body["timeout_s"] = min(max(0.0, float(timeout)), LONGEST_LIMIT_S)  # True is a second, as in threading
        if self.action is not None:
            body["action"] = True
        return _Call(**body)

    def perform(self, call: _Call, worker: _Worker) -> int:
        """Arrive, and wait for the outcome. A seat with an unfinished call resumes that call instead of beginning a new
        one, or withdraws it first."""
        try:
            seat = self._take_seat(call, worker)
            earlier = seat.unanswered
            if earlier is not None and earlier.is_withdrawn:
                self._revoke(earlier, seat, None, by=call)
            elif earlier is not None:
                call.ticket, call.body, seat.unanswered = earlier.ticket, earlier.body, None
            call.seat = seat
            return self._outcome(call, worker)
        except (BrokenBarrierError, AddressError, _WithdrawnError):
            self._free_seat_of(call, is_known=call.is_over or call.seat is None)
            raise
        finally:
            self._free_seat_of(call)

    def _free_seat_of(self, call: _Call, is_known: bool = True) -> None:
        """The seat keeps a call whose outcome is not known for its next call."""
        with self._lock:
            for seat in self._seats:
                if seat.call is call:
                    seat.call = None
                    seat.unanswered = seat.unanswered if is_known else call

    def _outcome(self, call: _Call, worker: _Worker) -> int:
        has_arrived = False
        while True:
            assert call.seat is not None
            try:
                answer = self.ask("POST", "/wait", call.body, call.seat.token, call=call)
            except RefusedError as refusal:
                if refusal.code != "not_joined" or call.is_withdrawn:
                    raise
                self._forget(call.seat)
                if has_arrived:
                    call.is_over = True
                    raise _given_up() from None
                call.seat = self._take_seat(call, worker)  # it was given up while we worked: get on again
                continue
            has_arrived = True
            state = answer["state"]
            if state == "run_action":
                self._run_action(call, answer["generation"])
            elif state != "waiting":
                call.is_over = True
            if state == "released":
                time.sleep(max(0, answer["release_at_ms"] - answer["now_ms"]) / 1000)
                return int(answer["index"])
            if state == "broken" and answer["cause"] == "left":
                self._forget(call.seat)
                raise _given_up()
            if state == "broken":
                raise BrokenBarrierError(CAUSES.get(answer["cause"], "The barrier is broken."))
            self._give_back_abandoned()

    def _run_action(self, call: _Call, generation: int) -> None:
        assert call.seat is not None
        result: dict[str, object] = {"generation": generation, "ok": True}
        try:
            if self.action is not None:
                self.action()
        except BaseException as error:
            call.is_over = True
            result.update(ok=False, error=repr(error)[:200])
            raise
        finally:
            try:
                self.ask("POST", "/action", result, call.seat.token)
            except RefusedError as refusal:
                if refusal.code not in ("stale_generation", "not_joined"):  # known already, or aborted meanwhile
                    raise

    def withdraw(self, call: _Call) -> bool:
        """Withdraw the call: a thread that no longer waits must not be counted. True if the server knows. If it is away
        another thread goes on telling it, and the seat's next call tells it first."""
        call.is_withdrawn = True
        seat = call.seat
        if seat is None or call.is_over:
            return True
        try:
            self._revoke(call, seat, GOOD_BYE_WITHIN_S)
        except (ServerGoneError, AddressError):
            with self._lock:
                seat.call = None if seat.call is call else seat.call  # its own thread may hang in a request
                seat.unanswered = seat.unanswered or call
            name = "remote_barrier.withdraw"
            threading.Thread(target=self._go_on_revoking, args=(call, seat), name=name, daemon=True).start()
            return False
        return True

    def _revoke(self, call: _Call, seat: _Seat, gone_after_s: float | None, *, by: _Call | None = None) -> None:
        """Tell the server that the call is withdrawn: its ticket arrives no more, even if a request is under way."""
        with contextlib.suppress(RefusedError):  # it is too late for that
            self.ask("DELETE", f"/wait?ticket={call.ticket}", None, seat.token, gone_after_s, call=by)
        with self._lock:
            if seat.unanswered is call:
                seat.unanswered = None

    def _go_on_revoking(self, call: _Call, seat: _Seat) -> None:
        with contextlib.suppress(ServerGoneError, AddressError):
            self._revoke(call, seat, AWAY_AFTER_S)

    def end(self, how: str, worker: _Worker) -> None:
        """`how` is "abort" or "reset"."""
        while True:
            barrier = self.look()
            try:
                self._ask_as_somebody(f"/{how}", barrier, worker)
                break
            except RefusedError as refusal:
                if refusal.code not in ("stale_generation", "not_joined"):
                    raise
            barrier = self.look()  # another generation: perhaps by our own request, if its answer was lost
            if barrier["state"] == ("broken" if how == "abort" else "filling") and not barrier["waiting"]:
                break
        for seat in list(self._seats) if how == "reset" else ():
            seat.unanswered = None  # it was reset, too

    def _ask_as_somebody(self, path: str, barrier: dict[str, Any], worker: _Worker) -> None:
        """Ask with the token of one of our seats. Without any, get on, and off again where each seat counts."""
        with self._lock:
            seat = known = next(iter(self._seats), None)
        if seat is None:
            seat = self._join(worker)
        try:
            self.ask("POST", path, {"generation": barrier["generation"]}, seat.token)
        except RefusedError as refusal:
            if refusal.code == "not_joined":
                self._forget(seat)
            raise
        finally:
            if known is None and barrier["parties_rule"] != "fixed":
                self._give_back(seat)

    def leave(self) -> None:
        """Give all seats back."""
        for seat in list(self._seats):
            self._give_back(seat)
        while self._lines:
            self._lines.pop().close()

    def _take_seat(self, call: _Call, worker: _Worker) -> _Seat:
        """A seat for this call; without one the worker gets on. Abandoned seats go only after that: a
        deserted room starts over, and forgets that it was broken."""
        with self._lock:
            free = [seat for seat in self._seats if seat.call is None]
            own = [seat for seat in free if seat.worker() is worker]
            if self.name is not None:  # the seats of a barrier with a name are its own, whichever thread waits
                own += sorted(free, key=lambda seat: seat.unanswered is None)
            if own:
                own[0].call = call
                if own[0].worker() is not self:
                    own[0].worker = self._reference_to(worker)
        seat = own[0] if own else self._join(worker, call)
        self._give_back_abandoned()
        return seat

    def _join(self, worker: _Worker, call: _Call | None = None) -> _Seat:
        """Get on; the first seat of a barrier with a name is the barrier's own. A request whose answer was lost is sent
        again by the next attempt, so that it leaves no ghost."""
        is_own = self.name is not None and all(seat.worker() is not self for seat in self._seats)
        name = self.name or worker.name
        key = (self.server, self.code, name)
        ticket = _unanswered_joins.pop(key, None) or secrets.token_hex(8)
        body: dict[str, object] = {"name": name, "ticket": ticket}
        if self.parties is not None:
            body["parties"] = self.parties
        try:
            joined = self.ask("POST", "/workers", body)
        except BaseException:
            _unanswered_joins[key] = ticket
            raise
        seat = _Seat(joined["token"], weakref.ref(self) if is_own else self._reference_to(worker))
        seat.call = call
        with self._lock:
            self._seats.append(seat)
        _remember(self)
        return seat

    def token(self) -> str | None:
        """Of the barrier's own seat; None without one."""
        with self._lock:
            return self._seats[0].token if self._seats else None

    def _forget(self, seat: _Seat) -> None:
        with self._lock:
            self._leaving.discard(seat)
            if seat in self._seats:
                self._seats.remove(seat)
            if not self._seats and not self._leaving:
                _rooms_of_process.discard(self)

    def _give_back(self, seat: _Seat) -> bool:
        """True if the server answers."""
        with self._lock:
            self._leaving.add(seat)
            if seat in self._seats:
                self._seats.remove(seat)  # nobody takes it meanwhile
        try:
            self.ask("DELETE", "/workers/me", None, seat.token, GOOD_BYE_WITHIN_S)
        except (ServerGoneError, AddressError):
            return False
        except RefusedError:
            pass
        finally:
            self._forget(seat)
        return True

    def give_all_back(self) -> None:
        """At the end of the process; without a server that answers, none."""
        all(self._give_back(seat) for seat in [*self._leaving, *self._seats])

    def _give_back_abandoned(self) -> None:
        """The seats of threads and tasks that have ended."""
        with self._lock:
            abandoned = [seat for seat in self._seats if seat.call is None and seat.worker() is None]
            self._seats = [seat for seat in self._seats if seat not in abandoned]  # nobody takes them meanwhile
            self._leaving.update(abandoned)
        for seat in abandoned:
            self._give_back(seat)

    def give_back_awaited(self) -> None:
        """The abandoned seats, if others would wait for them. Otherwise they stay until the next call: a program may
        still ask whether its barrier is broken, and a deserted room forgets that."""
        if all(seat.worker() is not None for seat in list(self._seats)):
            return
        with contextlib.suppress(BrokenBarrierError, RefusedError, AddressError):
            barrier = self.look(GOOD_BYE_WITHIN_S)
            if barrier["parties_rule"] != "fixed" and barrier["state"] != "broken":
                self._give_back_abandoned()

    def _reference_to(self, worker: _Worker) -> Callable[[], object]:
        """A weak reference, which has the seat given back once the worker has ended."""
        reference = weakref.ref(self)

        def when_it_has_ended(_: object) -> None:
            room = reference()
            if room is not None:
                _start_beside(room.give_back_awaited)

        return weakref.ref(worker, when_it_has_ended)

    def state(self) -> str:
        """In the words of `threading.Barrier`."""
        try:
            barrier = self.look(GOOD_BYE_WITHIN_S)
        except (BrokenBarrierError, RefusedError, AddressError):
            return "no answer"
        if barrier["state"] == "broken":
            return "broken"
        return f"waiters={len(barrier['waiting'])}/{barrier['parties']}"


class _Barrier:
    """What the two barriers show of their room. Each property asks the server."""

    _room: _Room

    @property
    def url(self) -> str:
        """The room's address, for people and other programs."""
        return f"{self._room.server}/{self._room.code}"

    @property
    def screen(self) -> str:
        """The address of this worker's own screen, for the person who runs the program: in a mural it shows the strip.
        Keep it to yourself, because it contains the seat's token. Before the worker has got on it is the room's
        address."""
        token = self._room.token()
        return self.url if token is None else f"{self.url}#seat={token}"

    @property
    def parties(self) -> int:
        """How many arrivals trip the barrier."""
        return int(self._room.look()["parties"])

    @property
    def n_waiting(self) -> int:
        """How many workers are waiting now."""
        return len(self._room.look()["waiting"])

    @property
    def broken(self) -> bool:
        """True if the barrier is broken."""
        return bool(self._room.look()["state"] == "broken")


class RemoteBarrier(_Barrier):
    """One barrier of a room, as this program sees it.

    `url` is the room's address, as on the projector. With a `name` the worker gets on immediately, so the room waits
    for it from now on. It is one worker, however many threads wait one after the other; threads that wait at the same
    time become additional workers, with numbered names. Without a name each thread is a worker of its own: it gets on
    when it first waits, with the thread's name.

    `parties` is the minimum number of workers that the program expects: in a room with one seat each, nobody passes
    before that many have got on. In a room with a set number of seats it changes nothing.

    `action`, if given, runs in one of the threads before anybody is released: in the last one to arrive, if that is one
    of ours. `timeout`, in seconds, is the default for `wait`; without either, the room's time limit holds.

    The seats are given back at the end of a `with` block, by `leave()`, when nothing refers to the barrier any more,
    and at the end of the process. The seat of a thread that has ended is given back as soon as that, if others would
    wait for it; in a room with a set number of seats, and while the barrier is broken, with the program's next `wait`.
    A forked process shares no seat: its threads get on for themselves. A worker that makes no call for two minutes
    counts as away. If the room's rule is to let such workers go, it loses its seat, and its next `wait` takes a new
    one.

    Proxies and certificates are those that `urllib.request` uses.

    Raises:
        ServerGoneError, RefusedError, AddressError
    """

    def __init__(
        self,
        url: str,
        *,
        name: str | None = None,
        parties: int | None = None,
        action: Callable[[], object] | None = None,
        timeout: float | None = None,
    ) -> None:
        self._room = _Room(url, name, _checked_parties(parties), action, timeout)
        _give_back_with(self, self._room)
        self._local = threading.local()
        self._room.open()

    @classmethod
    def create(
        cls,
        server: str,
        parties: int,
        action: Callable[[], object] | None = None,
        timeout: float | None = None,
    ) -> RemoteBarrier:
        """A barrier for this many parties, in a new open room on `server`. Everybody is released without a pause, and a
        worker that vanishes stays counted, as with threads.

        Raises:
            ValueError: fewer than one party. TypeError: not a whole number.
            ServerGoneError, RefusedError, AddressError
        """
        return cls(_create(server, parties, timeout), action=action, timeout=timeout)

    def wait(self, timeout: float | None = None) -> int:
        """Stop until everybody has arrived; then go on at the same moment as everybody else and the screens.

        Returns the arrival index: 0 for the first to arrive, parties - 1 for the last.

        Raises:
            BrokenBarrierError: the barrier is or becomes broken, or is reset. If `timeout` seconds pass, it breaks for
                everybody. ServerGoneError and SeatGivenUpError are kinds of it.
            RefusedError: the room lets nobody in.
            The action's own error, in the thread that ran it; the others get BrokenBarrierError.
        """
        call = self._room.call(timeout)
        try:
            return self._room.perform(call, self._worker())
        except (BrokenBarrierError, RefusedError, AddressError):
            raise
        except BaseException:  # Ctrl+C
            self._room.withdraw(call)
            raise

    def abort(self) -> None:
        """Break the barrier: everybody waiting gets BrokenBarrierError, and so does every later call until a reset."""
        self._room.end("abort", self._worker())

    def reset(self) -> None:
        """Empty and mend the barrier: everybody waiting gets BrokenBarrierError."""
        self._room.end("reset", self._worker())

    def __repr__(self) -> str:
        """As `threading.Barrier` shows itself."""
        return f"<threading.Barrier at {id(self):#x}: {self._room.state()}>"

    def leave(self) -> None:
        """Give back the seats of all threads of this process. Calls that are waiting are withdrawn."""
        self._room.leave()

    def __enter__(self) -> RemoteBarrier:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process: the same room, without our seats."""
        room = self._room
        fields: dict[str, Any] = {
            "name": room.name,
            "parties": room.parties,
            "action": room.action,
            "timeout": room.timeout,
        }
        return functools.partial(RemoteBarrier, **fields), (self.url,)

    def _worker(self) -> _Worker:
        """This thread. It is referred to by the thread's local data alone, and goes when the thread ends."""
        worker: _Worker | None = getattr(self._local, "worker", None)
        if worker is None:
            worker = self._local.worker = _Worker(threading.current_thread().name)
        return worker


class AsyncRemoteBarrier(_Barrier):
    """`RemoteBarrier` for asyncio: each task that waits is a worker, and `url`, `name`, `parties` and `timeout` are as
    there. `async with` gets on and gives the seats back; `await barrier.wait()` waits.

    A `wait` that is cancelled withdraws: the seat stays, and the others go on waiting for it. So
    `asyncio.wait_for(barrier.wait(), 5)` gives up alone, while `barrier.wait(5)` breaks the barrier for everybody. A
    server that is away is told when it is back: for up to two minutes, and before this worker's next `wait`.
    `parties`, `n_waiting`, `broken` and `repr` block the event loop while they ask the server.
    """

    def __init__(
        self, url: str, *, name: str | None = None, parties: int | None = None, timeout: float | None = None
    ) -> None:
        self._room = _Room(url, name, _checked_parties(parties), None, timeout)
        _give_back_with(self, self._room)
        self._workers: dict[object, _Worker] = {}

    @classmethod
    async def create(cls, server: str, parties: int, timeout: float | None = None) -> AsyncRemoteBarrier:
        """As `RemoteBarrier.create`."""
        return cls(await _in_thread(_create, server, parties, timeout), timeout=timeout)

    async def wait(self, timeout: float | None = None) -> int:
        """As `RemoteBarrier.wait`."""
        call = self._room.call(timeout)
        outcome = _in_thread(self._room.perform, call, self._worker())
        try:
            return int(await asyncio.shield(outcome))
        except asyncio.CancelledError:
            outcome.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody else looks at it
            if await asyncio.shield(_in_thread(self._room.withdraw, call)):
                await asyncio.wait([outcome])
            raise

    async def abort(self) -> None:
        """Break the barrier: everybody waiting gets BrokenBarrierError, and so does every later call until a reset."""
        await _in_thread(self._room.end, "abort", self._worker())

    async def reset(self) -> None:
        """Empty and mend the barrier: everybody waiting gets BrokenBarrierError."""
        await _in_thread(self._room.end, "reset", self._worker())

    async def leave(self) -> None:
        """Give back the seats of all tasks."""
        await _in_thread(self._room.leave)

    async def __aenter__(self) -> AsyncRemoteBarrier:
        opened = _in_thread(self._room.open)
        try:
            await asyncio.shield(opened)
        except asyncio.CancelledError:
            await asyncio.wait([opened])
            await self.leave()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.shield(asyncio.ensure_future(self.leave()))

    def __repr__(self) -> str:
        """As `asyncio.Barrier` shows itself."""
        state = self._room.state().replace("waiters=", "filling, waiters:")
        return f"<{type(self).__name__} object at {id(self):#x} [{state}]>"

    def _worker(self) -> _Worker:
        """This task."""
        task = asyncio.current_task()
        assert task is not None
        if task not in self._workers:
            self._workers[task] = _Worker(task.get_name())
            task.add_done_callback(lambda done: self._workers.pop(done, None))
        return self._workers[task]


def _in_thread(function: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
    """What the function returns or raises, in a thread of its own: the loop's own pool has few threads, and a call of
    `wait` would keep one for as long as it waits."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def end(how: Callable[[Any], None], what: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(lambda: None if future.done() else how(what))

    def run() -> None:
        try:
            result = function(*args)
        except BaseException as error:
            end(future.set_exception, error)
        else:
            end(future.set_result, result)

    threading.Thread(target=run, name=f"remote_barrier.{function.__name__}", daemon=True).start()
    return future


def _give_back_with(barrier: _Barrier, room: _Room) -> None:
    """Give the seats back when nothing refers to the barrier any more: a cell of a notebook makes it anew each time.
    Whoever waits refers to it. At the end of the process `_leave_all` does it."""
    weakref.finalize(barrier, _start_beside, room.give_all_back).atexit = False


def _start_beside(function: Callable[[], object]) -> None:
    """Run it in a thread, from where an object is being collected: that may be anywhere, also where `threading` holds
    a lock that it would need to start one."""
    with contextlib.suppress(RuntimeError):  # the interpreter ends, and `_leave_all` has given the seats back
        _thread.start_new_thread(function, ())


def _create(server: str, parties: int, timeout: float | None) -> str:
    """The address of a new room."""
    rules: dict[str, object] = {
        "hosted": False,
        "parties": _checked_parties(operator.index(parties)),
        "gone": "hold",
        "lead_ms": 0,
    }
    if timeout is not None and 0 < timeout <= LONGEST_ROOM_LIMIT_S:
        rules["timeout_s"] = float(timeout)
    server = _server_address(server)
    line = _Line(server)
    made = line.ask("POST", "/api/rooms", rules)
    line.close()
    if "code" not in made:
        raise AddressError(f"What answers at {server} is not All Aboard.")
    return f"{server}/{made['code']}"


def _checked_parties(parties: int | None) -> int | None:
    if parties is not None and parties < 1:
        raise ValueError("parties must be >= 1")
    return None if parties is None else operator.index(parties)


def _given_up() -> SeatGivenUpError:
    return SeatGivenUpError("This worker's seat was given up while it waited.")


_LETTER = "[BCDFGHJ-NP-TV-XZ]"
_FILLER = r"[\W_\u30fc]"
_HOST = re.compile(r"(?<![A-Z0-9+.\-])[A-Z0-9+.\-]+://[^/?#\s]*")
_ESCAPED = re.compile("(?:%[0-9A-F]{2})+")
_CODE = re.compile(rf"(?<![^\W_]){_LETTER}(?:{_FILLER}*{_LETTER}){{5}}(?!\.?[^\W_])")


def _plain(typed: str) -> str:
    """Without invisible characters, and with full-width letters made normal."""
    text = unicodedata.normalize("NFKC", typed)
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def _code_in(typed: str) -> str | None:
    """The room's code in whatever was typed or pasted, as the server finds it."""
    for part in re.split("[?#]", _ESCAPED.sub(" ", _HOST.sub(" ", _plain(typed).upper()))):
        codes: list[str] = _CODE.findall(part)
        if codes:
            return re.sub(_FILLER, "", codes[-1])
    return None


def _server_in(typed: str, code: str) -> str | None:
    """What stands before the code in a link: scheme, computer, and the path below which All Aboard is served."""
    spelled = rf"(?:{_FILLER}|%[0-9A-F]{{2}})*".join(code)
    link = rf"(?:(https?)://)?([^\s/\"'<>(]+)((?:/[^\s/?#]+)*?)/(?:api/rooms/|remote_barrier\.py\?room=)?{spelled}"
    found = re.findall(link, _plain(typed), re.IGNORECASE)
    return None if not found else f"{found[-1][0].lower() or 'http'}://{found[-1][1].lower()}{found[-1][2]}"


def _room_address(url: str) -> tuple[str, str]:
    """The server and the code. A code alone is one of the server from which this file was downloaded.

    Raises:
        AddressError
    """
    code = _code_in(url)
    server = (
        None if code is None else _server_in(url, code) or (_server_in(ROOM, _code_in(ROOM) or "") if ROOM else None)
    )
    if code is None or server is None or not _is_address(server):
        raise AddressError(f"{url!r} is not the address of a room, such as http://127.0.0.1:8000/KTRVPD.")
    return server, code


def _server_address(server: str) -> str:
    """The server of an address that may be that of a room or a page, or lack its scheme.

    Raises:
        AddressError
    """
    code = _code_in(server)
    page = re.split("[?#]", server.strip())[0]
    found = (code and _server_in(server, code)) or (page if "//" in page else f"http://{page}").rstrip("/")
    if not _is_address(found):
        raise AddressError(f"{server!r} is not the address of a server, such as http://127.0.0.1:8000.")
    return found


def _is_address(server: str) -> bool:
    try:
        parts = urlsplit(server)
        is_host = bool(parts.hostname) and re.search(r"\s", parts.netloc) is None
        return parts.scheme in ("http", "https") and is_host and (parts.port is None or parts.port > 0)
    except ValueError:  # the port is too large, or a bracket is missing
        return False


class _Line:
    """One kept connection to the server. A request is sent again until it is answered, which is harmless: each names
    its ticket, its generation or its token."""

    def __init__(self, server: str) -> None:
        self.server = server
        self._address = urlsplit(server)
        self._connection: http.client.HTTPConnection | None = None
        self._prefix = self._address.path
        self._headers: dict[str, str] = {}

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self.close()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        token: str | None = None,
        gone_after_s: float | None = None,
        *,
        call: _Call | None = None,
    ) -> dict[str, Any]:
        """The answer of the server. Temporary failures are retried: failed connections, server errors (5xx), and 429
        (Too Many Requests) after the time that the answer names.

        Raises:
            ServerGoneError: there was no good answer within `gone_after_s` seconds of the last sign of life.
            RefusedError: the room refused. AddressError: something other than All Aboard answered.
            _WithdrawnError: `call` was withdrawn before the request was sent, or sent again.
        """
        gone_after_s = GONE_AFTER_S if gone_after_s is None else gone_after_s
        until_s = time.monotonic() + gone_after_s
        busy_until_s = time.monotonic() + BUSY_FOR_AT_MOST_S
        failures = 0
        while True:
            if call is not None and call.is_withdrawn:
                raise _WithdrawnError
            pause_s = PAUSES_S[min(failures, len(PAUSES_S) - 1)]
            try:
                answer = self._ask_once(method, path, body, token, until_s)
                later_s = answer.retry_after_s()
                if later_s is None and not answer.is_trouble():
                    return answer.read(self.server)
                problem: object = f"it says {answer.status} {answer.reason}"
                if later_s is not None and time.monotonic() + later_s < busy_until_s:
                    pause_s = later_s + secrets.randbelow(1000) / 1000  # others were given the same moment
                    until_s = time.monotonic() + pause_s + gone_after_s
                elif not answer.is_trouble():
                    return answer.read(self.server)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                _check_for_a_mistake(error, self.server)
                problem = error
            except BaseException:
                self.close()  # an answer may be under way that nobody waits for
                raise
            if failures == 0 and not isinstance(problem, socket.timeout):
                until_s = max(until_s, time.monotonic() + gone_after_s)  # it was there until now
            failures += 1
            if time.monotonic() + pause_s >= until_s:
                raise ServerGoneError(f"The server {self.server} does not answer: {problem}.") from None
            time.sleep(pause_s)

    def _ask_once(self, method: str, path: str, body: object, token: str | None, until_s: float) -> _Answer:
        left_s = max(0.1, until_s - time.monotonic())
        if self._connection is None:
            self._connection = self._connect(min(left_s, CONNECT_WITHIN_S))
            self._connection.connect()
        headers = dict(self._headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self._connection.sock.settimeout(min(left_s, ANSWER_WITHIN_S))
        self._connection.request(method, self._prefix + path, None if body is None else json.dumps(body), headers)
        response = self._connection.getresponse()
        answer = _Answer(response.status, response.reason, response.headers, response.read())
        if response.will_close:
            self.close()
        return answer

    def _connect(self, timeout_s: float) -> http.client.HTTPConnection:
        """A connection to the server, or to the proxy that the environment names for it, as urllib chooses one."""
        address = self._address
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        name = None if proxy_bypass(address.netloc) else getproxies().get(address.scheme)
        if name is None:
            return kind(address.hostname or "", address.port, timeout=timeout_s)
        proxy = urlsplit(name if "//" in name else f"http://{name}")
        known_as: dict[str, str] = {}
        if proxy.username is not None:
            secret = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
            known_as["Proxy-Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
        connection = kind(proxy.hostname or "", proxy.port or 80, timeout=timeout_s)
        if address.scheme == "https":
            connection.set_tunnel(address.hostname or "", address.port or 443, known_as)
        else:
            self._prefix, self._headers = self.server, known_as
        return connection


class _Answer:
    """What came back, from whatever answered."""

    def __init__(self, status: int, reason: str, headers: Any, content: bytes) -> None:
        self.status, self.reason, self.headers, self.content = status, reason, headers, content

    def is_trouble(self) -> bool:
        """Whether a retry may help: a server or its router is in trouble. 511 asks for a login to the network."""
        return self.status >= 500 and self.status != 511

    def retry_after_s(self) -> float | None:
        """When to ask again, for "too many requests" and for a server that knows when it will be back; None for other
        answers. The moment may be a date (RFC 9110, section 10.2.3)."""
        text = str(self.headers.get("Retry-After", ""))
        if self.status != 429 and not (self.status == 503 and text):
            return None
        if text.isascii() and text.isdigit():
            return float(text)
        at_s, now_s = _moment_s(text), _moment_s(str(self.headers.get("Date", "")))
        return 1.0 if at_s is None else max(0.0, at_s - (time.time() if now_s is None else now_s))

    def read(self, server: str) -> dict[str, Any]:
        """The JSON of a good answer; the refusal of another."""
        if self.status == 204:
            return {}
        try:
            answer: Any = json.loads(self.content)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or (self.status >= 300 and answer.get("ok") is not False):
            raise AddressError(f"What answers at {server} is not All Aboard: {self._what()}")
        if self.status < 300:
            return answer
        code, message = str(answer.get("error")), str(answer.get("message", ""))
        raise ServerGoneError(message) if code == "room_not_found" else RefusedError(code, message)

    def _what(self) -> str:
        """What answered instead of All Aboard, in words."""
        said = f"it says {self.status} {self.reason}".strip()
        if 300 <= self.status < 400:
            return f"{said} and redirects to {self.headers.get('Location', 'nowhere')}. Is that the right address?"
        title = re.search(r"<title[^>]*>([^<]{1,80})", self.content[:20_000].decode("utf-8", "replace"), re.IGNORECASE)
        page = f", on a page with the title {' '.join(title[1].split())!r}" if title else ""
        if self.status < 300 or self.status == 511:
            return f"{said}{page}. If this network wants you to log in first, do that in a browser."
        if self.status == 407:
            return f"{said}. That is the proxy, which wants a name and a password."
        return f"{said}{page}. Is the address right?"


def _moment_s(date: str) -> float | None:
    """A date of a header, as `time.time` has it; None if it is none."""
    with contextlib.suppress(TypeError, ValueError):  # TypeError before Python 3.10
        return email.utils.parsedate_to_datetime(date).timestamp()
    return None


def _check_for_a_mistake(error: Exception, server: str) -> None:
    """A connection that will fail again for the same reason.

    Raises:
        AddressError
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        raise AddressError(
            f"The certificate of {server} is not valid here: {error.verify_message}. Is this computer's clock right? "
            "If this network wants you to log in first, do that in a browser."
        ) from None
    if isinstance(error, ssl.SSLError) and error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST"):
        raise AddressError(f"{server} does not speak https. Try http:// instead.") from None
    if "Tunnel connection failed: 4" in str(error):
        raise AddressError(f"The proxy does not let us through to {server}: {error}.") from None
    if isinstance(error, (http.client.InvalidURL, UnicodeError)):
        raise AddressError(f"{server!r} is not the address of a server: {error}.") from None


_rooms: weakref.WeakSet[_Room] = weakref.WeakSet()
_rooms_of_process: set[_Room] = set()
"""The rooms whose seats must be given back when the process ends."""
_unanswered_joins: dict[tuple[str, str, str], str] = {}
"""Server, code and name -> the ticket with which somebody may have got on without hearing of it."""
_promised_to_leave: set[int] = set()
"""This process, once it is to give its seats back when it ends; and those it was forked from."""


def _remember(room: _Room) -> None:
    """Give its seats back at the end of this process. The children of `multiprocessing` run its finalizers, not
    atexit's."""
    _rooms_of_process.add(room)
    if os.getpid() not in _promised_to_leave:
        _promised_to_leave.add(os.getpid())
        atexit.register(_leave_all)
        if multiprocessing.parent_process() is not None:
            from multiprocessing.util import Finalize

            Finalize(None, _leave_all, exitpriority=10)


def _leave_all() -> None:
    """Give back all seats of this process."""
    for room in list(_rooms_of_process):
        room.give_all_back()


def _begin_in_child() -> None:
    _rooms_of_process.clear()
    _unanswered_joins.clear()
    for room in list(_rooms):
        room.begin_without_seats()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_in_child)


def _main() -> None:
    """Arrive once, and say how it went."""
    name, room = [*sys.argv, "", ""][1:3]
    if name in ("-h", "--help") or not (room or ROOM):
        sys.exit("usage: python3 remote_barrier.py NAME ADDRESS, such as http://127.0.0.1:8000/KTRVPD")
    try:
        with RemoteBarrier(room or ROOM, name=name or None) as barrier:
            print(f"{barrier!r}\nI wait.", flush=True)  # a pipe would keep it until the end
            print(f"I go on. I was number {barrier.wait()}, counted from 0.", flush=True)
    except (BrokenBarrierError, RefusedError, AddressError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    except KeyboardInterrupt:
        print("Stopped. The seat is given back.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    _main()
