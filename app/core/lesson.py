"""The lesson: where it stands, what is asked, and when nobody can arrive.

Theory of operation
===================

The host moves a pointer from step to step (`lesson`), asks (`ask`), runs the answer for real (`run`) and shows what
the class had guessed (`tell`). People answer (`guess`); only counts ever leave the server, and no counts before `tell`.

    asking   command   next      what happens
    -------  --------  --------  ------------------------------------------------------------------------
    none     ask       open      everybody may guess; nobody can arrive (but while a bus stands: "wrong")
    open     guess     open      the last answer of each person counts
    open     run       running   seats, limit and robots of the question are set up; arrivals count
    open     tell      told      the counts are shown
    running  tell      told      the same; nobody can arrive
    any      ask       open      another question: what was set up goes
    any      lesson    none      the step's world goes: who waits gets the error

`held` (in checks.py) says why nobody can arrive: it is derived, and the event `held` tells when it changes.
"""

from typing import cast

from msgspec.structs import replace

from app.core import cards, commands
from app.core.checks import Result, check_host_of_class, check_running, done, held, seated
from app.core.drill_commands import put_away
from app.core.events import AnyEvent, Asked, Dealt, Guessed, Held, LessonMoved, Ran, Started, Told
from app.core.lesson_state import Asking, Counts, Form, Place
from app.core.lesson_state import Result as Answered
from app.core.outcomes import Step
from app.core.questions import QUESTION_OF_STEP, QUESTIONS, TWINS, WRONG, SetUp, ticket
from app.core.refusals import Refusal
from app.core.room import Room, Worker
from app.core.set_up import put_up, take_down

NEEDS_HOST = "A lesson needs a host. Start a room."


def move(room: Room, command: commands.Lesson, at_ms: int) -> Result:
    """To another step, to free play and back, or to the end of the lesson. What the step had set up goes."""
    check_host_of_class(room, command.by, NEEDS_HOST)
    place = room.lesson.place
    if command.step is None:
        return done(_end(room, at_ms)) if place is not None else (room, [], {})
    if place is not None and (place.step, place.free) == (command.step, command.free):
        return room, [], {}
    events: list[AnyEvent] = []
    if room.stage == "lobby" and command.step != "door":
        room = replace(room, stage="running", barrier=replace(room.barrier, since_ms=at_ms))
        events.append(Started(at_ms=at_ms))
    stays = place is not None and place.step == command.step
    room, more = _leave_step(room, at_ms, ends_round=not command.free and not (stays and command.step == "round"))
    began_ms = at_ms if place is None else place.began_ms
    since_ms = place.since_ms if stays and place is not None else at_ms
    place = Place(step=command.step, began_ms=began_ms, since_ms=since_ms, free=command.free)
    moved = LessonMoved(at_ms=at_ms, step=place.step, free=place.free, began_ms=began_ms, since_ms=since_ms)
    room = replace(room, lesson=replace(room.lesson, place=place, turned=None))
    room, last = _opened_by_step(room, place, at_ms)
    return room, [*events, *more, moved, *last], {}


def _leave_step(room: Room, at_ms: int, *, ends_round: bool) -> Step:
    room, drill = put_away(room, at_ms)
    room, events = take_down(room, at_ms, ends_round=ends_round)
    room, more = cards.turn_over(room, at_ms, every=True)
    return room, [*drill, *events, *more]


def _end(room: Room, at_ms: int) -> Step:
    room, events = _leave_step(room, at_ms, ends_round=False)
    room, more = _closed(room, at_ms)
    room = replace(room, lesson=replace(room.lesson, place=None, turned=None))
    return room, [*events, *more, LessonMoved(at_ms=at_ms, step=None, free=False, began_ms=None, since_ms=None)]


def _opened_by_step(room: Room, place: Place, at_ms: int) -> Step:
    """What the step asks or sets up by itself; any other question is closed without its answers."""
    question = QUESTION_OF_STEP.get(place.step)
    if place.free:
        return _closed(room, at_ms)
    if place.step == "mural":
        room, events = _closed(room, at_ms)
        room, more = put_up(room, SetUp(mural="barrier"), 0, at_ms)
        return room, [*events, *more]
    if question is not None:
        return _open(room, "guess", (question,), at_ms)
    if place.step == "ticket":
        return _open(room, "ticket", ticket(tuple(room.lesson.before)), at_ms)
    if place.step == "result":
        room, events = _ticket_again(room, at_ms)
        room, more = _tell(room, at_ms)
        return room, [*events, *more]
    return _closed(room, at_ms)


