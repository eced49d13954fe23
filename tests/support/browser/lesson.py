"""A class in a lesson: a projector, phones in a browser, and more that are programs; and what one looks for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.support.browser.classroom import start_room
from tests.support.browser.people import PHONE, People, Person, Size
from tests.support.clients import Client
from tests.support.running import Server

NEXT, BACK = "PageDown", "PageUp"
"""The two keys of a presenter's clicker."""
SKIP = "s"


class Class:
    """A projector, and phones: those with a `size` in a browser, the others are programs."""

    def __init__(self, server: Server, people: People, sizes: Mapping[str, Size | None]) -> None:
        self.server, self._people = server, people
        self.host = people("Teacher", home=server.url).page
        self.code, self.key = start_room(self.host, server)
        self.phones: list[Person] = []
        self.others: list[Client] = []
        for name, size in sizes.items():
            self.comes(name, size)
            self.all_see("You are in")  # in this order
        self.ana, self.ben = self.phones[:2]

    def comes(self, name: str, size: Size | None = None) -> None:
        if size is None:
            client = Client(self.server.url)
            client.join(self.code, view="brief", name=name)
            self.others.append(client)
        else:
            person = self._people(name, size, home=self.server.url).open(f"/{self.code}")
            person.page.get_by_label("Your name").fill(name)
            person.button("Get on").click()
            self.phones.append(person)

    def all_see(self, heading: str) -> None:
        for person in self.phones:
            person.sees_heading(heading)

    def all_say(self, text: str) -> None:
        for person in self.phones:
            says(person.page, text)

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
        for client in self.others:
            client.arrive(self.generation)
        if phones:
            for person in self.phones:
                person.arrive_button.click()


def says(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def main_button(page: Page, name: str) -> None:
    expect(page.locator(".host-bar .main")).to_contain_text(name)


def chooses(person: Person, answer: str) -> None:
    person.page.get_by_role("radio", name=answer).click()
    expect(person.page.get_by_role("radio", name=answer)).to_have_attribute("aria-checked", "true")


TWO_PHONES: Mapping[str, Size | None] = {"Ana": PHONE, "Ben": PHONE, "Chloé": None, "Dev": None, "Ela": None}
"""Enough for most stories."""


@contextmanager
def a_class(server: Server, people: People, sizes: Mapping[str, Size | None] = TWO_PHONES) -> Iterator[Class]:
    room = Class(server, people, sizes)
    try:
        yield room
    finally:
        for client in room.others:
            client.close()
