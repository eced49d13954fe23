"""Long polling: a program's request stops here until its call of `wait()` has an outcome.

Nothing is polled: each waiting request has one lock, its wakeup, which the change that concerns it releases; an event
would be three locks and 2 kB. All that must survive is in the room (the ticket stands with the arrival, the
outcome with the worker), so a request that is cut off loses nothing, and its ticket is answered the same by the next
request, and by the next server.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from app.core import commands
from app.core.apply import Applied
from app.core.checks import held
from app.core.events import Acting, Broken, Held, MuralSet, Started, Tripped, WasReset, Withdrew, WorkerLeft
from app.core.mural_commands import is_free, next_generation
from app.core.refusals import Refusal
from app.core.room import Room, Worker
from app.lib.timers import Timers
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.rooms import Rooms

FOR_ALL = (Tripped, Broken, WasReset, Started, Held, MuralSet)
"""Events after which every waiting request has something to say or to do."""
FOR_ONE = (Acting, Withdrew, WorkerLeft)
"""Events that concern the requests of the worker named in them."""

MOST_OF_A_SEAT = 4
"""A program has one request that waits. Earlier ones, whose connection was lost, stay until their time is over."""
WOKEN_AT_ONCE = 16
"""Of a room. To answer them takes some 3 ms."""

Answer = Mapping[str, object]


@dataclass(eq=False, slots=True)
class Request:
    """One that waits. `wakeup` can be acquired once there is news."""

    ticket: str | None
    wakeup: threading.Lock
    is_due: bool = False
    """It is in the line of those that will be woken."""
    is_replaced: bool = False
    """Later ones have its place: it is answered, whatever the answer is."""

    def wake(self) -> None:
        self.is_due = False
        if self.wakeup.locked():  # the waiting request can only acquire it
            self.wakeup.release()


class Waits(RoomListener):
    """The requests of this process that wait, by room and worker; a worker may have several, of which one counts."""

    hears_of = (*FOR_ALL, *FOR_ONE)
    hears_without_events = True  # as of a call that is withdrawn before it has arrived

    def __init__(self, rooms: Rooms, timers: Timers) -> None:
        self._rooms = rooms
        self._timers = timers
        self._asking: dict[str, dict[int, list[Request]]] = {}
        self._due: dict[str, deque[Request]] = {}
        """Those that will be woken, by room, where there are too many for one moment."""
        self._lock = threading.Lock()

    def wait(self, code: str, token_hash: str, call: commands.Arrive, hold_s: float) -> Answer:
        """Arrive, as `ask` does, and answer when there is an outcome, when `hold_s` seconds have passed, or when
        MOST_OF_A_SEAT later requests of this worker wait.

        Raises:
            Refusal: `stale_generation` for a ticket that another replaced.
        """
        until_s = time.monotonic() + hold_s
        with self._request(code, call) as request:
            while True:
                answer = self.ask(code, token_hash, call)
                left_s = until_s - time.monotonic()
                if answer["state"] != "waiting" or left_s <= 0 or request.is_replaced:
                    return answer
                request.wakeup.acquire(timeout=left_s)

    @contextmanager
    def _request(self, code: str, call: commands.Arrive) -> Iterator[Request]:
        """A request that is known while it waits."""
        request = Request(call.ticket, threading.Lock())
        request.wakeup.acquire()
        with self._lock:
            requests = self._asking.setdefault(code, {}).setdefault(call.worker, [])
            requests.append(request)
            if len(requests) > MOST_OF_A_SEAT:
                oldest = requests.pop(0)
                oldest.is_replaced = True
                oldest.wake()
        try:
            yield request
        finally:
            with self._lock:
                if not request.is_replaced:
                    self._forget(code, call.worker, request)

    def _forget(self, code: str, worker: int, request: Request) -> None:
        asking = self._asking[code]
        asking[worker].remove(request)
        if not asking[worker]:
            del asking[worker]
        if not asking:
            del self._asking[code]

    def count(self, code: str, worker: int) -> int:
        """How many requests of this worker wait."""
        return len(self._asking.get(code, {}).get(worker, ()))

    def ask(self, code: str, token_hash: str, call: commands.Arrive) -> Answer:
        """How the call stands now. It arrives if it has not, and may: once for its ticket.

        `call` says worker, ticket, limit and action; its generation is that in which it comes.

        Raises:
            Refusal: `stale_generation` for a ticket that was withdrawn, or that another replaced.
        """
        while True:
            room = self._rooms.find(code).room
            if room.seats.get(token_hash) != call.worker:
                return {"state": "broken", "cause": "left"}
            assert call.ticket is not None
            worker = room.workers[call.worker]
            if worker.last is not None and worker.last.ticket == call.ticket:
                return outcome(worker, self._rooms.clock.now_ms())
            if call.ticket in worker.spent_tickets:
                raise Refusal("stale_generation", "This ticket was withdrawn, or a later call has taken its place.")
            waiter = room.barrier.waiting.get(worker.number)
            if waiter is not None and waiter.ticket == call.ticket:
                if room.barrier.actor == worker.number:
                    return {"state": "run_action", "generation": room.barrier.generation}
                return waiting(room)
            is_turn = room.barrier.state != "acting" or waiter is not None
            if held(room) is not None and waiter is None:
                return {**waiting(room), "lobby": True, "held": True}
            if room.stage == "lobby" or not is_turn:
                return waiting(room)
            generation = next_generation(room, worker.number) if is_free(room) else room.barrier.generation
            if generation is None:  # its turn comes when the mural that is being painted is put away
                return waiting(room)
            self._arrive(code, call, generation)
            if self._rooms.find(code).room is room:
                return waiting(room)  # a secret card keeps it, or a rule does: to ask again would change nothing

    def withdraw(self, code: str, token_hash: str, number: int, ticket: str) -> Answer:
        """End a call without an outcome; `released` or `broken` for one that has its outcome already.

        Raises:
            Refusal: `busy` while the barrier's action runs.
        """
        while True:
            room = self._rooms.find(code).room
            if room.seats.get(token_hash) != number:
                return {"state": "broken", "cause": "left"}
            last = room.workers[number].last
            if last is not None and last.ticket == ticket:
                return outcome(room.workers[number], self._rooms.clock.now_ms())
            if ticket in room.workers[number].spent_tickets:
                return {"state": "withdrawn"}
            command = commands.Withdraw(worker=number, generation=room.barrier.generation, ticket=ticket)
            try:
                self._rooms.submit(code, command)
            except Refusal as refusal:
                is_over = self._rooms.find(code).room is not room
                if not is_over or refusal.code not in ("stale_generation", "not_joined"):
                    raise

    def _arrive(self, code: str, call: commands.Arrive, generation: int) -> None:
        """Arrive in this generation, or find out that the room has gone on meanwhile."""
        try:
            self._rooms.submit(
                code,
                commands.Arrive(
                    worker=call.worker,
                    generation=generation,
                    timeout_s=call.timeout_s,
                    action=call.action,
                    ticket=call.ticket,
                ),
            )
        except Refusal as refusal:
            worker = self._rooms.find(code).room.workers.get(call.worker)
            is_spent = worker is not None and call.ticket in worker.spent_tickets
            if is_spent or refusal.code not in ("stale_generation", "busy", "held", "not_joined"):
                raise

    def on_change(self, live: LiveRoom, before: Room, applied: Applied) -> None:
        if live.room.code not in self._asking:
            return
        if not applied.events:
            self._tell_of_spent_tickets(live.room, before)
            return
        if any(isinstance(event, FOR_ALL) for event in applied.events):
            self._tell(live.room.code, None)
            return
        self._tell(live.room.code, {event.worker for event in applied.events if isinstance(event, FOR_ONE)})

    def _tell_of_spent_tickets(self, room: Room, before: Room) -> None:
        for number in list(self._asking.get(room.code, ())):
            worker, earlier = room.workers.get(number), before.workers.get(number)
            if worker is not None and earlier is not None and worker.spent_tickets is not earlier.spent_tickets:
                for ticket in set(worker.spent_tickets).difference(earlier.spent_tickets):
                    self._tell(room.code, {number}, ticket)

    def on_fork(self, live: LiveRoom) -> None:
        self._tell(live.room.code, None)

    def _tell(self, code: str, workers: set[int] | None, ticket: str | None = None) -> None:
        """Wake the requests of these workers, with this ticket; None means everybody's, and any ticket."""
        with self._lock:
            asking = self._asking.get(code, {})
            concerned = asking if workers is None else workers & asking.keys()
            news = [
                request
                for worker in concerned
                for request in asking[worker]
                if not request.is_due and ticket in (None, request.ticket)
            ]
            for request in news:
                request.is_due = True
            is_under_way = code in self._due
            if news:
                self._due.setdefault(code, deque()).extend(news)
        if news and not is_under_way:
            self._wake_some(code)

    def _wake_some(self, code: str) -> None:
        """The first ones in the room's line, and the others after everything else has had its turn."""
        with self._lock:
            due = self._due[code]
            for _ in range(min(WOKEN_AT_ONCE, len(due))):
                due.popleft().wake()
            if due:
                self._timers.after(0, lambda: self._wake_some(code), ("", ("waits", code)))
            else:
                del self._due[code]


def outcome(worker: Worker, now_ms: int) -> Answer:
    """How the worker's latest call ended."""
    call = worker.last
    assert call is not None
    if call.outcome in ("released", "painted"):
        return {
            "state": "released",
            "generation": call.generation,
            "index": call.index,
            "release_at_ms": call.end_ms,
            "now_ms": now_ms,
        }
    return {"state": "broken", "cause": call.cause}


def waiting(room: Room) -> Answer:
    """There is nothing to say yet."""
    answer = {"state": "waiting", "n_waiting": len(room.barrier.waiting), "parties": room.barrier.parties}
    return {**answer, "lobby": True} if room.stage == "lobby" else answer