def _ticket_again(room: Room, at_ms: int) -> Step:
    """The questions at the end with the answers that there are, unless they are asked already."""
    if room.lesson.asking is not None and room.lesson.asking.form == "ticket":
        return room, []
    return _open(room, "ticket", ticket(tuple(room.lesson.before)), at_ms, keeps_answers=True)


def ask(room: Room, command: commands.Ask, at_ms: int) -> Result:
    check_host_of_class(room, command.by, NEEDS_HOST)
    check_running(room)
    asking = room.lesson.asking
    if command.question is None:
        room, events = _leave_step(room, at_ms, ends_round=False)
        room, more = _closed(room, at_ms)
        return room, [*events, *more], {}
    if command.question == WRONG:
        return done(_open(room, "wrong", (WRONG,), at_ms))
    is_over = asking is not None and asking.stage == "told"
    if room.barrier.waiting and not command.force and not is_over:
        raise Refusal("busy", f"{len(room.barrier.waiting)} are waiting. Asking ends their round with an error.")
    room, events = _leave_step(room, at_ms, ends_round=True)
    room, more = _open(room, "guess", (command.question,), at_ms)
    return room, [*events, *more], {}


def _open(room: Room, form: Form, questions: tuple[str, ...], at_ms: int, *, keeps_answers: bool = False) -> Step:
    """Everybody may answer; what somebody guessed when it was asked before is forgotten."""
    if not keeps_answers:
        room = replace(room, workers={number: _without(worker, questions) for number, worker in room.workers.items()})
    asking = Asking(form=form, questions=questions, stage="open", since_ms=at_ms, people=_people(room))
    room = replace(room, lesson=replace(room.lesson, asking=asking))
    return room, [Asked(at_ms=at_ms, form=form, questions=questions, people=asking.people)]


def _closed(room: Room, at_ms: int) -> Step:
    """Nothing is asked any more, and no turned card is left on the table."""
    lesson = room.lesson
    if lesson.asking is None and lesson.turned is None:
        return room, []
    form = "guess" if lesson.asking is None else lesson.asking.form
    room = replace(room, lesson=replace(lesson, asking=None, turned=None))
    return room, [Asked(at_ms=at_ms, form=form, questions=(), people=0)]


def _without(worker: Worker, questions: tuple[str, ...]) -> Worker:
    if worker.guesses.keys().isdisjoint(questions):
        return worker
    guesses = {question: answer for question, answer in worker.guesses.items() if question not in questions}
    return replace(worker, guesses=guesses)


def guess(room: Room, command: commands.Guess, at_ms: int) -> Result:
    worker = seated(room, command.worker)
    asking = room.lesson.asking
    if asking is None or asking.stage != "open" or command.question not in asking.questions or worker.kind != "person":
        raise Refusal("not_asked")
    answer = {"question": command.question, "answer": command.answer}
    if worker.guesses.get(command.question) == command.answer:
        return room, [], answer
    had_all = has_answered(worker, asking)
    worker = replace(worker, guesses={**worker.guesses, command.question: command.answer})
    room = replace(room, workers={**room.workers, worker.number: worker})
    if has_answered(worker, asking) == had_all:
        return room, [], answer
    asking = replace(asking, guessed=asking.guessed + 1)
    room = replace(room, lesson=replace(room.lesson, asking=asking))
    return room, [Guessed(at_ms=at_ms, n=asking.guessed, people=asking.people)], answer


def run(room: Room, command: commands.Run, at_ms: int) -> Result:
    """Set up the question's world: from now on calls of `wait()` count."""
    check_host_of_class(room, command.by, NEEDS_HOST)
    asking = room.lesson.asking
    if asking is None or asking.form != "guess" or asking.stage == "told":
        raise Refusal("not_asked")
    if asking.stage == "running":
        return room, [], {}
    question = asking.questions[0]
    generation = room.barrier.generation
    asking = replace(asking, stage="running", since_ms=at_ms, generation=generation)
    room = replace(room, lesson=replace(room.lesson, asking=asking))
    room, events = put_up(room, QUESTIONS[question].set_up, command.seed, at_ms)  # type: ignore[index]
    return room, [Ran(at_ms=at_ms, question=question, generation=generation), *events], {}


