"""How a page fits: no sideways scroll, and targets for thumbs."""

from playwright.sync_api import Page

from tests.support.browser.people import PHONE, Size

SMALLEST_TARGET_PX = 44
"""WCAG 2.5.5; 2.5.8 would allow 24."""
SMALL_PHONE: Size = (320, 568)
PHONES = [PHONE, SMALL_PHONE]
TURNED: tuple[Size, ...] = ((640, 320), (740, 360))
PROJECTORS: tuple[Size, ...] = (
    (800, 600),
    (853, 533),
    (960, 540),
    (1024, 768),
    (1280, 720),
    (1366, 768),
    (1920, 1080),
    (3840, 2160),
)
"""A zoomed browser, projectors, a wall."""
UPRIGHT: tuple[Size, ...] = ((820, 1180), (1024, 1366), (1080, 1920), (1200, 1920))
"""Tablets held upright, and displays that hang so."""
PHONE_SAYS = "body:not(.released) .phone:not(.ahead) > .phone-page h1, .released .ahead h1"
"""What a phone says now, though the next page may be drawn already."""
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


DRAWN = """
frames => new Promise((resolve) => {
  const next = () => (frames-- > 0 ? requestAnimationFrame(next) : resolve());
  next();
})
"""
FRAMES = 6
"""One for the page, one for what it measures, and one for each part that is drawn in turn."""


def drawn(page: Page) -> None:
    """What this page knows by now is drawn."""
    page.evaluate(DRAWN, FRAMES)


def resize(page: Page, size: Size) -> None:
    """The page has another size, and its drawings have measured it."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    drawn(page)


def sized(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


def check_page(page: Page) -> None:
    assert page.evaluate(SIDEWAYS_PX) <= 0
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET_PX) == []


CUT = """
is_long => {
  const cut = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("svg, .hidden, [aria-live], script, style, noscript")) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width === 0) continue;
    const far = is_long ? Infinity : 0;
    let [left, top, right, bottom] = [-far, -far, innerWidth + far, innerHeight + far];
    for (let around = element; around; around = around.parentElement) {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(around);
      if (around === document.body || (overflowX === "visible" && overflowY === "visible")) continue;
      if (is_long && (overflowX + overflowY !== "hiddenhidden" || textOverflow === "ellipsis")) break;
      const box = around.getBoundingClientRect();
      [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
      [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
    }
    // half a letter's descent is no loss
    const slack = parseFloat(getComputedStyle(element).fontSize) * 0.25;
    if (text.left < left - 1 || text.top < top - slack || text.right > right + 1 || text.bottom > bottom + slack)
      cut.push(`${node.data.trim()}: ${[text.left, text.top, text.right, text.bottom].map(Math.round)}`);
  }
  for (const button of is_long ? [] : document.querySelectorAll(".phone button, .phone a.button")) {
    const { bottom, height } = button.getBoundingClientRect();
    if (height > 1 && bottom > innerHeight + 1) cut.push(`${button.textContent}: ends at ${Math.round(bottom)}`);
  }
  return cut;
}
"""
"""Words that one cannot read without scrolling: below the fold, beside the window, or cut off by what is around;
and a phone's buttons. On a long page, which scrolls, and so may its parts, those that are cut off for ever."""


def check_whole(page: Page) -> None:
    """All words stand on the screen as it is, wherever it was scrolled to."""
    page.evaluate("scrollTo(0, 0)")
    cut = page.evaluate(CUT)
    assert not cut, cut
    assert page.evaluate(SIDEWAYS_PX) <= 0


def check_long(page: Page) -> list[str]:
    """Of a page that scrolls: what is cut off, or wider than the window."""
    found: list[str] = (
        page.evaluate(CUT, "long")
        + page.evaluate(BEYOND)
        + page.evaluate(MEETING)
        + page.evaluate(WIDER)
        + page.evaluate(WRONG_SIDE)
    )
    if page.evaluate(SIDEWAYS_PX) > 0:
        found.append("scrolls sideways")
    return found


WIDER = """
() => [...document.querySelectorAll("button, a, b, h1, h2, h3, p, .report-card, .card, .gallery-box")]
  .filter((it) => it.clientWidth > 1 && it.checkVisibility() && it.scrollWidth > it.clientWidth + 1)
  .map(({ textContent }) => `wider than its place: ${textContent}`)
"""
WRONG_SIDE = """
() => [...document.querySelectorAll("html[dir=rtl] body *")].filter((element) => {
  const { direction, textAlign } = getComputedStyle(element);
  const has_words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
  return has_words && direction === "rtl" && textAlign === "left" && element.checkVisibility();
}).map(({ textContent }) => `begins at the left: ${textContent}`)
"""
"""Words that run from right to left, and stand at the left."""
BEYOND = """
() => [...document.querySelectorAll(".machine text, .chart text")].filter((text) => {
  const [{ left, right, width }, around] = [text, text.ownerSVGElement].map((it) => it.getBoundingClientRect());
  return width > 0 && (left < around.left - 1 || right > around.right + 1);
}).map(({ textContent }) => `beyond its drawing: ${textContent}`)
"""
"""Words of a drawing that do not fit into it."""
MEETING = """
() => {
  const words = [...document.querySelectorAll(".lane-step, .lane-name, .gate-label, .board, .curve-name")];
  const boxes = words.map((word) => word.getBoundingClientRect());
  return words.flatMap((word, i) => words.slice(i + 1).filter((_, j) => {
    const [a, b] = [boxes[i], boxes[i + 1 + j]];
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }).map((other) => `stand on each other: ${word.textContent}, ${other.textContent}`));
}
"""
"""Words above and beside the lanes of a drawing that cover each other."""
