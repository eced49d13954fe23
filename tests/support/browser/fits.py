"""How a page fits: no sideways scroll, and targets for thumbs."""

from playwright.sync_api import Page

from tests.support.browser.people import PHONE, Size

SMALLEST_TARGET_PX = 44
"""WCAG 2.5.5; 2.5.8 would allow 24."""
SMALL_PHONE: Size = (320, 568)
PHONES = [PHONE, SMALL_PHONE]
SMALL_TARGETS = """
smallest => [...document.querySelectorAll("button, a[href], input")].flatMap((target) => {
  const { width, height } = target.getBoundingClientRect();
  const is_seen = target.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 1;
  const is_small = Math.round(width * 10) / 10 < smallest || Math.round(height * 10) / 10 < smallest;
  return is_seen && is_small ? [`${target.textContent || target.ariaLabel}: ${width} x ${height}`] : [];
})
"""
SIDEWAYS_PX = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNDER = """
(toast, others) => {
  const { left, right, top, bottom } = toast.getBoundingClientRect();
  return [...document.querySelectorAll(others)].filter((element) => {
    const box = element.getBoundingClientRect();
    const meets = box.left < right && left < box.right && box.top < bottom && top < box.bottom;
    return box.width > 0 && meets && !element.contains(toast);
  }).map((element) => element.textContent);
}
"""
"""What of `others` lies below the element, or above it."""


def sized(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


def check_page(page: Page) -> None:
    assert page.evaluate(SIDEWAYS_PX) <= 0
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET_PX) == []
