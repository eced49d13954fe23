"""One page in each language, side by side: which of its words are not in the catalogue, and which do not fit."""

from collections.abc import Callable, Iterator

from playwright.sync_api import expect

from tests.support.browser.axe import found_by_axe
from tests.support.browser.fits import check_long
from tests.support.browser.languages import LANGUAGES, PSEUDO
from tests.support.browser.people import People, Person, Size
from tests.support.browser.words import plain_words

MADE_UP = ("Ana", "Ben", "Chloé", "Dev", "Ela", "Femi", "Gus", "Hana")
"""The class that the pages play with."""


class Translations:
    """`address` has a place for the language."""

    def __init__(
        self, people: People, size: Size, address: str, *, home: str | None = None, may_fail: bool = False
    ) -> None:
        self.story = f"{address.partition('?')[0].strip('/').rpartition('/')[2] or 'landing'}-{size[0]}"
        self.pages: dict[str, Person] = {}
        for language in (*LANGUAGES, PSEUDO):
            self.pages[language] = people(f"{language} {size[0]}", size, home=home, calm=True)
            self.pages[language].may_fail_to_connect = may_fail
            self.pages[language].open(address.format(language=language))

    def __iter__(self) -> Iterator[Person]:
        return iter(self.pages.values())

    def all_do(self, act: Callable[[Person], object]) -> None:
        for person in self:
            act(person)

    def click(self, selector: str, nth: int = 0) -> None:
        self.all_do(lambda person: person.page.locator(selector).nth(nth).click())

    def look(self, state: str, ready: str) -> None:
        """Once every page shows this: nothing is cut, axe finds nothing, and nothing is English but on the English
        page."""
        for language, person in self.pages.items():
            expect(person.page.locator(ready).first).to_be_visible()
            person.picture("languages", f"{self.story}-{state}-{language}")
        found = [
            f"{language}: {what}"
            for language, person in self.pages.items()
            if language != PSEUDO  # longer than any language, to be looked at
            for what in (*check_long(person.page), *found_by_axe(person.page))
        ]
        english = self.plain("en")
        for language in self.pages:
            if language != "en":
                found += [
                    f"{language}: {text}" for text in self.plain(language) & english if " " in text.partition(": ")[2]
                ]
        found += [f"{PSEUDO}: {text}" for text in self.plain(PSEUDO)]
        assert not found, "\n".join([f"{self.story}, {state}", *found])

    def plain(self, language: str) -> set[str]:
        return {*plain_words(self.pages[language].page, MADE_UP)}
