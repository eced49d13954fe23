"""What stands where: no sideways scroll, targets for thumbs, a button that nothing covers."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.browser.fits import PHONES, UNDER, check_page, drawn, sized
from tests.support.browser.people import PHONE, WIDE, People, Person, Size

ARRIVE_SHARE = 0.41
"""Of a phone's height, read as a number of pixels on the smallest phone."""
ARRIVE_LEAST_PX = 168
LAYOUT_STEP_PX = 1 / 64
"""Chromium rounds sizes down to this."""
LARGE: Size = (1440, 900)
WIDES = [WIDE, LARGE]

BAR_SIZES: tuple[Size, ...] = (
    (960, 540),
    (1024, 768),
    (1280, 720),
    (1366, 768),
    (1920, 1080),
    (2560, 1440),
    (3840, 2160),
)
MENU_BELOW_PX = 1260
BAR_PLACES = """
() => {
  const box = (element) => {
    const { left, width } = element.getBoundingClientRect();
    return [left, width].map(Math.round);
  };
  const acts = [...document.querySelectorAll(".room-bar > :not(.bar-menu, .spring), .room-bar .bar-menu *")];
  const is_seen = (act) => act.checkVisibility({ visibilityProperty: true });
  const seen = acts.filter((act) => act.matches("fieldset, a, button") && is_seen(act));
  const named = (act) => act.className.match(/bar-[a-z]+|seats/)?.[0] ?? act.ariaLabel ?? act.textContent;
  const row = [...document.querySelectorAll(".room-bar > :not(.spring)")].map((act) => act.getBoundingClientRect());
  return {
    places: Object.fromEntries(seen.map((act) => [named(act), box(act)])),
    is_one_row: Math.max(...row.map(({ top }) => top)) < Math.min(...row.map(({ bottom }) => bottom)),
    header: document.querySelector(".room-header").getBoundingClientRect().height,
    beyond: document.documentElement.scrollWidth - innerWidth,
  };
}
"""

COVERS = """
button => {
  const { left, top, width, height } = button.getBoundingClientRect();
  const covers = new Set();
  for (const x of [0.02, 0.25, 0.5, 0.75, 0.98]) {
    for (const y of [0.1, 0.5, 0.9]) {
      const on_top = document.elementFromPoint(left + x * width, top + y * height);
      if (!button.contains(on_top)) covers.add(on_top?.outerHTML.slice(0, 200) ?? "outside of the window");
    }
  }
  return [...covers];
}
"""


@pytest.mark.parametrize("size", PHONES + WIDES, ids=sized)
def test_the_landing_page_fits(size: Size, people: People) -> None:
    ana = people("Ana", size).open("/")
    expect(ana.heading).to_be_visible()
    check_page(ana.page)
    ana.picture("landing", sized(size))


@pytest.mark.parametrize("sizes", [PHONES, WIDES], ids=["phones", "wide"])
def test_every_state_of_the_room_fits(sizes: list[Size], people: People, code: str) -> None:
    small = sizes is PHONES
    ana, chloe = both = [people(name, size).enter(code) for name, size in zip(("Ana", "Chloé"), sizes, strict=True)]
    ben = people("Ben", PHONE).enter(code)
    for person in both:
        check_page(person.page)
        assert person.arrive_button.evaluate(COVERS) == []
        for name in ["^Room ", "change name and face"] if small else ["Show QR", "List of keys", "Edit name"]:
            person.opens(name)
            check_page(person.page)
            person.page.keyboard.press("Escape")
            expect(person.page.get_by_role("dialog")).to_have_count(0)
    check_state(both, "working")
    ana.arrives()
    chloe.arrives()
    check_state(both, "waiting")
    ben.presses_arrive()
    ana.goes()
    chloe.goes()
    if small:
        ana.opens("Why 0 and not 1")
        check_page(ana.page)
        ana.page.keyboard.press("Escape")
    check_state(both, "released")
    ben.works()
    ben.breaks()
    for person in both:
        person.sees_heading("The barrier broke" if small else "Barrier broke")
    check_state(both, "broken")


