"""A name and a face for somebody who is about to get on: the page shows them, and they may be kept or changed."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from app.core.names import ANIMALS, COLOURS, made_up_avatar, made_up_name
from app.rooms.live_room import ByRoom, LiveRoom
from app.web.words import Messages
from app.wire.typed_names import MAX_NAME_LENGTH


class Proposal(NamedTuple):
    name: str
    avatar: str


class Numbers:
    """The number whose made-up name was proposed last."""

    latest = 0


class Proposals:
    def __init__(self) -> None:
        self._numbers = ByRoom(Numbers)

    def propose(self, live: LiveRoom, messages: Messages) -> Proposal:
        """A made-up name in the language of these messages, and a face: not those proposed before, and free by now."""
        with live.lock:
            numbers, seed = self._numbers[live], live.room.seed
            numbers.latest = max(numbers.latest + 1, live.room.next_number)
            number = numbers.latest
        name_of: Callable[[str, str], str] = partial(face_name, messages)
        return Proposal(made_up_name(seed, number, name_of), made_up_avatar(seed, number))


def face_name(messages: Messages, animal: str, colour: str) -> str:
    """What this face is called; without its colour where a name may not have so many letters."""
    named = messages[f"animal_{animal}"]
    name = messages["face_name"].format(animal=named, colour=messages[f"colour_{colour}"])
    return (name if len(name.unescape()) <= MAX_NAME_LENGTH else named).unescape()


def face_words(messages: Messages) -> dict[str, str | dict[str, str]]:
    """What a page needs to say any made-up name: FaceWords in static/src/core/made_up.ts."""
    return {
        "animals": {animal: messages[f"animal_{animal}"].unescape() for animal in ANIMALS},
        "colours": {colour: messages[f"colour_{colour}"].unescape() for colour in COLOURS},
        "face": messages["face_name"].format(animal=1, colour=2).unescape(),
    }
