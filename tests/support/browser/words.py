"""Words on a page that are not in the catalogue: those of the pseudo language all have accents."""

from collections.abc import Sequence

from playwright.sync_api import Page

PLAIN = r"""
names => {
  // Names, numbers and Python's words are told apart by their elements; addresses are the same.
  const OTHERS = "code, kbd, bdi, script, style, noscript, [translate=no] .num, .mini-code span, .poster-url, .brand," +
    // code and names in panels and drawings; what the room calls its phases; what is in another language
    "cite, .code-line, .code-repr, .python-says, .join-code-lines, .paint, .flank, .stop-name, .bar-name, .initials," +
    ".trail-phase span, body [lang]";
  const found = [];
  const NAMES = /\u2068.*?\u2069/g;
  // "and" is the browser's word of a list, as is "Nov" of a date.
  const SAME = new RegExp(
    "\\w+\\(\\d*\\)|\\w+Error|\\bparties\\b|\\band\\b|\\d+ [A-Z][a-z]{2}\\b|All Aboard|\\bC?Python\\b" +
      "|[A-Z]{3} [A-Z]{3}|\\b(Linux|PNG|SVG|CSV|JSON)\\b|https?:\\S+", "g");
  const OF_PEOPLE = new RegExp(`(?<!\\p{L})(${names.join("|")})(?!\\p{L})`, "gu");
  const look = (text, where) => {
    const words = text.replace(NAMES, "").replace(SAME, "").replace(OF_PEOPLE, "");
    const plain = words.match(/[A-Za-z]{3,}/g) ?? [];
    if (plain.length > 0) found.push(`${where}: ${text}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element.closest(OTHERS) || !element.checkVisibility()) continue;
    look(node.data, element.tagName.toLowerCase());
  }
  for (const name of ["aria-label", "placeholder", "alt", "title"]) {
    for (const element of document.querySelectorAll(`#app [${name}], [role=dialog] [${name}]`)) {
      if (!element.matches("#name, #code, .you, .qr")) look(element.getAttribute(name), name);
    }
  }
  return found;
}
"""


def plain_words(page: Page, names: Sequence[str] = ()) -> list[str]:
    """Texts and labels of this page with a word that has no accent, and is none of these names."""
    found: list[str] = page.evaluate(PLAIN, [*names])
    return found
