"""A barrier in a room of All Aboard, for programs: `threading.Barrier`, with people and programs elsewhere.

    from remote_barrier import ROOM, RemoteBarrier

    with RemoteBarrier(ROOM, name="Ana") as barrier:
        research()
        barrier.wait()  # stops here until everybody in the room has arrived
        write()

One file, the standard library only, Python 3.9 or later. Or try it from a shell: `python3 remote_barrier.py Ana`.

    BrokenBarrierError (threading)      the barrier was aborted or reset, a wait timed out, or the action failed
        ServerGoneError                 the server does not answer, or has forgotten the room
        SeatGivenUpError                the host gave this worker's seat up while it waited
    RefusedError (RuntimeError)         the room does not let us do that: `code` and a sentence
"""

from __future__ import annotations

import atexit
import http.client
import json
import multiprocessing
import os
import secrets
import socket
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from threading import BrokenBarrierError
from typing import Any
from urllib.parse import urlsplit

__all__ = ["ROOM", "BrokenBarrierError", "RefusedError", "RemoteBarrier", "SeatGivenUpError", "ServerGoneError"]

ROOM = ""
"""The address of the room for which this file was downloaded."""

HOLD_S = 4.0
"""So long the server keeps a request that has nothing to say yet. A silence, as of a bad network,
that is shorter than GONE_AFTER_S less this ends no wait."""
ANSWER_WITHIN_S = HOLD_S + 2
GONE_AFTER_S = 8.5
"""After so long without a sign of life the server is gone. One that restarts needs two or three."""
CONNECT_WITHIN_S = 4.0
PAUSES_S = (0.0, 0.05, 0.1, 0.2, 0.4)
"""Between attempts. The first is none: the server closes a connection that was silent for long."""
GOOD_BYE_WITHIN_S = 2.0
UNAVAILABLE = (502, 503, 504)
"""What a server says while it starts or stops, or a host's router for it."""

CAUSES = {
    "abort": "The barrier was aborted.",
    "timeout": "A wait timed out, which breaks the barrier for everybody.",
    "action": "The barrier's action failed.",
    "reset": "The barrier was reset.",
    "configure": "The barrier was built anew.",
    "lesson": "The lesson went on, and the barrier was built anew.",
}


class ServerGoneError(BrokenBarrierError):
    """The server does not answer, or does not know the room any more."""


class SeatGivenUpError(BrokenBarrierError):
    """The seat of this worker was given up while it waited."""


