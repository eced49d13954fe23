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
NOT_SERIOUS = """
Object.fromEntries(axe._audit.rules.filter(({ impact }) => ["minor", "moderate"].includes(impact))
  .map(({ id }) => [id, { enabled: false }]))
"""
"""Rules whose findings are never serious: a quarter of the time."""
RUN_AXE = f"""
(options) => axe.run(document, {{
  resultTypes: ["violations"], ...options, rules: {{ ...{NOT_SERIOUS}, ...options.rules }},
}}).then(({{ violations }}) => violations.map(({{ id, impact, nodes }}) =>
  ({{ id, impact, where: nodes.map((node) => node.failureSummary + node.html) }})))
"""


def check_with_axe(page: Page) -> None:
    """All rules in the theme that the page has, and in the other the one of colours."""
    options: dict[str, object] = {}
    for theme in in_each_theme(page):
        serious = _serious(page, options)
        assert not serious, (theme, serious)
        options = {"runOnly": ["color-contrast"]}


def found_by_axe(page: Page) -> list[str]:
    """What is seriously wrong with the page as it is, in the theme that it has. Colours, which take most of the time,
    are the same in every language, and are looked at in English."""
    language = page.evaluate("document.documentElement.lang")
    options: dict[str, object] = {} if language == "en" else {"rules": {"color-contrast": {"enabled": False}}}
    return [f"axe: {violation['id']}: {violation['where']}" for violation in _serious(page, options)]


def _serious(page: Page, options: dict[str, object]) -> list[dict[str, object]]:
    _bring_axe(page)
    page.evaluate(ENDED)  # a half-faded text has less contrast than it will have
    found: list[dict[str, object]] = page.evaluate(RUN_AXE, options)
    return [violation for violation in found if violation["impact"] in SERIOUS]


def _bring_axe(page: Page) -> None:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text())
