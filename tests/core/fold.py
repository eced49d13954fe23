"""Fold events over a snapshot, as every screen does: nothing of the core is used here."""

from copy import deepcopy
from typing import Any

import msgspec

Json = dict[str, Any]
NO_RULES = {"type", "at_ms", "parties", "parties_rule"}
"""In `configured`; the rest are rules that stand in the snapshot by the same name."""


def json_of(value: object) -> Any:
    """What a screen gets of it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def fold(snapshot: Json, events: list[Json]) -> Json:
    """The snapshot after the events; `now_ms` stays, because no event tells it."""
    after = deepcopy(snapshot)
    for event in events:
        _take(after, after["barrier"], event)
        after["seq"] += 1
    return after


def _take(room: Json, barrier: Json, event: Json) -> None:
    at_ms = event["at_ms"]
    match event["type"]:
        case "worker_joined":
            if not room["workers"] and room["stage"] == "running" and barrier["state"] == "filling":
                barrier["since_ms"] = at_ms
            seat = {key: event[key] for key in ("worker", "name", "avatar", "kind")}
            room["workers"].append(seat | {"connected": True, "joined_at_ms": at_ms, "away_since_ms": None})
            barrier["parties"] = event["parties"]
        case "worker_left":
            room["workers"] = [one for one in room["workers"] if one["worker"] != event["worker"]]
            staying = [one for one in barrier["waiting"] if one["worker"] != event["worker"]]
            barrier["waiting"] = [one | {"index": index} for index, one in enumerate(staying)]
            barrier["parties"] = event["parties"]
        case "worker_renamed":
            _seat(room, event).update(name=event["name"], avatar=event["avatar"])
        case "presence":
            away = None if event["connected"] else at_ms
            _seat(room, event).update(connected=event["connected"], away_since_ms=away)
        case "started":
            room["stage"] = "running"
            barrier["since_ms"] = at_ms
        case "configured":
            barrier["parties"] = event["parties"]
            barrier["parties_rule"] = event.get("parties_rule", barrier["parties_rule"])
            room.update({rule: event[rule] for rule in event.keys() - NO_RULES})
            if "timeout_s" in event:
                room["timeout_set_at_ms"] = at_ms
        case "arrived":
            waiter = {"worker": event["worker"], "index": event["index"], "at_ms": at_ms}
            barrier["waiting"].append(waiter)
        case "acting":
            barrier["state"] = "acting"
        case "tripped":
            arrived_ms = {one["worker"]: one["at_ms"] for one in barrier["waiting"]}
            room["last_release"] = {
                "generation": event["generation"],
                "order": event["order"],
                "arrived_ms": [arrived_ms[worker] for worker in event["order"]],
                "since_ms": barrier["since_ms"],
                "at_ms": at_ms,
                "release_at_ms": event["release_at_ms"],
            }
            barrier["releases"] += 1
            _begin(barrier, event["generation"] + 1, event["release_at_ms"])
        case "broken":
            told = {"by": event["by"], "at_ms": at_ms, "waiting": barrier["waiting"]}
            barrier.update(state="broken", cause=event["cause"], waiting=[], broken=told)
        case "reset":
            _begin(barrier, event["generation"], at_ms)
        case unknown:
            raise AssertionError(f"an event of no known type: {unknown}")


def _seat(room: Json, event: Json) -> Json:
    return next(one for one in room["workers"] if one["worker"] == event["worker"])


def _begin(barrier: Json, generation: int, since_ms: int) -> None:
    barrier.update(generation=generation, since_ms=since_ms, state="filling", cause=None, waiting=[], broken=None)
