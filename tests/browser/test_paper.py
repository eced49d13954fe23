"""What is printed, and what fits in the narrowest wide window."""

import base64

from playwright.sync_api import expect

from tests.support.browser.classroom import start_room
from tests.support.browser.people import People
from tests.support.clients import Client
from tests.support.running import Server

PAPER = "() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()"
IS_CUT = "(line) => line.scrollWidth > line.clientWidth"
ZERO = """
(line) => {
  const [zero, text] = [".pill-zero", "span"].map((selector) => getComputedStyle(line.querySelector(selector)).color);
  return zero === text;
}
"""
INK = """
async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const { width, height } = image;
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) dark += 255 - (data[i] + data[i + 1] + data[i + 2]) / 3;
  return dark / 255 / (width * height);
}
"""
"""The share of the paper that is covered, if black covers all."""
MOST_INK = 0.14
"""On yellow paper, with dark panels, it was 0.19."""


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


def test_a_dark_projector_prints_with_little_ink(people: People, server: Server) -> None:
    teacher = people("Teacher", theme="dark")
    code, _ = start_room(teacher.page, server)
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code, name="Ana")
        ben.join(code, name="Ben")
        teacher.button("Start the trip").click()
        expect(teacher.page.locator(".big-count")).to_have_text("0 of 2")
        assert ana.arrive()["ok"]
        teacher.page.emulate_media(media="print")
        expect(teacher.page.locator(".big-count")).to_have_text("1 of 2")
        ink = teacher.page.evaluate(INK, base64.b64encode(teacher.page.screenshot()).decode())
    assert ink < MOST_INK
