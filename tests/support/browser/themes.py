"""Light and dark, of one page."""

from collections.abc import Iterator

from playwright.sync_api import Page

NOW = "() => document.documentElement.dataset.theme"
SET = "theme => { document.documentElement.dataset.theme = theme; }"


def in_each_theme(page: Page) -> Iterator[str]:
    """The page's own theme first, and then for a moment the other one. Nothing but colours differs."""
    own = page.evaluate(NOW)
    yield own
    other = "light" if own == "dark" else "dark"
    page.evaluate(SET, other)
    try:
        yield other
    finally:
        page.evaluate(SET, own)
