"""The rules of a room that its host sets: the one list. docs/architecture.md says what else a new rule needs.

A rule stands here twice, as it is in force and as it may be changed. The room, the log, the messages, the events and
the snapshot take it from here.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from app.core.value import Value

MAX_WORKERS = 2000
"""In one room: a lecture hall. The picture and the phones stay exact up to here."""
DEFAULT_PHASES = ("research", "write")
DEFAULT_LEAD_MS = 400
"""Time for every screen to hear of the release before it happens, and the hold that people see; while nothing is known
of the screens' lines."""
DEFAULT_GONE_AFTER_S = 30
DEFAULT_LANGUAGE = "en"

Door = Literal["open", "locked"]
Gone = Literal["hold", "let_go"]
Names = Literal["shown", "hidden"]
PartiesRule = Literal["everyone", "fixed"]
MAX_PHASES = 8
MAX_PHASE_LENGTH = 40
Phase = Annotated[str, Meta(min_length=1, max_length=MAX_PHASE_LENGTH)]
TimeoutS = Annotated[float, Meta(gt=0, le=86_400)]
Parties = Annotated[int, Meta(ge=1, le=MAX_WORKERS)]
LeadMs = Annotated[int, Meta(ge=0, le=10_000)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\Z")]
"""A name of BCP 47 in its usual capitals: "pt-BR". Which of them pages speak, core does not know."""


class Rules(Value, frozen=True, kw_only=True):
    """The rules in force, with their defaults. Units are in the names."""

    parties_rule: PartiesRule = "everyone"
    timeout_s: float | None = None
    phases: tuple[str, ...] = DEFAULT_PHASES
    door: Door = "open"
    lead_ms: int = DEFAULT_LEAD_MS
    lead_is_auto: bool = True
    gone: Gone = "let_go"
    gone_after_s: int = DEFAULT_GONE_AFTER_S
    names: Names = "shown"
    language: str = DEFAULT_LANGUAGE


class RuleChanges(Value, frozen=True, kw_only=True, omit_defaults=True):
    """The rules that can be changed by name, with their limits; UNSET leaves one as it is. Parties and lead are not
    here: they are asked for in other words than those in which they are in force.

    Old logs are read with these limits, so they may grow but never shrink.
    """

    timeout_s: TimeoutS | None | UnsetType = UNSET
    phases: Annotated[tuple[Phase, ...], Meta(min_length=1, max_length=MAX_PHASES)] | UnsetType = UNSET
    door: Door | UnsetType = UNSET
    gone: Gone | UnsetType = UNSET
    gone_after_s: Annotated[int, Meta(ge=5, le=300)] | UnsetType = UNSET
    names: Names | UnsetType = UNSET
    language: Language | UnsetType = UNSET


RULES = Rules.__struct_fields__
"""All of them. A change of one is in the event `configured`."""
PLAIN_RULES = RuleChanges.__struct_fields__
"""Those that mean the same when asked for and in force."""
