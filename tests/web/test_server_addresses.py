"""Which server a page means, and which links it gets: one table for the server, the pages and `remote_barrier.py`.

tests/recorded/addresses.json is a list of cases. A server with these `settings` hears a request with these `headers`.
`may_connect`: its page of that Origin gets a connection. `home`: below it are the links, the QR codes and the programs'
addresses (null: the server does not answer under that name). `base`: the path below which the browser asks for
everything. static/tests/addresses.test.ts and tests/programs/test_addresses.py read the same table.
"""

import functools
import html
import json
import re

import pytest
from werkzeug.test import Client, TestResponse

from app.server.application import Application
from app.settings import read_settings
from app.stores.sqlite import SqliteStore
from tests.support.addresses import ANSWERED, CASES, CODE, FILE, Address


@functools.cache
def client_of(settings: str) -> Client:
    """Of a server with these settings, which is not started."""
    environ = {"ASYNC_MODE": "threading", "SHARED_ROOM": CODE, **json.loads(settings)}
    return Client(Application(read_settings(environ), SqliteStore(":memory:")).wsgi)


def get(case: Address, path: str, *, with_origin: bool = False) -> TestResponse:
    headers = {name: value for name, value in case.headers.items() if with_origin or name != "Origin"}
    return client_of(json.dumps(dict(case.settings))).get(path, headers=headers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_pages_of_this_server_and_of_those_allowed_may_connect(case: Address) -> None:
    status = get(case, "/socket.io/?EIO=4&transport=polling", with_origin=True).status_code
    assert (status == 200) == case.may_connect
    if case.home is None:
        assert get(case, "/").status_code in (400, 421)


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.why)
def test_links_and_the_pages_path_come_from_the_request_and_the_settings(case: Address) -> None:
    page = html.unescape(get(case, f"/{CODE}").text)
    assert re.findall(r'data-(base|join-url)="([^"]*)"', page) == [
        ("base", case.base),
        ("join-url", f"{case.home}/{CODE}"),
    ]
    assert f"ROOM = {json.dumps(f'{case.home}/{CODE}')}" in get(case, f"/remote_barrier.py?room={CODE}").text


def test_each_case_of_the_table_is_there_once_and_can_be_read() -> None:
    cases = json.loads(FILE.read_text(encoding="utf-8"))
    assert len({case.why for case in CASES}) == len(CASES)
    assert len({json.dumps([dict(case.settings), case.headers], sort_keys=True) for case in CASES}) == len(CASES)
    assert {key for case in cases for key in case} == set(Address._fields)
