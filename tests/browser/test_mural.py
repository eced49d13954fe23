"""The mural in the browser: on the report, on the projector, on phones."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from playwright.sync_api import Page, expect

from app.web.remote_barrier import RemoteBarrier
from tests.support import painting
from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import join, start_room
from tests.support.browser.fits import check_whole
from tests.support.browser.people import PHONE, People, Size
from tests.support.clients import Client, create_room, http
from tests.support.record_mural import START
from tests.support.running import Server

READER: Size = (1440, 900)
NAMES = ("Ana", "Ben", "Chloé", "Dev")


def played_room(server: Server, rounds: int) -> str:
    """An open room in which four have gone through so many rounds, each in another order."""
    code = str(create_room(server.url, hosted=False, lead_ms=0)["code"])
    workers = [Client(server.url) for _ in NAMES]
    for worker, name in zip(workers, NAMES, strict=True):
        worker.join(code, name=name)
    for generation in range(rounds):
        for i in range(len(workers)):
            assert workers[(i * 3 + generation) % 4].arrive(generation)["ok"]
        workers[0].hear("tripped", generation=generation)
    for worker in workers:
        worker.close()
    return code


def test_the_report_plays_the_rounds_twice(server: Server, people: People) -> None:
    code = played_room(server, 4)
    rounds = http("GET", f"{server.url}/api/rooms/{code}/report.json")[1]["generations"]
    work_ms = [[0] * len(rounds) for _ in NAMES]
    for step, generation in enumerate(rounds):
        for span in generation["spans"]:
            work_ms[span["worker"] - 1][step] = max(0, span["arrived_ms"] - span["from_ms"])
    order = painting.order_without(work_ms)
    wrong = len(painting.fold(START, 0, painting.without_barrier(len(NAMES), order)).wrong_cells())
    tear = painting.first_tear(START, len(NAMES), order)
    reader = people("Reader", READER)
    page = reader.open(f"/{code}/report").page
    card = page.get_by_role("region", name="The picture that needs the barrier")
    expect(card).to_contain_text("Four rounds of your class")
    expect(card).to_contain_text(f"with {wrong:,} of 9,216 cells wrong")
    assert tear is not None
    expect(card).to_contain_text(f"The first tear: {NAMES[tear.strip]} painted step {tear.step} and needed")
    expect(card).to_contain_text(f"{NAMES[tear.neighbour]}’s edge of step {tear.age}")
    page.get_by_role("slider", name="Moment").focus()
    page.keyboard.press("End")
    expect(card.locator(".mural-torn")).to_have_text(f"{wrong:,} wrong")
    expect(card.locator(".mural-whole")).to_have_text("0 wrong")
    reader.picture("mural", "report")
    expect(card.get_by_role("img", name=re.compile(r"^Without the barrier: .*cells are wrong"))).to_be_visible()
    card.get_by_role("button", name="Wrong cells").click()
    card.get_by_role("button", name="Show as table").click()
    expect(card.get_by_role("row")).to_have_count(5)
    check_with_axe(page)
    page.keyboard.press("Home")


def test_the_report_without_three_rounds_has_no_mural(server: Server, people: People) -> None:
    code = played_room(server, 2)
    page = people("Reader", PHONE).open(f"/{code}/report").page
    expect(page.get_by_role("heading", name="All rounds")).to_be_visible()
    expect(page.get_by_text("The picture that needs the barrier")).to_have_count(0)


def class_with_a_robot(server: Server, people: People) -> tuple[Page, dict[str, Page], str, Client]:
    """The projector, the phones of Ana, Ben and Chloé, the code, and a host that is a program. The trip has started,
    with a slow robot."""
    projector = people("Teacher").page
    code, key = start_room(projector, server)
    phones = {}
    for name in NAMES[:3]:
        phones[name] = people(name, PHONE).page
        join(phones[name], server, code, name)
    room = Client(server.url)
    room.join(code, role="host", host_key=key)
    assert room.command("configure", lead_ms=0)["ok"]
    assert room.command("add_robots", count=1, pace="slow")["ok"]
    projector.get_by_role("button", name="Start the trip").click()
    expect(projector.locator(".big-count")).to_be_visible()
    return projector, phones, code, room


def cells(page: Page, nth: int = 0) -> list[int]:
    """The colours of the mural's pixels on this page."""
    pixels: list[int] = page.evaluate(
        """nth => {
          const canvas = document.querySelectorAll(".mural-cells")[nth];
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return [...new Uint32Array(data.buffer)];
        }""",
        nth,
    )
    return pixels


def at_step(page: Page, step: int) -> None:
    expect(page.get_by_role("img", name=re.compile(f"^The picture at step {step} of 12"))).to_be_visible()


