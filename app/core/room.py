"""The room: one barrier, its workers, and the rules that its host sets. A frozen value, changed by `apply` alone."""

from collections.abc import Mapping
from typing import Literal

from app.core.barrier import Barrier, Waiter
from app.core.commands import Configuration, Pace
from app.core.drill import Drill
from app.core.events import Kind
from app.core.lesson_state import Lesson
from app.core.mural import Mural
from app.core.names import made_up_name, was_given
from app.core.rules import Rules
from app.core.spread import Spread
from app.core.value import Value

Stage = Literal["lobby", "running"]
RULES_VERSION = 1
"""The highest version of the rules that this program knows. A change of the rules that does an old log differently is a
new version, and old rooms keep theirs."""
MAX_SPENT_TICKETS = 8
"""A request that the network doubled may come late; later than by eight calls it does not."""


class Call(Value, frozen=True):
    """How a worker's latest finished call of `wait()` ended. `index` is None for a program's call that found the
    barrier broken. `end_ms` is the moment of release, or of the error; `cause` says what the error was."""

    generation: int
    index: int | None
    outcome: Literal["released", "broken", "reset", "painted"]
    waited_ms: int
    end_ms: int = 0
    cause: str | None = None
    ticket: str | None = None


class Robot(Value, frozen=True):
    """Where a robot's working times come from."""

    seed: int
    pace: Pace


class Worker(Value, frozen=True, kw_only=True):
    """A seat. `own_name` None shows the made-up name; `token_hash` is None for robots, which nobody can be."""

    number: int
    kind: Kind
    avatar: str
    joined_at_ms: int
    own_name: str | None = None
    token_hash: str | None = None
    origin_hash: str | None = None
    address_hash: str | None = None
    """Both of a program, which is known by them when it was kept out."""
    away_since_ms: int | None = None
    via: str | None = None
    connection: str | None = None
    """As in `commands.Seating`; None while the worker is away."""
    robot: Robot | None = None
    last: Call | None = None
    spent_tickets: tuple[str, ...] = ()
    """Of a program's calls before the last one, the latest MAX_SPENT_TICKETS."""
    guesses: Mapping[str, int] = {}
    """Question -> this person's answer: for its own screen alone, and in the counts of `told`."""


class Release(Value, frozen=True):
    """The latest trip. `order` and `arrived_ms` are by index; `since_ms` is when its generation began."""

    generation: int
    order: tuple[int, ...]
    arrived_ms: tuple[int, ...]
    since_ms: int
    at_ms: int
    release_at_ms: int


class LastOutcome(Value, frozen=True):
    """How the latest finished generation ended, for those who follow the brief."""

    generation: int
    outcome: Literal["released", "broken", "reset"]
    cause: str | None
    at_ms: int
    release_at_ms: int | None


class Room(Rules, frozen=True, kw_only=True):
    """`epoch` is the moment of creation: another epoch is another log. `seq` counts the events so far."""

    code: str
    epoch: int
    seed: int
    host_key_hash: str | None
    created_as: Configuration
    barrier: Barrier
    touched_ms: int
    seq: int = 0
    rules: int = 1
    """Which version of the rules does this room's commands."""
    forked_in: str | None = None
    """The run of the store that has lost commands, so that one fork is told once."""
    stage: Stage = "running"
    timeout_set_at_ms: int = 0
    workers: Mapping[int, Worker] = {}
    next_number: int = 1
    seats: Mapping[str, int] = {}
    """Token hash -> worker."""
    expecting: Mapping[int, int] = {}
    """Worker -> how many it expects at least, until so many have been here at once (rule `everyone`)."""
    names_taken: Mapping[str, int] = {}
    """Folded name in use -> the number to try for the next one who wants it ("Ana", "Ana 2")."""
    kept_out: frozenset[str] = frozenset()
    deadline_ms: int | None = None
    """When the first of those who wait reaches its limit."""
    last_release: Release | None = None
    last_outcome: LastOutcome | None = None
    last_spread: Spread | None = None
    """Of the latest release whose screens have had their time to report."""
    lesson: Lesson = Lesson()
    mural: Mural | None = None
    n_murals: int = 0
    """How many have begun in this room."""
    drill: Drill | None = None
    n_drills: int = 0
    """How many have begun in this room."""

    @property
    def is_hosted(self) -> bool:
        return self.host_key_hash is not None

    @property
    def min_parties(self) -> int:
        """Under the rule `everyone`: a lone visitor of an open room shall not pass a barrier for one."""
        return 1 if self.is_hosted else 2


def public_name(room: Room, worker: Worker) -> str:
    """The name that may leave the server."""
    if worker.own_name is None or (room.names == "hidden" and was_given(worker.own_name, worker.kind)):
        return made_up_name(room.seed, worker.number)
    return worker.own_name


def waiter_deadline_ms(waiter: Waiter, timeout_s: float | None, timeout_set_at_ms: int) -> int | None:
    """When this call's limit ends; its own limit goes before the room's (CPython: `wait(timeout)` before
    `Barrier(timeout=)`), and the room's limit counts no time from before it was set. None without a limit."""
    if waiter.timeout_s is not None:
        return waiter.at_ms + round(waiter.timeout_s * 1000)
    if timeout_s is None:
        return None
    return max(waiter.at_ms, timeout_set_at_ms) + round(timeout_s * 1000)
