"""What the world may see of a lesson. Each key is there only while there is something to say."""

from collections.abc import Mapping

from app.core.checks import held
from app.core.lesson_state import Result
from app.core.room import Room


def lesson_view(room: Room) -> Mapping[str, object]:
    """What everybody may know of the lesson: the keys that snapshot and brief have while there is something to say."""
    lesson = room.lesson
    place, asking = lesson.place, lesson.asking
    view: dict[str, object] = {}
    if place is not None:
        view["lesson"] = {
            "step": place.step,
            "began_ms": place.began_ms,
            "since_ms": place.since_ms,
            "free": place.free,
        }
    if asking is not None:
        view["asking"] = {
            "form": asking.form,
            "questions": list(asking.questions),
            "stage": asking.stage,
            "since_ms": asking.since_ms,
            "generation": asking.generation,
            "guessed": asking.guessed,
            "people": asking.people,
            "results": None if asking.results is None else [_result_view(result) for result in asking.results],
        }
    if (hold := held(room)) is not None:
        view["held"] = hold
    if lesson.paused_since_ms is not None:
        view["paused_since_ms"] = lesson.paused_since_ms
    if lesson.cards:
        view["cards"] = len(lesson.cards)
        view["deal"] = lesson.n_dealt
        if lesson.cards_to == "person":
            view["cards_to"] = "person"
    if lesson.turned is not None:
        turned = lesson.turned
        view["turned"] = {"card": turned.card, "to": turned.to, "worker": turned.worker}
    return view


def still_view(room: Room) -> Mapping[str, int]:
    """For phones, which do not know when the others came: for how long nobody had come when the answers were shown."""
    asking, waiting = room.lesson.asking, room.barrier.waiting
    if asking is None or asking.stage != "told" or not waiting:
        return {}
    return {"still_ms": asking.since_ms - max(waiter.at_ms for waiter in waiting.values())}


def _result_view(result: Result) -> dict[str, object]:
    before = {} if result.before is None else {"before": list(result.before)}
    return {"question": result.question, "counts": list(result.counts), **before}
