"""Write tests/recorded/*.json: a snapshot, events, and the snapshot they lead to. `python -m tests.support.record_logs`

Python and TypeScript fold the same files, so that every screen sees what the server means.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.core import commands as c
from app.core.snapshot import snapshot
from tests.support.fold import json_of
from tests.support.story import Story, class_of

FOLDER = Path(__file__).parents[1] / "recorded"
FIVE = ("Ana", "Ben", "Chloé", "Dan", "Eve")


def round_with_five() -> Story:
    return Story().join(*FIVE).arrive(3, 1, 5, 2, 4).arrive(1, 2)


def broken_and_reset() -> Story:
    story = Story().join(*FIVE).arrive(1, 2).do(c.Abort(by=4, generation=0))
    return story.do(c.Reset(by=2, generation=0)).arrive(5).do(c.Reset(by=1, generation=1)).arrive(4)


def departure_that_trips() -> Story:
    return Story().join(*FIVE).arrive(1, 2, 3, 5).do(c.Leave(worker=2)).do(c.Leave(worker=4)).arrive(3)


def configure_with_force() -> Story:
    story = Story(host=True, parties=3).join(*FIVE).do(c.Start(by="host")).arrive(1, 2)
    story.configure("host", force=True, parties=2, phases=("read", "talk", "vote"), lead_ms=900)
    return story.arrive(5, 4).configure("host", parties="everyone", gone="let_go", gone_after_s=10)


def automatic_lead() -> Story:
    story = Story().join("Ana", "Ben").do(c.TuneLead(lead_ms=650)).arrive(1, 2)
    return story.configure(1, lead_ms=650).do(c.TuneLead(lead_ms=300)).arrive(2).configure(2, lead_ms="auto").arrive(1)


def robots() -> Story:
    story = Story().join("Ana").do(c.AddRobots(by=1, count=4, seed=11, pace="quick")).arrive(2, 4, 3)
    return story.do(c.Drop(by=1, worker=5)).arrive(1).do(c.Rename(by=1, worker=2, name="Marvin", avatar="owl"))


def hidden_names() -> Story:
    story = Story(host=True, names="hidden").join("Ana", "Ben").do(c.Start(by="host")).arrive(1)
    story.do(c.Rename(by=2, name="Bob", avatar="fox-mint")).configure("host", names="shown")
    return story.configure("host", names="hidden").join("Chloé")


def lobby_and_start() -> Story:
    story = Story(host=True).join("Ana", "Ben").configure("host", door="locked").do(c.Disconnect(worker=2))
    return story.do(c.Start(by="host")).arrive(1)


def languages() -> Story:
    story = Story(language="fr").join("Ana", "Ben").configure(1, language="pt-BR").arrive(1, 2)
    return story.do(c.Leave(worker=1)).do(c.Leave(worker=2)).join("Chloé")


def reconnects() -> Story:
    story = Story().join("Ana", "Ben", "Chloé").arrive(2).do(c.Disconnect(worker=2)).do(c.Connect(worker=2))
    story.do(c.Disconnect(worker=3)).arrive(1)
    return story.do(c.Gone(worker=3, away_since_ms=story.now_ms - 1000), story.now_ms + 29_000)


def surplus_under_fixed() -> Story:
    return Story(parties=2).join(*FIVE).arrive(1, 2, 3, 4, 5)


def deserted_room() -> Story:
    story = Story(timeout_s=60.0).join("Ana").do(c.AddRobots(by=1, count=2, seed=3)).arrive(2)
    story.configure(1, door="locked", timeout_s=20.0, phases=("solo",)).do(c.Abort(by=1, generation=0))
    return story.do(c.Leave(worker=1)).join("Ben", "Chloé").arrive(5)


def timeout() -> Story:
    story = Story(timeout_s=5.0).join("Ana", "Ben").arrive(1)
    return story.do(c.Expire(generation=0), story.now_ms + 5000)


def action() -> Story:
    story = Story(parties=2).join("Ana", "Ben", "Chloé").arrive(1).arrive(2, action=True)
    story.do(c.FinishAction(worker=2, generation=0, ok=True)).arrive(3).arrive(1, action=True)
    return story.do(c.Leave(worker=1))


def class_with_host() -> Story:
    story = Story(host=True).join(*FIVE).do(c.AddRobots(by="host", count=1, seed=11))
    return story.do(c.Lesson(by="host", step="door"))


def guess_and_run() -> Story:
    story = class_with_host()
    for step in ("story", "round"):
        story.do(c.Lesson(by="host", step=step))
    story.arrive(1, 2, 3, 4, 5, 6).do(c.Lesson(by="host", step="guess_again"))
    for worker, answer in ((1, 0), (2, 2), (2, 1), (4, 2)):
        story.do(c.Guess(worker=worker, question="surplus", answer=answer))
    story.join("Fay").do(c.Leave(worker=4)).do(c.Run(by="host", seed=5)).arrive(1, 2, 3, 5, 6, 7, 8)
    story.do(c.Tell(by="host")).do(c.Lesson(by="host", step="ticket"))
    for question in ("surplus.after", "dies.after", "timeout.after"):
        story.do(c.Guess(worker=1, question=question, answer=1))
    return story.do(c.Lesson(by="host", step="result")).do(c.Lesson(by="host", step=None))


def free_play_in_a_lesson() -> Story:
    story = class_with_host().do(c.Lesson(by="host", step="guess")).do(c.Ask(by="host", question="timeout"))
    story.do(c.Run(by="host", seed=5)).arrive(1, 2).do(c.Lesson(by="host", step="guess", free=True)).arrive(1)
    return story.do(c.Lesson(by="host", step="guess"))


def secret_cards() -> Story:
    story = class_with_host().do(c.Lesson(by="host", step="wrong"))
    story.do(c.Deal(by="host", seed=1, to="person", card="slow")).arrive(1, 2, 3, 4, 5, 6)
    story.do(c.Ask(by="host", question="wrong")).do(c.Guess(worker=3, question="wrong", answer=0))
    story.do(c.Tell(by="host")).arrive(2, at_ms=story.now_ms + 60_000)
    story.do(c.Deal(by="host", seed=1, card="action")).arrive(1, 2, 3, 4, 5, 6)
    story.do(c.Reset(by="host", generation=story.generation)).do(c.Deal(by="host", seed=3, card="extra"))
    story.arrive(1, 2, 3, 4, 5, 7, 6).do(c.Ask(by="host", question="wrong"))
    return story.do(c.Ask(by="host", question=None))


def pause() -> Story:
    story = Story(host=True, timeout_s=30.0).join("Ana", "Ben", "Chloé").do(c.Start(by="host")).arrive(1)
    story.do(c.Disconnect(worker=2)).do(c.Pause(by="host", on=True)).do(c.Leave(worker=3))
    return story.do(c.Pause(by="host", on=False), story.now_ms + 60_000).do(c.Connect(worker=2)).arrive(2)


def mural_with_the_barrier() -> Story:
    story = Story().join("Ana", "Ben", "Chloé").do(c.SetMural(by=1, gate="barrier")).arrive(2, 3, 1).join("Dan")
    story.arrive(1, 2, 4).do(c.Leave(worker=3)).do(c.Abort(by=1, generation=story.generation))
    story.do(c.Reset(by=1, generation=story.generation)).configure(1, parties=2).arrive(4, 1)
    for _ in range(11):
        story.arrive(1, 2)
    return story


def mural_without_the_barrier() -> Story:
    story = Story().join("Ana", "Ben", "Chloé").do(c.SetMural(by=1, gate="barrier")).arrive(1)
    story.do(c.SetMural(by=2, gate="none", force=True)).join("Dan")
    for step, worker in enumerate((1, 1, 2, 1, 3, 3)):
        done = (0, 1, 0, 2, 0, 1)[step]
        story.do(c.Arrive(worker=worker, generation=story.generation + done, known=step))
    return story.do(c.Leave(worker=3)).do(c.Arrive(worker=1, generation=story.generation + 3))


def mural_put_away() -> Story:
    story = Story().join("Ana", "Ben").do(c.SetMural(by=1, gate="none"))
    story.do(c.Arrive(worker=2, generation=story.generation)).do(c.SetMural(by=1, gate="off")).arrive(1, 2)
    return story.do(c.SetMural(by=1, gate="barrier")).arrive(2).do(c.Leave(worker=2)).do(c.Leave(worker=1))


def drill() -> Story:
    """Ana, Ben and Chloé with a robot that fills up; a doubled signal counts once, one leaves, and it begins anew."""
    story = class_of(3).arrive(1).do(c.SetDrill(by="host", kind="dissemination", seed=5, force=True))
    for k in range(2):
        for worker in (2, 1, 4, 3):
            story.do(c.Signal(worker=worker, run=0, k=k))
    story.do(c.Signal(worker=3, run=0, k=1)).do(c.SetDrill(by="host", kind="dissemination", seed=6))
    story.do(c.Signal(worker=3, run=1, k=0)).do(c.Leave(worker=2)).do(c.Signal(worker=1, run=1, k=0))
    return story.do(c.SetDrill(by="host", kind="off", seed=7)).arrive(1, 3, 4)


def programs() -> Story:
    """One expects three, and withdraws; the second moves up."""
    story = Story(host=True).do(c.Start(by="host")).join("load", kind="program", parties=3).join("calc", kind="program")
    for worker, ticket in ((1, "a"), (2, "b")):
        story.do(c.Arrive(worker=worker, generation=0, ticket=ticket))
    story.do(c.Withdraw(worker=1, generation=0, ticket="a")).join("save", kind="program", parties=3)
    return story.arrive(3, 1)


STORIES: tuple[Callable[[], Story], ...] = (
    round_with_five,
    broken_and_reset,
    departure_that_trips,
    configure_with_force,
    automatic_lead,
    robots,
    hidden_names,
    lobby_and_start,
    languages,
    reconnects,
    surplus_under_fixed,
    deserted_room,
    timeout,
    action,
    guess_and_run,
    free_play_in_a_lesson,
    secret_cards,
    pause,
    mural_with_the_barrier,
    mural_without_the_barrier,
    mural_put_away,
    drill,
    programs,
)


def recorded(story: Story) -> dict[str, Any]:
    return {
        "before": json_of(snapshot(story.first, story.now_ms)),
        "events": json_of(story.all_events),
        "after": json_of(snapshot(story.room, story.now_ms)),
    }


def text_of(story: Story) -> str:
    return json.dumps(recorded(story), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for tell in STORIES:
        (FOLDER / f"{tell.__name__}.json").write_text(text_of(tell()), encoding="utf-8")