class RefusedError(RuntimeError):
    """The room refused. `code` is one of the codes in the server's README, such as "room_locked"."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class RemoteBarrier:
    """One barrier of a room, as this program sees it. Each thread that waits is a worker of its own.

    `url` is the room's address, as on the projector. With a `name` the worker gets on at once, so that the room waits
    for it from now on; the first thread that waits has that seat, and further ones bear the name with a number. Without
    a name each thread gets on when it first waits, and is named after itself.

    `action`, if given, runs in one of the threads before anybody is released: in the last one to arrive, if that is one
    of ours. `timeout`, in seconds, holds for each `wait` that names none; without either the room's rule holds.

    The seats are given back at the end of a `with` block, by `leave()`, at the end of the process, and when their
    thread has ended. A forked process shares none of them: its threads get on for themselves. Who works for two minutes
    without a call counts as away, and loses the seat where the room lets go who stays away; the next `wait` gets on
    again.

    Raises:
        ServerGoneError, RefusedError
    """

    def __init__(
        self,
        url: str,
        *,
        name: str | None = None,
        action: Callable[[], object] | None = None,
        timeout: float | None = None,
    ) -> None:
        address = urlsplit(url if "//" in url else f"http://{url}")
        path, _, code = address.path.rstrip("/").rpartition("/")
        if not (address.hostname and code):
            raise ValueError(f"{url!r} is not the address of a room, such as http://127.0.0.1:8000/BRRRRR.")
        self._server = f"{address.scheme}://{address.netloc}{path}"
        self._room = f"/api/rooms/{code}"
        self._name = name
        self._action = action
        self._timeout = timeout
        self._spare: _Seat | None = None
        self.begin_without_seats()
        _barriers.add(self)
        self._look()
        if name is not None:
            self._spare = self._join(name)

    @classmethod
    def create(
        cls,
        server: str,
        parties: int,
        action: Callable[[], object] | None = None,
        timeout: float | None = None,
    ) -> RemoteBarrier:
        """A barrier for so many parties, in an open room of its own that `server` makes. Everybody is released at once,
        and a worker that vanishes stays counted, as with threads.

        Raises:
            ValueError: less than one party.
            ServerGoneError, RefusedError
        """
        if parties < 1:
            raise ValueError("parties must be > 0")
        rules: dict[str, object] = {"hosted": False, "parties": parties, "gone": "hold", "lead_ms": 0}
        if timeout is not None and 0 < timeout <= 86_400:
            rules["timeout_s"] = timeout
        server = server.rstrip("/")
        line = _Line(server)
        made = line.ask("POST", "/api/rooms", rules)
        line.close()
        return cls(f"{server}/{made['code']}", action=action, timeout=timeout)

    def wait(self, timeout: float | None = None) -> int:
        """Stop until everybody has arrived; then all go at the same moment, together with the screens.

        Returns the place in order of coming: 0 is the first, parties - 1 the last one.

        Raises:
            BrokenBarrierError: the barrier is or becomes broken, or is reset. If `timeout` seconds pass, it breaks for
                everybody. ServerGoneError and SeatGivenUpError are kinds of it.
            RefusedError: the room lets nobody in.
            Whatever the action raises, in the thread that ran it; the barrier is broken for the others then.
        """
        if timeout is None:
            timeout = self._timeout
        call: dict[str, object] = {"ticket": secrets.token_hex(8), "hold_s": HOLD_S}
        if timeout is not None:
            call["timeout_s"] = max(0.0, timeout)
        if self._action is not None:
            call["action"] = True
        try:
            return self._wait(call)
        except (BrokenBarrierError, RefusedError):
            raise
        except BaseException:  # Ctrl+C, or the action's own error: who does not wait any more must not be counted
            seat: _Seat | None = getattr(self._local, "seat", None)
            if seat is not None and seat.is_waiting:
                self._give_back(seat)
            raise

    def _wait(self, call: dict[str, object]) -> int:
        seat = self._seat()
        seat.is_waiting = True
        has_arrived = False
        while True:
            try:
                answer = seat.ask("POST", f"{self._room}/wait", call)
            except RefusedError as refusal:
                seat.is_waiting = False
                if refusal.code != "not_joined":
                    raise
                self._forget(seat)
                if has_arrived:
                    raise _given_up() from None
                seat = self._seat()  # it was given up while we worked: get on again
                seat.is_waiting = True
                continue
            has_arrived = True
            state = answer["state"]
            if state == "released":
                seat.is_waiting = False
                time.sleep(max(0, answer["release_at_ms"] - answer["now_ms"]) / 1000)
                return int(answer["index"])
            if state == "broken":
                seat.is_waiting = False
                if answer["cause"] == "left":
                    self._forget(seat)
                    raise _given_up()
                raise BrokenBarrierError(CAUSES.get(answer["cause"], "The barrier is broken."))
            if state == "run_action":
                self._run_action(seat, answer["generation"])
            self._give_back_abandoned()

    def _run_action(self, seat: _Seat, generation: int) -> None:
        done: dict[str, object] = {"generation": generation, "ok": True}
        try:
            if self._action is not None:
                self._action()
        except BaseException as error:
            self._tell_result(seat, {**done, "ok": False, "error": repr(error)[:200]})
            seat.is_waiting = False
            raise
        self._tell_result(seat, done)

    def _tell_result(self, seat: _Seat, result: dict[str, object]) -> None:
        try:
            seat.ask("POST", f"{self._room}/action", result)
        except RefusedError as refusal:
            if refusal.code not in ("stale_generation", "not_joined"):  # told already, or aborted meanwhile
                raise

    def abort(self) -> None:
        """Break the barrier: all who wait get BrokenBarrierError, and so does everybody until a reset."""
        self._end("abort")

    def reset(self) -> None:
        """Make the barrier empty and whole: all who wait get BrokenBarrierError."""
        self._end("reset")

    def _end(self, how: str) -> None:
        while True:
            barrier = self._look()
            try:
                self._ask_as_somebody(f"{self._room}/{how}", barrier)
                return
            except RefusedError as refusal:
                if refusal.code != "stale_generation":
                    raise
            barrier = self._look()  # another generation: perhaps by our own request, if its answer was lost
            if barrier["state"] == ("broken" if how == "abort" else "filling") and not barrier["waiting"]:
                return

    def _ask_as_somebody(self, path: str, barrier: dict[str, Any]) -> None:
        """With the token of a seat that we have. Without one we get on, and off again where each seat counts."""
        body = {"generation": barrier["generation"]}
        with self._lock:
            known = self._spare or next(iter(self._seats), None)
        seat = known or (self._seat() if barrier["parties_rule"] == "fixed" else self._join(self._own_name()))
        try:
            self._here().ask("POST", path, body, seat.token)
        finally:
            if known is None and seat not in self._seats:
                self._give_back(seat)

    def _own_name(self) -> str:
        return self._name or threading.current_thread().name

    @property
    def parties(self) -> int:
        """The number of threads that trip the barrier."""
        return int(self._look()["parties"])

    @property
    def n_waiting(self) -> int:
        """The number of those who wait now."""
        return len(self._look()["waiting"])

    @property
    def broken(self) -> bool:
        """True if the barrier is broken."""
        return bool(self._look()["state"] == "broken")

    def __repr__(self) -> str:
        """As `threading.Barrier` shows itself."""
        barrier = self._look()
        what = "broken" if barrier["state"] == "broken" else f"waiters={len(barrier['waiting'])}/{barrier['parties']}"
        return f"<threading.Barrier at {id(self):#x}: {what}>"

    def leave(self) -> None:
        """Give back the seats of all threads of this process. Who of them waits has not arrived any more."""
        with self._lock:
            seats, self._spare = [*self._seats, *([self._spare] if self._spare else [])], None
        for seat in seats:
            self._give_back(seat)

    def __enter__(self) -> RemoteBarrier:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process: the same room, without our seats."""
        return _open, (f"{self._server}/{self._room.rpartition('/')[2]}", self._name, self._action, self._timeout)

    def begin_without_seats(self) -> None:
        """At the start, and in a forked process, which must not use its parent's seats."""
        self._lock = threading.Lock()
        self._local = threading.local()
        self._seats: set[_Seat] = set()
        self._spare = None
        self._abandoned: deque[_Seat] = deque()

    def _here(self) -> _Line:
        """This thread's connection."""
        line: _Line | None = getattr(self._local, "line", None)
        if line is None:
            line = self._local.line = _Line(self._server)
        return line

    def _look(self) -> dict[str, Any]:
        barrier: dict[str, Any] = self._here().ask("GET", self._room)["barrier"]
        return barrier

    def _seat(self) -> _Seat:
        """This thread's seat; it gets on if it has none. Only then others may leave: a room that is deserted begins
        anew, and forgets that it was broken."""
        seat: _Seat | None = getattr(self._local, "seat", None)
        if seat is not None and seat in self._seats:
            return seat
        with self._lock:
            seat, self._spare = self._spare, None
        seat = seat or self._join(self._own_name())
        seat.line = self._here()
        self._local.seat = seat
        self._local.end = end = _End()
        weakref.finalize(end, self._abandoned.append, seat).atexit = False
        with self._lock:
            self._seats.add(seat)
        self._give_back_abandoned()
        return seat

    def _join(self, name: str) -> _Seat:
        line = self._here()
        joined = line.ask("POST", f"{self._room}/workers", {"name": name, "ticket": secrets.token_hex(8)})
        seat = _Seat(joined["token"], line, self._room)
        _register(seat)
        return seat

    def _forget(self, seat: _Seat) -> None:
        with self._lock:
            self._seats.discard(seat)
        _seats_of_process.discard(seat)

    def _give_back(self, seat: _Seat) -> None:
        self._forget(seat)
        seat.leave()

    def _give_back_abandoned(self) -> None:
        """The seats of threads that have ended."""
        while self._abandoned:
            try:
                seat = self._abandoned.popleft()
            except IndexError:
                return
            if seat in self._seats:
                self._give_back(seat)


