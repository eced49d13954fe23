"""axe: nothing serious may be wrong with a page, by day and by night."""

from pathlib import Path

from playwright.sync_api import Page

from tests.support.browser.themes import in_each_theme
from tests.support.running import ROOT

AXE = Path(ROOT, "static", "node_modules", "axe-core", "axe.min.js")
SERIOUS = ("serious", "critical")
ENDED = """
() => Promise.all(
  document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
    .map((animation) => animation.finished.catch(() => {}))
).then(() => {})
"""
RUN_AXE = """
(rules) => axe.run(document, { resultTypes: ["violations"], ...rules }).then(({ violations }) =>
  violations.map(({ id, impact, nodes }) =>
    ({ id, impact, where: nodes.map((node) => node.failureSummary + node.html) })))
"""

OF_WORDS = (
    "aria-command-name",
    "aria-dialog-name",
    "aria-input-field-name",
    "aria-toggle-field-name",
    "button-name",
    "document-title",
    "html-has-lang",
    "html-lang-valid",
    "image-alt",
    "input-button-name",
    "label",
    "link-name",
    "svg-img-alt",
    "valid-lang",
)
"""The rules that a page may keep in one language and break in another."""


def check_with_axe(page: Page) -> None:
    """All rules in the theme that the page has, and in the other the one of colours."""
    _bring_axe(page)
    rules: dict[str, object] = {}
    for theme in in_each_theme(page):
        page.evaluate(ENDED)  # a half-faded text has less contrast than it will have
        found = page.evaluate(RUN_AXE, rules)
        serious = [violation for violation in found if violation["impact"] in SERIOUS]
        assert not serious, (theme, serious)
        rules = {"runOnly": ["color-contrast"]}


def nameless(page: Page) -> list[str]:
    """What is wrong with the names and languages of the page's parts, now."""
    _bring_axe(page)
    found = page.evaluate(RUN_AXE, {"runOnly": OF_WORDS})
    return [f"axe: {violation['id']}: {violation['where']}" for violation in found if violation["impact"] in SERIOUS]


def _bring_axe(page: Page) -> None:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text())
