"""A class in a lesson: a projector, phones in a browser, and more that are programs; and what one looks for."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.support.browser.classroom import join, start_room
from tests.support.browser.people import PHONE, People, Person, Size
from tests.support.clients import Client
from tests.support.running import Server

NEXT, BACK = "PageDown", "PageUp"
"""The two keys of a presenter's clicker."""
SKIP = "s"


class Class:
    """A projector, two phones in a browser, and three more that are programs. `small`: the size of Ben's phone."""

    def __init__(self, server: Server, people: People, small: Size = PHONE) -> None:
        self.server = server
        self.host = people("Teacher", home=server.url).page
        self.code, self.key = start_room(self.host, server)
        self.ana, self.ben = people("Ana", PHONE, home=server.url), people("Ben", small, home=server.url)
        for person in (self.ana, self.ben):
            join(person.page, server, self.code, person.name)
        self.others: list[Client] = []
        for name in ("Chloé", "Dev", "Ela"):
            self.comes(name)

    def comes(self, name: str) -> Client:
        client = Client(self.server.url)
        client.join(self.code, view="brief", name=name)
        self.others.append(client)
        return client

    def come_back(self) -> None:
        """The programs, to the seats that they had."""
        tokens = [client.token for client in self.others]
        self.others = [Client(self.server.url) for _ in tokens]
        for client, token in zip(self.others, tokens, strict=True):
            assert client.join(self.code, view="brief", token=token)["you"]["token"] == token

    def press(self, key: str = NEXT) -> None:
        self.host.keyboard.press(key)

    @property
    def heading(self) -> str:
        return self.host.locator("main h1").first.inner_text()

    def guess(self, question: str) -> None:
        for answer, client in enumerate(self.others):
            client.command("guess", question=question, answer=answer % 3)

    @property
    def generation(self) -> int:
        return int(self.others[0].call("sync", {"seq": 0})["brief"]["generation"])

    def arrive(self, *, phones: bool = True) -> None:
        generation = self.generation
        for client in self.others:
            client.arrive(generation)
        if phones:
            for person in (self.ana, self.ben):
                person.arrive_button.click()


def says(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def main_button(page: Page, name: str) -> None:
    expect(page.locator(".host-bar .main")).to_contain_text(name)


def chooses(person: Person, answer: str) -> None:
    person.page.get_by_role("radio", name=answer).click()
    expect(person.page.get_by_role("radio", name=answer)).to_have_attribute("aria-checked", "true")


@contextmanager
def a_class(server: Server, people: People, small: Size = PHONE) -> Iterator[Class]:
    room = Class(server, people, small)
    try:
        yield room
    finally:
        for client in room.others:
            client.close()
