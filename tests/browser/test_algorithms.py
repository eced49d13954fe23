"""How is a barrier built? The gallery of machines: by keyboard, by screen reader, and with a class's own arrivals."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.classroom import HostedRoom, arrive_one_after_another
from tests.support.browser.fits import BEYOND, MEETING
from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.clients import Client
from tests.support.running import Server


def says(person: Person, sentence: str) -> None:
    expect(person.page.get_by_role("status")).to_have_text(sentence)


def names_in_time(person: Person) -> Locator:
    return person.page.locator(".lane-name")


def test_a_whole_tour_by_keyboard(people: People) -> None:
    ana = people("Ana").open("/algorithms")
    says(ana, "Ana is counted: 1 of 8. 7 stand in line: one counter serves one at a time.")
    for _ in range(4):
        ana.page.keyboard.press("ArrowRight")
    says(ana, "Ela is counted: 5 of 8. 3 stand in line: one counter serves one at a time.")
    ana.page.keyboard.press("4")
    says(ana, "Round 1 of 3: everybody tells the one 1 seat on. After it each knows of 2.")
    ana.page.keyboard.press("ArrowRight")
    ana.page.keyboard.press("ArrowRight")
    ana.page.keyboard.press("ArrowRight")
    says(ana, "Everybody knows of everybody after 3 rounds. Nobody had to say “go”.")
    ana.page.keyboard.press("ArrowRight")
    expect(ana.page.locator(".gallery-step")).to_have_text("All go")
    ana.page.keyboard.press("ArrowLeft")
    expect(ana.page.locator(".gallery-step")).to_have_text("Step 3 of 3")
    ana.page.keyboard.press("g")
    expect(ana.page.get_by_role("img", name="Steps with 64 workers: One counter 65")).to_be_visible()
    ana.page.keyboard.press("5")
    for _ in range(7):
        ana.page.keyboard.press("ArrowRight")
    says(ana, "Ana walks straight through, without waiting for anybody.")
    chosen = ana.page.get_by_role("radio", name=re.compile("The leaky one"))
    chosen.focus()
    ana.page.keyboard.press("ArrowRight")
    expect(ana.page.get_by_role("radio", name=re.compile("One counter"))).to_be_focused()
    expect(ana.page.get_by_role("radio", name=re.compile("One counter"))).to_be_checked()


def test_play_goes_on_by_itself_and_stops_at_the_end(people: People) -> None:
    ana = people("Ana").open("/algorithms?kind=dissemination&n=4")
    ana.page.keyboard.press("Space")
    expect(ana.button(re.compile("^Stop"))).to_be_visible()
    says(ana, "Everybody knows of everybody after 2 rounds. Nobody had to say “go”.")
    expect(ana.button(re.compile("^Play"))).to_be_visible()


def test_the_table_has_every_signal_and_marks_the_chain(people: People) -> None:
    ana = people("Ana").open("/algorithms?kind=tree&n=3")
    ana.button("Table").click()
    signals = ana.page.locator(".gallery-tables tbody").first.locator("tr")
    expect(signals).to_have_count(4)
    assert [row.split("\t") for row in signals.all_inner_texts()] == [
        ["1", "Ben", "Ana", "“here”"],
        ["1", "Chloé", "Ana", "“here”"],
        ["2", "Ana", "Ben", "“go”"],
        ["3", "Ana", "Chloé", "“go”"],
    ]
    expect(ana.page.locator(".table-chain")).to_have_count(2)


@pytest.mark.parametrize("kind", ["counter", "leaky"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_axe(people: People, size: Size, kind: str) -> None:
    ana = people("Ana", size).open(f"/algorithms?kind={kind}")
    check_with_axe(ana.page)
    if kind == "counter":
        for view in ("As it grows", "Table"):
            ana.button(view).click()
            check_with_axe(ana.page)


@pytest.mark.parametrize("size", [(320, 568), PHONE, (768, 1024), (1024, 768), WIDE, (1440, 900), (3840, 2160)])
def test_nothing_is_cut_off_and_targets_are_large(people: People, size: Size) -> None:
    ana = people("Ana", size).open("/algorithms")
    for kind in range(5):
        ana.page.get_by_role("radio").nth(kind).click()
        cut, small = ana.page.evaluate(
            """() => [
              [...document.querySelectorAll(".gallery-card, .gallery-segments button, .gallery-sentence, h1, h2")]
                .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
                .map(({ textContent }) => textContent),
              [...document.querySelectorAll("button, a[href], input")]
                .map((element) => [element.textContent, element.getBoundingClientRect().height])
                .filter(([, height]) => height > 0 && height < 44),
            ]"""
        )
        assert (cut, small, ana.page.evaluate(BEYOND)) == ([], [], [])
        assert ana.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    ana.page.get_by_role("radio").first.click()
    ana.button("As it grows").click()
    for counted in ("Steps", "Signals"):
        ana.button(counted).click()
        assert ana.page.evaluate(BEYOND) == []


def test_on_a_phone_the_words_of_the_lanes_stand_apart(people: People) -> None:
    ana = people("Ana", PHONE).open("/algorithms")
    for kind in range(4):
        ana.page.get_by_role("radio").nth(kind).click()
        expect(ana.page.locator(".lane-step").first).to_have_text("step 0")
        assert ana.page.evaluate(MEETING) == []


def test_sixty_four_are_drawn_with_few_shapes(people: People) -> None:
    ana = people("Ana").open("/algorithms?kind=dissemination&n=64")
    for _ in range(6):
        ana.page.keyboard.press("ArrowRight")
    expect(ana.page.locator(".gallery-step")).to_have_text("All go")
    assert ana.page.locator("main *").count() < 1500


def test_a_step_of_sixty_four_is_drawn_at_once(people: People) -> None:
    """The quickest of six: a machine that does something else meanwhile is no measure of the page."""
    ana = people("Ana").open("/algorithms?kind=dissemination&n=64")
    expect(ana.page.locator(".gallery-step")).to_have_text("Step 1 of 6")
    took_ms = ana.page.evaluate(
        """async () => {
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          const took = [];
          for (let step = 0; step < 6; step++) {
            await frame();
            const began = performance.now();
            document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
            await frame();
            document.body.getBoundingClientRect();
            took.push(performance.now() - began);
          }
          return took;
        }"""
    )
    expect(ana.page.locator(".gallery-step")).to_have_text("All go")
    assert min(took_ms) <= 50, took_ms


def test_a_class_sees_its_own_round_and_comes_back_to_the_report(people: People, room: HostedRoom) -> None:
    names = ("Chloé", "Ana", "Ben")
    clients = [Client(people.home) for _ in names]
    for client, name in zip(clients, names, strict=True):
        client.join(room.code, name=name)
    room.host.command("start")
    arrive_one_after_another(clients)
    room.host.hear("tripped", generation=0)
    tom = people("Tom").open(f"/{room.code}/host#{room.host_key}")
    expect(tom.heading).to_be_visible()
    tom.open(f"/{room.code}/report")
    tom.page.get_by_role("link", name="How else could this barrier be built?").click()
    expect(tom.page.get_by_text("Round 1, research: your class, in the order of arrival.")).to_be_visible()
    expect(names_in_time(tom)).to_have_text(["Chloé", "Ana", "Ben", "counter"])
    # in step 0 the first one has come
    expect(tom.page.locator(".lane-knows")).to_have_text(["1 of 3", "0 of 3", "0 of 3"])
    check_with_axe(tom.page)
    tom.button("One comes late").click()
    expect(names_in_time(tom).filter(has_text="Dev")).to_have_count(1)
    tom.button("Your class").click()
    expect(names_in_time(tom)).to_have_text(["Chloé", "Ana", "Ben", "counter"])
    tom.page.get_by_role("link", name="Back to the report").click()
    expect(tom.heading).to_contain_text("3 workers")
    for client in clients:
        client.close()


def test_without_the_key_or_the_room_the_page_says_so_and_makes_a_class_up(
    people: People, room: HostedRoom, server: Server
) -> None:
    ana = people("Ana")
    ana.may_fail_to_connect = True
    for code, why in ((room.code, "host"), ("BCDFGH", "room"), ("A", "No room with that code.")):
        ana.open(f"/algorithms?room={code}")
        expect(ana.page.locator(".gallery-notice")).to_contain_text(why)
        expect(ana.page.locator(".gallery-notice")).to_contain_text("This class is made up.")
        expect(ana.button("Like a class")).to_have_attribute("aria-pressed", "true")
    assert len(ana.troubles) == 1 and "401" in ana.troubles[0]
    ana.troubles.clear()  # a browser notes by itself that a question was refused


def test_the_other_pages_lead_to_it(people: People) -> None:
    for path, link in (("/", "How is it built?"), ("/teachers", "how is a barrier built?")):
        ana = people("Ana").open(path)
        ana.page.get_by_role("link", name=link).click()
        ana.sees_heading("How is a barrier built?")
