"""What stands where on the projector page: no news covers a number, nothing is cut off, no words lie over others."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser.classroom import class_in_the_lobby
from tests.support.browser.fits import PROJECTORS, SMALLEST_TARGET_PX, UNDER, UPRIGHT, drawn, resize, sized
from tests.support.browser.hall import misfits
from tests.support.browser.languages import LANGUAGES
from tests.support.browser.people import People, Size
from tests.support.browser.proxy import Proxy
from tests.support.clients import Client, create_room
from tests.support.running import Server, StartServer

LONG_NAMES = ("Blue Ladybird Long 1", "Lilac Hamster", "Sand Panda", "Wolfgang Amadeus M")
NUMBERS_AND_ACTS = (
    ".big-count, .what, .clock, .join-at, .chart text, .scene text, .stepper, .lobby-right *, .join-panel, button"
)
IS_AROUND = """
([ring, face]) => {
  const [outer, inner] = [ring, face].map((selector) => document.querySelector(selector).getBoundingClientRect());
  return outer.left < inner.left && inner.right < outer.right && outer.top < inner.top && inner.bottom < outer.bottom;
}
"""
OUTSIDE = """
([inner, outer]) => [...document.querySelectorAll(`${outer} ${inner}`)].filter((element) => {
  const box = element.getBoundingClientRect();
  const around = element.closest(outer).getBoundingClientRect();
  return box.right > around.right + 1 || box.bottom > around.bottom + 1;
}).map((element) => element.textContent)
"""
PLACES = """
() => {
  const places = (selector) => [...document.querySelectorAll(selector)].map((element) => {
    const { left, top, width } = element.getBoundingClientRect();
    return [left, top, width].map(Math.round);
  });
  const bar = [...document.querySelectorAll(".host-bar > :not(.spring)")].map((act) => act.getBoundingClientRect());
  return {
    acts: ["fieldset", ".bar-more", ".bar-door", ".bar-settings", ".bar-reset", ".bar-break", ".main, .main-sentence"]
      .map((act) => places(`.host-bar :is(${act})`)),
    scene: [".stage", ".head"].map(places),
    is_one_row: Math.max(...bar.map(({ top }) => top)) < Math.min(...bar.map(({ bottom }) => bottom)),
    code: places(".join-code, .lobby-code"),
    beyond: document.documentElement.scrollWidth - innerWidth,
  };
}
"""
MURAL_ACTS = """
() => {
  const box = (element) => element.getBoundingClientRect();
  const bar = [...document.querySelectorAll(".host-bar > :not(.spring)")].map(box);
  const acts = [".bar-mural", ".bar-gate", ".bar-more", ".bar-reset", ".bar-break"].map((act) => {
    const { left, top, width } = box(document.querySelector(`.host-bar ${act}`));
    return [left, top, width].map(Math.round);
  });
  return {
    acts,
    is_one_row: Math.max(...bar.map(({ top }) => top)) < Math.min(...bar.map(({ bottom }) => bottom)),
    beyond: Math.max(document.documentElement.scrollWidth, ...bar.map(({ right }) => right)) - innerWidth,
    below: Math.max(...bar.map(({ bottom }) => bottom)) - innerHeight,
  };
}
"""
CUT_NAMES = """
() => [...document.querySelectorAll(".gutter-name")]
  .filter((name) => name.scrollWidth > name.clientWidth || name.getBoundingClientRect().height < innerHeight * 0.018)
  .map((name) => name.textContent)
"""
"""Of the strips of a mural: not whole, or too small for the back row."""
CUT_PHASES = """
() => [...document.querySelectorAll(".trail-phase span")]
  .filter((phase) => phase.scrollWidth > phase.clientWidth)
  .map((phase) => phase.textContent)
