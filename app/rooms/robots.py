"""Simulated workers. A robot works for a time drawn from its seed, then arrives through the same door as everybody."""

import contextlib
import random
from collections.abc import Mapping

from app.core import commands
from app.core.apply import Applied
from app.core.commands import Pace
from app.core.events import Held, MuralSet, Painted, Presence, Started, Tripped, WasReset, WorkerJoined
from app.core.mural import N_STEPS
from app.core.mural_commands import is_free, next_generation
from app.core.refusals import Refusal
from app.core.room import Room, Worker
from app.lib.timers import Timers
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.rooms.rooms import Rooms

WORK_S: dict[Pace, tuple[float, float]] = {"quick": (1.5, 4), "steady": (4, 12), "slow": (12, 20)}
"""How long a robot works, in seconds: at least and at most. Steady ones leave a visitor time to look, and are all there
within the 20 seconds that somebody is willing to wait."""


def work_ms(seed: int, pace: Pace, generation: int) -> int:
    """The robot's working time in this generation; the same seed gives the same times."""
    shortest, longest = WORK_S[pace]
    return round(random.Random(f"{seed}/{generation}").uniform(shortest, longest) * 1000)


class Robots(RoomListener):
    """Lets robots arrive. They rest while nobody is there to play with: no screen, and no program."""

    hears_of = (WorkerJoined, Presence, Started, Tripped, WasReset, Held, MuralSet, Painted)

    def __init__(self, rooms: Rooms, timers: Timers) -> None:
        self._rooms = rooms
        self._timers = timers

    def wake(self, live: LiveRoom) -> None:
        """The first screen or program of the room has come: its robots begin to work now."""
        self._send_all(live.room, self._rooms.clock.now_ms())

    def on_change(self, live: LiveRoom, before: Room, applied: Applied) -> None:
        room = applied.room
        if not live.screens and not has_program(before) and has_program(room):
            self.wake(live)
        for event in applied.events:
            match event:
                case WorkerJoined(kind="robot") if event.worker in room.workers:
                    self._send(room, room.workers[event.worker], event.at_ms)
                case Tripped() | WasReset() | Started() | Held(held=None):
                    self._send_all(room, room.barrier.since_ms)
                case MuralSet():
                    self._send_all(room, event.at_ms)
                case Painted():
                    self._send_on(room, event)
                case _:
                    pass

    def _send_all(self, room: Room, from_ms: int) -> None:
        for worker in room.workers.values():
            self._send(room, worker, from_ms)

    def _send_on(self, room: Room, painted: Painted) -> None:
        """Without the barrier nobody waits: who has painted goes on to the next step."""
        owners = room.mural.owners if room.mural is not None else ()
        for strip in painted.strips:
            if (worker := room.workers.get(owners[strip])) is not None:
                self._send(room, worker, painted.at_ms)

    def _send(self, room: Room, worker: Worker, from_ms: int) -> None:
        if worker.robot is None or room.stage == "lobby" or worker.number in room.barrier.waiting:
            return
        code, generation = room.code, _generation(room, worker)
        if generation is None:
            return
        command = commands.Arrive(worker=worker.number, generation=generation)
        due_ms = from_ms + work_ms(worker.robot.seed, worker.robot.pace, generation)
        self._timers.at(due_ms, lambda: self._arrive(code, command))

    def _arrive(self, code: str, command: commands.Arrive) -> None:
        with contextlib.suppress(Refusal):  # the room may have been removed
            live = self._rooms.find(code)
            if live.screens or has_program(live.room):
                applied = self._rooms.submit_quietly(code, command)
                if applied is not None and applied.answer.get("card") is not None:
                    self._play(code, command, applied.answer)

    def _play(self, code: str, command: commands.Arrive, answer: Mapping[str, object]) -> None:
        """A robot finds its secret card as everybody does, by calling `wait()`."""
        until_ms = answer.get("until_ms")
        if isinstance(until_ms, int):
            self._timers.at(until_ms, lambda: self._arrive(code, command))
        elif answer["card"] == "leaves":
            self._rooms.submit_quietly(code, commands.Leave(worker=command.worker))


def _generation(room: Room, worker: Worker) -> int | None:
    """In which the robot arrives next; None when it has nothing to do."""
    if not is_free(room):
        return room.barrier.generation
    generation = next_generation(room, worker.number)
    return None if generation is None or generation >= room.barrier.generation + N_STEPS else generation


def has_program(room: Room) -> bool:
    """Is one connected?"""
    return any(worker.kind == "program" and worker.away_since_ms is None for worker in room.workers.values())
