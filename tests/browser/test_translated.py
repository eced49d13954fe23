"""The browser's own translation puts elements in the place of texts, on projector and phones: the lesson goes on."""

from playwright.sync_api import expect

from tests.support.browser.classroom import HostedRoom, start_room
from tests.support.browser.mishaps import TRANSLATOR
from tests.support.browser.people import PHONE, WIDE, People, Person, Size
from tests.support.clients import create_room
from tests.support.running import Server

WATCH_GO = """
() => {
  window.gone = [];
  window.watch?.disconnect();
  window.watch = new MutationObserver(() => {
    const words = document.querySelector(".mine-go")?.textContent;
    if (words) window.gone.push(words.replace(/\\s+/g, " "));
  });
  window.watch.observe(document.body, { subtree: true, childList: true, characterData: true });
}
"""
"""GO! stands for 2.5 s only."""
HAS_GONE = r"""
() => window.gone.some((words) => /^GO!You came 2nd and waited \d\.\d s\. ?wait\(\) gave you 1$/.test(words.trim()))
"""


def translating(people: People, name: str, size: Size) -> Person:
    person = people(name, size)
    person.context.add_init_script(TRANSLATOR)
    return person


def test_a_lesson_in_translation(people: People, server: Server) -> None:
    teacher = translating(people, "Teacher", WIDE)
    code, _ = start_room(teacher.page, server)
    ana = translating(people, "Ana", PHONE).open(f"/{code}").gets_on("Ana")
    ben = translating(people, "Ben", PHONE).open(f"/{code}").gets_on("Ben")
    expect(teacher.page.get_by_text("2 here", exact=True)).to_be_visible()
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
            person.works()
        expect(teacher.page.locator(".big-count")).to_have_text("0 of 2")
        teacher.sees_heading("waiting at the barrier")
    for person in (teacher, ana, ben):
        assert person.page.evaluate("window.translated") > 5


def test_sentences_come_and_go_as_a_whole(people: People, room: HostedRoom) -> None:
    """What is drawn later stands where it belongs, and nothing that is over stays."""
    teacher = translating(people, "Teacher", WIDE).open(f"/{room.code}/host#{room.host_key}")
    ana = translating(people, "Ana", WIDE).open(f"/{room.code}").gets_on("Ana")
    ben = translating(people, "Ben", WIDE).open(f"/{room.code}").gets_on("Ben")
    room.host.command("start")
    for _ in range(3):
        ana.works()
        ana.arrives()
        ben.works()
        ben.page.evaluate(WATCH_GO)
        ben.presses_arrive()
        expect(teacher.page.locator(".what")).to_have_text(
            "The gate opened. Everyone goes.Ben came last. That call opened the gate."
        )
        ben.page.wait_for_function(HAS_GONE)
        ben.works()


def test_the_landing_page_in_translation(people: People) -> None:
    ana = translating(people, "Ana", PHONE).open("/")
    for typed, problem in (("KTR", "A code has 6 letters."), ("AEIOUA", "Codes have only letters, no A E I O U Y.")):
        ana.page.get_by_label("Join with a code").fill(typed)
        ana.button("Join").first.click()
        expect(ana.page.get_by_text(problem)).to_be_visible()


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
