"""A change of a room's rules, and the way back to those that it was made with."""

from typing import Any

from msgspec import UNSET
from msgspec.structs import asdict, replace

from app.core.commands import Configuration
from app.core.events import AnyEvent, Configured, WorkerRenamed
from app.core.mural_commands import put_away
from app.core.outcomes import Step, reset_barrier, with_deadline
from app.core.parties import parties_for, unseat, with_parties
from app.core.room import Room, public_name
from app.core.rules import DEFAULT_LEAD_MS, PLAIN_RULES, RULES, Rules


def default_rules(is_hosted: bool) -> Configuration:
    """The default rules. The seat of a phone that stays away is kept in a hosted room, where somebody can decide, and
    given up in an open room, which would otherwise fill with closed tabs."""
    plain = {rule: getattr(Rules(), rule) for rule in PLAIN_RULES}
    return Configuration(parties="everyone", lead_ms="auto", **{**plain, "gone": "hold" if is_hosted else "let_go"})


def with_rules(room: Room, wanted: Configuration, at_ms: int) -> Room:
    """The room with the wanted rules, where they are set, in force. The barrier is not rebuilt here."""
    changes: dict[str, Any] = {rule: value for rule in PLAIN_RULES if (value := getattr(wanted, rule)) is not UNSET}
    if changes.get("timeout_s", room.timeout_s) != room.timeout_s:
        changes["timeout_set_at_ms"] = at_ms
    if wanted.lead_ms == "auto":
        changes |= {} if room.lead_is_auto else {"lead_ms": DEFAULT_LEAD_MS, "lead_is_auto": True}
    elif wanted.lead_ms is not UNSET:
        changes |= {"lead_ms": wanted.lead_ms, "lead_is_auto": False}
    if wanted.parties is not UNSET:
        changes["parties_rule"] = "everyone" if wanted.parties == "everyone" else "fixed"
    room = with_deadline(replace(room, **changes))
    if wanted.parties is UNSET:
        return room
    room = replace(room, expecting={})
    return with_parties(room, parties_for(room, len(room.workers)) if wanted.parties == "everyone" else wanted.parties)


def rule_events(before: Room, after: Room, at_ms: int) -> list[AnyEvent]:
    """The difference in rules as events: what was configured, and whose name it changed."""
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
    room, more = put_away(room, at_ms)
    events += more
    fresh = with_rules(room, _rules_as_created(room), at_ms)
    events += rule_events(room, fresh, at_ms)
    if fresh.barrier.state == "filling":
        return fresh, events
    fresh, more = reset_barrier(fresh, "reset", None, at_ms)
    return fresh, events + more
