"""Simulated workers. A robot works for a time drawn from its seed, then arrives through the same door as everybody."""

import heapq
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from app.core import commands
from app.core.apply import Applied
from app.core.commands import AnyCommand, Pace
from app.core.drill import may_signal_after, next_signal
from app.core.events import (
    DrillSet,
    Held,
    MuralSet,
    Painted,
    Presence,
    Signalled,
    Started,
    Tripped,
    WasReset,
    WorkerJoined,
)
from app.core.mural import N_STEPS
from app.core.mural_commands import is_free, next_generation
from app.core.room import Robot as RobotOf
from app.core.room import Room, Worker
from app.lib.timers import Key, Timers
from app.lib.turns import Turn
from app.rooms.handed import Outcome
from app.rooms.listener import RoomListener
from app.rooms.live_room import ByRoom, LiveRoom
from app.rooms.room_timers import TRY_AGAIN_MS, is_to_be_tried_again
from app.rooms.rooms import Rooms

WORK_S: dict[Pace, tuple[float, float]] = {"quick": (1.5, 4), "steady": (4, 12), "slow": (12, 20)}
"""How long a robot works, in seconds: at least and at most. Steady ones leave a visitor time to look, and are all there
within the 20 seconds that somebody is willing to wait."""
SHARE = 0.2
"""Of the processor, for the robots of all rooms together."""
TAP_S = (1, 3)
"""How long a robot takes for a signal of a drill after its first one: about as long as a person."""
TURN_MS = 500
"""Between robots that paint a mural in turn: a picture that changes twice a second can be followed."""
TICK_MS = 50
"""Without the barrier robots paint at multiples of this, several in one step: no picture is broadcast more often."""
PLANNED_AT_ONCE = 50
"""Working times that are drawn in one step: about half a millisecond."""
TURNS: Key = ("", "robots")
"""The one timer of all rooms."""


def work_ms(seed: int, pace: Pace, generation: int) -> int:
    """The robot's working time in this generation; the same seed gives the same times."""
    return _drawn_ms(WORK_S[pace], f"{seed}/{generation}")


def _drawn_ms(between_s: tuple[float, float], of: str) -> int:
    """Any time between them is as likely, and the same text always gives the same one. A hash is a tenth of the work
    of a `random.Random`, which counts where each robot draws for each step of a mural."""
    shortest_s, longest_s = between_s
    share = int.from_bytes(blake2b(of.encode(), digest_size=4).digest()) / 2**32
    return round((shortest_s + share * (longest_s - shortest_s)) * 1000)


@dataclass
class Plan:
    """What the robots of one room have yet to do. `due` is a heap of moments, workers and generations; `to_plan` are
    workers whose working time has yet to be drawn, and when they begin."""

    due: list[tuple[int, int, int]] = field(default_factory=list)
    to_plan: deque[tuple[int, int]] = field(default_factory=deque)


