"""A lesson behind nginx and Caddy, as docs/operations.md sets them up: with TLS, at the root and below a path."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.lesson import BACK, NEXT, main_button, says
from tests.support.browser.people import DIARY, Person
from tests.support.clients import Client
from tests.support.running import ROOT, Server, StartServer, free_port

STARTS_WITHIN_S = 20
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
SNIPPETS = {
    (language, "/bus" in text): text
    for language, text in re.findall(r"```(nginx|caddy)\n(.*?)```", OPERATIONS, re.DOTALL)
}
Run = tuple[list[str], Path]


def nginx(snippet: str, port: int, folder: Path) -> Run:
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
            "-keyout",
            key,
            "-out",
            certificate,
        ],
        check=True,
        capture_output=True,
    )
    places = "".join(
        f"{name}_temp_path {folder / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; pid {folder / 'pid'}; error_log {folder / 'errors'}; events {{}}\n"
        f"http {{ access_log off; {places}\nserver {{ listen 127.0.0.1:{port} ssl;\n"
        f"ssl_certificate {certificate}; ssl_certificate_key {key};\n{snippet} }} }}\n"
    )
    return ["nginx", "-e", str(folder / "errors"), "-c", str(config)], folder


def caddy(snippet: str, port: int, folder: Path) -> Run:
    site = re.sub(r"^[a-z.]+ \{", f"https://localhost:{port} {{\ntls internal", snippet, flags=re.MULTILINE)
    config = folder / "Caddyfile"
    config.write_text(f"{{\nadmin off\nauto_https disable_redirects\nskip_install_trust\n}}\n{site}")
    return ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"], folder


PROXIES: dict[str, Callable[[str, int, Path], Run]] = {"nginx": nginx, "caddy": caddy}


@pytest.fixture
def new(start_server: StartServer, tmp_path: Path) -> tuple[StartServer, Path]:
    """What starts a server, and a folder for the proxy."""
    return start_server, tmp_path


@contextmanager
def running(run: Run, port: int) -> Iterator[None]:
    command, folder = run
    environ = {"PATH": "/usr/sbin:/usr/bin:/bin:/usr/local/bin", "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    output = folder / "output"
    with output.open("wb") as log, subprocess.Popen(command, env=environ, stdout=log, stderr=log) as process:
        try:
            deadline_s = time.monotonic() + STARTS_WITHIN_S
            probe = [*["curl", "-sk", "-o", "/dev/null", "--max-time", "2"], f"https://localhost:{port}/"]
            while subprocess.run(probe, check=False).returncode != 0:
                assert process.poll() is None, output.read_text()
                assert time.monotonic() < deadline_s, output.read_text()
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


@pytest.mark.parametrize(
    ("name", "place", "trust"),
    [
        ("nginx", "below", "trusted"),
        ("nginx", "below", "not-trusted"),
        ("nginx", "root", "not-trusted"),
        ("caddy", "below", "trusted"),
        ("caddy", "root", "trusted"),
    ],
)
def test_a_lesson(name: str, place: str, trust: str, browser: Browser, new: tuple[StartServer, Path]) -> None:
    start_server, folder = new
    below = place == "below"
    if not (shutil.which(name) or Path(f"/usr/sbin/{name}").exists()):
        pytest.skip(f"{name} is not installed")
    port = free_port()
    home = f"https://localhost:{port}/{'bus/' if below else ''}"
    is_trusted = trust == "trusted"
    settings = {"TRUST_PROXY": str(int(is_trusted))}
    if below and not is_trusted:
        settings["PUBLIC_URL"] = home
    server = start_server(**settings)
    snippet = SNIPPETS[name, below].replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    with running(PROXIES[name](snippet, port, folder), port):
        asked: list[str] = []
        teacher = visit(browser, home, asked)
        teacher.get_by_role("button", name="Start a room").click()
        expect(teacher.get_by_role("button", name="Start the trip")).to_be_visible()
        assert re.fullmatch(rf"{home}[B-Z]{{6}}/host", teacher.url), teacher.url
        code = teacher.url.split("/")[-2]
        assert teacher.locator("body").get_attribute("data-join-url") == f"{home}{code}"
        pupil = Person("Ana", browser.new_context(ignore_https_errors=True), home)
        pupil.context.add_init_script(DIARY)
        pupil.open("").page.get_by_label("Join with a code").fill(code)
        pupil.page.get_by_role("button", name="Join", exact=True).click()
        pupil.gets_on("Ana").sees_heading("You are in")
        teacher.get_by_role("button", name="Start the trip").click()
        pupil.presses_arrive()
        pupil.goes()
        if below and is_trusted:
            asks_and_runs(teacher, pupil, server, code)
        with teacher.expect_popup() as opened:
            teacher.keyboard.press("p")
        expect(opened.value.get_by_text("1 worker")).to_be_visible()
        asked += pupil.addresses
        outside = [url for url in asked if not url.startswith((home, home.replace("https", "wss"), "data:"))]
        assert not outside, outside


def asks_and_runs(teacher: Page, pupil: Person, server: Server, code: str) -> None:
    """The lesson's steps: a question, a guess, the room that runs it, and what happened. A second host asks, so that
    it need not be the first question."""
    key = teacher.evaluate("code => localStorage.getItem(`all-aboard-host-${code}`)", code)
    with Client(server.url) as second:
        second.join(code, role="host", host_key=key)
        assert second.command("ask", question="again", force=True)["ok"]
    main_button(teacher, "Run it and see")
    pupil.page.get_by_role("radio", name="I pass: the gate is open").click()
    expect(teacher.get_by_text("1 of 1").first).to_be_visible()
    teacher.keyboard.press(NEXT)
    main_button(teacher, "Waiting for")
    for _ in range(2):
        pupil.presses_arrive()
        pupil.goes()
    main_button(teacher, "Show the answers")
    teacher.keyboard.press(NEXT)
    says(pupil.page, "This happened")
    teacher.keyboard.press(BACK)
    teacher.keyboard.press("Escape")


def visit(browser: Browser, home: str, asked: list[str]) -> Page:
    page = browser.new_context(ignore_https_errors=True).new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda websocket: asked.append(websocket.url))
    page.goto(home)
    return page
