"""What teachers and pupils look for: their rooms, a way off the bus, and a way on when many are silent."""

import re

from playwright.sync_api import Route, expect

from tests.support.browser.classroom import HostedRoom, join, start_room
from tests.support.browser.people import PHONE, WIDE, People
from tests.support.browser.proxy import Proxy
from tests.support.clients import Client, create_room, http
from tests.support.running import Server


def test_the_landing_page_lists_the_rooms_of_this_browser(people: People, room: HostedRoom, server: Server) -> None:
    teacher = people("Teacher")
    code, _ = start_room(teacher.page, server)
    pupil = people.tab(teacher, "Pupil").open(f"/{room.code}").gets_on("Ana")
    pupil.page.close()
    teacher.open("/")
    rows = teacher.page.get_by_role("region", name="Your rooms").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text=f"{code[:3]} {code[3:]}")).to_contain_text("You are the host")
    expect(rows.filter(has_text=f"{room.code[:3]} {room.code[3:]}")).to_contain_text("You were Ana")
    rows.filter(has_text="You were Ana").get_by_role("link", name="Go back in").click()
    teacher.sees_heading("You were Ana")
    teacher.open("/")
    rows.filter(has_text="You are the host").get_by_role("link", name="Open the projector").click()
    expect(teacher.button("Start the trip")).to_be_visible()


def test_a_whole_link_is_pasted_as_a_code(people: People, room: HostedRoom, server: Server) -> None:
    ana = people("Ana", PHONE).open("/")
    ana.page.get_by_label("Join with a code").fill(f"  {server.url}/{room.code.lower()}/host?x=1#bcdfghjkmnpqrstv ")
    ana.button("Join").click()
    expect(ana.page.get_by_label("Your name")).to_be_visible()
    assert ana.page.url == f"{server.url}/{room.code}"


def test_everybody_without_signal_is_let_go_with_one_press(people: People, server: Server) -> None:
    teacher = people("Teacher")
    code, _ = start_room(teacher.page, server)
    *pupils, early = [Client(server.url) for _ in range(9)]
    for number, pupil in enumerate([*pupils, early], start=1):
        pupil.join(code, name=f"Pupil {number}")
    early.close()
    teacher.page.get_by_role("button", name="Let go", exact=False).click()
    expect(teacher.page.locator(".lobby-how > b")).to_have_text("8 here")
    teacher.button("Start the trip").click()
    for pupil in pupils[1:7]:
        pupil.close()
    teacher.button("Who is missing?").click()
    kit = teacher.page.get_by_role("region", name="Who the bus waits for")
    for number in range(1, 9):
        expect(kit).to_contain_text(f"Pupil {number}")
    kit.get_by_role("button", name="Let go all 6 without signal").click()
    expect(teacher.page.locator(".big-count")).to_have_text("0 of 2")
    for pupil in (pupils[0], pupils[7]):
        pupil.arrive()
    teacher.sees_heading("The gate opened. Everyone goes.")
    for pupil in (pupils[0], pupils[7]):
        pupil.close()


def test_all_robots_go_at_once(people: People, server: Server) -> None:
    teacher = people("Teacher")
    code, _ = start_room(teacher.page, server)
    with Client(server.url) as ana:
        ana.join(code, name="Ana")
        teacher.page.keyboard.press("b")
        teacher.button("One robot more").click()
        teacher.button("Add 2 robots").click()
        expect(teacher.page.get_by_text("3 here", exact=True)).to_be_visible()
        teacher.page.keyboard.press("b")
        teacher.button("Remove all 2 robots").click()
        expect(teacher.page.get_by_text("1 here", exact=True)).to_be_visible()


def test_phases_are_set_by_the_host(people: People, server: Server) -> None:
    teacher = people("Teacher")
    code, _ = start_room(teacher.page, server)
    teacher.button(re.compile("^Settings")).click()
    teacher.page.get_by_role("radio", name="read · discuss · present").click()
    expect(teacher.page.get_by_label("Phases, separated by commas")).to_have_value("read, discuss, present")
    teacher.page.get_by_label("Phases, separated by commas").fill("draw,  colour in, hang up ,")
    join(people("Ana", PHONE).page, server, code, "Ana")
    expect(teacher.page.get_by_text("1 here", exact=True).first).to_be_visible()
    expect(teacher.page.get_by_label("Phases, separated by commas")).to_have_value("draw,  colour in, hang up ,")
    teacher.page.keyboard.press("Enter")
    expect(teacher.page.get_by_label("Phases, separated by commas")).to_have_value("draw, colour in, hang up")
    assert http("GET", f"{server.url}/api/rooms/{code}")[1]["phases"] == ["draw", "colour in", "hang up"]


