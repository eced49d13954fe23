"""A request for the session of another process reaches it, and its answer comes back."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest

from app.transport.relay import Relay

Answer = tuple[str, bytes]


class Net:
    """Processes that hear each other at once."""

    def __init__(self) -> None:
        self.relays = {name: self.relay(name) for name in ("aa", "bb")}

    def relay(self, name: str) -> Relay:
        def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            start_response("200 OK", [("X", environ["HTTP_X"])])
            return [name.encode(), b" ", environ["wsgi.input"].read()]

        return Relay(name, wsgi, send_to=self.send_to, spawn=lambda do, *arguments: do(*arguments))

    def send_to(self, process: str, message: bytes, then: Callable[[int], object]) -> None:
        relay = self.relays.get(process)
        then(0 if relay is None else 1)
        if relay is not None:
            relay.receive(message)

    def ask(self, process: str, query: str, **environ: str) -> Answer:
        heard: list[str] = []
        body = self.relays[process](
            {
                "PATH_INFO": "/socket.io/",
                "QUERY_STRING": query,
                "CONTENT_LENGTH": "4",
                "HTTP_X": "y",
                "wsgi.input": io.BytesIO(b"body"),
                **environ,
            },
            lambda status, headers: heard.extend((status, headers)),
        )
        return heard[0], b"".join(body)


@pytest.mark.parametrize(
    ("query", "environ", "answer"),
    [
        ("transport=polling&sid=bb.1", {}, ("200 OK", b"bb body")),
        ("sid=aa.1", {}, ("200 OK", b"aa body")),
        ("transport=polling", {}, ("200 OK", b"aa body")),
        ("sid=without", {}, ("200 OK", b"aa body")),
        ("xsid=bb.1", {}, ("200 OK", b"aa body")),
        ("sid=bb.1", {"PATH_INFO": "/api"}, ("200 OK", b"aa body")),
        ("sid=bb.1", {"HTTP_UPGRADE": "websocket"}, ("200 OK", b"aa body")),
        ("sid=cc.1", {}, ("400 BAD REQUEST", b'"Invalid session"')),
    ],
)
def test_each_request_reaches_the_process_of_its_session(query: str, environ: dict[str, str], answer: Answer) -> None:
    assert Net().ask("aa", query, **environ) == answer


def test_what_another_release_sends_and_nobody_here_can_read_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    net = Net()
    for message in (b"\xc1", b"new form", msgspec.msgpack.encode(["Forwarded", 1])):
        net.relays["aa"].receive(message)
    assert len(caplog.records) == 1
    assert net.ask("bb", "sid=aa.1") == ("200 OK", b"aa body")
