"""The table of costs in docs/operations.md has everything that may be asked, and the limits of the code."""

from typing import get_args

from app.core import commands
from app.core.rules import MAX_WORKERS
from app.rooms import budgets
from app.rooms.budgets import SAME_IN_ANY_ROOM
from app.rooms.capacity import NEW_SEATS_BURST, NEW_SEATS_PER_SECOND
from app.server import eventlet_server
from app.server.application import Application
from app.settings import Settings
from app.sockets.connections import MOST_OF_AN_ADDRESS
from app.stores.sqlite import SqliteStore
from app.transport import outbox, packets
from app.web.long_polls import MOST_OF_A_SEAT
from app.wire import messages
from app.wire.typed_names import MAX_NAME_LENGTH
from tests.support.costs import DOCUMENT, FOR_ALL, ROWS, SAME, of, written_into
from tests.support.documents import table

NUMBERS = {10: "ten"}


LIMITS = {
    "a message": [f"{messages.MAX_MESSAGE_BYTES // 1024} KiB"],
    "a name": [f"{MAX_NAME_LENGTH} characters"],
    "a room": [f"{of(MAX_WORKERS)} workers"],
    "messages of a connection": [f"{messages.MESSAGES_PER_SECOND} a second, {messages.MESSAGE_BURST} in a burst"],
    "`guess`, `nudge`, `let_in`": [
        f"({budgets.MESSAGE_MS:g} ms each)",
        f"({budgets.NEW_NAME_OR_LEAVE_MS:g} ms each)",
        f"{budgets.MESSAGES_MS_PER_SECOND} ms a second, {budgets.MESSAGES_BURST_MS} in a burst",
    ],
    "commands that concern everybody": [
        f"{budgets.COMMAND_MS:g} ms, and {budgets.WORKER_MS:g} ms for each worker",
        f"{budgets.SCREEN_MS:g} ms for each screen",
        f"{budgets.ROBOT_MS:g} ms for each robot",
        f"{budgets.ROOM_MS_PER_SECOND} ms a second ({of(budgets.ROOM_BURST_MS)} in a burst) for a room",
        f"{budgets.ADDRESS_MS_PER_SECOND} ms a second ({of(budgets.ADDRESS_BURST_MS)} in a burst) for an address",
    ],
    "arrivals that complete the barrier": [f"more than {budgets.LONGEST_WAIT_S:g} seconds"],
    "requests over HTTP": [
        f"{budgets.REQUESTS_PER_SECOND} a second, {of(budgets.REQUEST_BURST)} in a burst",
        f"count as {NUMBERS[budgets.REQUESTS_OF_AN_END]}",
    ],
    "requests of a seat that wait": [f"{MOST_OF_A_SEAT};"],
    "packets of a connection": [f"{packets.PACKETS_PER_SECOND} a second, {packets.PACKET_BURST} in a burst"],
    "connections of an address": [f"{of(MOST_OF_AN_ADDRESS)} in rooms"],
    "time to `join`": [f"{messages.JOIN_WITHIN_S} seconds"],
    "wrong codes": [
        f"{messages.WRONG_CODES_PER_MINUTE} a minute; more are refused",
        f"After {messages.GUESSES_PER_MINUTE} a minute",
    ],
    "new people in a room": [f"{NEW_SEATS_PER_SECOND} a second, {of(NEW_SEATS_BURST)} in a burst"],
    "an HTTP request": [
        f"within {eventlet_server.REQUEST_WITHIN_S} seconds",
        f"at most {messages.MAX_MESSAGE_BYTES // 1024} KiB",
    ],
    "a client that does not read": [f"after {outbox.CUT_OFF_AFTER_S:g} seconds"],
}
"""What the rows of the contract's limits say, each by how it begins."""


def test_the_limits_of_the_contract_are_those_of_the_code() -> None:
    rows = {f"{what} | {limit}" for what, limit in table("what").items()}
    for begins, said in LIMITS.items():
        (row,) = (row for row in rows if row.startswith(begins.lstrip("`")))
        assert [text for text in said if text not in row] == [], row
        rows.remove(row)
    assert not rows, "no limit of the code is compared with these"


def test_the_table_is_up_to_date() -> None:
    document = DOCUMENT.read_text()
    assert written_into(document) == document, "write it again: python -m tests.support.costs"


def test_it_has_everything_that_may_be_asked() -> None:
    application = Application(Settings(database=":memory:"), SqliteStore(":memory:"))
    routes = {
        f"{method} {rule.rule.replace('<code>', '<CODE>')}"
        for rule in application.flask.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    application.close()
    asked_by_sockets = {request.__struct_config__.tag for request in get_args(messages.CommandRequest)}
    asks = [ask for row in ROWS for ask in row.asks]
    assert len(set(asks)) == len(asks)
    assert set(asks) == routes | asked_by_sockets | set(messages.CLIENT_EVENTS) - {"command"}


def test_commands_stand_in_the_row_of_what_they_cost() -> None:
    tags = {command: command.__struct_config__.tag for command in get_args(commands.AnyCommand)}
    assert {tags[command] for command in SAME_IN_ANY_ROOM} == set(SAME)
    asked_by_sockets = {request.__struct_config__.tag for request in get_args(messages.CommandRequest)}
    assert asked_by_sockets - set(SAME) - {"rename", "add_robots"} == set(FOR_ALL)