WATCH_PAUSES = """
button => {
  window.n_pauses = 0;
  new MutationObserver(() => {
    if (button.ariaDisabled === "true") window.n_pauses++;
  }).observe(button, { attributeFilter: ["aria-disabled"] });
}
"""
"""A pause of a second may be over before anybody has looked at the button."""


def test_a_class_paints_a_bus_whole_and_then_torn(server: Server, people: People) -> None:
    projector, phones, code, room = class_with_a_robot(server, people)
    projector.keyboard.press("v")
    at_step(projector, 0)
    expect(projector.get_by_role("list", name="Strips").get_by_role("listitem")).to_have_count(4)
    for i, phone in enumerate(phones.values(), start=1):
        expect(phone.get_by_role("heading", level=1)).to_have_text(f"Paint strip {i}")
    before = cells(projector)
    for name in ("Ben", "Ana"):
        phones[name].get_by_role("button", name="ARRIVE").click()
        expect(phones[name].get_by_role("heading", level=1)).to_have_text("You are stopped")
    expect(phones["Ana"].get_by_role("listitem")).to_contain_text("painted")
    expect(projector.locator(".big-count")).to_have_text(re.compile("[23] of 4"))
    assert cells(projector) == before
    phones["Chloé"].get_by_role("button", name="ARRIVE").click()
    at_step(projector, 1)
    assert cells(projector) != before
    phones["Ana"].reload()
    at_step(phones["Ana"], 1)
    late = people("Late", PHONE)
    late.open(f"/{code}").gets_on("Late")
    expect(late.heading).to_have_text("Paint strip 5")
    at_step(late.page, 1)
    room.command("mural", gate="none", force=True)
    expect(projector.locator("[data-phase=free]")).to_be_visible()
    for name in ("Ana", "Chloé"):  # with Chloé two steps ahead cells are wrong, in any order of the others
        paint = phones[name].get_by_role("button", name="PAINT")
        paint.evaluate(WATCH_PAUSES)
        for step in (1, 2):
            expect(phones[name].get_by_text(f"Step {step} of 12")).to_be_visible()
            paint.click()
        expect(phones[name].get_by_text("Step 3 of 12")).to_be_visible()
        assert phones[name].evaluate("window.n_pauses") == 2
    expect(phones["Ana"].get_by_role("heading", level=1)).to_have_text("Paint strip 1")
    expect(projector.locator(".big-count")).not_to_have_text("0")
    phones["Ana"].reload()
    expect(phones["Ana"].get_by_text("Step 3 of 12")).to_be_visible()
    check_with_axe(projector)
    check_with_axe(phones["Ana"])
    expect(phones["Ben"].locator(".near-list li")).to_have_count(2)
    check_whole(phones["Ben"])
    projector.keyboard.press("v")
    projector.keyboard.press("v")
    expect(projector.locator(".mural-cells")).to_have_count(0)
    expect(phones["Ben"].get_by_role("button", name="ARRIVE")).to_be_visible()


def test_the_end_shows_both_pictures_and_what_tore_first(server: Server, people: People) -> None:
    made = create_room(server.url, lead_ms=0)
    code = str(made["code"])
    workers = [Client(server.url) for _ in NAMES]
    for worker, name in zip(workers, NAMES, strict=True):
        worker.join(code, name=name)
    projector = people("Teacher").open(f"/{code}/host#{made['host_key']}")
    page = projector.page
    page.get_by_role("button", name="Start the trip").click()
    page.keyboard.press("v")
    at_step(page, 0)
    for generation in range(12):
        for worker in workers:
            assert worker.arrive(generation)["ok"]
    expect(page.get_by_role("heading", level=1)).to_have_text("The bus is whole.")
    projector.picture("mural", "whole")
    check_whole(page)
    page.get_by_role("button", name="Now without the barrier").click()
    expect(page.locator("[data-phase=free]")).to_be_visible()
    order = [1, 1, 0, 3, 2, 1, 0, 3]
    steps = [0] * 4
    pressed = []
    for strip in [*order, *(strip for strip in (0, 2, 3, 1) for _ in range(12))]:
        if steps[strip] < 12:
            assert workers[strip].command("arrive", generation=12 + steps[strip])["ok"]
            steps[strip] += 1
            pressed.append(strip)
    wrong = len(painting.fold(START, 1, painting.without_barrier(4, pressed)).wrong_cells())
    tear = painting.first_tear(START, 4, pressed)
    assert tear is not None
    expect(page.locator(".big-count")).to_have_text(f"{wrong:,}")
    expect(page.get_by_text("The first tear:")).to_be_visible()
    expect(page.locator(".mural-why")).to_contain_text(
        f"{NAMES[tear.strip]} painted step {tear.step} and needed {NAMES[tear.neighbour]}’s edge of step {tear.age}"
    )
    expect(page.get_by_role("img", name="With the barrier: the bus is whole")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator(".cross-lines")).to_have_count(1)
    projector.picture("mural", "over")
    check_with_axe(page)
    page.get_by_role("button", name="Back to the bus").click()
    expect(page.locator(".mural-cells")).to_have_count(0)
    for worker in workers:
        worker.close()