class Robots(RoomListener):
    """Lets robots arrive. They rest while nobody is there to play with: no screen, and no program.

    However many there are in however many rooms, they take no more than their share of the processor: rooms with
    something to do take turns, and robots come later than they would. Every process with screens of a room moves its
    robots, one process after the other: mostly the first one has done it when it is the next one's turn.
    """

    hears_of = (WorkerJoined, Presence, Started, Tripped, WasReset, Held, MuralSet, Painted, DrillSet, Signalled)

    def __init__(self, rooms: Rooms, timers: Timers) -> None:
        self._rooms = rooms
        self._timers = timers
        self._plans = ByRoom(Plan)
        self._ready: dict[str, None] = {}
        """Codes of the rooms with something to do now, in the order of their turns."""
        self._rest_until_ms = 0

    def wake(self, live: LiveRoom) -> None:
        """The first screen or program of the room has come: its robots begin to work now."""
        self._begin_all(live, self._rooms.clock.now_ms())

    def on_open(self, live: LiveRoom) -> None:
        """A program that was there before a restart does not come: it asks on."""
        with live.lock:
            if has_program(live.room):
                self.wake(live)

    def on_change(self, live: LiveRoom, before: Room, applied: Applied) -> None:
        room = applied.room
        if not live.screens and not has_program(before) and has_program(room):
            self.wake(live)
        for event in applied.events:
            match event:
                case WorkerJoined(kind="robot"):
                    self._begin(live, event.worker, event.at_ms)
                case Held(held="looking") if room.drill is not None:
                    self._begin_all(live, event.at_ms)
                case Tripped() | WasReset() | Started() | Held(held=None):
                    self._begin_all(live, room.barrier.since_ms)
                case Signalled():
                    self._pass_on(live, event)
                case MuralSet() | DrillSet():
                    self._begin_all(live, event.at_ms)
                case Painted():
                    self._go_on(live, event)
                case _:
                    pass

    def _begin_all(self, live: LiveRoom, from_ms: int) -> None:
        """All robots work from then on, and what they had yet to do is forgotten."""
        robots = [worker.number for worker in live.room.workers.values() if worker.robot is not None]
        plan = self._plans[live]
        plan.due.clear()
        plan.to_plan = deque((number, from_ms) for number in robots)
        if robots:
            self._make_ready(live.room.code)

    def _begin(self, live: LiveRoom, number: int, from_ms: int) -> None:
        self._plans[live].to_plan.append((number, from_ms))
        self._make_ready(live.room.code)

    def _go_on(self, live: LiveRoom, painted: Painted) -> None:
        """Without the barrier nobody waits: after its step a robot goes on to the next, or the one whose turn it is."""
        mural = live.room.mural
        if mural is None:
            return
        plan = self._plans[live]
        soonest = plan.due[:1]
        for strip in painted.strips:
            next_strip = (strip + 1) % len(mural.owners) if mural.in_turn else strip
            self._plan(live.room, plan, mural.owners[next_strip], painted.at_ms)
        if plan.due[:1] != soonest:
            self._time_next(live)

    def _pass_on(self, live: LiveRoom, signalled: Signalled) -> None:
        """A robot that has received and sent its signal goes on to the next round of the drill."""
        drill = live.room.drill
        if drill is None:
            return
        for seat in may_signal_after(drill, signalled.seat):
            self._begin(live, drill.seats[seat], signalled.at_ms)

    def _make_ready(self, code: str) -> None:
        self._ready[code] = None
        self._timers.by(max(self._rooms.clock.now_ms(), self._rest_until_ms), self._take_turn, TURNS)

    def _take_turn(self) -> None:
        """Room by room, one step each, and then rest for as long as the share says."""
        began_s, turn = time.monotonic(), Turn()
        while self._ready and not turn.is_over:
            code = next(iter(self._ready))
            del self._ready[code]
            live = self._rooms.in_memory(code)
            if live is not None:
                with live.lock:
                    self._step(live)
        worked_ms = (time.monotonic() - began_s) * 1000
        self._rest_until_ms = self._rooms.clock.now_ms() + round(worked_ms * (1 / SHARE - 1))
        if self._ready:
            self._timers.at(self._rest_until_ms, self._take_turn, TURNS)

    def _step(self, live: LiveRoom) -> None:
        """Draw some working times, or let one robot arrive; then say when the room has something to do again."""
        plan, code, now_ms = self._plans[live], live.room.code, self._rooms.clock.now_ms()
        if not (live.screens or has_program(live.room)):
            plan.due.clear()
            plan.to_plan.clear()
        elif plan.to_plan:
            for _ in range(min(PLANNED_AT_ONCE, len(plan.to_plan))):
                self._plan(live.room, plan, *plan.to_plan.popleft())
        elif plan.due and plan.due[0][0] <= now_ms:
            _, number, generation = heapq.heappop(plan.due)
            self._arrive(live, plan, number, generation)
        if plan.to_plan or (plan.due and plan.due[0][0] <= now_ms):
            self._ready[code] = None
        elif plan.due:
            self._time_next(live)

    def _time_next(self, live: LiveRoom) -> None:
        plan, code = self._plans[live], live.room.code
        if plan.due:
            self._timers.by(plan.due[0][0], lambda: self._make_ready(code), (code, "robots"))

    def _plan(self, room: Room, plan: Plan, number: int, from_ms: int) -> None:
        worker = room.workers.get(number)
        if worker is None or worker.robot is None or room.stage == "lobby" or number in room.barrier.waiting:
            return
        generation = _generation(room, worker)
        if generation is not None:
            due_ms = _due_ms(room, worker.robot, generation, from_ms) + self._rooms.peers.turn_ms
            heapq.heappush(plan.due, (due_ms, number, generation))

    def _arrive(self, live: LiveRoom, plan: Plan, number: int, generation: int) -> None:
        def heard(outcome: Outcome) -> None:
            if isinstance(outcome, Applied):
                if outcome.answer.get("card") is not None:
                    self._play(live, plan, number, generation, outcome.answer)
            elif is_to_be_tried_again(outcome):
                heapq.heappush(plan.due, (self._rooms.clock.now_ms() + TRY_AGAIN_MS, number, generation))

        if _is_to_do(live.room, number, generation):
            self._rooms.hand_over(live, _next_command(live.room, number, generation), heard)

    def _play(self, live: LiveRoom, plan: Plan, number: int, generation: int, answer: Mapping[str, object]) -> None:
        """A robot finds its secret card as everybody does, by calling `wait()`."""
        until_ms = answer.get("until_ms")
        if isinstance(until_ms, int):
            heapq.heappush(plan.due, (until_ms, number, generation))
        elif answer["card"] == "leaves":
            self._rooms.post(live.room.code, commands.Leave(worker=number))


