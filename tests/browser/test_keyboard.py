"""Everything by keyboard."""

from playwright.sync_api import expect

from tests.support.browser.classroom import HostedRoom
from tests.support.browser.keys import tab_to
from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.clients import Client
from tests.support.running import Server


def resize(person: Person, size: Size) -> None:
    width, height = size
    person.page.set_viewport_size({"width": width, "height": height})
    expect(person.page.locator(".room" if size == WIDE else ".phone")).to_be_visible()


def test_a_round_by_keyboard(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    ben = people("Ben").enter(code)
    ana.page.keyboard.press("a")
    ana.waits()
    tab_to(ben.page, "ARRIVE barrier.wait()")
    ben.page.keyboard.press("Space")
    ana.goes()
    ben.goes()


def test_joining_by_keyboard(people: People, code: str) -> None:
    ana = people("Ana").open("/")
    expect(ana.heading).to_be_visible()
    tab_to(ana.page, "Join with a code")
    ana.page.keyboard.type(code.lower())
    ana.page.keyboard.press("Enter")
    ana.works()


def test_the_qr_code_by_keyboard(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    dialog = ana.page.get_by_role("dialog")
    tab_to(ana.page, "Copy link")
    ana.page.keyboard.press("j")
    expect(dialog.get_by_role("img")).to_be_visible()
    back = dialog.get_by_role("button", name="Back")
    expect(back).to_be_focused()
    ana.page.keyboard.press("Tab")
    expect(back).to_be_focused()
    ana.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(ana.button("Copy link")).to_be_focused()


def test_breaking_and_resetting_by_keyboard(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    ana.page.keyboard.press("Shift+A")
    expect(ana.button("Really break it?")).to_be_visible()
    ana.page.keyboard.press("Shift+A")
    ana.sees_heading("Barrier broke")
    tab_to(ana.page, "Reset the bus")
    ana.page.keyboard.press("Enter")
    ana.works()


def test_theme_and_list_of_keys_by_keyboard(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    page = ana.page.locator("html")
    ana.page.keyboard.press("d")
    expect(page).to_have_attribute("data-theme", "dark")
    ana.page.reload()
    expect(page).to_have_attribute("data-theme", "dark")
    ana.works()
    ana.page.keyboard.press("d")
    expect(page).to_have_attribute("data-theme", "light")
    ana.page.keyboard.press("?")
    expect(ana.page.get_by_role("dialog", name="Keys")).to_be_visible()
    ana.page.keyboard.press("Escape")
    expect(ana.page.get_by_role("dialog")).to_have_count(0)


def test_keys_are_letters_in_the_name_field(people: People, code: str) -> None:
    ana = people("Ana").enter(code)
    ana.opens("Edit name")
    field = ana.page.get_by_role("textbox", name="Your name")
    expect(field).to_be_focused()
    ana.page.keyboard.type("Jada")
    expect(field).to_have_value("Jada")
    expect(ana.page.locator("html")).to_have_attribute("data-theme", "light")
    expect(ana.page.get_by_role("dialog")).to_have_count(1)
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator(".who bdi")).to_have_text("Jada")
    expect(ana.page.get_by_role("dialog")).to_have_count(0)
    ana.works()
    ana.page.keyboard.press("a")
    ana.waits()


def test_the_focus_stays_where_it_was_when_the_layout_changes(people: People, room: HostedRoom, server: Server) -> None:
    """As when somebody zooms: what is called alike has it, and the cursor stands where it stood."""
    ana = people("Ana").open(f"/{room.code}")
    name = ana.page.get_by_label("Your name")
    name.fill("Anna")
    ana.page.keyboard.press("ArrowLeft")
    for size in (PHONE, WIDE, PHONE):
        resize(ana, size)
        expect(name).to_be_focused()
        expect(name).to_have_value("Anna")
    ana.page.keyboard.press("Delete")
    expect(name).to_have_value("Ann")
    for size in (WIDE, PHONE):
        radio = ana.page.get_by_role("radio", checked=True)
        radio.focus()
        resize(ana, size)
        expect(radio).to_be_focused()
    ana.gets_on()
    room.host.command("start")
    ana.works()
    ana.arrive_button.focus()
    expect(ana.arrive_button).to_be_focused()
    resize(ana, WIDE)
    expect(ana.arrive_button).to_be_focused()
    resize(ana, PHONE)
    expect(ana.arrive_button).to_be_focused()
    with Client(server.url) as ben:
        ben.join(room.code, name="Ben")
        ana.arrives()
        ana.waits()
        resize(ana, WIDE)
        expect(ana.heading).to_be_focused()