def test_on_the_projector_nothing_changes_between_two_releases(server: Server, people: People) -> None:
    """In each frame that the browser draws: one picture before the gate opens and one after it, and no other. Who wants
    less motion sees the same."""
    made = create_room(server.url)
    code = str(made["code"])
    with Client(server.url) as ana, Client(server.url) as ben, Client(server.url) as chloe:
        for worker, name in ((ana, "Ana"), (ben, "Ben"), (chloe, "Chloé")):
            worker.join(code, name=name)
        page = people("Teacher").open(f"/{code}/host#{made['host_key']}").page
        page.get_by_role("button", name="Start the trip").click()
        page.keyboard.press("v")
        at_step(page, 0)
        page.evaluate(WATCH_FRAMES)
        for generation, motion in enumerate(MOTIONS):
            page.emulate_media(reduced_motion=motion)
            for worker in (ana, ben, chloe):
                assert worker.arrive(generation)["ok"]
            # a picture is looked at in the frame after its drawing
            page.wait_for_function("n => window.pictures.length >= n", arg=generation + 2)
            at_step(page, generation + 1)
        pictures = page.evaluate("window.pictures")
    assert [at_step for at_step, _ in pictures] == [0, 1, 2, 3, 4]


MOTIONS: tuple[Literal["no-preference", "reduce"], ...] = ("no-preference", "no-preference", "reduce", "reduce")
WATCH_FRAMES = """
() => {
  window.pictures = [];
  let last = null;
  const look = () => {
    const canvas = document.querySelector(".mural-cells");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const sum = new Uint32Array(data.buffer).reduce((hash, pixel) => Math.imul(hash ^ pixel, 16777619), 1);
    const step = Number(/step ([0-9]+)/.exec(canvas.getAttribute("aria-label"))[1]);
    if (sum !== last) window.pictures.push([step, sum]);
    last = sum;
    requestAnimationFrame(look);
  };
  look();
}
"""


def test_an_open_room_paints_in_the_place_of_the_bus(server: Server, people: People) -> None:
    code = str(create_room(server.url, hosted=False, lead_ms=0)["code"])
    ana, ben = people("Ana").enter(code), people("Ben").enter(code)
    ana.button("Mural").click()
    at_step(ben.page, 0)
    ana.arrive_button.click()
    ben.arrive_button.click()
    at_step(ana.page, 1)
    ana.arrives()
    ben.button("Without barrier").click()
    ben.button("Anyone waiting gets an error. Really?").click()
    ana.button("PAINT").click()
    expect(ben.page.get_by_role("img", name=re.compile("Without the barrier: steps 0 to 1"))).to_be_visible()
    ben.button("Show as table").click()
    expect(ben.page.get_by_role("row")).to_have_count(3)
    expect(ana.page.locator(".tip")).to_have_text(re.compile("Old edges in a new picture"))
    check_whole(ana.page)
    check_with_axe(ana.page)
    ana.picture("mural", "open")
    ben.button("Mural").click()
    expect(ana.page.locator(".mural-cells")).to_have_count(0)
    ana.works()


def test_whoever_runs_a_program_sees_its_strip(server: Server, people: People) -> None:
    """At the address that the program knows: what it paints, and where it stands. The page is not the program."""
    made = create_room(server.url, lead_ms=0)
    code, key = str(made["code"]), str(made["host_key"])
    with Client(server.url) as room, Client(server.url) as ana, RemoteBarrier(made["url"], name="strip.py") as barrier:
        room.join(code, role="host", host_key=key)
        ana.join(code, view="brief", name="Ana")
        room.command("start")
        room.command("mural", gate="barrier")
        person = people("Coder", PHONE, home=server.url).open(barrier.screen.removeprefix(server.url))
        page = person.page
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("Your program paints strip 1")
        expect(page.get_by_role("button", name="ARRIVE")).to_have_count(0)
        check_with_axe(page)
        with ThreadPoolExecutor(1) as pool:
            waits = pool.submit(barrier.wait)
            expect(heading).to_have_text("Your program waits")
            expect(page.locator(".program-line")).to_contain_text("barrier.wait()")
            check_with_axe(page)
            ana.arrive(0)
            waits.result()
        expect(page.get_by_role("img", name=re.compile("^The picture at step 1 of 12"))).to_be_visible()
        room.command("mural", gate="none")
        expect(heading).to_have_text("Your program paints strip 1")
        expect(page.get_by_text("Nobody waits.")).to_be_visible()
        expect(page.get_by_role("button", name="PAINT")).to_have_count(0)
        page.goto("about:blank")
        assert [worker["connected"] for worker in http("GET", f"{server.url}/api/rooms/{code}")[1]["workers"]] == [
            True,
            True,
        ]
