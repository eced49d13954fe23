"""What this process knows of the others that share the store. `presence/processes.py` asks, and says what it heard."""

from collections.abc import Set

from app.lib.tokens import new_process

TURN_MS = 20
"""What every process would do at the same moment, they do one after the other: the next one finds it done."""


class Peers:
    """The processes that share the store, and this one, whose name is `process`.

    The names of this process and of its siblings begin with `family`; empty: it has none.
    """

    def __init__(self, *, is_shared: bool, family: str = "") -> None:
        self.process = family + new_process()
        self._family = family or self.process
        self._is_shared = is_shared
        self._alive: frozenset[str] = frozenset()
        self.ended: frozenset[str] = frozenset()
        self._doubted: set[str] = set()
        """Processes that were met and are not known: the next beat asks."""
        self.turn_ms = 0
        """How much later than others this process does what every process would do."""

    def lives_elsewhere(self, process: str | None) -> bool:
        """Is this another process, which looks after its people itself? In doubt it is."""
        if process is None or process == self.process or not self._is_shared:
            return False
        if process in self.ended:
            return False
        if process not in self._alive:
            self._doubted.add(process)
        return True

    @property
    def doubted(self) -> frozenset[str]:
        return frozenset(self._doubted)

    def others_for_each(self, *, with_siblings: bool = False) -> float:
        """How many others would take the people of this one. `with_siblings`: for each of those that stop together."""
        stopping = {self.process}
        if with_siblings:
            stopping |= {process for process in self._alive if process.startswith(self._family)}
        return len(self._alive - stopping) / len(stopping)

    def update(self, heard: Set[str], silent: Set[str], *, doubted: Set[str], is_sure: bool) -> None:
        """These processes were heard of late, and these were silent. `doubted` were met before that was asked. Where
        this is not sure, none that was alive has ended."""
        self.turn_ms = TURN_MS * sorted(heard).index(self.process)
        self._alive = frozenset(heard if is_sure else heard | self._alive)
        self.ended = (self.ended | heard | silent | doubted) - self._alive
        self._doubted -= doubted
