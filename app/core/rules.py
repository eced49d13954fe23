"""The rules of a room that its host sets, and the way back to those it was made with."""

from typing import Any

from msgspec import UNSET
from msgspec.structs import asdict, replace

from app.core.commands import Configuration
from app.core.events import AnyEvent, Configured, WorkerRenamed
from app.core.outcomes import Step, reset_barrier, with_deadline
from app.core.parties import parties_for, unseat, with_parties
from app.core.room import DEFAULT_LEAD_MS, DEFAULT_PHASES, Room, public_name

RULES = ("parties_rule", "timeout_s", "phases", "door", "lead_ms", "lead_is_auto", "gone", "gone_after_s", "names")
"""The fields of a room that the event `configured` tells when they change, besides the parties."""


def default_rules(is_hosted: bool) -> Configuration:
    """The rules of a room for which nothing was set. A seat whose phone stays away is kept where somebody can decide,
    and given up in an open room, which would fill with closed tabs otherwise."""
    return Configuration(
        parties="everyone",
        timeout_s=None,
        phases=DEFAULT_PHASES,
        door="open",
        lead_ms="auto",
        gone="hold" if is_hosted else "let_go",
        gone_after_s=30,
        names="shown",
    )


def with_rules(room: Room, wanted: Configuration, at_ms: int) -> Room:
    """The room with the wanted rules, where they are set, in force. The barrier is not built anew here."""
    changes: dict[str, Any] = {
        rule: value
        for rule in ("phases", "door", "gone", "gone_after_s", "names")
        if (value := getattr(wanted, rule)) is not UNSET
    }
    if wanted.timeout_s is not UNSET and wanted.timeout_s != room.timeout_s:
        changes |= {"timeout_s": wanted.timeout_s, "timeout_set_at_ms": at_ms}
    if wanted.lead_ms == "auto":
        changes |= {} if room.lead_is_auto else {"lead_ms": DEFAULT_LEAD_MS, "lead_is_auto": True}
    elif wanted.lead_ms is not UNSET:
        changes |= {"lead_ms": wanted.lead_ms, "lead_is_auto": False}
    if wanted.parties is not UNSET:
        changes["parties_rule"] = "everyone" if wanted.parties == "everyone" else "fixed"
    room = with_deadline(replace(room, **changes))
    if wanted.parties is UNSET:
        return room
    return with_parties(room, parties_for(room, len(room.workers)) if wanted.parties == "everyone" else wanted.parties)


def told(before: Room, after: Room, at_ms: int) -> list[AnyEvent]:
    """The events that tell the difference in rules: what was configured, and who bears another name by it."""
    changed: dict[str, Any] = {
        rule: getattr(after, rule) for rule in RULES if getattr(after, rule) != getattr(before, rule)
    }
    events: list[AnyEvent] = []
    if changed or after.barrier.parties != before.barrier.parties:
        events.append(Configured(at_ms=at_ms, parties=after.barrier.parties, **changed))
    if before.names != after.names:
        events += [
            WorkerRenamed(at_ms=at_ms, worker=worker.number, name=name, avatar=worker.avatar)
            for worker in after.workers.values()
            if (name := public_name(after, worker)) != public_name(before, worker)
        ]
    return events


def _rules_as_created(room: Room) -> Configuration:
    default, wanted = default_rules(room.is_hosted), room.created_as
    return replace(default, **{rule: value for rule, value in asdict(wanted).items() if value is not UNSET})


def start_afresh_when_deserted(room: Room, at_ms: int) -> Step:
    """An open room that the last person or program has left is as it was made: its robots go, its door is open, its
    barrier is whole. Otherwise one visitor of the shared room could lock out all that come after."""
    if room.is_hosted or any(worker.kind != "robot" for worker in room.workers.values()):
        return room, []
    room, events = unseat(room, room.workers, "left", at_ms)
    fresh = with_rules(room, _rules_as_created(room), at_ms)
    events += told(room, fresh, at_ms)
    if fresh.barrier.state == "filling":
        return fresh, events
    fresh, more = reset_barrier(fresh, "reset", None, at_ms)
    return fresh, events + more
