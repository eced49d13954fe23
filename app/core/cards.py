"""Secret cards: who gets one, what it does to a call of `wait()`, and when it is turned face up.

Nobody knows who has a card. Its holder finds it by calling `wait()`; everybody sees it when it is turned.
"""

from collections.abc import Sequence
from typing import Literal, TypeVar, get_args

from msgspec.structs import replace

from app.core.events import AnyEvent, Turned
from app.core.lesson_state import Card, CardId, CardTo, DealtTo, Lesson, TurnedCard
from app.core.outcomes import Step
from app.core.questions import SLOW_CARD_MS, SetUp
from app.core.room import Robot, Room
from app.core.set_up import add_robot, put_up, with_seats

T = TypeVar("T")

CARDS: tuple[CardId, ...] = get_args(CardId)
MOST_DEALT = 100
"""Deals of which a room keeps the cards, more than any lesson has: they are copied with every one more."""
FIXED_SEATS: frozenset[CardId] = frozenset({"leaves", "extra"})
"""With one seat each, a robot that leaves or comes takes its seat with it."""


def draw(room: Room, seed: int) -> CardId:
    """A card that this room has not had; any card once it has had all."""
    left = [card for card in CARDS if card not in room.lesson.dealt] or list(CARDS)
    return _nth(left, seed)


def deal(room: Room, card: CardId, to: DealtTo, seed: int, at_ms: int) -> Step:
    """Put the card into play, with the seats that it needs. A person gets one that is connected and has asked for
    nothing else; a robot joins first where there is nobody to deal to."""
    room, events = put_up(room, SetUp(), seed, at_ms)
    holder: int | None = None
    kind: CardTo = "bus"
    if card != "action":
        people = [
            worker.number
            for worker in room.workers.values()
            if worker.kind == "person" and worker.away_since_ms is None
        ]
        robots = [worker.number for worker in room.workers.values() if worker.kind == "robot"]
        is_for_person = to == "person" and people and card in ("crash", "slow")
        if is_for_person:
            holder, kind = _nth(people, seed), "person"
        elif robots and card != "extra":
            holder, kind = _nth(robots, seed), "robot"
        else:
            room, holder, more = _with_robot(room, card, seed, at_ms)
            kind = "robot"
            events += more
    if card in FIXED_SEATS:
        room, more = with_seats(room, max(1, len(room.workers) - (card == "extra")), at_ms)
        events += more
    lesson = _with_dealt(room.lesson, card)
    dealt = Card(card=card, to=kind, worker=holder, generation=room.barrier.generation, deal=lesson.n_dealt)
    return replace(room, lesson=replace(lesson, cards=(dealt,), cards_to=to, turned=None)), events


def _with_dealt(lesson: Lesson, card: CardId) -> Lesson:
    """The lesson with one more card dealt. Of too many the earliest go that were dealt again later: `draw` still knows
    every card that has been dealt."""
    dealt = (*lesson.dealt, card)
    latest = {card: nth for nth, card in enumerate(dealt)}
    again = [nth for nth, card in enumerate(dealt) if nth < latest[card]]
    forgotten = frozenset(again[: max(0, len(dealt) - MOST_DEALT)])
    dealt = tuple(card for nth, card in enumerate(dealt) if nth not in forgotten)
    return replace(lesson, dealt=dealt, n_dealt_before=lesson.n_dealt_before + len(forgotten))


def _with_robot(room: Room, card: CardId, seed: int, at_ms: int) -> tuple[Room, int, list[AnyEvent]]:
    number = room.next_number
    pace: Literal["steady", "slow"] = "slow" if card == "extra" else "steady"
    room, events = add_robot(room, Robot(seed=seed, pace=pace), at_ms)
    assert room.lesson.set_up is not None, "a card is set up"
    set_up = replace(room.lesson.set_up, robots=(*room.lesson.set_up.robots, number))
    return replace(room, lesson=replace(room.lesson, set_up=set_up)), number, events


def _nth(choices: Sequence[T], seed: int) -> T:
    return choices[seed % len(choices)]


def play(room: Room, worker: int, at_ms: int) -> tuple[Room, dict[str, object]] | None:
    """What this worker's call does instead of arriving: it is in no `wait()`, and only its own screen learns of it.
    None for a call that arrives."""
    lesson, generation = room.lesson, room.barrier.generation
    if lesson.set_up is not None and lesson.set_up.crashed == worker:
        return room, {"generation": generation, "card": "crash"}
    card = _held_by(lesson, worker)
    if card is None or card.card not in ("crash", "slow", "leaves"):
        return None
    if card.until_ms is not None and at_ms >= card.until_ms:
        return None
    if not card.is_played:
        until_ms = at_ms + SLOW_CARD_MS if card.card == "slow" else None
        played = replace(card, is_played=True, until_ms=until_ms)
        room, card = _with_card(room, card, played), played
    return room, {"generation": generation, **shown_to_holder(card)}


def may_be_person(room: Room) -> bool:
    """May the card in play be a person's, or was the turned one? Then nobody who is missing is called by name."""
    lesson = room.lesson
    if lesson.cards:
        return lesson.cards_to == "person"
    return lesson.turned is not None and lesson.turned.to == "person"


def fails(room: Room) -> bool:
    """Does the last call of this generation run an action that raises?"""
    return any(card.card == "action" and not card.is_played for card in room.lesson.cards)


def play_action(room: Room, worker: int) -> Room:
    """The last call runs the action: its worker holds the card now."""
    card = next(card for card in room.lesson.cards if card.card == "action")
    return _with_card(room, card, replace(card, is_played=True, worker=worker))


def shown_to_holder(card: Card) -> dict[str, object]:
    until = {} if card.until_ms is None else {"until_ms": card.until_ms}
    return {"card": card.card, "deal": card.deal, **until}


def played_by(room: Room, worker: int) -> dict[str, object] | None:
    """The card that this worker has found."""
    card = _held_by(room.lesson, worker)
    return shown_to_holder(card) if card is not None and card.is_played else None


def _held_by(lesson: Lesson, worker: int) -> Card | None:
    return next((card for card in lesson.cards if card.worker == worker), None)


def _with_card(room: Room, card: Card, changed: Card) -> Room:
    cards = tuple(changed if other is card else other for other in room.lesson.cards)
    return replace(room, lesson=replace(room.lesson, cards=cards))


def turn_over(room: Room, at_ms: int, *, every: bool = False) -> Step:
    """Turn the cards that have done what they do; `every` card when its step is over."""
    due = [card for card in room.lesson.cards if every or _is_over(room, card)]
    if not due:
        return room, []
    left = tuple(card for card in room.lesson.cards if card not in due)
    turned = [TurnedCard(card.card, card.to, card.worker if card.to == "robot" else None) for card in due]
    events: list[AnyEvent] = [
        Turned(at_ms=at_ms, card=played.card, to=played.to, worker=played.worker) for played in turned
    ]
    return replace(room, lesson=replace(room.lesson, cards=left, turned=turned[-1])), events


def _is_over(room: Room, card: Card) -> bool:
    """A card is turned when its generation ends. One call too many stands in the generation after; whose action failed
    is asked while the barrier is broken; and a worker that leaves the room cannot play any more."""
    generation = room.barrier.generation
    if card.card == "action":
        return generation > card.generation
    if card.card != "leaves" and card.worker not in room.workers:
        return True
    last = card.generation + 1 if card.card == "extra" else card.generation
    return generation > last or (generation == last and room.barrier.state == "broken")
