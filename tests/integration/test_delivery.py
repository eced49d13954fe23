"""What reaches a client, and in which order, whatever way it comes: by websocket, by polling, or changing from one to
the other in the middle of a storm; and what becomes of a client who does not read."""

import contextlib
import itertools
import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import websocket

from tests.support.clients import DEADLINE_S, Client, create_room
from tests.support.running import Server

JOIN = '420["join",{"v":1,"code":"%s","role":"viewer"}]'
N_QUESTIONS = 20
"""Their answers are more than a socket takes."""
RENAMES_PER_SECOND = 18
HEARD_IN_A_VIEW = 3
"""Messages, before the other view is asked for."""
STORM = 40
"""Batches of a storm: more than may wait for a client who does not read."""


@pytest.fixture
def storm(server: Server) -> Iterator[Client]:
    """Somebody in a room where two others change their names as often as they may."""
    code, over = create_room(server.url, hosted=False)["code"], threading.Event()

    def rename(client: Client) -> None:
        for nth in itertools.count():
            if over.wait(1 / RENAMES_PER_SECOND):
                return
            client.command("rename", name=f"{client.worker} {nth}")

    with Client(server.url) as ana, Client(server.url) as ben, Client(server.url) as chloe:
        for client in (ana, ben, chloe):
            client.join(code)
        threads = [threading.Thread(target=rename, args=(client,)) for client in (ben, chloe)]
        for thread in threads:
            thread.start()
        yield ana
        over.set()
        for thread in threads:
            thread.join()


def code_of(client: Client) -> str:
    return str(client.joined["snapshot"]["code"])


def wait_for_batches(client: Client, count: int) -> None:
    until = client.batches + count
    client.until(lambda: client.batches >= until, f"for {count} batches")


class Follower:
    """Follows a room packet by packet, and knows which events it lacks."""

    def __init__(self) -> None:
        self.seq: int | None = None
        self.n_events = 0
        self.gaps: list[tuple[int, int]] = []
        self.n_batches = 0

    def take(self, packet: str) -> None:
        if packet.startswith("43"):
            answer = json.loads(packet[packet.index("[") :])[0]
            self.seq = answer["snapshot"]["seq"] if "snapshot" in answer else answer["seq"]
        elif packet.startswith('42["events"'):
            batch = json.loads(packet[2:])[1]
            assert self.seq is not None, "events before the answer to join"
            first = batch["seq"] - len(batch["events"])
            if first != self.seq:
                self.gaps.append((self.seq, first))
            self.seq = batch["seq"]
            self.n_events += len(batch["events"])
            self.n_batches += 1


MOST_ATTEMPTS = 40


