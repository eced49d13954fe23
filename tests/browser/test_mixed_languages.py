"""A projector, phones and a program, each in its own language, in one room; and a projector that changes its own."""

import re
import threading

from playwright.sync_api import Locator, Page, expect

from app.web.remote_barrier import CAUSES, BrokenBarrierError, RemoteBarrier
from app.wire.typed_names import MAX_NAME_LENGTH
from tests.support.browser.fits import PHONE_SAYS, SMALL_PHONE, check_page
from tests.support.browser.languages import LANGUAGES, strange_words, words
from tests.support.browser.people import People, Person
from tests.support.clients import Client, create_room, http
from tests.support.running import Server

DEADLINE_S = 60
MADE_UP = re.compile("[A-Z][a-z]+ [A-Z][a-z]+")
NAMES = {"de": "Jörg", "ar": "أمل"}


class Program:
    """Waits whenever it is told to; `hears` is what its wait came to, in Python's words."""

    def __init__(self, url: str) -> None:
        self._barrier = RemoteBarrier(url, name="load.py")
        self._calls, self._ends = threading.Semaphore(0), threading.Semaphore(0)
        self._heard = ""
        threading.Thread(target=self._run, daemon=True).start()

    def waits(self) -> None:
        self._calls.release()

    def hears(self) -> str:
        assert self._ends.acquire(timeout=DEADLINE_S)
        return self._heard

    def _run(self) -> None:
        with self._barrier as barrier:
            while self._calls.acquire(timeout=DEADLINE_S):
                try:
                    self._heard = f"wait() gave {barrier.wait()}"
                except BrokenBarrierError as error:
                    self._heard = f"{type(error).__name__}: {error}"
                self._ends.release()


class Screens:
    """A French projector, two phones whose browsers are German and Arabic, and what each of them shows."""

    def __init__(self, people: People, server: Server) -> None:
        made = create_room(server.url, language="fr")
        self.url = f"{server.url}/{made['code']}"
        self.teacher = people("fr", language="en-US")
        self.phones = [people("de", SMALL_PHONE, language="de-AT"), people("ar", SMALL_PHONE, language="ar-EG")]
        self.teacher.open(f"/{made['code']}/host#{made['host_key']}")
        for phone in self.phones:
            phone.open(f"/{made['code']}")

    def show(self, state: str, *, projector: str, phone: str) -> None:
        """Each says this in its own language, and nothing in another one."""
        for person in (self.teacher, *self.phones):
            said, key = (
                (self._projector, projector) if person is self.teacher else (person.page.locator(PHONE_SAYS), phone)
            )
            expect(said).to_contain_text(words(person.name)[key])
            self.look(person, state)

    def look(self, person: Person, state: str) -> None:
        _speaks(person.page, person.name)
        assert strange_words(person.page, person.name) == []
        if person is not self.teacher:
            check_page(person.page)
        person.picture("mixed", f"{state}-{person.name}")

    @property
    def _projector(self) -> Locator:
        return self.teacher.page.locator("#app")


def test_a_round_a_break_and_a_reset(people: People, server: Server) -> None:
    screens = Screens(people, server)
    teacher, (german, arabic) = screens.teacher.page, screens.phones
    expect(arabic.page.locator("html")).to_have_attribute("dir", "rtl")
    for phone in screens.phones:
        phone.page.locator("#name").fill(NAMES[phone.name])
        screens.look(phone, "door")
        phone.page.locator(".join button[type=submit]").click()
    program = Program(screens.url)
    expect(teacher.locator(".crew-chip")).to_have_count(3)
    for name in ("load.py", *NAMES.values()):
        expect(teacher.locator(".crew-chip", has_text=name)).to_be_visible()
    screens.show("lobby", projector="host_start_trip", phone="lobby_heading")
    teacher.keyboard.press("PageDown")
    screens.show("working", projector="waiting_at_barrier", phone="working")

    program.waits()
    expect(teacher.locator(".big-count")).to_contain_text("1")
    german.arrive_button.click()
    expect(german.page.locator(".phone-wait")).to_be_visible()
    screens.look(german, "waiting")
    arabic.arrive_button.click()
    assert program.hears() == "wait() gave 0"
    screens.show("go", projector="host_clock_opened", phone="go")

    program.waits()
    arabic.arrive_button.click()
    expect(arabic.page.locator(".phone-wait")).to_be_visible()
    expect(teacher.locator(".big-count")).to_contain_text("2")
    for _ in range(2):
        teacher.keyboard.press("Shift+A")
    assert program.hears() == f"BrokenBarrierError: {CAUSES['abort']}"
    screens.show("broken", projector="host_barrier_broke", phone="barrier_broke")
    expect(teacher.locator(".code-panel")).to_contain_text("threading.BrokenBarrierError")

    teacher.keyboard.press("PageDown")
    screens.show("reset", projector="waiting_at_barrier", phone="working")


