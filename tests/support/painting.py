"""The picture that a room paints together, as the tests compute it: no server ever does, screens do.

The twin of `static/src/core/painting.ts`, whose head says the rules; both fold the same recorded logs alike.
"""

from collections.abc import Iterable, Sequence

from app.core.value import Value

WIDTH = 128
HEIGHT = 72
CELLS = WIDTH * HEIGHT
N_STEPS = 12
"""From the hills at the bottom left up into the sky at the right."""
FRONT_MOVES = (5, -2)
BACK_MOVES = (-3, 1)
"""Cells to the right and down in one step."""
TURN = 29
"""Each run begins with the back layer this many columns further, so that it has other clouds."""
MOST_ROWS = 12
"""Strips are whole rows up to here. More workers share rows, so that a piece of bus stays in one piece."""
MOST_IN_ROWS = 600
"""Above this many workers there are twice as many rows, and so on: a tile is at least two cells wide."""


class Start(Value, frozen=True):
    """The picture before the first step (`static/src/core/mural_start.json`): a hexadecimal digit for each cell of a
    row; clear cells at a row's end are left out."""

    front: tuple[str, ...]
    back: tuple[str, ...]


class Strip(Value, frozen=True):
    """A worker's part of the picture: columns `left` to `right` - 1, rows `top` to `bottom` - 1."""

    left: int
    top: int
    right: int
    bottom: int

    def cells(self) -> Iterable[int]:
        for y in range(self.top, self.bottom):
            yield from range(y * WIDTH + self.left, y * WIDTH + self.right)


class Painting(Value, frozen=True):
    """These strips at once, of a picture that is cut into `n`."""

    n: int
    strips: tuple[int, ...]


Paint = int | tuple[int, tuple[int, ...]]
"""On the wire, a painting under the barrier: `n` when all n strips were painted, `(n, strips)` when not all were."""


class Tear(Value, frozen=True):
    """Who painted which step, and needed the neighbour's edge of `age`, which was at `found` already or still."""

    strip: int
    step: int
    neighbour: int
    found: int

    @property
    def age(self) -> int:
        return self.step - 1