def test_escape_forgets_what_was_being_typed_in_the_settings(people: People, server: Server) -> None:
    teacher = people("Teacher")
    code, _ = start_room(teacher.page, server)
    limit = teacher.page.get_by_label("Seconds until the barrier breaks")
    phases = teacher.page.get_by_label("Phases, separated by commas")
    teacher.button(re.compile("^Settings")).click()
    teacher.page.get_by_role("radio", name="60 s").click()
    expect(teacher.page.get_by_role("radio", name="60 s")).to_be_checked()
    teacher.page.get_by_role("radio", name="Other").click()
    limit.fill("1")
    teacher.page.keyboard.press("Escape")
    expect(teacher.page.get_by_role("dialog")).to_have_count(0)
    teacher.button(re.compile("^Limit")).click()
    phases.fill("re")
    teacher.page.keyboard.press("Escape")
    expect(teacher.page.get_by_role("dialog")).to_have_count(0)
    teacher.page.keyboard.press("l")  # the server has heard all that was sent before
    teacher.sees_heading("The door is locked. Open it to let more people in.")
    room = http("GET", f"{server.url}/api/rooms/{code}")[1]
    assert (room["timeout_s"], room["phases"]) == (60, ["research", "write"])


def test_a_touch_board_gets_to_the_back_row_and_back(people: People, server: Server) -> None:
    teacher = people("Teacher", WIDE)
    start_room(teacher.page, server)
    teacher.button("Start the trip").click()
    teacher.button(re.compile("^Settings")).click()
    teacher.button("For the back row").click()
    expect(teacher.page.locator(".back-row")).to_be_visible()
    teacher.button("Show the bar").click()
    expect(teacher.page.locator(".host-bar")).to_be_visible()


def test_a_browser_without_full_screen_says_so(people: People, server: Server) -> None:
    teacher = people("Teacher", WIDE)
    teacher.context.add_init_script("delete Element.prototype.requestFullscreen")
    start_room(teacher.page, server)
    teacher.button(re.compile("^Settings")).click()
    teacher.button("Full screen").click()
    expect(teacher.page.get_by_text("This browser cannot show a page in full screen.")).to_be_visible()


def test_a_pupil_gets_off_and_on_again(people: People, room: HostedRoom, server: Server) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    ana.opens("^Room ")
    ana.button("Get off").click()
    expect(ana.page.get_by_label("Your name")).to_be_visible()
    assert http("GET", f"{server.url}/api/rooms/{room.code}")[1]["workers"] == []
    ana.gets_on("Ana")
    assert ana.worker_name == "Ana"


def test_a_phone_keeps_its_own_result(people: People, room: HostedRoom) -> None:
    ana = people("Ana", PHONE).open(f"/{room.code}").gets_on("Ana")
    room.host.command("start")
    ana.presses_arrive()
    ana.goes()
    ana.button("Go on").click()
    ana.works()
    expect(ana.page.get_by_text("Last time: You came 1st and waited")).to_be_visible()


def test_the_projector_shows_where_its_computer_is_in_another_network(people: People, room: HostedRoom) -> None:
    teacher = people("Teacher")
    teacher.page.clock.install()
    teacher.open(f"/{room.code}/host#{room.host_key}")
    expect(teacher.heading).to_contain_text("In another tab, type")
    teacher.page.route("**/url", lambda route: route.fulfill(json={"url": f"http://192.168.7.7:8000/{room.code}"}))
    teacher.page.clock.fast_forward(20_000)
    expect(teacher.heading).to_contain_text("192.168.7.7:8000")
    expect(teacher.page.locator(".lobby-qr")).to_have_attribute("src", re.compile("192.168.7.7"))


def test_a_projector_whose_network_is_gone_goes_on_at_its_computers_own_address(people: People, server: Server) -> None:
    made = create_room(server.url)
    path = f"/{made['code']}/host"

    def of_this_computer(route: Route) -> None:
        page = route.fetch()
        route.fulfill(response=page, body=page.text().replace("<body", f'<body data-own-at="{server.url}"'))

    with Proxy(server.port) as wifi:
        teacher = people("Teacher", home=wifi.url)
        people.may_fail_to_connect()
        teacher.page.route(f"{wifi.url}{path}", of_this_computer)
        teacher.open(f"{path}#{made['host_key']}")
        expect(teacher.button("Start the trip")).to_be_visible()
        wifi.cut()
        teacher.page.get_by_role("button", name="Other Wi-Fi?").click()
        expect(teacher.page).to_have_url(f"{server.url}{path}")
        expect(teacher.button("Start the trip")).to_be_visible()
        teacher.page.close()  # it asks no more
        teacher.troubles = [it for it in teacher.troubles if f":{server.port}/" not in it]  # it shall go there


def test_everybody_without_signal_is_let_go_in_a_lesson_too(people: People, server: Server) -> None:
    teacher = people("Teacher")
    code, key = start_room(teacher.page, server)
    pupils = [Client(server.url) for _ in range(6)]
    with Client(server.url) as host:
        host.join(code, role="host", host_key=key)
        for pupil in pupils:
            pupil.join(code)
        host.command("lesson", step="round")
        for pupil in pupils[1:]:
            pupil.close()
        teacher.button("Let go all 5 without signal").click()
        expect(teacher.page.locator(".big-count")).to_have_text("0 of 1")
    pupils[0].close()
