"""Of connections, of turns and of answers that nobody reads each address has its share."""

import contextlib
import socket
import sys
from collections.abc import Callable

import eventlet
import pytest

from app.lib.shares import NoShareError, Shares
from app.server.eventlet_server import Turns, WayOut
from app.server.server import SPARE_FILES
from app.transport.delivery import SEND_BUFFER_BYTES
from tests.support.clients import http
from tests.support.running import StartServer

GREEDY = "127.0.0.2"
LARGE = [b"x" * (SEND_BUFFER_BYTES + 1)]


@pytest.mark.skipif(sys.platform != "linux", reason="the only one where all of 127.0.0.0/8 is this computer")
def test_one_address_leaves_connections_to_others(start_server: StartServer) -> None:
    server = start_server()
    server.terminate()
    server.command = ["sh", "-c", f'ulimit -n {SPARE_FILES + 100}; exec "$0" -m app', sys.executable]
    server.start()
    with contextlib.ExitStack() as stack:
        idle = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), 30, source_address=(GREEDY, 0)))
            for _ in range(100)
        ]
        assert idle[-1].recv(1) == b"", "it is ended at once"
        assert http("GET", f"{server.url}/healthz")[0] == 200
        idle[0].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle[0].recv(12) == b"HTTP/1.1 200", "those that it has are served"


def test_the_addresses_take_turns() -> None:
    turns, order = Turns(), list[str]()

    def ask(address: str) -> None:
        turns.wait(address)
        order.append(address)

    asking = [eventlet.spawn(ask, address) for address in ("a", "a", "a", "a", "b", "b", "c")]
    for each in asking:
        each.wait()
    assert order == ["a", "a", "b", "c", "a", "b", "a"], "the second one came when nobody else waited"


def test_who_is_ended_while_waiting_hands_on_the_turn() -> None:
    turns, order = Turns(), list[str]()

    def ask(address: str) -> None:
        turns.wait(address)
        order.append(address)

    first, second, third, fourth = (eventlet.spawn(ask, address) for address in "abcd")
    eventlet.sleep(0)
    second.kill()
    first.wait()
    third.kill()
    fourth.wait()
    ask("e")
    assert order == ["a", "d", "e"]


class Slow:
    """A file that takes its time; meanwhile somebody else writes."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.meanwhile = meanwhile
        self.n_written = 0

    def writelines(self, lines: list[bytes]) -> None:
        self.n_written += sum(map(len, lines))
        self.meanwhile()

    def flush(self) -> None:
        """All is written."""


def way_out(unread: Shares, address: str, file: Slow) -> WayOut:
    found = WayOut(file, unread)
    found.address = address
    return found


def test_answers_that_nobody_reads_are_bounded_for_each_address() -> None:
    unread, other, small = Shares(2 * len(LARGE[0])), Slow(), Slow()

    def meanwhile() -> None:
        with pytest.raises(NoShareError):
            way_out(unread, GREEDY, Slow()).writelines(LARGE)
        way_out(unread, GREEDY, small).writelines([b"x"])
        way_out(unread, "192.0.2.1", other).writelines(LARGE)

    way_out(unread, GREEDY, Slow(meanwhile)).writelines(LARGE)
    way_out(unread, GREEDY, other).writelines(LARGE)
    assert (other.n_written, small.n_written) == (2 * len(LARGE[0]), 1)
