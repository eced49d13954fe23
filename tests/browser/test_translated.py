"""The browser's own translation puts elements in the place of texts, on projector and phones: the lesson goes on."""

from playwright.sync_api import expect

from tests.support.browser.classroom import start_room
from tests.support.browser.mishaps import TRANSLATOR
from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.clients import create_room
from tests.support.running import Server


def translating(people: People, name: str, size: Size) -> Person:
    person = people(name, size)
    person.context.add_init_script(TRANSLATOR)
    return person


def test_a_lesson_in_translation(people: People, server: Server) -> None:
    teacher = translating(people, "Teacher", WIDE)
    code, _ = start_room(teacher.page, server)
    ana = translating(people, "Ana", PHONE).open(f"/{code}").gets_on("Ana")
    ben = translating(people, "Ben", PHONE).open(f"/{code}").gets_on("Ben")
    expect(teacher.page.get_by_text("2 here")).to_be_visible()
    teacher.button("Start the trip").click()
    for _ in range(2):
        ana.works()
        ana.arrives()
        ana.sees_count(1, 2)
        expect(teacher.page.locator(".big-count")).to_have_text("1 of 2")
        expect(teacher.page.locator(".what")).to_contain_text("Ben")
        expect(ben.page.get_by_text("1 of 2 already waiting")).to_be_visible()
        ben.presses_arrive()
        for person in (ana, ben):
            person.goes()
        teacher.sees_heading("The gate opened. Everyone goes.")
        teacher.button("Next round").click()
        for person in (ana, ben):
            person.button("Go on").click()
        expect(teacher.page.locator(".big-count")).to_have_text("0 of 2")
        teacher.sees_heading("waiting at the barrier")
    for person in (teacher, ana, ben):
        assert person.page.evaluate("window.translated") > 5


def test_a_wide_room_in_translation(people: People, server: Server) -> None:
    code = str(create_room(server.url, hosted=False)["code"])
    ana = translating(people, "Ana", WIDE).enter(code)
    ben = translating(people, "Ben", PHONE).enter(code)
    ana.sees_count(0, 2)
    ben.arrives()
    ana.sees_count(1, 2)
    ana.presses_arrive()
    ana.goes()
    ben.goes()
    assert ana.page.evaluate("window.translated") > 5
