"""All that happened in a room, as it may leave the server: bytes, step by step. A step takes some milliseconds at most.

A name is looked up when its event or its row is encoded: once names are hidden, none that was given is in a later step.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from app.core.events import AnyEvent, Kind, WorkerJoined
from app.core.hidden_names import past_name, public_event
from app.core.room import Room
from app.core.timeline import Generation, Reader, Span
from app.rooms.rooms import Rooms

SIGNATURE = "\ufeff"
"""At the beginning of a CSV file: Excel takes it for its own country's encoding otherwise, and names for nonsense."""
ROWS_AT_ONCE = 200
CSV_COLUMNS = (
    "generation",
    "phase",
    "outcome",
    "cause",
    "since_ms",
    "release_at_ms",
    "worker",
    "name",
    "work_from_ms",
    "arrived_ms",
    "index",
    "waited_ms",
)
FORMULA_BEGINS = re.compile(r"""(?:^|(?<=[;,\t\r\n"']))(?= *[=+\-@\t\r＝＋－＠])""")
"""Also behind what may end a cell, as a semicolon does where the comma is for decimals. Spreadsheets take the wide
forms of East Asian keyboards for the others."""

Kinds = Mapping[int, Kind]
"""Of everybody who has had a seat, by worker."""

encode = msgspec.json.Encoder().encode


def log_json(rooms: Rooms, code: str) -> Iterator[bytes]:
    """All events, and then all generations."""
    beginning, number = rooms.archive.beginning(code)
    last = rooms.find(code).number
    yield b'{"code":%s,"epoch":%d,"events_left_out":%d,"events":[' % (encode(code), beginning.epoch, beginning.seq)
    separator = b""
    for _, events in _until(last, rooms, code, number, beginning):
        for event in events:
            yield separator + encode(public_event(rooms.find(code).room, event))
            separator = b","
        yield b""
    yield b'],"generations":['
    separator = b""
    for ended in _generations(last, rooms, code, number, beginning):
        yield separator + encode(_public_generation(rooms.find(code).room, *ended)) if ended else b""
        separator = b"," if ended else separator
    yield b"]}"


def timeline_csv(rooms: Rooms, code: str) -> Iterator[bytes]:
    """A line for each worker of each generation."""
    beginning, number = rooms.archive.beginning(code)
    lines = io.StringIO()
    writer = csv.writer(lines)
    lines.write(SIGNATURE)
    writer.writerow(CSV_COLUMNS)
    for ended in _generations(rooms.find(code).number, rooms, code, number, beginning):
        for nth, row in enumerate(_rows(rooms, code, *ended) if ended else ()):
            writer.writerow(row)
            if nth % ROWS_AT_ONCE == 0:
                yield _taken_from(lines)
        yield _taken_from(lines)


def _taken_from(lines: io.StringIO) -> bytes:
    text = lines.getvalue()
    lines.seek(0)
    lines.truncate()
    return text.encode()


def _until(last: int, rooms: Rooms, code: str, number: int, room: Room) -> Iterator[tuple[Room, tuple[AnyEvent, ...]]]:
    """What came after the command with this number, until the `last`."""
    return itertools.islice(rooms.archive.history(code, number, room), last - number)


def _generations(
    last: int, rooms: Rooms, code: str, number: int, room: Room
) -> Iterator[tuple[Generation, Kinds] | None]:
    """Those until the `last` command, with the names as they were. None: nothing has come of a step."""
    reader = Reader(room)
    kinds: dict[int, Kind] = {worker.number: worker.kind for worker in room.workers.values()}
    for _, events in _until(last, rooms, code, number, room):
        for event in events:
            reader.take(event)
            if isinstance(event, WorkerJoined):
                kinds[event.worker] = event.kind
        while reader.ended:
            yield reader.ended.popleft(), kinds
        yield None
    for generation in reader.generations():
        yield generation, kinds


def _public_generation(room: Room, generation: Generation, kinds: Kinds) -> Generation:
    return replace(generation, spans=tuple(_public_span(room, span, kinds) for span in generation.spans))


def _public_span(room: Room, span: Span, kinds: Kinds) -> Span:
    if room.names == "shown":
        return span
    return replace(span, name=past_name(room, span.worker, span.name, kinds[span.worker]))


def _rows(rooms: Rooms, code: str, generation: Generation, kinds: Kinds) -> Iterator[list[object]]:
    """As CSV_COLUMNS says."""
    known = [_plain_cell(getattr(generation, column)) for column in CSV_COLUMNS[:6]]
    for past in generation.spans:
        span = _public_span(rooms.find(code).room, past, kinds)
        yield known + [_plain_cell(getattr(span, column)) for column in CSV_COLUMNS[6:]]


def _plain_cell(value: object) -> object:
    """A text that a spreadsheet will not take for a formula (OWASP, "CSV Injection")."""
    return FORMULA_BEGINS.sub("'", value) if isinstance(value, str) else value
