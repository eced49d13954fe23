"""Everything by keyboard."""

from playwright.sync_api import Page

MOST_STOPS = 25
"""No page has more stops of the Tab key."""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    wanted = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("textbox", name=name, exact=True))
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not reach {name}")
