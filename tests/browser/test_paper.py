"""What is printed, and what fits in the narrowest wide window."""

from playwright.sync_api import expect

from tests.support.browser.people import People

PAPER = "() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()"
IS_CUT = "(line) => line.scrollWidth > line.clientWidth"
ZERO = """
(line) => {
  const [zero, text] = [".pill-zero", "span"].map((selector) => getComputedStyle(line.querySelector(selector)).color);
  return zero === text;
}
"""


def test_a_dark_page_prints_light(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    ana.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = ana.page.evaluate(PAPER)
    ana.page.emulate_media(media="print")
    light = ana.page.evaluate(PAPER)
    ana.page.evaluate("document.documentElement.dataset.theme = 'light'")
    ana.page.emulate_media(media="screen")
    assert (light, light != dark) == (ana.page.evaluate(PAPER), True)


def test_the_code_is_whole_and_its_zero_can_be_read(people: People, code: str) -> None:
    ana = people("Ana", (861, 720)).enter(code)
    wait = ana.page.locator(".code-line", has_text="barrier.wait()")
    expect(wait).to_be_visible()
    assert not wait.locator("span").first.evaluate(IS_CUT)
    assert wait.evaluate(ZERO)
