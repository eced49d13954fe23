"""The websockets of threads write whole frames, one after the other."""

import itertools
import socket
import threading
from types import SimpleNamespace

import pytest
from simple_websocket import ConnectionClosed
from wsproto.utilities import LocalProtocolError

from app.transport.stock_threads import Driver, WholeWrites

FRAME_BYTES = 1_000_000
"""More than a socket takes at once."""


def test_frames_of_two_threads_reach_a_slow_reader_whole() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        writes = WholeWrites(ours)
        frames = [letter * FRAME_BYTES for letter in (b"a", b"b")]
        threads = [threading.Thread(target=writes.send, args=(frame,)) for frame in frames]
        for thread in threads:
            thread.start()
        received = b""
        while len(received) < 2 * FRAME_BYTES:
            received += theirs.recv(4096)
        for thread in threads:
            thread.join()
    assert sorted(len(list(run)) for _, run in itertools.groupby(received)) == [FRAME_BYTES] * 2


@pytest.mark.parametrize("found", [ConnectionClosed(), LocalProtocolError(), BrokenPipeError()], ids=repr)
def test_a_client_who_goes_while_its_websocket_is_closed_is_no_error(found: Exception) -> None:
    def close() -> None:
        raise found

    driver = Driver(lambda _: None, None)
    driver.ws = SimpleNamespace(connected=True, close=close, event=threading.Event())
    driver.close()
    assert driver.ws.event.is_set(), "those who wait for a message are woken"