def strips(n: int) -> list[Strip]:
    """The parts of the picture for n workers, from the top, from left to right. Each cell is in exactly one."""
    n_rows = n if n <= MOST_ROWS else min(n, MOST_ROWS * -(-n // MOST_IN_ROWS), HEIGHT)
    parts = []
    for row in range(n_rows):
        top, bottom = HEIGHT * row // n_rows, HEIGHT * (row + 1) // n_rows
        n_here = n * (row + 1) // n_rows - n * row // n_rows
        parts += [Strip(WIDTH * i // n_here, top, WIDTH * (i + 1) // n_here, bottom) for i in range(n_here)]
    return parts


def source(cell: int, moves: tuple[int, int], times: int = 1) -> int | None:
    """The cell from which a layer's colour comes in so many steps; None when it comes from outside."""
    y, x = divmod(cell, WIDTH)
    from_y = y - moves[1] * times
    return from_y * WIDTH + (x - moves[0] * times) % WIDTH if 0 <= from_y < HEIGHT else None


def with_barrier(paints: Iterable[Paint]) -> list[Painting]:
    """The paintings of a run with the barrier: one a trip."""
    return [
        Painting(paint, tuple(range(paint))) if isinstance(paint, int) else Painting(paint[0], tuple(paint[1]))
        for paint in paints
    ]


def without_barrier(n: int, order: Iterable[int]) -> list[Painting]:
    """The paintings of a run without the barrier: one a press, each of one strip."""
    return [Painting(n, (strip,)) for strip in order]


class Picture:
    """A picture being painted; `run` says which clouds it has. Changed by `paint` alone."""

    def __init__(self, start: Start, run: int) -> None:
        turn = TURN * run % WIDTH
        self.front = bytearray(b"".join(_row(text) for text in start.front))
        self.back = bytearray(b"".join(row[WIDTH - turn :] + row[: WIDTH - turn] for row in map(_row, start.back)))
        self.age = bytearray(CELLS)
        self._begin = (bytes(self.front), bytes(self.back))
        self._true: dict[int, bytes] = {}
        self._parts: dict[int, list[Strip]] = {}

    def parts(self, n: int) -> list[Strip]:
        if n not in self._parts:
            self._parts[n] = strips(n)
        return self._parts[n]

    def paint(self, painting: Painting) -> None:
        parts = self.parts(painting.n)
        front, back = bytes(self.front), bytes(self.back)
        for number in painting.strips:
            for cell in parts[number].cells():
                self.front[cell] = _moved(front, cell, FRONT_MOVES)
                self.back[cell] = _moved(back, cell, BACK_MOVES)
                self.age[cell] += 1

    def seen(self) -> bytes:
        return bytes(front or back for front, back in zip(self.front, self.back, strict=True))

    def true_picture(self, step: int) -> bytes:
        """The picture after this many steps when all strips are painted together. In closed form."""
        if step not in self._true:
            front, back = self._begin
            self._true[step] = bytes(
                _moved(front, cell, FRONT_MOVES, step) or _moved(back, cell, BACK_MOVES, step) for cell in range(CELLS)
            )
        return self._true[step]

    def wrong_cells(self) -> list[int]:
        """Those that do not show the true picture of their own age."""
        seen, ages = self.seen(), self.age
        return [cell for cell in range(CELLS) if seen[cell] != self.true_picture(ages[cell])[cell]]

    def torn_by(self, n: int, strip: int) -> list[int]:
        """Of n strips, whose edges this one would read at another age than its own if it were painted now."""
        parts = self.parts(n)
        owner = owners(parts)
        torn = set()
        for cell in parts[strip].cells():
            for moves in (FRONT_MOVES, BACK_MOVES):
                read = source(cell, moves)
                if read is not None and self.age[read] != self.age[cell]:
                    torn.add(owner[read])
        return sorted(torn - {strip})


def owners(parts: Sequence[Strip]) -> list[int]:
    """Which strip each cell belongs to."""
    owner = [-1] * CELLS
    for number, part in enumerate(parts):
        for cell in part.cells():
            owner[cell] = number
    return owner


def fold(start: Start, run: int, paintings: Iterable[Painting]) -> Picture:
    """The picture that these paintings lead to."""
    picture = Picture(start, run)
    for painting in paintings:
        picture.paint(painting)
    return picture


def first_tear(start: Start, n: int, order: Iterable[int]) -> Tear | None:
    """The first time that one of these presses, of one strip each, reads a neighbour's edge of another age."""
    picture, parts = Picture(start, 0), strips(n)
    for strip in order:
        torn = picture.torn_by(n, strip)
        if torn:
            age = [picture.age[parts[number].top * WIDTH + parts[number].left] for number in (strip, torn[0])]
            return Tear(strip, age[0] + 1, torn[0], age[1])
        picture.paint(Painting(n, (strip,)))
    return None


def order_without(work_ms: Sequence[Sequence[int]]) -> list[int]:
    """The order in which the same people at the same speeds would have painted, had nobody waited.

    `work_ms[strip][step]` is how long the strip's worker worked. Of two at the same moment the upper strip comes first.
    """
    presses = []
    for strip, times_ms in enumerate(work_ms):
        at_ms = 0
        for ms in times_ms:
            at_ms += ms
            presses.append((at_ms, strip))
    return [strip for _, strip in sorted(presses)]


def checksum(cells: bytes) -> int:
    """FNV-1a, 32 bits."""
    value = 2166136261
    for cell in cells:
        value = (value ^ cell) * 16777619 % 2**32
    return value


def _row(text: str) -> bytes:
    return bytes(int(digit, 16) for digit in text.ljust(WIDTH, "0"))


def _moved(layer: bytes, cell: int, moves: tuple[int, int], times: int = 1) -> int:
    read = source(cell, moves, times)
    return 0 if read is None else layer[read]
