"""axe: nothing serious may be wrong with a page."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.running import ROOT

AXE = Path(ROOT, "static", "node_modules", "axe-core", "axe.min.js")
SERIOUS = ("serious", "critical")
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
ENDED = """
() => Promise.all(
  document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
    .map((animation) => animation.finished.catch(() => {}))
).then(() => {})
"""
RUN_AXE = """
() => axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, impact, nodes }) =>
    ({ id, impact, where: nodes.map((node) => node.failureSummary + node.html) })))
"""


def check_with_axe(page: Page) -> None:
    page.evaluate(ENDED)  # a half-faded text has less contrast than it will have
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text())
    found = page.evaluate(RUN_AXE)
    serious = [violation for violation in found if violation["impact"] in SERIOUS]
    assert not serious, serious
