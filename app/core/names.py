"""Made-up names and faces: 24 animals on 8 colours, "Rose Octopus". A face on the wire is "octopus-rose"."""

import re
from collections.abc import Callable

from app.core.events import Kind

ANIMALS: dict[str, str] = {
    "fox": "🦊",
    "panda": "🐼",
    "owl": "🦉",
    "frog": "🐸",
    "bee": "🐝",
    "octopus": "🐙",
    "lion": "🦁",
    "tiger": "🐯",
    "koala": "🐨",
    "rabbit": "🐰",
    "unicorn": "🦄",
    "whale": "🐳",
    "penguin": "🐧",
    "dolphin": "🐬",
    "butterfly": "🦋",
    "ladybird": "🐞",
    "fish": "🐠",
    "eagle": "🦅",
    "wolf": "🐺",
    "bear": "🐻",
    "hamster": "🐹",
    "crab": "🦀",
    "elephant": "🐘",
    "horse": "🐴",
}
COLOURS = ("peach", "blue", "mint", "rose", "lilac", "sunny", "aqua", "sand")

_ANIMALS = tuple(ANIMALS)
_PAIRS = len(_ANIMALS) * len(COLOURS)
_STRIDE = 77
"""Without a common factor with the 192 pairs, and far from 24: neighbours get neither animal nor colour in common."""

ROBOT_NAME = "Robot"
_OF_ROBOTS = re.compile(rf"{ROBOT_NAME}(?: \d+)?")
"""Reserved: nobody can give a name like it."""


def was_given(name: str, kind: Kind) -> bool:
    """May somebody have chosen this name? Robots have names of their own, until somebody renames one."""
    return kind != "robot" or _OF_ROBOTS.fullmatch(name) is None


def made_up_avatar(seed: int, number: int) -> str:
    """The face of the worker with this number; the first 192 workers of a room all differ."""
    pair = (seed + number * _STRIDE) % _PAIRS
    return f"{_ANIMALS[pair % len(_ANIMALS)]}-{COLOURS[pair // len(_ANIMALS)]}"


def in_english(animal: str, colour: str) -> str:
    return f"{colour} {animal}".title()


def made_up_name(seed: int, number: int, name_of: Callable[[str, str], str] = in_english) -> str:
    """The name that goes with `made_up_avatar`; from the 193rd worker on it ends in a number."""
    animal, colour = made_up_avatar(seed, number).split("-")
    lap = (number - 1) // _PAIRS
    return name_of(animal, colour) + (f" {lap + 1}" if lap else "")


def clean_avatar(wanted: str | None, otherwise: str) -> str:
    """A face that exists: "octopus-rose", "octopus" or "🐙" (with the colour of `otherwise`), or else `otherwise`."""
    if wanted is None:
        return otherwise
    animal, _, colour = wanted.strip().lower().partition("-")
    by_emoji = {emoji: name for name, emoji in ANIMALS.items()}
    animal = by_emoji.get(animal, animal)
    if animal not in ANIMALS:
        return otherwise
    return f"{animal}-{colour if colour in COLOURS else otherwise.partition('-')[2]}"
