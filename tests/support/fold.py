"""Fold events over a snapshot, as every screen does: nothing of the core is used here."""

from copy import deepcopy
from typing import Any

import msgspec

Json = dict[str, Any]
NO_RULES = {"type", "at_ms", "deadline_ms", "parties", "parties_rule"}
"""In `configured`; the rest are rules that stand in the snapshot by the same name."""


def json_of(value: object) -> Any:
    """What a screen gets of it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def fold(snapshot: Json, events: list[Json]) -> Json:
    """The snapshot after the events; `now_ms` stays, because no event tells it."""
    after = deepcopy(snapshot)
    for event in events:
        _take(after, after["barrier"], event)
        if "deadline_ms" in event:
            after["barrier"]["deadline_ms"] = event["deadline_ms"]
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
            room["workers"] = [worker for worker in room["workers"] if worker["worker"] != event["worker"]]
            _withdraw(barrier, event["worker"])
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
            barrier["waiting"].append({"worker": event["worker"], "index": event["index"], "at_ms": at_ms})
        case "withdrew":
            _withdraw(barrier, event["worker"])
        case "acting":
            barrier["state"] = "acting"
        case "tripped":
            arrived_ms = {waiter["worker"]: waiter["at_ms"] for waiter in barrier["waiting"]}
            room["last_release"] = {
                "generation": event["generation"],
                "order": event["order"],
                "arrived_ms": [arrived_ms[worker] for worker in event["order"]],
                "since_ms": barrier["since_ms"],
                "at_ms": at_ms,
                "release_at_ms": event["release_at_ms"],
            }
            _paint_together(room, event["order"], at_ms)
            barrier["releases"] += 1
            _begin(barrier, event["generation"] + 1, event["release_at_ms"])
        case "broken":
            broken = {"by": event["by"], "at_ms": at_ms, "waiting": barrier["waiting"]}
            barrier.update(state="broken", cause=event["cause"], waiting=[], broken=broken)
        case "reset":
            _begin(barrier, event["generation"], at_ms)
        case "mural":
            _put(room, "mural", None if event["run"] is None else _new_mural(event))
        case "painted":
            room["mural"]["paints"] += event["strips"]
            room["mural"]["painted_ms"] = at_ms
        case _:
            _take_lesson(room, barrier, event)


def _take_lesson(room: Json, barrier: Json, event: Json) -> None:
    at_ms = event["at_ms"]
    match event["type"]:
        case "lesson":
            moved = {key: event[key] for key in ("step", "free", "began_ms", "since_ms")}
            _put(room, "lesson", moved if event["step"] is not None else None)
            room.pop("turned", None)
        case "asked":
            asked = {"form": event["form"], "questions": event["questions"], "stage": "open"}
            counted = {"guessed": 0, "people": event["people"], "results": None, "since_ms": at_ms, "generation": None}
            _put(room, "asking", asked | counted if event["questions"] else None)
            if not event["questions"]:
                room.pop("turned", None)
        case "guessed":
            room["asking"].update(guessed=event["n"], people=event["people"])
        case "ran":
            room["asking"].update(stage="running", since_ms=at_ms, generation=event["generation"])
        case "told":
            shown = {key: event[key] for key in ("people", "guessed", "results")}
            room["asking"].update(stage="told", since_ms=at_ms, **shown)
        case "dealt":
            _put(room, "cards", event["cards"])
            _put(room, "deal", event["deal"])
            _put(room, "cards_to", "person" if event["to"] == "person" else None)
            room.pop("turned", None)
        case "turned":
            _put(room, "cards", room["cards"] - 1 or None)
            if "cards" not in room:
                room.pop("cards_to", None)
                room.pop("deal", None)
            room["turned"] = {key: event[key] for key in ("card", "to", "worker")}
        case "paused" if event["on"]:
            room["paused_since_ms"] = at_ms
        case "paused":
            _resume(room, barrier, room.pop("paused_since_ms"), at_ms)
        case "held":
            _put(room, "held", event["held"])
            barrier["since_ms"] = event["since_ms"]
        case "drill":
            begun = {key: event[key] for key in ("run", "kind", "seats")} | {"since_ms": at_ms, "signals": []}
            _put(room, "drill", None if event["run"] is None else begun)
        case "signalled":
            room["drill"]["signals"].append([event["seat"], at_ms])
        case unknown:
            raise AssertionError(f"an event of no known type: {unknown}")


def _new_mural(event: Json) -> Json:
    begun = {key: event[key] for key in ("run", "gate", "owners")}
    return begun | {"n_steps": 12, "since_ms": event["at_ms"], "painted_ms": None, "paints": []}


def _paint_together(room: Json, order: list[int], at_ms: int) -> None:
    mural = room.get("mural")
    if mural is None or mural["gate"] != "barrier" or len(mural["paints"]) == mural["n_steps"]:
        return
    n = len(room["workers"])
    strips = [strip for strip, seat in enumerate(room["workers"]) if seat["worker"] in order]
    mural["paints"].append(n if len(strips) == n else [n, strips])
    mural["painted_ms"] = at_ms


def _put(room: Json, key: str, value: Any) -> None:
    """A key is there while there is something to say."""
    if value is None:
        room.pop(key, None)
    else:
        room[key] = value


def _resume(room: Json, barrier: Json, since_ms: int, at_ms: int) -> None:
    """Every moment before the pause is later by as long as it was."""
    for place, key in (
        (room, "timeout_set_at_ms"),
        (barrier, "since_ms"),
        *((waiter, "at_ms") for waiter in barrier["waiting"]),
        *((seat, "away_since_ms") for seat in room["workers"] if seat["away_since_ms"] is not None),
    ):
        place[key] = min(place[key], since_ms) + at_ms - since_ms


def _withdraw(barrier: Json, worker: int) -> None:
    """Those behind it move up."""
    staying = [waiter for waiter in barrier["waiting"] if waiter["worker"] != worker]
    barrier["waiting"] = [waiter | {"index": index} for index, waiter in enumerate(staying)]


def _seat(room: Json, event: Json) -> Json:
    return next(worker for worker in room["workers"] if worker["worker"] == event["worker"])


def _begin(barrier: Json, generation: int, since_ms: int) -> None:
    barrier.update(generation=generation, since_ms=since_ms, state="filling", cause=None, waiting=[], broken=None)