class Polling:
    """A bare polling session."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/socket.io/?EIO=4&transport=polling"
        opened: dict[str, Any] = json.loads(self.get()[0][1:])
        self.sid = opened["sid"]
        self.url += f"&sid={self.sid}"

    def get(self) -> list[str]:
        with urllib.request.urlopen(self.url, timeout=DEADLINE_S) as response:
            return str(response.read().decode()).split("\x1e")

    def post(self, packet: str) -> None:
        with urllib.request.urlopen(self.url, data=packet.encode(), timeout=DEADLINE_S) as response:
            response.read()


def heard(opened: websocket.WebSocket) -> str:
    """The next packet that is no ping; those are answered."""
    while (packet := str(opened.recv())) == "2":
        opened.send("3")
    return packet


def taking_over(url: str) -> websocket.WebSocket:
    """A websocket of a session that polls. Of several processes only the session's own lets it in, and which one gets a
    connection is chance."""
    for _ in range(MOST_ATTEMPTS):
        with contextlib.suppress(websocket.WebSocketBadStatusException):
            return websocket.create_connection(url, timeout=DEADLINE_S)
    raise AssertionError(f"nobody lets in {url}")


def test_changing_to_a_websocket_in_a_storm_loses_nothing_and_keeps_the_order(server: Server, storm: Client) -> None:
    polling, follower = Polling(server.url), Follower()
    polling.post("40")
    polling.post(JOIN % code_of(storm))
    while follower.n_batches < 5:
        for packet in polling.get():
            follower.take(packet)
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket&sid={polling.sid}"
    opened = taking_over(url)
    opened.send("2probe")
    assert opened.recv() == "3probe"
    for packet in polling.get():
        follower.take(packet)
    assert polling.get() == ["6"], "the websocket has taken over"
    wait_for_batches(storm, 10)
    opened.send("5")
    until = follower.n_batches + 20
    while follower.n_batches < until:
        follower.take(heard(opened))
    opened.close()
    assert follower.gaps == []


@pytest.mark.fast_delivery("the stock delivery waits for a silence of two pings")
@pytest.mark.parametrize("packets", [[], ["2probe"]])
def test_a_websocket_that_waits_to_take_over_ends_with_its_session(server: Server, packets: list[str]) -> None:
    polling = Polling(server.url)
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket&sid={polling.sid}"
    with contextlib.closing(taking_over(url)) as opened:
        for packet in packets:
            opened.send(packet)
            opened.recv()
        polling.post("1")
        assert opened.recv_frame().opcode == websocket.ABNF.OPCODE_CLOSE  # type: ignore[no-untyped-call]


def test_changing_between_views_in_a_storm_leaves_no_gap(server: Server, storm: Client) -> None:
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    opened, follower, view, n_briefs = websocket.create_connection(url, timeout=DEADLINE_S), Follower(), "full", 0
    opened.recv()
    opened.send("40")
    opened.send(JOIN % code_of(storm))
    for number in range(1, 21):
        wanted = {"full": "brief", "brief": "full"}[view]
        n_heard, asked = 0, False
        while True:
            packet = heard(opened)
            if packet.startswith(f"43{number}["):
                view = wanted
                if view == "full":
                    follower.take(packet)
                break
            if packet.startswith(('42["events"', "430[")):
                assert view == "full", "a client in the brief view gets no events"
                follower.take(packet)
            n_briefs += packet.startswith('42["brief"')
            n_heard += packet.startswith("42")
            if not asked and n_heard == HEARD_IN_A_VIEW:
                opened.send(f'42{number}["sync",{{"seq":0,"view":"{wanted}"}}]')
                asked = True
    opened.close()
    assert follower.gaps == []
    assert follower.n_batches > 10
    assert n_briefs


def test_everybody_hears_the_same_in_the_same_order(server: Server, storm: Client) -> None:
    with Client(server.url, transport="polling") as polls, Client(server.url) as ben:
        for client in (polls, ben):
            client.join(code_of(storm), role="viewer")
        joined_seq = max(client.joined["snapshot"]["seq"] for client in (polls, ben))
        storm.until(lambda: storm.seq is not None and storm.seq >= joined_seq + STORM, "for a storm since they joined")
        last = storm.seq
        for client in (polls, ben):
            client.until(lambda client=client: client.seq is not None and client.seq >= last)  # type: ignore[misc]
            assert client.gaps == []
        all_events = list(storm.events)
        for client in (polls, ben):
            heard = client.events[: len(all_events) - all_events.index(client.events[0])]
            assert len(heard) >= STORM
            assert heard == all_events[all_events.index(heard[0]) :][: len(heard)]


def test_an_arrival_is_told_to_its_own_screen_before_it_is_acknowledged(server: Server) -> None:
    code = create_room(server.url, hosted=False)["code"]
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    opened = websocket.create_connection(url, timeout=DEADLINE_S)
    opened.recv()
    opened.send("40")
    opened.recv()
    opened.send((JOIN % code).replace("viewer", "worker"))
    opened.recv()
    for number in range(1, 30):
        opened.send(f'42{number}["command",{{"type":"reset","generation":{number - 1}}}]')
        assert heard(opened).startswith('42["events"')
        assert heard(opened).startswith(f"43{number}[")
    opened.close()


def read_slowly(server: Server) -> websocket.WebSocket:
    """A websocket for whom the kernel keeps little."""
    small = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)]
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    return websocket.create_connection(url, timeout=DEADLINE_S, sockopt=small)


@pytest.mark.fast_delivery("the stock queue keeps everything")
def test_who_does_not_read_is_spared_the_storm_and_then_goes_on_without_a_gap(server: Server, storm: Client) -> None:
    opened, follower, answers = read_slowly(server), Follower(), []
    assert storm.command("add_robots", count=100, pace="slow")["ok"]

    def read() -> str:
        packet = heard(opened)
        follower.take(packet)
        if packet.startswith("43"):
            answers.append(int(packet[2 : packet.index("[")]))
        return packet

    read()
    opened.send("40")
    opened.send(JOIN % code_of(storm))
    while not answers:
        read()
    for number in range(1, N_QUESTIONS):
        opened.send(f'42{number}["sync",{{"seq":1}}]')
    wait_for_batches(storm, 2 * STORM)
    while not follower.gaps:
        read()
    assert answers == list(range(N_QUESTIONS)), "every message is answered, in order"
    assert follower.n_batches < 2 * STORM, "most of the storm was left out"
    opened.send(f'42{N_QUESTIONS}["sync",{{"seq":0,"view":"full"}}]')
    while answers[-1] != N_QUESTIONS:
        read()
    follower.gaps.clear()
    until = follower.n_batches + STORM
    while follower.n_batches < until:
        read()
    assert follower.gaps == []
    opened.close()


@pytest.mark.fast_delivery("the stock queue keeps everything")
def test_who_should_poll_and_does_not_is_spared_the_storm_too(server: Server, storm: Client) -> None:
    polling, follower = Polling(server.url), Follower()
    polling.post("40")
    polling.post(JOIN % code_of(storm))
    wait_for_batches(storm, 2 * STORM)
    while not follower.gaps:
        for packet in polling.get():
            follower.take(packet)
    assert follower.n_batches <= STORM
    polling.post('421["sync",{"seq":0,"view":"full"}]')
    while follower.n_batches < STORM + 10:
        for packet in polling.get():
            follower.take(packet)
            if packet.startswith("431["):
                follower.gaps.clear()
                follower.n_batches = STORM
    assert follower.gaps == []
