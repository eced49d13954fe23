"""The table of costs in docs/operations.md has everything that may be asked, and the limits of the code."""

from typing import get_args

from app.core import commands
from app.rooms.budgets import SAME_IN_ANY_ROOM
from app.server.application import Application
from app.settings import Settings
from app.stores.sqlite import SqliteStore
from app.wire import messages
from tests.support.costs import DOCUMENT, FOR_ALL, ROWS, SAME, written_into


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
