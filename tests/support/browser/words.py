"""Words on a page that are not in the catalogue: those of the pseudo language all have accents."""

from playwright.sync_api import Page

PLAIN = r"""
() => {
  // Names, numbers and Python's words are told apart by their elements; addresses are the same.
  const OTHERS = "code, kbd, bdi, script, style, noscript, [translate=no] .num, .mini-code span, .poster-url, .brand";
  const found = [];
  const NAMES = /\u2068.*?\u2069/g;
  const SAME = /\w+\(\d*\)|\w+Error|\bparties\b|All Aboard|[A-Z]{3} [A-Z]{3}|https?:\S+/g;
  const look = (text, where) => {
    const words = text.replace(NAMES, "").replace(SAME, "");
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
      if (!element.matches("[role=radio], #name, #code, .you, .qr")) look(element.getAttribute(name), name);
    }
  }
  return found;
}
"""


def plain_words(page: Page) -> list[str]:
    """Texts and labels of this page with a word that has no accent."""
    found: list[str] = page.evaluate(PLAIN)
    return found
