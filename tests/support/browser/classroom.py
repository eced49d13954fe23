"""What a teacher and the pupils do at the beginning of every story with a host."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Page, expect

from tests.support.browser.people import Person
from tests.support.clients import Client, create_room
from tests.support.running import Server


class HostedRoom:
    """A room whose host is a program: `room.host.command("start")`."""

    def __init__(self, server: Server) -> None:
        made = create_room(server.url)
        self.code = str(made["code"])
        self.host_key = str(made["host_key"])
        self.host = Client(server.url)
        self.host.join(self.code, role="host", host_key=made["host_key"])


def start_room(page: Page, server: Server) -> tuple[str, str]:
    """From the landing page to the projector page: the room's code, and the host's key as the browser keeps it."""
    page.goto(server.url)
    page.get_by_role("button", name="Start a room").click()
    page.wait_for_url("**/host")
    expect(page.get_by_role("button", name="Start the trip")).to_be_visible()
    code = page.url.split("/")[-2]
    key: str = page.evaluate("code => localStorage.getItem(`all-aboard-host-${code}`)", code)
    assert len(key) >= 16
    return code, key


def join(page: Page, server: Server, code: str, name: str) -> None:
    """As a pupil does: types the code, and takes a name."""
    page.goto(server.url)
    page.get_by_label("Join with a code").fill(code)
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_url(f"**/{code}")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Get on").click()
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()


@contextmanager
def class_in_the_lobby(teacher: Person, names: Sequence[str]) -> Iterator[tuple[Client, list[Client]]]:
    """The teacher's page shows the lobby of a new room, and everybody in it: a second host, and the pupils."""
    made = create_room(teacher.home)
    teacher.open(f"/{made['code']}/host#{made['host_key']}")
    with ExitStack() as stack:
        host, *pupils = [stack.enter_context(Client(teacher.home)) for _ in ("host", *names)]
        host.join(made["code"], role="host", host_key=made["host_key"])
        for client, name in zip(pupils, names, strict=True):
            client.join(made["code"], name=name)
        expect(teacher.page.get_by_text(f"{len(names)} here", exact=True)).to_be_visible()
        yield host, pupils


def arrive_one_after_another(clients: Sequence[Client]) -> None:
    """Each in a millisecond of its own, by the server's clock: those of the same one count as together."""
    for client in clients:
        arrived_ms = int(client.arrive()["t_ms"])
        while int(client.call("clock", {"t0": 0})["t_ms"]) <= arrived_ms:
            pass