def _due_ms(room: Room, robot: RobotOf, generation: int, from_ms: int) -> int:
    """When it arrives, paints or sends its signal."""
    due_ms = from_ms + _takes_ms(room, robot, generation)
    is_gathered = room.mural is not None and room.mural.gate == "none" and not room.mural.in_turn
    return due_ms + -due_ms % TICK_MS if is_gathered else due_ms


def _takes_ms(room: Room, robot: RobotOf, generation: int) -> int:
    """How long this robot works before it arrives, or sends its signal."""
    if room.mural is not None and room.mural.in_turn:
        return TURN_MS
    if room.drill is not None and generation > 0:
        return _drawn_ms(TAP_S, f"{robot.seed}/{room.drill.run}/{generation}")
    return work_ms(robot.seed, robot.pace, generation)


def _next_command(room: Room, number: int, generation: int) -> AnyCommand:
    """What is due: in a drill the signal of this round, else a call of `wait()`."""
    if room.drill is not None:
        return commands.Signal(worker=number, run=room.drill.run, k=generation)
    return commands.Arrive(worker=number, generation=generation)


def _generation(room: Room, worker: Worker) -> int | None:
    """In which the robot arrives next, or the round of its next signal in a drill; None when it has nothing to do."""
    if room.drill is not None:
        seats = room.drill.seats
        return next_signal(room.drill, seats.index(worker.number)) if worker.number in seats else None
    if not is_free(room):
        return room.barrier.generation
    generation = next_generation(room, worker.number)
    return None if generation is None or generation >= room.barrier.generation + N_STEPS else generation


def _is_to_do(room: Room, number: int, generation: int) -> bool:
    """Has the robot yet to arrive in this generation, or to send the signal of this round?"""
    worker = room.workers.get(number)
    return worker is not None and number not in room.barrier.waiting and _generation(room, worker) == generation


def has_program(room: Room) -> bool:
    """Is one connected?"""
    return any(worker.kind == "program" and worker.away_since_ms is None for worker in room.workers.values())