def check_state(both: list[Person], state: str) -> None:
    for person in both:
        check_page(person.page)
    for person in both:
        size = person.page.viewport_size
        assert size is not None
        person.picture(state, f"{size['width']}x{size['height']}")


@pytest.mark.parametrize("size", PHONES, ids=sized)
def test_the_arrive_button_is_as_large_as_a_thumb_likes(size: Size, people: People, code: str) -> None:
    ana = people("Ana", size).enter(code)
    box = ana.arrive_button.bounding_box()
    assert box is not None
    assert box["height"] >= max(ARRIVE_LEAST_PX, ARRIVE_SHARE * size[1] - LAYOUT_STEP_PX)
    assert box["y"] + box["height"] <= size[1]


def test_turning_the_phone_keeps_the_worker(people: People, code: str) -> None:
    ana, ben = people("Ana", WIDE).enter(code), people("Ben").enter(code)
    name, token = ana.worker_name, ana.seat_token(code)
    ana.page.set_viewport_size({"width": 860, "height": 720})
    expect(ana.page.locator(".phone")).to_be_visible()
    assert (ana.worker_name, ana.seat_token(code)) == (name, token)
    ana.arrives()
    ana.page.set_viewport_size({"width": 861, "height": 720})
    expect(ana.page.locator(".room")).to_be_visible()
    ana.waits()
    ana.sees_count(1, 2)
    ana.page.set_viewport_size({"width": 860, "height": 720})
    ana.sees_heading("You are stopped")
    assert (ana.worker_name, ana.seat_token(code)) == (name, token)
    expect(ben.roster).to_have_count(2)
    ben.presses_arrive()
    ana.goes()


@pytest.mark.parametrize("size", [WIDE, LARGE, (861, 650)], ids=sized)
def test_news_cover_nothing_that_one_reads(size: Size, people: People, code: str) -> None:
    ana = people("Ana", size).enter(code)
    ana.button("Copy link").click()
    news = ana.page.locator(".toast:not(.toast-none)")
    expect(news).to_be_visible()
    assert news.evaluate(UNDER, ".room-code, .me *, .everybody *, .room-bar *, .chip:not(.news-shown *)") == []
    ana.opens("Show QR")
    ana.page.locator("button", has_text="Copy link").dispatch_event("click")  # news stand for 5 s: they may be over
    expect(news).to_be_visible()
    expect(ana.page.locator("[inert] .toast:not(.toast-none)")).to_have_count(0)


@pytest.mark.parametrize("size", BAR_SIZES, ids=sized)
def test_the_bar_of_an_open_room_is_one_row_whose_acts_keep_their_places(size: Size, people: People, code: str) -> None:
    ana = people("Ana", size).enter(code)
    ben = people("Ben", PHONE).enter(code)
    page = ana.page
    looks: list[dict[str, Any]] = []

    def looks_again() -> None:
        drawn(page)
        looks.append(page.evaluate(BAR_PLACES))

    looks_again()
    ana.arrives()
    looks_again()
    for act in ("One seat more", "Reset", "Break it"):
        page.locator(".room-bar").get_by_role("button", name=act).click()
        looks_again()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Really")).to_have_count(0)
    ben.presses_arrive()
    ana.goes()
    expect(page.locator(".room-bar a:not(.bar-taken)")).to_have_count(1)
    looks_again()
    if size[0] < MENU_BELOW_PX:
        page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Mural").click()
    expect(page.locator(".bar-free:not(.bar-taken)")).to_have_count(1)
    looks_again()
    ana.picture("bar", sized(size))
    assert all(look["is_one_row"] and look["beyond"] <= 0 for look in looks), looks
    first = looks[0]
    for look in looks:
        assert look["header"] == first["header"]
        assert {name: look["places"].get(name) for name in first["places"]} == first["places"]
