"""Learning alone: a visitor without a class guesses, plays with robots, and sees what happens, on one screen."""

from playwright.sync_api import Page, expect

from tests.support.browser.axe import check_with_axe
from tests.support.browser.fits import SIDEWAYS_PX
from tests.support.browser.people import PHONE, WIDE, People


def presses_on(page: Page, button: str, then: str) -> None:
    """The one solid button leads, and says what comes next."""
    main = page.locator(".host-bar .main")
    expect(main).to_contain_text(button)
    main.click()
    expect(main).to_contain_text(then)


def test_a_visitor_learns_alone_on_one_screen(people: People) -> None:
    ana = people("Ana").open("/")
    page = ana.page
    ana.button("Learn it in five minutes alone").click()
    own, main = page.locator(".own-seat"), page.locator(".host-bar .main")
    expect(own.get_by_role("heading", name="Look at the picture")).to_be_visible()
    expect(page.get_by_role("heading", name="The bus waits until everyone is on.")).to_be_visible()
    presses_on(page, "First round", "Waiting for")
    ana.arrive_button.click()
    expect(main).to_contain_text("Go on")
    presses_on(page, "Go on", "Guess first")
    presses_on(page, "Guess first", "Run it and see")
    own.get_by_role("radio", name="I pass: the gate is open").click()
    expect(page.locator(".guessed")).to_contain_text("1 of 1")
    for width, height in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": height})
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
