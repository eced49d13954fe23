"""What the page of somebody else can do here, in a real browser: nothing, and it learns nothing.

In a network without TLS browsers send no Fetch Metadata, so both servers have names of such a network.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import find_browser
from tests.support.clients import create_room, http
from tests.support.running import Server

OURS, FOREIGN = "school-laptop.local", "evil.example"
PICTURE = """
url => new Promise((done) => {
  const picture = new Image();
  picture.onload = () => done("is there");
  picture.onerror = () => done("nothing");
  picture.src = url;
})
"""


class EmptyPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def page_of_a_foreign_server() -> Iterator[int]:
    """The port of a server whose pages are empty."""
    with ThreadingHTTPServer(("127.0.0.1", 0), EmptyPage) as foreign:
        Thread(target=foreign.serve_forever, daemon=True).start()
        yield foreign.server_address[1]
        foreign.shutdown()


@pytest.fixture
def foreign_page(browser: Browser) -> Iterator[Page]:
    """A page of http://evil.example, in a browser that finds both names on this machine."""
    rules = f"--host-resolver-rules=MAP {OURS} 127.0.0.1, MAP {FOREIGN} 127.0.0.1"
    path = find_browser.FOUND.read_text().strip()
    with page_of_a_foreign_server() as port:
        chromium = browser.browser_type.launch(executable_path=path, args=[*find_browser.FLAGS, rules])
        page = chromium.new_page()
        page.goto(f"http://{FOREIGN}:{port}/")
        yield page
        chromium.close()


def test_a_picture_does_not_say_whether_there_is_a_room(foreign_page: Page, server: Server) -> None:
    code = create_room(server.url)["code"]
    ours = f"http://{OURS}:{server.port}"
    seen = [foreign_page.evaluate(PICTURE, f"{ours}/{spelled}/qr.svg") for spelled in (code, "BBBBBB")]
    assert seen[0] == seen[1]
    foreign_page.goto(f"{ours}/")
    assert foreign_page.evaluate(PICTURE, f"{ours}/{code}/qr.svg") == "is there"


def test_a_name_that_somebody_lets_lead_here_is_refused(foreign_page: Page, server: Server) -> None:
    """As a page's own name does after a moment ("DNS rebinding"): what it loads would be of its own origin."""
    statuses = [foreign_page.goto(f"http://{host}:{server.port}/healthz") for host in (OURS, FOREIGN)]
    assert [answer and answer.status for answer in statuses] == [200, 421]
    assert "set PUBLIC_URL" in foreign_page.content()


STATE_CHANGES = """
async ([ours, code]) => {
  const workers = `${ours}/api/rooms/${code}/workers`;
  const plain = { method: "POST", mode: "no-cors", referrerPolicy: "no-referrer" };
  const body = new Blob(['{"hosted": false}'], { type: "text/plain" });
  await Promise.allSettled([
    fetch(workers, plain),
    fetch(workers, { ...plain, body }),
    fetch(workers, { method: "POST", credentials: "include" }),
  ]);
  navigator.sendBeacon(workers);
  navigator.sendBeacon(workers, body);
  for (const enctype of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const frame = document.createElement("iframe");
    frame.name = enctype;
    const form = document.createElement("form");
    Object.assign(form, { method: "POST", action: workers, enctype, target: enctype });
    form.setAttribute("referrerpolicy", "no-referrer");
    document.body.append(frame, form);
    const loaded = new Promise((done) => { frame.onload = done; });
    form.submit();
    await loaded;
  }
}
"""


@pytest.mark.parametrize("host", [OURS, "127.0.0.1"], ids=["without TLS", "with Fetch Metadata"])
def test_no_fetch_beacon_or_form_takes_a_seat(host: str, foreign_page: Page, server: Server) -> None:
    room = f"{server.url}/api/rooms/{create_room(server.url, hosted=False)['code']}"
    foreign_page.evaluate(STATE_CHANGES, [f"http://{host}:{server.port}", room.rpartition("/")[2]])
    assert http("GET", room)[1]["workers"] == []
