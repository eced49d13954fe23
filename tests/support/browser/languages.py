"""The catalogue's languages, as the stories compare their words with what pages show."""

import json
import re
from typing import Any

from playwright.sync_api import Page

from tests.support.running import ROOT

CATALOGUE = ROOT / "static" / "messages"
LANGUAGES = sorted(path.stem for path in CATALOGUE.glob("*.json"))
PSEUDO = "en-XA"
"""English with accents, a third longer."""
OWN_NAME = "language_name"
"""What a language calls itself, on every page's switch."""
SENTENCE = re.compile(r"[^{}<>|]+ [^{}<>|]+")
"""A message of some words, which is shown as it is."""
TEXTS = """
() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest("body [lang], noscript, script")) texts.push(node.data);
  for (const element of document.querySelectorAll("[aria-label]")) texts.push(element.ariaLabel);
  return texts.join("\\n");
}
"""


def words(language: str) -> dict[str, Any]:
    messages: dict[str, Any] = json.loads((CATALOGUE / f"{language}.json").read_text())
    return messages


def says_in(language: str, key: str) -> re.Pattern[str]:
    """A message of the catalogue with any numbers in it."""
    text = re.sub(r"</?\w+>", "", words(language)[key])
    return re.compile(re.sub(r"\\\{\w+\\\}", r"\\S+", re.escape(text)))


def strange_words(page: Page, language: str) -> list[str]:
    """Sentences of other languages that this page shows, where it does not say that they are in another one."""
    shown: str = page.evaluate(TEXTS)
    own = "\n".join(words(language).values())
    return [
        f"{other}: {text}"
        for other in LANGUAGES
        if other != language
        for key, text in words(other).items()
        if key != OWN_NAME and SENTENCE.fullmatch(text) and text in shown and text not in own
    ]
