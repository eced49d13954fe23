"""The projector and the wide room in each language: what is not in the catalogue yet, and what does not fit."""

from contextlib import ExitStack

from playwright.sync_api import expect

from tests.support.browser.fits import UPRIGHT
from tests.support.browser.hall import Hall
from tests.support.browser.languages import LANGUAGES, words
from tests.support.browser.people import People
from tests.support.running import Server, StartServer


def test_the_projector_in_each_language(people: People, start_server: StartServer, stack: ExitStack) -> None:
    server = start_server(PUBLIC_URL="http://192.168.178.123:8000")
    hall = Hall(server, people, stack, "/{code}/host?lang={language}", hosted=True)
    for language, person in hall.pages.items():
        expect(person.page.locator("html")).to_have_attribute("lang", language)
        if language in LANGUAGES:
            expect(person.page.locator(".host-bar .main")).to_contain_text(words(language)["host_start_trip"])
    hall.look("lobby", ".crew-chip >> nth=3")
    hall.fits((800, 600), (1024, 768), (1280, 800), (1920, 1080), *UPRIGHT)
    hall.press("j")
    hall.look("join", ".join-panel")
    hall.fits((800, 600), (1024, 768), (1920, 1080), *UPRIGHT)
    hall.press("Escape", "?")
    hall.look("keys", ".keys-two")
    hall.press("Escape")
    hall.click(".bar-settings")
    hall.look("settings", ".settings-panel")
    hall.fits(*UPRIGHT)
    hall.press("Escape", "b")
    hall.look("robots", ".robots-panel")
    hall.press("Escape")
    hall.host.command("start")
    hall.look("nobody-waits", ".host-filling")
    hall.fits(*UPRIGHT)
    for client in hall.pupils[:2]:
        client.arrive()
    hall.look("two-wait", ".settle .button")
    hall.fits((1024, 768), (1225, 720), (1600, 900), (1920, 1080), *UPRIGHT)
    hall.click(".settle .button")
    hall.look("missing", ".kit .person-card")
    hall.fits((1024, 768), (1440, 900), (1920, 1080), *UPRIGHT)
    hall.press("Escape")
    hall.click(".scene [data-worker='1']")
    hall.look("seat", ".seat-panel")
    hall.press("Escape")
    hall.click(".code-join")
    hall.look("program", ".join-program")
    hall.press("Escape", "R")
    hall.look("asks", ".bar-reset")
    for client in hall.pupils[2:]:
        client.arrive()
    hall.look("released", ".gate-label")
    hall.fits((1024, 768), *UPRIGHT)
    hall.click(".table-switch")
    hall.look("table", ".table-scroll")
    hall.host.command("abort", generation=1)
    hall.look("broken", ".host-broken")
    hall.fits(*UPRIGHT)


def test_the_wide_room_in_each_language(people: People, server: Server, stack: ExitStack) -> None:
    hall = Hall(server, people, stack, "/{code}?lang={language}", hosted=False)
    for person in hall.pages.values():
        expect(person.arrive_button).to_be_visible()
        hall.names.append(person.worker_name)
    hall.look("room-working", ".arrive")
    *arriving, last = hall.pages.values()
    for person in arriving:
        person.arrive_button.click()
        expect(person.page.locator(".mine-wait")).to_be_visible()
    hall.look("room-waiting", ".tally")
    hall.press("?")
    hall.look("room-keys", ".keys")
    hall.press("Escape")
    hall.click(".table-switch")
    hall.look("room-table", ".table-scroll")
    for _ in range(2):
        last.page.keyboard.press("Shift+A")
    hall.look("room-broken", ".mine-bad, .mine")
