"""While three hundred paint, no phone gets more than 4 kB within two seconds. The clock is the stage's own."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from app.core import commands
from app.core.mural import N_STEPS
from app.core.mural_view import Asker
from app.rooms.broadcast import Broadcast
from app.rooms.robots import WORK_S
from tests.support.ears import Ears
from tests.support.stage import Stage

N = 300
MOST_BYTES, WITHIN_MS = 4096, 2000
OVERHEAD = 40
"""Around each message: its name, `ok` and a number, and the frame."""
STEP_MS = 20
PRESS_MS = 1000
"""A page offers PAINT again after this; see `paint_button.tsx`."""
LOOK_MS = 2000
"""A page that hears of no painting for this long asks; see `pages/mural.tsx`."""


class Phone(Ears):
    """Hands on what phones hear."""

    def __init__(self, hear: Callable[[Any], None]) -> None:
        super().__init__()
        self.hear = hear

    def emit(self, _event: str, data: object, to: str) -> None:
        if to.endswith("/brief"):
            self.hear(data)


class Hall(Stage):
    """A room of robots, which the tests move, and a phone. Notes what the phone gets."""

    def __init__(self) -> None:
        super().__init__()
        self.chance = random.Random(1)
        self.broadcast = Broadcast(Phone(self.hear), self.rooms, self.timers, processor_s=lambda: 0)
        self.rooms.listeners.add(self.broadcast)
        self.live = self.rooms.find("BRRRRR")
        (self.phone,) = self.seat(1)
        rules = commands.Configuration(gone="hold")
        self.submit(commands.Configure(by=self.phone, configuration=rules))
        self.robots = list(self.submit(commands.AddRobots(by=self.phone, count=N - 1, seed=1))["workers"])
        self.broadcast.admit(self.live, "phone", "brief")
        self.got: list[tuple[int, int]] = []
        self.brief: dict[str, Any] = msgspec.json.decode(self.broadcast.whole(self.live, "brief")["brief"])
        self.painted: list[int] = []

    def submit(self, command: commands.AnyCommand) -> Any:
        return self.rooms.submit("BRRRRR", command).answer

    def hear(self, brief: msgspec.Raw) -> None:
        self.note(brief)
        self.brief = msgspec.json.decode(brief)

    def note(self, message: object) -> None:
        self.got.append((self.clock.ms, len(msgspec.json.encode(message)) + OVERHEAD))

    def look(self) -> None:
        asker = Asker(self.brief["mural"]["run"], len(self.painted))
        answer = self.broadcast.whole(self.live, "brief", asker)
        self.note(answer)
        self.painted += msgspec.json.decode(answer["brief"])["mural"]["paints"]

    def press(self, step: int) -> None:
        press = commands.Arrive(worker=self.phone, generation=step, known=len(self.painted))
        answer = self.submit(press)
        self.note(answer)
        self.painted += answer["paints"]

    def pause_ms(self) -> int:
        return round(1000 * self.chance.uniform(*WORK_S["quick"]))

    def most_bytes(self) -> int:
        return max(sum(n for at, n in self.got if 0 <= at - since < WITHIN_MS) for since, _ in self.got)


@pytest.fixture
def hall() -> Iterator[Hall]:
    with Hall() as hall:
        yield hall


def test_with_the_barrier(hall: Hall) -> None:
    hall.submit(commands.SetMural(by=hall.phone, gate="barrier"))
    for generation in range(3):
        robots = sorted((hall.clock.ms + hall.pause_ms(), robot) for robot in hall.robots)
        hall.note(hall.submit(commands.Arrive(worker=hall.phone, generation=generation)))
        for at_ms, robot in robots:
            hall.pass_ms(at_ms - hall.clock.ms)
            hall.arrive(robot, generation=generation)
    assert hall.brief["mural"]["paints"] == [N] * 3
    assert hall.most_bytes() <= MOST_BYTES


@pytest.mark.parametrize("n_presses", [N_STEPS, 0], ids=["who paints", "who looks on"])
def test_without_the_barrier(hall: Hall, n_presses: int) -> None:
    hall.submit(commands.SetMural(by=hall.phone, gate="none"))
    hall.got.clear()
    due_ms = {robot: [hall.clock.ms + hall.pause_ms(), 0] for robot in hall.robots}
    heard_ms, step = hall.clock.ms, 0
    while due_ms or step < n_presses:
        hall.pass_ms(STEP_MS)
        for robot, (at_ms, nth) in list(due_ms.items()):
            if at_ms <= hall.clock.ms:
                hall.arrive(robot, generation=nth)
                due_ms[robot] = [at_ms + hall.pause_ms(), nth + 1]
                if nth + 1 == N_STEPS:
                    del due_ms[robot]
        n_known = len(hall.painted)
        if step < n_presses and hall.clock.ms >= heard_ms + PRESS_MS:
            hall.press(step)
            step += 1
        elif hall.clock.ms >= heard_ms + LOOK_MS:
            hall.look()
        if len(hall.painted) > n_known:
            heard_ms = hall.clock.ms
    hall.pass_ms(WITHIN_MS)
    hall.look()
    assert hall.live.room.mural is not None
    assert hall.painted == list(hall.live.room.mural.paints)
    assert hall.most_bytes() <= MOST_BYTES