"""
UNDER_THE_BAR = """
() => [...document.querySelectorAll(".lobby-acts button, .not-for-phones")].filter((element) =>
  element.getBoundingClientRect().bottom > document.querySelector(".host-bar").getBoundingClientRect().top
).map((element) => element.textContent)
"""
SHORT_NAMES = ("Ana", "Ben", "Chloé", "Dev", "Ela", "Finn", "Gül", "Hana")
NUMBER_SHARE = 0.11
"""The large number's share of a projector's height."""


@pytest.fixture
def hall(people: People, start_server: StartServer) -> Iterator[tuple[Page, Client, list[Client]]]:
    """A projector in the lobby, a second host that presses for the story, and four with long names."""
    server = start_server(PUBLIC_URL="http://192.168.178.123:8000")
    teacher = people("Teacher", home=server.url)
    with class_in_the_lobby(teacher, LONG_NAMES) as (host, pupils):
        yield teacher.page, host, pupils


def sees_news(page: Page, sentence: str) -> None:
    """It stands where it covers nothing."""
    toast = page.locator(".toast")
    expect(toast).to_have_text(sentence)
    assert toast.evaluate(UNDER, NUMBERS_AND_ACTS) == []


def test_news_cover_no_number_and_no_button(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    host.command("configure", door="locked")
    sees_news(page, "The door is locked.")
    host.command("start")
    for client in pupils[:2]:
        client.arrive()
    host.command("configure", timeout_s=300)
    sees_news(page, "Time limit: wait(timeout=300) from now on.")
    page.get_by_role("button", name="Who is missing?").click()
    host.command("configure", gone="let_go")
    sees_news(page, "A seat is given up after 30 s without a signal.")
    for key in ("b", "j"):
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        host.command("configure", gone="hold" if key == "b" else "let_go")
        given_up = "A seat is given up after 30 s without a signal."
        sees_news(page, "A seat is kept while its phone is away." if key == "b" else given_up)
    page.keyboard.press("Escape")
    host.command("drop", worker=3)
    sees_news(page, "\u2068Sand Panda\u2069 was let go. Seats: 3.")


def test_the_panel_of_a_seat_stays_in_a_window_that_shrinks(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    host.command("start")
    for client in pupils[:3]:
        client.arrive()
    page.locator(".scene [data-worker='3']").first.click()
    panel = page.locator(".seat-panel")
    expect(panel).to_be_in_viewport(ratio=1)
    resize(page, (800, 600))
    expect(panel).to_be_in_viewport(ratio=1)


def test_nothing_sticks_out_where_thirty_wait_for_four(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, _ = hall
    host.command("add_robots", count=27, pace="quick")
    host.command("start")
    expect(page.locator(".big-count")).to_have_text("27 of 31")
    drawn(page)
    assert page.evaluate(OUTSIDE, ["> *", ".host aside"]) == []
    page.get_by_role("button", name="Who is missing?").click()
    expect(page.get_by_role("heading", name="The bus waits for 4")).to_be_visible()
    assert page.evaluate(OUTSIDE, ["button", ".person-card"]) == []
    page.keyboard.press("Escape")
    host.command("abort", generation=0)
    expect(page.get_by_role("heading", name="The barrier broke. Nobody passes.")).to_be_visible()
    drawn(page)
    assert page.evaluate(OUTSIDE, ["> *", ".host aside"]) == []


def test_eleven_missing_hide_no_number_and_no_bus_hides_them(people: People) -> None:
    teacher = people("Teacher")
    with class_in_the_lobby(teacher, ["\U0001f469\u200d\U0001f680" * 20, "W" * 20, *LONG_NAMES]) as (host, _):
        host.command("add_robots", count=5, pace="slow")
        host.command("start")
        page = teacher.page
        page.get_by_role("button", name="Who is missing?").click()
        kit = page.get_by_role("region", name="Who the bus waits for")
        expect(kit).to_contain_text("Robot 5")
        for width, height in PROJECTORS:
            resize(page, (width, height))
            expect(kit.get_by_role("button", name="Nudge").first).to_be_in_viewport(ratio=1)
            for above in (".stage", ".big-count", ".what", ".clock"):
                assert page.locator(above).evaluate(UNDER, ".kit") == [], (width, above)


def test_the_gates_label_and_the_way_to_the_table_stand_side_by_side(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    host.command("add_robots", count=10, pace="slow")
    host.command("configure", parties=1, lead_ms=0)
    host.command("start")
    pupils[0].arrive()
    expect(page.locator(".gate-label")).to_be_visible()
    assert page.locator(".table-switch").evaluate(UNDER, ".gate-label") == []


def test_the_ring_goes_with_its_face(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    host.command("start")
    page.locator(".scene [data-worker='1']").click()
    expect(page.locator(".seat-ring")).to_be_visible()
    pupils[0].arrive()
    expect(page.get_by_role("dialog")).to_contain_text("came 1st")
    page.wait_for_function(IS_AROUND, arg=[".seat-ring", ".scene [data-worker='1']"])


def test_a_lost_line_is_told_in_one_row(people: People, start_server: StartServer) -> None:
    server = start_server(PUBLIC_URL="http://192.168.178.123:8000")
    teacher = people("Teacher", home=server.url)
    made = create_room(server.url)
    teacher.open(f"/{made['code']}/host#{made['host_key']}")
    teacher.page.get_by_role("button", name="Start the trip").click()
    expect(teacher.page.locator(".big-count")).to_have_text("0 of 1")
    people.may_fail_to_connect()
    server.kill()
    signal = teacher.page.get_by_role("button", name="No signal")
    expect(signal).to_be_visible()
    box = signal.bounding_box()
    assert box is not None and box["height"] < 2 * SMALLEST_TARGET_PX
    assert signal.evaluate(UNDER, ".brand, .trail, .join-at") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slow_line_is_told_beside_whole_phases(people: People, start_server: StartServer, language: str) -> None:
    server = start_server(PUBLIC_URL="http://192.168.178.123:8000")
    made = create_room(server.url, language=language)
    with Proxy(server.port, refuses_websockets=True) as narrow:
        teacher = people("Teacher", home=narrow.url, language=language)
        people.may_fail_to_connect()
        page = teacher.open(f"/{made['code']}/host#{made['host_key']}").page
        page.locator(".host-bar .main").click()
        expect(page.locator(".big-count")).to_be_visible()
        for size in PROJECTORS:
            resize(page, size)
            expect(page.locator(".host-header .chip")).to_be_in_viewport(ratio=1)
            assert page.evaluate(CUT_PHASES) == [], size
            assert page.locator(".host-header .chip").evaluate(UNDER, ".brand, .trail, .join-at") == [], size


def test_the_bus_stands_above_the_chart_in_a_narrow_window(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, _ = hall
    host.command("add_robots", count=1, pace="slow")
    page.set_viewport_size({"width": 800, "height": 600})
    host.command("start")
    expect(page.locator(".what p")).to_have_text("5 still working")
    bus, chart = (page.locator(selector).bounding_box() for selector in (".stage", ".timeline"))
    assert bus is not None and chart is not None and bus["y"] + bus["height"] <= chart["y"]


def test_every_act_keeps_its_place_in_every_state_and_size(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    acts: dict[tuple[int, int], list[object]] = {size: [] for size in PROJECTORS}
    scenes: dict[tuple[int, int], list[object]] = {size: [] for size in PROJECTORS}

    def look(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        for width, height in PROJECTORS:
            resize(page, (width, height))
            found = page.evaluate(PLACES)
            assert found["is_one_row"], (width, height, heading)
            assert found["beyond"] <= 0, (width, height, heading)
            left, top, wide = found["code"][0]
            assert left + wide <= width and top <= height / 2, (width, height, heading)
            acts[width, height].append(found["acts"])
            if found["scene"][0]:
                scenes[width, height].append(found["scene"])

    look("Scan, or open")
    host.command("start")
    look("waiting at the barrier")
    pupils[0].arrive()
    page.keyboard.press("Shift+A")
    look("waiting at the barrier")
    for client in pupils[1:]:
        client.arrive()
    look("The gate opened. Everyone goes.")
    host.command("configure", parties=12, timeout_s=120)
    host.command("abort", generation=1)
    look("The barrier broke. Nobody passes.")
    for size in PROJECTORS:
        assert acts[size] == [acts[size][0]] * len(acts[size]), size
        assert scenes[size] == [scenes[size][0]] * len(scenes[size]), size


def test_a_page_higher_than_wide_keeps_code_and_main_button_in_sight(hall: tuple[Page, Client, list[Client]]) -> None:
    """Also with names as long as they may be, a time limit, a menu, and beside a mural."""
    page, host, pupils = hall

    def look(heading: str, *in_sight: str) -> None:
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        for size in UPRIGHT:
            resize(page, size)
            assert misfits(page) == [], (size, heading)
            for selector in (".host-bar :is(.main, .main-sentence)", *in_sight):
                expect(page.locator(selector).first).to_be_in_viewport(ratio=1)

    look("Scan, or open", ".lobby-code", ".lobby-qr")
    page.keyboard.press("j")
    look("Scan, or open", ".join-large", ".join-qr", ".join-panel .button-main")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    look("A lesson of 15 minutes", ".lesson-menu .button-main")
    page.keyboard.press("Escape")
    host.command("configure", timeout_s=300)
    host.command("start")
    look("waiting at the barrier", ".join-code", ".qr-badge")
    for client in pupils[:2]:
        client.arrive()
    expect(page.locator(".clock-limit")).to_be_visible()
    look("waiting at the barrier", ".join-code", ".qr-badge")
    for client in pupils[2:]:
        client.arrive()
    look("The gate opened. Everyone goes.", ".join-code", ".qr-badge")
    host.command("mural", gate="barrier")
    expect(page.locator(".gutter-row")).to_have_count(len(pupils))
    for size in UPRIGHT:
        resize(page, size)
        for selector in (".mural-stage", ".join-code", ".qr-badge", ".host-bar .main-sentence"):
            expect(page.locator(selector).first).to_be_in_viewport(ratio=1)
    host.command("abort", generation=1)
    expect(page.locator(".host-bar .main")).to_be_in_viewport(ratio=1)


def test_the_number_grows_with_the_projector(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, _ = hall
    host.command("start")
    for height in (720, 1080, 2160):
        page.set_viewport_size({"width": height * 16 // 9, "height": height})
        size = page.locator(".big-count").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
        assert size >= NUMBER_SHARE * height


def test_a_second_press_confirms_what_the_first_one_asked(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    host.command("start")
    pupils[0].arrive()
    page.get_by_role("button", name="One seat more").click()
    expect(page.locator(".ask")).to_contain_text("a new Barrier(5)")
    page.get_by_role("button", name="One seat fewer").click()
    expect(page.locator(".ask")).to_contain_text("a new Barrier(3)")
    expect(page.locator(".stepper output")).to_have_text("4")
    page.get_by_role("button", name="One seat fewer").click()
    expect(page.locator(".stepper output")).to_have_text("3")


def test_two_presses_before_the_answer_leave_the_question_standing(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    host.command("start")
    pupils[0].arrive()
    expect(page.locator(".big-count")).to_have_text("1 of 4")
    more = page.get_by_role("button", name="One seat more")
    more.evaluate("button => { button.click(); button.click(); }")
    expect(page.locator(".ask")).to_contain_text("a new Barrier(5)")
    more.click()
    expect(page.locator(".stepper output")).to_have_text("5")


def test_the_bar_of_a_mural_keeps_its_acts_in_their_places(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    acts: dict[tuple[int, int], list[object]] = {size: [] for size in PROJECTORS}

    def look(phase: str) -> None:
        expect(page.locator(f"[data-phase={phase}]")).to_be_visible()
        expect(page.locator(".host-bar .bar-gate")).to_be_visible()
        for width, height in PROJECTORS:
            resize(page, (width, height))
            found = page.evaluate(MURAL_ACTS)
            assert found["is_one_row"], (width, height, phase)
            assert found["beyond"] <= 0 and found["below"] <= 0, (width, height, phase, found)
            acts[width, height].append(found["acts"])

    host.command("configure", lead_ms=0)
    host.command("start")
    host.command("mural", gate="barrier")
    look("filling")
    host.command("abort", generation=0)
    look("broken")
    host.command("reset", generation=0)
    host.command("mural", gate="none", force=True)
    look("free")
    for step in range(6):  # far ahead of both neighbours, in the middle of the bus
        assert pupils[1].command("arrive", generation=1 + step)["ok"]
    expect(page.locator(".big-count")).not_to_have_text("0")
    look("free")
    for size in PROJECTORS:
        assert acts[size] == [acts[size][0]] * len(acts[size]), size


def test_a_limit_that_runs_is_large_beside_a_mural(people: People, hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    host.command("configure", timeout_s=240)
    host.command("start")
    host.command("mural", gate="barrier")
    ana = people("Ana", home=page.url.rsplit("/", 2)[0]).open(f"/{page.url.split('/')[-2]}").gets_on("Ana")
    expect(page.locator("[data-phase=filling]")).to_be_visible()
    expect(page.locator(".clock-limit")).to_have_count(0)
    pupils[0].arrive()
    expect(page.locator(".clock-limit")).to_contain_text("left, from the first arrival")
    expect(ana.page.get_by_role("timer").filter(visible=True)).to_contain_text("left, from the first arrival")


def test_the_bar_of_a_mural_asks_before_somebody_gets_an_error(hall: tuple[Page, Client, list[Client]]) -> None:
    page, host, pupils = hall
    host.command("start")
    host.command("mural", gate="barrier")
    bar = page.locator(".host-bar")
    pupils[0].arrive()
    expect(page.locator(".big-count")).to_have_text("1 of 4")
    bar.get_by_role("button", name="Without barrier").click()
    bar.get_by_role("button", name="1 gets an error. Really?").wait_for()
    bar.get_by_role("button", name="Reset").click()
    expect(bar.get_by_role("button", name="Without barrier")).to_be_visible()
    bar.get_by_role("button", name="Reset for 1 waiting?").wait_for()
    bar.get_by_role("button", name="Break it").click()
    bar.get_by_role("button", name="Break it for 1 waiting?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("broke")


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_eight_have_room_at_every_size(people: People, start_server: StartServer, language: str) -> None:
    """Their bars in the chart, their names beside a mural, and the way through its steps."""
    teacher = people("Teacher", home=start_server(PUBLIC_URL="http://192.168.178.123:8000").url, language=language)
    made = create_room(teacher.home, language=language)
    teacher.open(f"/{made['code']}/host#{made['host_key']}")
    page = teacher.page
    with ExitStack() as stack:
        host, *pupils = [stack.enter_context(Client(teacher.home)) for _ in ("host", *SHORT_NAMES)]
        host.join(made["code"], role="host", host_key=made["host_key"])
        for client, name in zip(pupils, SHORT_NAMES, strict=True):
            client.join(made["code"], name=name)
        host.command("start")
        expect(page.locator(".chart .bar-name")).to_have_count(8)
        for width, height in PROJECTORS:
            resize(page, (width, height))
            assert page.evaluate(OUTSIDE, [".timeline:not([hidden])", ".running"]) == [], (width, height)
        host.command("mural", gate="barrier")
        expect(page.locator(".gutter-name")).to_have_count(8)
        for width, height in PROJECTORS:
            resize(page, (width, height))
            assert page.evaluate(CUT_NAMES) == [], (width, height)
            assert page.locator(".join-at").evaluate(UNDER, ".trail, .trail *") == [], (width, height)


@pytest.mark.parametrize("size", [(800, 600), (853, 533), (960, 540)], ids=sized)
def test_news_cover_nothing_in_a_zoomed_browser(hall: tuple[Page, Client, list[Client]], size: Size) -> None:
    page, host, _ = hall
    resize(page, size)
    host.command("start")
    expect(page.locator(".big-count")).to_be_visible()
    host.command("configure", gone="let_go")
    sees_news(page, "A seat is given up after 30 s without a signal.")
    box = page.locator(".toast").bounding_box()
    assert box is not None and box["y"] >= 0


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_lobby_of_a_single_computer_ends_above_the_bar(people: People, server: Server, language: str) -> None:
    made = create_room(server.url)
    with ExitStack() as stack:
        for name in SHORT_NAMES:
            stack.enter_context(Client(server.url)).join(str(made["code"]), name=name)
        page = people("Teacher").open(f"/{made['code']}/host?lang={language}#{made['host_key']}").page
        expect(page.locator(".crew-chip")).to_have_count(len(SHORT_NAMES))
        for size in PROJECTORS:
            resize(page, size)
            assert page.evaluate(UNDER_THE_BAR) == [], size