def _speaks(page: Page, language: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_names_that_the_server_made_up_are_in_the_language_of_each_screen(people: People, server: Server) -> None:
    made = create_room(server.url, language="de")
    code, key = made["code"], made["host_key"]
    teacher = people("Teacher", language="en-US").open(f"/{code}/host#{key}")
    pupil = people("fr", SMALL_PHONE, language="fr-FR").open(f"/{code}")
    tab = people("ar", language="ar-EG").open(f"/{code}")
    chips = teacher.page.locator(".crew-chip")
    for person, name in ((pupil, "Zoé"), (tab, "أمل")):
        person.page.locator("#name").fill(name)
        person.page.locator(".join button[type=submit]").click()
        expect(chips.filter(has_text=name)).to_be_visible()  # in this order
    with Client(server.url) as host:
        host.join(code, role="host", host_key=key)
        host.command("add_robots", count=1, pace="quick")
        expect(chips).to_have_text([re.compile("^Roboter$"), re.compile("أمل"), re.compile("Zoé")])
        chips.filter(has_text="أمل").click()
        teacher.page.get_by_role("button", name=words("de")["host_new_name"]).click()
        expect(chips.nth(1)).to_contain_text(new_name(workers_of(server, code)[1]["avatar"]))
        host.command("configure", names="hidden")
        aliases = [worker["name"] for worker in workers_of(server, code)][:2]
        said = [re.compile(said_in("de", alias)) for alias in reversed(aliases)]
        expect(chips).to_have_text([re.compile("^Roboter$"), *said])
        expect(pupil.page.locator(".you bdi")).to_have_text(said_in("fr", aliases[0]))
        expect(tab.page.locator(".me")).to_contain_text(said_in("ar", aliases[1]))
        host.command("start")
        for worker in (pupil, tab):
            worker.arrive_button.click()
        host.hear("tripped")
        teacher.open(f"/{code}/report#{key}")
        for alias in aliases:
            expect(teacher.page.locator("#app")).to_contain_text(said_in("en", alias))
        teacher.open(f"/{code}/report?lang=es#{key}")
        for alias in aliases:
            expect(teacher.page.locator("#app")).to_contain_text(said_in("es", alias))


def test_a_tab_of_an_open_room_has_a_name_in_its_language(people: People, server: Server) -> None:
    code = create_room(server.url, hosted=False)["code"]
    people("fr", language="fr-FR").open(f"/{code}").sees_heading(words("fr")["working"])
    with Client(server.url) as program:
        program.join(code)
        tab, other = workers_of(server, code)
    animal, colour = tab["avatar"].split("-")
    assert tab["name"] == said_in("fr", f"{colour} {animal}")
    assert MADE_UP.fullmatch(other["name"])


def test_a_program_without_a_name_is_called_in_the_language_of_the_screen(people: People, server: Server) -> None:
    code = create_room(server.url, hosted=False)["code"]
    tab = people("fr", language="fr-FR").open(f"/{code}")
    tab.sees_heading(words("fr")["working"])
    assert http("POST", f"{server.url}/api/rooms/{code}/workers", {})[0] == 201
    program = workers_of(server, code)[1]["name"]
    assert MADE_UP.fullmatch(program)
    expect(tab.page.locator("#app")).to_contain_text(said_in("fr", program))


def workers_of(server: Server, code: str) -> list[dict[str, str]]:
    workers: list[dict[str, str]] = http("GET", f"{server.url}/api/rooms/{code}")[1]["workers"]
    return workers


def new_name(avatar: str) -> str:
    """In German, which needs more letters for some than a name may have."""
    animal, colour = avatar.split("-")
    name = said_in("de", f"{colour} {animal}")
    return name if len(name) <= MAX_NAME_LENGTH else words("de")[f"animal_{animal}"]


def said_in(language: str, alias: str) -> str:
    """This made-up English name in another language."""
    colour, animal = alias.lower().split()
    catalogue = words(language)
    face: str = catalogue["face_name"]
    return face.format(animal=catalogue[f"animal_{animal}"], colour=catalogue[f"colour_{colour}"])


def test_the_projector_turns_to_the_rooms_language(people: People, server: Server) -> None:
    """At once where the host has chosen it, and on other screens of the host; each goes on as it was."""
    made = create_room(server.url)
    code, key = made["code"], made["host_key"]
    teacher = people("Teacher", language="de-AT").open(f"/{code}/host#{key}")
    in_the_back, asked = people("In the back"), people("Asked")
    in_the_back.open(f"/{code}/host#{key}")
    asked.open(f"/{code}/host?lang=es#{key}")
    pupil = people("Pupil", SMALL_PHONE, language="en-US").open(f"/{code}").gets_on()
    for screen in (teacher, in_the_back, asked):
        expect(screen.page.locator(".crew-chip")).to_have_count(1)
    _speaks(teacher.page, "en")
    in_the_back.page.keyboard.press("z")
    expect(in_the_back.page.locator(".back-row")).to_be_visible()
    teacher.page.locator(".bar-settings").click()
    teacher.picture("languages", "settings-en")
    row = teacher.page.locator(".settings-panel").get_by_label(words("en")["language_label"])
    expect(row.locator("option")).to_have_text(sorted(words(it)["language_name"] for it in LANGUAGES))
    row.select_option("ar")
    _speaks(teacher.page, "ar")
    expect(teacher.page.locator(".settings-panel h2")).to_have_text(words("ar")["host_settings_of"])
    expect(teacher.page.locator(".settings-panel select[aria-label]").last).to_have_value("ar")
    teacher.picture("languages", "settings-ar")
    _speaks(in_the_back.page, "ar")
    expect(in_the_back.page.locator(".back-row")).to_be_visible()
    _speaks(asked.page, "es")
    _speaks(pupil.page, "en")
    asked.page.locator(".bar-settings").click()
    asked.page.get_by_label(words("es")["language_label"]).select_option("fr")
    for screen in (asked, teacher, in_the_back):
        _speaks(screen.page, "fr")
    expect(asked.page).to_have_url(f"{server.url}/{code}/host")
    assert http("GET", f"{server.url}/api/rooms/{code}")[1]["language"] == "fr"
    expect(teacher.page.locator(".settings-panel h2")).to_have_text(words("fr")["host_settings_of"])
    teacher.page.keyboard.press("Escape")
    expect(teacher.page.locator(".settings-panel")).to_have_count(0)
    teacher.page.locator(".host-bar .main").click()
    expect(pupil.arrive_button).to_be_visible()
