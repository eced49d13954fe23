"""Learning alone: a visitor without a class guesses, plays with robots, and sees what happens, on one screen."""

from playwright.sync_api import Locator, Page, expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.fits import SIDEWAYS_PX, resize
from tests.support.browser.lesson import NEXT, main_button, says
from tests.support.browser.people import PHONE, WIDE, People, Person, Size

MOST_TABS = 40
"""From one place of the page to any other."""
HAS_FOCUS = "element => element === document.activeElement"


def presses_on(page: Page, button: str, then: str) -> None:
    """The one solid button leads, and says what comes next."""
    main = page.locator(".host-bar .main")
    expect(main).to_contain_text(button)
    main.click()
    expect(main).to_contain_text(then)


def grows_with_the_picture(page: Page) -> None:
    """One's own seat: a wall gives it the same share as a small screen; sizes between not much less."""
    shares: dict[Size, list[float]] = {}
    for width, height in (WIDE, (1920, 1080), (2560, 1440), (3840, 2160)):
        resize(page, (width, height))
        seen = [page.locator(place).bounding_box() for place in (".own-seat .me", ".own-name", ".own-seat .arrive")]
        boxes = [box for box in seen if box is not None]
        assert len(boxes) == len(seen)
        shares[width, height] = [boxes[0]["width"] / width, *(box["height"] / height for box in boxes)]
        assert page.evaluate(SIDEWAYS_PX) <= 0
    for size, of_size in shares.items():
        for share, least in zip(of_size, shares[WIDE], strict=True):
            assert share >= 0.85 * least, (size, shares)
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def test_a_visitor_learns_alone_on_one_screen(people: People) -> None:
    ana = people("Ana").open("/")
    page = ana.page
    ana.button("Learn it in five minutes alone").click()
    own, main = page.locator(".own-seat"), page.locator(".host-bar .main")
    expect(own.get_by_role("heading", name="Look at the picture")).to_be_visible()
    expect(page.get_by_role("heading", name="The bus waits until everyone is on.")).to_be_visible()
    presses_on(page, "First round", "Waiting for")
    grows_with_the_picture(page)
    ana.arrive_button.click()
    expect(main).to_contain_text("Go on")
    presses_on(page, "Go on", "Guess first")
    presses_on(page, "Guess first", "Run it and see")
    own.get_by_role("radio", name="I pass: the gate is open").click()
    expect(page.locator(".guessed")).to_contain_text("1 of 1")
    for width, height in (PHONE, WIDE):
        resize(page, (width, height))
        assert page.evaluate(SIDEWAYS_PX) <= 0
    check_with_axe(page)

    page.reload()
    expect(own.get_by_role("radio", name="I pass")).to_have_attribute("aria-checked", "true")
    presses_on(page, "Run it and see", "Waiting for")
    ana.arrive_button.click()
    expect(main).to_contain_text("Show the answers")
    main.click()
    expect(own.get_by_text("This happened")).to_be_visible()
    expect(own.get_by_text("I pass: the gate is open")).to_be_visible()
    expect(page.locator(".happened")).to_contain_text("I stop again until all are here")


def reaches(page: Page, place: Locator) -> None:
    """With the key Tab alone."""
    expect(place).to_be_visible()
    for _ in range(MOST_TABS):
        if place.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {place}")


class KeyboardOnly:
    """Ana, who has no mouse: the keys of a clicker lead, Tab and Enter do what is hers."""

    def __init__(self, ana: Person) -> None:
        self.ana, self.page = ana, ana.page
        self.own = ana.page.locator(".own-seat")

    def goes_on(self, button: str, then: str) -> None:
        main_button(self.page, button)
        self.page.keyboard.press(NEXT)
        main_button(self.page, then)
        self.ana.picture("alone", then.lower().replace(" ", "_").replace("?", ""))

    def arrives(self) -> None:
        reaches(self.page, self.ana.arrive_button)
        self.page.keyboard.press("Enter")
        expect(self.ana.arrive_button).to_have_count(0)

    def answers(self, keys: str = "") -> None:
        """The first answer, or the one to which these arrow keys lead."""
        reaches(self.page, self.own.get_by_role("radio").first)
        self.page.keyboard.press("Space")
        for key in keys.split():
            self.page.keyboard.press(key)
        chosen = self.own.locator("[role=radio][aria-checked=true]")
        expect(chosen).to_be_focused()


def test_a_keyboard_is_enough_from_the_landing_page_to_the_result(people: People) -> None:
    ana = people("Ana").open("/")
    page, alone = ana.page, KeyboardOnly(ana)
    reaches(page, ana.button("Learn it in five minutes alone"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The bus waits until everyone is on.")).to_be_visible()
    alone.goes_on("First round", "Waiting for")
    alone.arrives()
    main_button(page, "Go on")
    alone.goes_on("Go on", "Guess first")
    alone.goes_on("Guess first", "Run it and see")
    alone.answers("ArrowDown")
    says(page, "1 of 1")
    alone.goes_on("Run it and see", "Waiting for")
    alone.arrives()
    main_button(page, "Show the answers")
    alone.goes_on("Show the answers", "Go on")
    says(page, "This happened")
    alone.goes_on("Go on", "Run it and see")
    alone.answers()
    alone.goes_on("Run it and see", "Waiting for")
    alone.arrives()
    main_button(page, "Show the answers")
    alone.goes_on("Show the answers", "Go on")
    alone.goes_on("Go on", "Deal and run")
    alone.goes_on("Deal and run", "Waiting for")
    alone.arrives()
    main_button(page, "What is wrong?")
    alone.goes_on("What is wrong?", "Show the answers")
    alone.answers()
    alone.goes_on("Show the answers", "Time limit 10 s")
    alone.goes_on("Time limit 10 s", "Waiting for")
    main_button(page, "Reset and go on")
    alone.goes_on("Reset and go on", "Next: Barrier(")
    alone.goes_on("Next: Barrier(", "Next: Limit")
    alone.goes_on("Next: Limit", "Exit ticket")
    alone.goes_on("Exit ticket", "Show the class result")
    for step in ("Next", "Next", "Done"):
        alone.answers()
        reaches(page, alone.own.get_by_role("button", name=step))
        page.keyboard.press("Enter")
    says(page, "Thank you")
    alone.goes_on("Show the class result", "Open the report")
    expect(alone.own.get_by_role("heading", name="What is true")).to_be_visible()
    check_with_axe(page)
