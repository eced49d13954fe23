"""The table in docs/operations.md of what may be asked, what it costs, and what bounds it, made from the limits in the
code. The times were measured on one core of a small server; the limits are what the code says.

`python -m tests.support.costs` writes it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core import rules
from app.lib import fair_turns, limits, logs, shares, turns
from app.presence import host_address
from app.release import tally
from app.rooms import archive, broadcast, budgets, capacity, housekeeping, live_room, pictures, readings, robots
from app.server import application, eventlet_server, server
from app.settings import DEFAULTS
from app.sockets import connections, prices
from app.stores import sqlite
from app.transport import delivery, outbox, packets, websocket
from app.web import guard, hosts, languages, long_polls, pages, programs_api, report
from app.wire import messages
from tests.support.documents import filled_in
from tests.support.running import ROOT

DOCUMENT = ROOT / "docs" / "operations.md"


@dataclass(frozen=True)
class Row:
    """`asks` are routes, messages and commands, as the contract names them."""

    what: str
    asks: tuple[str, ...]
    cost: str
    payer: str
    bound: str


def of(number: float) -> str:
    """10000 -> 10,000; 0.25 -> 0.25."""
    return f"{number:,.0f}" if number >= 1000 else f"{number:g}"


def percent(share: float) -> str:
    return f"{share:.0%} of the processor"


def bytes_of(number: int) -> str:
    return f"{number // 1_000_000} MB" if number >= 1_000_000 else f"{number // 1024} KiB"


MESSAGES = f"{messages.MESSAGES_PER_SECOND} a second, {messages.MESSAGE_BURST} in a burst"
REQUESTS = f"{budgets.REQUESTS_PER_SECOND} requests a second, {of(budgets.REQUEST_BURST)} in a burst"
SHARES = f"an address may take {shares.PLENTY:.0%} of all, and when so many are taken, as many as are left for others"
IN_TURNS = "one request is answered at a time, and then everything else has its turn"
IN_SHORT_TURNS = f"those of an address are done for {turns.TURN_S * 1000:.0f} ms, and then everything else has its turn"
IN_A_LINE = "one message of an address is done at a time, and then everything else has its turn"
CODES = (
    f"wrong codes: {messages.WRONG_CODES_PER_MINUTE} a minute, then {messages.GUESSES_PER_MINUTE} until "
    "right ones are refused, "
    "too, except for rooms known at that address"
)
SAME = ("arrive", "leave", "guess", "signal", "nudge", "let_in")
"""Names on the wire of what `budgets.SAME_IN_ANY_ROOM` has."""
FOR_ALL = (
    *(
        "start",
        "abort",
        "reset",
        "configure",
        "drop",
        "remove_all_since",
        "mural",
        "drill",
        "pause",
        "lesson",
        "ask",
        "run",
    ),
    *("tell", "deal"),
)

ROWS = (
    Row(
        "a request",
        ("GET /", "GET /teachers", "GET /worksheet", "GET /algorithms", "GET /healthz", "GET /metrics"),
        "0.4 to 2 ms",
        "the client: it waits",
        f"{IN_TURNS}; the addresses take turns; {bytes_of(messages.MAX_MESSAGE_BYTES)}, complete within "
        f"{eventlet_server.REQUEST_WITHIN_S} "
        "s; a Host of at most "
        f"{guard.MAX_HOST_LENGTH} letters, an Origin of {guard.MAX_ORIGIN_LENGTH}; {of(languages.MOST_LETTERS_OF_ALL)} "
        "letters of an Accept-Language are read",
    ),
    Row(
        "a page or a script of a room",
        (
            *("GET /<CODE>", "GET /<CODE>/host", "GET /<CODE>/report", "GET /remote_barrier.py"),
            "GET /api/rooms/<CODE>/url",
        ),
        f"0.7 to 1 ms; a room that is not in memory is opened, 20 to {of(archive.SNAPSHOT_EVERY_MS)} ms",
        "the address",
        f"{CODES}; a snapshot every {of(archive.SNAPSHOT_EVERY)} commands, and after commands that take "
        f"{of(archive.SNAPSHOT_EVERY_MS)} ms; who opens the same room waits for the same replay; replays go on for "
        f"{turns.TURN_S * 1000:.0f} ms, and then everything else has its turn",
    ),
    Row(
        "a QR code",
        ("GET /<CODE>/qr.svg",),
        "4 ms; 0.5 ms from the cache",
        "the address",
        f"the latest {pages.qr_svg.cache_info().maxsize} stay in the cache; codes as above",
    ),
    Row(
        "a new room",
        ("POST /api/rooms",),
        "1 ms, and two rows in the store",
        "the address",
        f"{DEFAULTS.rooms_per_minute} a minute (`ROOMS_PER_MINUTE`); deleted after "
        f"{housekeeping.FORGET_AFTER_MS // 3_600_000} hours without use",
    ),
    Row(
        "a connection",
        (),
        "80 kB; 1.5 ms when it ends",
        "all",
        f"{of(server.MAX_CONNECTIONS)} connections, or as many as files may be open, and "
        f"{of(connections.MOST_OF_AN_ADDRESS)} of an address in rooms; as many "
        f"sessions that poll; of both {SHARES}; must join within "
        f"{messages.JOIN_WITHIN_S} s; "
        f"a silent one is closed within {application.PING_INTERVAL_S + application.PING_TIMEOUT_S} s; an idle "
        "one of HTTP "
        f"ends after {eventlet_server.KEEP_ALIVE_S} s; of those that end together as many as fit into "
        f"{turns.TURN_S * 1000:.0f} ms do, and then everything else has its turn",
    ),
    Row(
        "a message",
        ("clock", "shown"),
        "0.1 ms",
        "the connection and the address: it waits",
        f"{MESSAGES}; with arrivals and signals {of(budgets.FREE_PER_SECOND)} a second, {of(budgets.FREE_BURST)} in a "
        f"burst, for an address, then {IN_SHORT_TURNS}; packets of any kind: {packets.PACKETS_PER_SECOND} a second, "
        f"{packets.PACKET_BURST} in a burst, then it is closed; "
        f"after {packets.TURN_PACKETS} that came together others have a turn; pings and pongs: "
        f"{websocket.CONTROLS_PER_SECOND} a second, {websocket.CONTROL_BURST} in a burst; "
        f"{websocket.MAX_FRAGMENTS} fragments",
    ),
    Row(
        "a seat",
        ("join", "POST /api/rooms/<CODE>/workers"),
        "1 ms, and a picture of the room; 1 kB while it is held",
        "the room",
        f"{capacity.NEW_SEATS_PER_SECOND} a second, {of(capacity.NEW_SEATS_BURST)} in a burst; "
        f"{of(rules.MAX_WORKERS)} workers; codes "
        "as above; a join counts as any message, but where its picture costs more than one message, where the room is "
        f"not in memory, and where a connection tries again, {IN_A_LINE}",
    ),
    Row(
        "a picture of the room",
        ("sync", "GET /api/rooms/<CODE>"),
        "3 ms and 270 kB in a full room, once for each change; 0.6 ms until the next one",
        "the connection; over HTTP the client, which waits",
        f"{MESSAGES}, of which a picture counts as one more for every {prices.WORKERS_A_MESSAGE} workers in it and "
        f"every {of(prices.NUMBERS_A_MESSAGE)} numbers in a mural's paintings, also where it comes with a refusal; "
        f"up to {live_room.RECENT_EVENTS} missed events are sent instead, if they list at most "
        f"{of(pictures.MOST_LISTED)} workers; only made if its answer is awaited; "
        f"{bytes_of(outbox.MAX_WAITING_BYTES)} may wait for a client, then it is cut off; {IN_A_LINE}; "
        f"over HTTP {IN_TURNS}",
    ),
    Row(
        "a command that costs the same in any room",
        (*SAME, "rename"),
        f"0.1 ms ({of(budgets.NEW_NAME_OR_LEAVE_MS)} ms for a name or a leave in a full room), some 100 bytes in the "
        "store, and a broadcast",
        "the connection; for all but arrivals and signals the address, too",
        f"{MESSAGES}; {of(budgets.MESSAGES_MS_PER_SECOND)} ms a second, {of(budgets.MESSAGES_BURST_MS)} in a burst, "
        f"for an address, where a message counts as {of(budgets.MESSAGE_MS)} ms, a name or a leave as "
        f"{of(budgets.NEW_NAME_OR_LEAVE_MS)} ms; {IN_A_LINE}, but arrivals and signals as any message; "
        "an arrival that completes the barrier costs as much as a command that concerns everybody, and has a budget as "
        f"large: then it waits, {of(budgets.LONGEST_WAIT_S)} s at most",
    ),
    Row(
        "the same from a program",
        (
            "POST /api/rooms/<CODE>/wait",
            "DELETE /api/rooms/<CODE>/wait",
            "POST /api/rooms/<CODE>/action",
            "DELETE /api/rooms/<CODE>/workers/me",
        ),
        "1 ms; 20 kB while it waits",
        "the seat",
        f"{REQUESTS}; {long_polls.MOST_OF_A_SEAT} of a seat wait, {programs_api.MAX_HOLD_S} s each; of those of a room "
        f"{long_polls.WOKEN_AT_ONCE} are woken, and then everything else has its turn; one timer for each room and "
        "purpose",
    ),
    Row(
        "a command that concerns everybody",
        (*FOR_ALL, "POST /api/rooms/<CODE>/abort", "POST /api/rooms/<CODE>/reset"),
        f"{of(budgets.COMMAND_MS)} ms, and {of(budgets.WORKER_MS)} ms for each worker, "
        f"{of(budgets.SCREEN_MS)} ms for each screen; "
        f"renaming somebody else, too; {of(budgets.RENAMED_MS)} ms more for each worker to hide or show names, "
        f"{of(budgets.REMOVED_MS)} ms more to remove all since a moment",
        "the room and the address",
        f"{of(budgets.ROOM_MS_PER_SECOND)} ms a second, {of(budgets.ROOM_BURST_MS)} in a burst, for a room; "
        f"{of(budgets.ADDRESS_MS_PER_SECOND)} ms a second, {of(budgets.ADDRESS_BURST_MS)} in a burst, for an "
        f"address; {IN_A_LINE}; over HTTP each "
        f"counts as {budgets.REQUESTS_OF_AN_END} requests of a seat or of the host",
    ),
    Row(
        "robots",
        ("add_robots",),
        f"{of(budgets.ROBOT_MS)} ms each, and 0.3 ms whenever they arrive",
        "the room and the address; all rooms with robots",
        f"as above, and {capacity.NEW_ROBOTS_PER_SECOND} a second, {of(rules.MAX_WORKERS)} in a burst, for a room; "
        f"{of(capacity.MAX_ROBOTS)} in all rooms that somebody watches, but {capacity.FEW_ROBOTS} in any; "
        f"{percent(robots.SHARE)} for "
        "all of them; they rest where nobody watches",
    ),
    Row(
        "a whole log",
        ("GET /api/rooms/<CODE>/log.json", "GET /api/rooms/<CODE>/timeline.csv"),
        f"some seconds for the longest; {bytes_of(readings.PAGE_BYTES)} of memory, and the room's value",
        "the address",
        f"{percent(fair_turns.SHARE)} for all readings, whose addresses take turns; an address with more than "
        f"{of(fair_turns.MS_PER_MINUTE)} ms a "
        f"minute comes last; one at a time for each room, {readings.MOST_AT_ONCE} in all, "
        f"{readings.MOST_OF_AN_ADDRESS} of an address; {readings.MOST_WAITING} others wait, of an address as many as "
        "are left for others; when others wait, it loses its "
        f"place after {of(readings.MOST_IDLE_S)} s without a reader, or {of(readings.UNTIL_TAKEN_S)} s",
    ),
    Row(
        "a report",
        ("GET /api/rooms/<CODE>/report.json", "GET /<CODE>/take-home.py"),
        "a whole log once, then what is new; 7 ms and 450 kB for the largest",
        "the address",
        f"as a whole log; {report.MOST_GENERATIONS} generations, {of(report.MOST_SPANS)} workers in all; "
        f"{report.MOST_READINGS} rooms are "
        f"remembered; one at a time for each room, {report.MOST_AT_ONCE} rooms at once and "
        f"{report.MOST_OF_AN_ADDRESS} for an address; {report.MOST_WAITING} others wait, of an address as many "
        "as are left for others, "
        f"{of(report.MOST_WAIT_S)} s at most",
    ),
    Row(
        "the broadcast of a change",
        (),
        f"{application.DIRECT_COST_S * 1000:g} ms for each screen",
        "the room: its screens wait",
        f"{percent(broadcast.SHARE)} for all broadcasts; to as many screens as fit into "
        f"{delivery.BROADCAST_TURN_S * 1000:.0f} ms, and "
        "then everything else has its turn; "
        f"a pause of {broadcast.MIN_PAUSE_MS} to "
        f"{of(broadcast.MAX_PAUSE_MS)} ms, for "
        f"phones {broadcast.BRIEF_PAUSE_MS} ms; urgent news is at most {of(broadcast.URGENT_AHEAD_MS)} ms "
        "ahead; reports of screens are "
        f"taken for {tally.TAKEN_FOR_MS // 1000} s",
    ),
    Row(
        "a client that does not read",
        (),
        f"{bytes_of(delivery.SEND_BUFFER_BYTES)} in the kernel, then memory",
        "that client",
        f"{outbox.MAX_WAITING} broadcasts, {bytes_of(outbox.MAX_WAITING_BYTES)}, {of(outbox.CUT_OFF_AFTER_S)} s; "
        f"{bytes_of(outbox.MOST_IN_ALL_BYTES)} for all clients, then the one for whom most waits is cut off; large "
        "blocks go back to the system at once (glibc); "
        f"{delivery.MAX_QUEUED} packets for a client that should poll; {eventlet_server.SOCKET_TIMEOUT_S} s for an "
        f"answer over HTTP, {bytes_of(eventlet_server.MOST_UNREAD_BYTES)} of them, of which {SHARES}",
    ),
    Row(
        "a room, while it is kept",
        (),
        f"its log on the disk; in memory {of(capacity.ROOM_BYTES)} bytes, {of(capacity.WORKER_BYTES)} for each worker, "
        f"{capacity.EVENT_BYTES} for each of its latest events, {capacity.LISTED_BYTES} for each worker or strip that "
        f"one lists, {capacity.PAINTED_BYTES} for each number in a mural's paintings, {capacity.KEPT_OUT_BYTES} for "
        f"each of at most {of(capacity.MOST_KEPT_OUT)} hashes of who is kept out, and the tickets of programs",
        "all rooms",
        f"a log is {bytes_of(archive.MARK_EVERY_BYTES)} to {bytes_of(2 * archive.MARK_EVERY_BYTES)} of events, "
        f"then its beginning goes; out of memory after {housekeeping.IDLE_MS // 60_000} minutes without use, "
        "and when the last room has left it, what is free goes back to the system (glibc); "
        f"{bytes_of(capacity.MAX_BYTES)} for all rooms in memory, then no new rooms, no robots, and no more people in "
        f"rooms of {capacity.CLASS_SIZE}; no new rooms with less than {bytes_of(sqlite.LEAST_FREE_BYTES)} and "
        f"{sqlite.LEAST_FREE_SHARE:.0%} of the disk free, and logs of "
        f"{bytes_of(archive.MARK_EVERY_BYTES_ON_A_FULL_DISK)} to "
        f"{bytes_of(2 * archive.MARK_EVERY_BYTES_ON_A_FULL_DISK)}; deleted in portions of {sqlite.PORTION} entries, "
        f"and looked at in portions of {sqlite.MOST_LOOKED_AT} rooms",
    ),
    Row(
        "remembering an address or seat",
        (),
        "200 bytes",
        "all",
        f"{of(limits.PerAddress.MAX_ADDRESSES)} addresses for each limit (an IPv6 /64 network counts as one); "
        f"{of(budgets.MAX_SEATS)} seats of programs; the addresses of {of(host_address.MAX_ROOMS)} projectors",
    ),
    Row(
        "a warning in the log",
        (),
        "a line, or twenty",
        "nobody",
        f"one every {of(logs.LINE_EVERY_S)} s for each cause; {guard.MOST_REFUSED_ORIGINS} other sites and "
        f"{hosts.MOST_REFUSED} other "
        "names; a line that cannot be written immediately is dropped",
    ),
)


def table() -> Iterator[str]:
    yield "| what | asked by | what it costs | who pays | what bounds it |"
    yield "| --- | --- | --- | --- | --- |"
    for row in ROWS:
        asks = ", ".join(f"`{ask}`" for ask in row.asks)
        yield f"| {row.what} | {asks} | {row.cost} | {row.payer} | {row.bound} |"


def written_into(document: str) -> str:
    """The document with the table as it should be today."""
    return filled_in(document, "costs", table())


if __name__ == "__main__":
    DOCUMENT.write_text(written_into(DOCUMENT.read_text()))
