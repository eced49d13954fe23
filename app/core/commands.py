"""What a room can be asked to do. A command is complete: it contains its random tokens, and is stored as it is.

`by` is the worker who asks, or "host". Commands without `by` come from the worker named in them or from a timer. Each
command that depends on the barrier's state names its generation, so a late or duplicate one is harmless.
"""

from typing import Literal

from msgspec import UNSET, UnsetType

from app.core.drill import DrillKindOrOff
from app.core.events import Kind
from app.core.lesson_state import CardId, DealtTo, QuestionId, StepId
from app.core.mural import GateOrOff
from app.core.rules import LeadMs, Parties, RuleChanges
from app.core.spread import Spread
from app.core.value import Value

Asker = int | Literal["host"]
Pace = Literal["quick", "steady", "slow"]


class Command(Value, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    pass


class Configuration(RuleChanges, frozen=True, kw_only=True):
    """What a host asks for. UNSET leaves a rule as it is."""

    parties: Parties | Literal["everyone"] | UnsetType = UNSET
    lead_ms: LeadMs | Literal["auto"] | UnsetType = UNSET


class Create(Command, frozen=True, kw_only=True, tag="create"):
    """The first command of every room. `host_key_hash` None makes an open room; `seed` shuffles made-up names; `rules`
    is the version of the rules by which the log is to be done again."""

    code: str
    seed: int
    rules: int = 1
    host_key_hash: str | None = None
    configuration: Configuration = Configuration()


class Seating(Command, frozen=True, kw_only=True):
    """`connection` is the worker's from now on, and an older one must go; `via` is the process that has it. None: it is
    not known, as that of a program, which has no lasting one."""

    via: str | None = None
    connection: str | None = None


class Join(Seating, frozen=True, kw_only=True, tag="join"):
    """A new worker. A known seat comes back with `Connect` instead. The same token again gives the same seat."""

    token_hash: str
    kind: Kind = "person"
    name: str | None = None
    avatar: str | None = None
    known_token_hash: str | None = None
    """The hash of a token that the joiner has from an earlier seat: it may be kept out."""
    origin_hash: str | None = None
    """Of a program, which keeps no token: where it comes from, and its name. It may be kept out, too."""
    address_hash: str | None = None
    """Of a program: where it comes from. All programs from there may be kept out."""
    parties: int | None = None
    """The least number of workers the joiner expects. Where each seat counts, the barrier waits for them to get on."""


class Connect(Seating, frozen=True, kw_only=True, tag="connect"):
    worker: int


class Disconnect(Command, frozen=True, kw_only=True, tag="disconnect"):
    """`connection` has ended; nothing happens if the worker has another one by now. None: any connection."""

    worker: int
    connection: str | None = None


class ProcessGone(Command, frozen=True, kw_only=True, tag="process_gone"):
    """The process `via` has ended, and all connections with it."""

    via: str


class Fork(Command, frozen=True, kw_only=True, tag="fork"):
    """Store: its run `run` has lost commands that were acknowledged. From here on this is another log."""

    run: str


class Gone(Command, frozen=True, kw_only=True, tag="gone"):
    """Timer: the worker has been away since `away_since_ms` for as long as the room's rule allows."""

    worker: int
    away_since_ms: int


class Arrive(Command, frozen=True, kw_only=True, tag="arrive"):
    """A call of `wait()`; `timeout_s` is this call's own limit, `action` says that the caller would run the action.

    A program names its call by a `ticket`: asked again with it, the call has arrived already. Another ticket of a
    worker that waits takes the call over, as when its program was stopped and started again.
    """

    worker: int
    generation: int
    timeout_s: float | None = None
    action: bool = False
    ticket: str | None = None
    known: int | None = None
    """In a mural's run without the barrier: how many paintings the client knows."""


class Withdraw(Command, frozen=True, kw_only=True, tag="withdraw"):
    """A program's call of `wait()` ends without an outcome, as when its task is cancelled. The ticket is spent, whether
    it has arrived yet or not: a late request with it no longer arrives."""

    worker: int
    generation: int
    ticket: str


class FinishAction(Command, frozen=True, kw_only=True, tag="finish_action"):
    worker: int
    generation: int
    ok: bool


class Expire(Command, frozen=True, kw_only=True, tag="expire"):
    """Timer: somebody's wait in this generation may have reached its limit."""

    generation: int


class Leave(Command, frozen=True, kw_only=True, tag="leave"):
    worker: int


class Rename(Command, frozen=True, kw_only=True, tag="rename"):
    """`worker` None renames the asker. Without a name, a worker renamed by another gets a made-up one."""

    by: Asker
    worker: int | None = None
    name: str | None = None
    avatar: str | None = None


class Start(Command, frozen=True, kw_only=True, tag="start"):
    by: Asker


class Abort(Command, frozen=True, kw_only=True, tag="abort"):
    by: Asker
    generation: int


class Reset(Command, frozen=True, kw_only=True, tag="reset"):
    by: Asker
    generation: int


class Configure(Command, frozen=True, kw_only=True, tag="configure"):
    by: Asker
    configuration: Configuration
    force: bool = False


class Drop(Command, frozen=True, kw_only=True, tag="drop"):
    """`has_neighbours`: people of the room share the address of this program, so others may come from there."""

    by: Asker
    worker: int
    keep_out: bool = False
    has_neighbours: bool = False


class LetIn(Command, frozen=True, kw_only=True, tag="let_in"):
    by: Asker


class RemoveAllSince(Command, frozen=True, kw_only=True, tag="remove_all_since"):
    by: Asker
    since_ms: int


class TuneLead(Command, frozen=True, kw_only=True, tag="tune_lead"):
    """Server: what the round trips of the room's screens ask for. It counts while the lead is `auto`."""

    lead_ms: int


class NoteSpread(Command, frozen=True, kw_only=True, tag="note_spread"):
    """Server: what the screens have reported about a release, when no more reports are expected."""

    spread: Spread


class AddRobots(Command, frozen=True, kw_only=True, tag="add_robots"):
    """`seed` is where each robot's working times come from."""

    by: Asker
    count: int
    seed: int
    pace: Pace = "steady"


class SetMural(Command, frozen=True, kw_only=True, tag="mural"):
    by: Asker
    gate: GateOrOff
    force: bool = False


class SetDrill(Command, frozen=True, kw_only=True, tag="drill"):
    """`seed` is where the working times of robots come from that fill up."""

    by: Asker
    kind: DrillKindOrOff
    seed: int
    force: bool = False


class Signal(Command, frozen=True, kw_only=True, tag="signal"):
    """In this run of a drill, the signal of the worker's seat in round `k`."""

    worker: int
    run: int
    k: int


class Nudge(Command, frozen=True, kw_only=True, tag="nudge"):
    by: Asker
    worker: int


class Guess(Command, frozen=True, kw_only=True, tag="guess"):
    """A person's answer to what is asked (0, 1, 2). The last one counts, and nobody else learns of it."""

    worker: int
    question: str
    answer: int


class Lesson(Command, frozen=True, kw_only=True, tag="lesson"):
    """To this step of the lesson; None ends it. `free`: free play, with the place kept."""

    by: Asker
    step: StepId | None
    free: bool = False


class Ask(Command, frozen=True, kw_only=True, tag="ask"):
    """Ask the class; None closes what is asked, without showing the answers. While somebody waits only `force` asks."""

    by: Asker
    question: QuestionId | Literal["wrong"] | None
    force: bool = False


class Run(Command, frozen=True, kw_only=True, tag="run"):
    """Do for real what the class has guessed. `seed` is where the robots' working times come from."""

    by: Asker
    seed: int


class Tell(Command, frozen=True, kw_only=True, tag="tell"):
    by: Asker


class Deal(Command, frozen=True, kw_only=True, tag="deal"):
    """Put a secret card into play. `seed` draws its holder, and the card where none is named."""

    by: Asker
    seed: int
    to: DealtTo = "robot"
    card: CardId | None = None


class Pause(Command, frozen=True, kw_only=True, tag="pause"):
    by: Asker
    on: bool


AnyCommand = (
    Create
    | Join
    | Connect
    | Disconnect
    | ProcessGone
    | Fork
    | Gone
    | Arrive
    | Withdraw
    | FinishAction
    | Expire
    | Leave
    | Rename
    | Start
    | Abort
    | Reset
    | Configure
    | Drop
    | LetIn
    | RemoveAllSince
    | TuneLead
    | NoteSpread
    | AddRobots
    | Nudge
    | SetMural
    | SetDrill
    | Signal
    | Guess
    | Lesson
    | Ask
    | Run
    | Tell
    | Deal
    | Pause
)
