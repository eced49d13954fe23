"""A dozen people with broad names, and phases with long ones: everything stays in its place, nobody is forgotten."""

import re

from playwright.sync_api import expect

from tests.support.browser.classroom import class_in_the_lobby
from tests.support.browser.people import People

NAMES = [
    "W" * 24,
    "Maximiliana-Wilhelmina",
    "山田太郎山田太郎山田太郎",
    "👩‍🚀👨‍👩‍👧‍👦👩‍🚀👨‍👩‍👧‍👦",
    *(f"MMM {n}" for n in range(8)),
]
PHASES = ["researching the history of it", "writing down what was found"]
LOW = {"width": 800, "height": 560}
WIDE = {"width": 1280, "height": 720}
BARS = """
() => {
  const box = (element) => element.getBoundingClientRect();
  const all = (selector) => [...document.querySelectorAll(selector)].map(box);
  const paints = all(".paint").sort((a, b) => a.left - b.left);
  return {
    names_end: Math.max(...all(".bar-name").map(({ right }) => right)),
    bars_begin: Math.min(...all(".fill-work").map(({ left }) => left)),
    lowest_bar: Math.min(...all(".fill-work").map(({ height }) => height)),
    letters: parseFloat(getComputedStyle(document.querySelector(".bar-name")).fontSize),
    below_the_chart: box(document.querySelector("footer")).top - box(document.querySelector(".timeline")).bottom,
    words_overlap: paints.some((paint, i) => i > 0 && paint.left < paints[i - 1].right),
    code_ends: box(document.querySelector(".qr-badge")).right,
    wait_is_cut: ((word) => word.scrollWidth > word.clientWidth)(document.querySelector(".at-wait")),
  };
}
"""


def test_a_dozen_with_broad_names_and_long_phases(people: People) -> None:
    teacher = people("Teacher")
    with class_in_the_lobby(teacher, NAMES) as (host, pupils):
        teacher.page.set_viewport_size(LOW)  # type: ignore[arg-type]
        expect(teacher.page.get_by_text(re.compile(r"^and \d+ more$"))).to_be_visible()
        teacher.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        host.command("configure", phases=PHASES)
        host.command("start")
        pupils[0].arrive()
        expect(teacher.page.locator(".big-count")).to_have_text("1 of 12")
        expect(teacher.page.locator(".trail").last).to_contain_text(PHASES[1])
        expect(teacher.page.locator(".at-wait")).to_be_visible()  # the header is drawn after the count
        seen = teacher.page.evaluate(BARS)
    assert seen["names_end"] <= seen["bars_begin"]
    assert seen["lowest_bar"] >= seen["letters"]
    assert seen["below_the_chart"] >= 0
    assert not seen["words_overlap"]
    assert seen["code_ends"] <= WIDE["width"]
    assert not seen["wait_is_cut"]