class _End:
    """Held by a thread's local data alone: it goes when the thread ends."""


class _Seat:
    """A worker of ours. `line` is the connection of its thread."""

    def __init__(self, token: str, line: _Line, room: str) -> None:
        self.token = token
        self.line = line
        self.is_waiting = False
        self._room = room

    def ask(self, method: str, path: str, body: dict[str, object] | None = None) -> dict[str, Any]:
        return self.line.ask(method, path, body, self.token)

    def leave(self) -> bool:
        """Give the seat back; True if the server knows. Over a connection of its own: another thread may use ours."""
        line = _Line(self.line.server)
        try:
            line.ask("DELETE", f"{self._room}/workers/me", None, self.token, GOOD_BYE_WITHIN_S)
        except ServerGoneError:
            return False
        except RefusedError:
            pass
        finally:
            line.close()
        return True


class _Line:
    """One kept connection to the server, for one thread. A request is sent again until it is answered, which is
    harmless: each names its ticket, its generation or its token."""

    def __init__(self, server: str) -> None:
        self._connection: http.client.HTTPConnection | None = None
        self.server = server
        address = urlsplit(server)
        self._is_secure = address.scheme == "https"
        self._host, self._port, self._path = address.hostname or "", address.port, address.path

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self.close()  # the thread has ended

    def ask(
        self,
        method: str,
        path: str,
        body: dict[str, object] | None = None,
        token: str | None = None,
        gone_after_s: float = GONE_AFTER_S,
    ) -> dict[str, Any]:
        """The answer of the server.

        Raises:
            ServerGoneError: there was none within `gone_after_s` seconds of the last sign of life.
            RefusedError
        """
        until_s = time.monotonic() + gone_after_s
        failures = 0
        while True:
            try:
                status, answer = self._ask_once(method, path, body, token, until_s)
                if status not in UNAVAILABLE:
                    return _checked(status, answer)
                problem: object = f"it says {status}"
            except (OSError, http.client.HTTPException, ValueError) as error:
                problem = error
                self.close()
            except BaseException:
                self.close()  # an answer may be under way that nobody waits for
                raise
            if failures == 0 and not isinstance(problem, socket.timeout):
                until_s = time.monotonic() + gone_after_s  # it was there until now
            pause_s = PAUSES_S[min(failures, len(PAUSES_S) - 1)]
            failures += 1
            if time.monotonic() + pause_s >= until_s:
                raise ServerGoneError(f"The server {self.server} does not answer: {problem}.") from None
            time.sleep(pause_s)

    def _ask_once(
        self, method: str, path: str, body: dict[str, object] | None, token: str | None, until_s: float
    ) -> tuple[int, bytes]:
        left_s = max(0.1, until_s - time.monotonic())
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if self._connection is None:
            kind = http.client.HTTPSConnection if self._is_secure else http.client.HTTPConnection
            self._connection = kind(self._host, self._port, timeout=min(left_s, CONNECT_WITHIN_S))
            self._connection.connect()
        self._connection.sock.settimeout(min(left_s, ANSWER_WITHIN_S))
        self._connection.request(method, self._path + path, None if body is None else json.dumps(body), headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.will_close:
            self.close()
        return response.status, content


def _given_up() -> SeatGivenUpError:
    return SeatGivenUpError("This worker's seat was given up while it waited.")


def _checked(status: int, content: bytes) -> dict[str, Any]:
    """The JSON of a good answer; the refusal of another."""
    answer: Any = json.loads(content or b"{}")
    if not isinstance(answer, dict):
        raise http.client.HTTPException("its answer is no JSON object")
    if status < 300:
        return answer
    code, message = str(answer.get("error", status)), str(answer.get("message", f"The server says {status}."))
    if code == "room_not_found":
        raise ServerGoneError(message)
    raise RefusedError(code, message)


_barriers: weakref.WeakSet[RemoteBarrier] = weakref.WeakSet()
_seats_of_process: set[_Seat] = set()
_promised_to_leave: set[int] = set()
"""This process, once it is to give its seats back when it ends; and those it was forked from."""


def _open(url: str, name: str | None, action: Callable[[], object] | None, timeout: float | None) -> RemoteBarrier:
    return RemoteBarrier(url, name=name, action=action, timeout=timeout)


def _register(seat: _Seat) -> None:
    """Give it back at the end of this process. The children of `multiprocessing` run its finalizers, not atexit's."""
    _seats_of_process.add(seat)
    if os.getpid() not in _promised_to_leave:
        _promised_to_leave.add(os.getpid())
        atexit.register(_leave_all)
        if multiprocessing.parent_process() is not None:
            from multiprocessing.util import Finalize

            Finalize(None, _leave_all, exitpriority=10)


def _leave_all() -> None:
    """Give back all seats of this process; without a server that answers, none."""
    while _seats_of_process and _seats_of_process.pop().leave():
        pass


def _begin_in_child() -> None:
    _seats_of_process.clear()
    for barrier in list(_barriers):
        barrier.begin_without_seats()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_in_child)


def _main() -> None:
    """Arrive once, and tell how it went."""
    name = sys.argv[1] if len(sys.argv) > 1 else None
    room = sys.argv[2] if len(sys.argv) > 2 else ROOM
    try:
        with RemoteBarrier(room, name=name) as barrier:
            print(f"{barrier!r}\nI wait.")
            print(f"I go on. I was number {barrier.wait()}, counted from 0.")
    except (BrokenBarrierError, RefusedError, ValueError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    _main()
