"""A name and a face for somebody who is about to get on: the page shows them, and they may be kept or changed."""

from app.core.names import made_up_avatar, made_up_name
from app.rooms.live_room import ByRoom, LiveRoom


class Numbers:
    """The number whose made-up name was proposed last."""

    latest = 0


class Proposals:
    def __init__(self) -> None:
        self._numbers = ByRoom(Numbers)

    def propose(self, live: LiveRoom) -> tuple[str, str]:
        """A made-up name and face: not those proposed before, and free by now."""
        with live.lock:
            numbers, seed = self._numbers[live], live.room.seed
            numbers.latest = max(numbers.latest + 1, live.room.next_number)
            return made_up_name(seed, numbers.latest), made_up_avatar(seed, numbers.latest)