def tell(room: Room, command: commands.Tell, at_ms: int) -> Result:
    check_host_of_class(room, command.by, NEEDS_HOST)
    if room.lesson.asking is None:
        raise Refusal("not_asked")
    return done(_tell(room, at_ms))


def _tell(room: Room, at_ms: int) -> Step:
    """Show how many gave which answer."""
    lesson, asking = room.lesson, room.lesson.asking
    if asking is None or asking.stage == "told":
        return room, []
    results = tuple(
        Answered(question, _counts(room, question), lesson.before.get(TWINS.get(question, ""), None))
        for question in asking.questions
    )
    before = lesson.before
    if asking.form == "guess" and results[0].question not in before:
        before = {**before, results[0].question: results[0].counts}
    shown = replace(
        asking,
        stage="told",
        since_ms=at_ms,
        people=_people(room),
        guessed=_guessed(room, asking),
        results=results,
    )
    room = replace(room, lesson=replace(lesson, asking=shown, before=before))
    event = Told(at_ms=at_ms, form=asking.form, results=results, people=shown.people, guessed=shown.guessed)
    return room, [event]


def deal(room: Room, command: commands.Deal, at_ms: int) -> Result:
    """A new round with a secret card in it: who waits gets the error."""
    check_host_of_class(room, command.by, NEEDS_HOST)
    check_running(room)
    room, events = _leave_step(room, at_ms, ends_round=True)
    room, more = _closed(room, at_ms)
    card = command.card or cards.draw(room, command.seed)
    room, last = cards.deal(room, card, command.to, command.seed, at_ms)
    lesson = room.lesson
    dealt = Dealt(at_ms=at_ms, cards=len(lesson.cards), to=command.to, deal=lesson.n_dealt)
    return room, [*events, *more, dealt, *last], {}


def _people(room: Room) -> int:
    return sum(worker.kind == "person" for worker in room.workers.values())


def _guessed(room: Room, asking: Asking) -> int:
    """How many have answered all that is asked."""
    return sum(has_answered(worker, asking) for worker in room.workers.values())


def has_answered(worker: Worker, asking: Asking) -> bool:
    return all(question in worker.guesses for question in asking.questions)


def _counts(room: Room, question: str) -> Counts:
    counts = [0, 0, 0]
    for worker in room.workers.values():
        answer = worker.guesses.get(question)
        if answer is not None:
            counts[answer] += 1
    return cast(Counts, tuple(counts))


def is_concerned(before: Room, room: Room) -> bool:
    """May a change outside the lesson bring something along? See `follow`."""
    lesson = room.lesson
    is_changed = lesson is not before.lesson or room.drill is not before.drill
    return is_changed or lesson.asking is not None or bool(lesson.cards)


def follow(before: Room, room: Room, at_ms: int) -> Step:
    """What any command may bring along: cards that are turned, another number of guesses, a hold that begins or ends.

    Where calls of `wait()` begin to count and nobody waits, the generation begins now.
    """
    room, events = cards.turn_over(room, at_ms) if room.lesson.cards else (room, [])
    room, more = _counted(room, at_ms) if len(room.workers) != len(before.workers) else (room, [])
    events += more
    was, now = held(before), held(room)
    if was == now:
        return room, events
    barrier = room.barrier
    if now is None and was != "paused" and barrier.state == "filling" and not barrier.waiting:
        room = replace(room, barrier=replace(barrier, since_ms=at_ms))
    return room, [*events, Held(at_ms=at_ms, held=now, since_ms=room.barrier.since_ms)]


def _counted(room: Room, at_ms: int) -> Step:
    """How many there are and have answered, after somebody came or went. A guess counts itself: a hall makes two
    thousand of them within seconds."""
    asking = room.lesson.asking
    if asking is None or asking.stage != "open":
        return room, []
    people, guessed = _people(room), _guessed(room, asking)
    if (people, guessed) == (asking.people, asking.guessed):
        return room, []
    room = replace(room, lesson=replace(room.lesson, asking=replace(asking, people=people, guessed=guessed)))
    return room, [Guessed(at_ms=at_ms, n=guessed, people=people)]
