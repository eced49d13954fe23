"""Where the application stands on its host: at the root, or below a path."""

import io
import re
import urllib.error
import urllib.request
from collections.abc import Iterable
from typing import Any

import pytest
import segno

from app.web.guard import Environ
from app.web.pages import qr_svg
from app.web.paths import below, tidy
from app.web.proxies import behind, client_of
from tests.support.clients import create_room
from tests.support.running import ROOT, Server, StartServer
from tests.support.stopwatch import LONG, SHORT_S, takes_s

PROXIED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "school.example", "X-Forwarded-Prefix": "/bus"}


def seen_below(path: str, asked_for: str, said: str = "") -> tuple[str, str]:
    """Script name and path as the application sees them."""
    seen: list[Environ] = []

    def application(environ: Environ, _start_response: Any) -> Iterable[bytes]:
        seen.append(environ)
        return []

    list(below(application, path)({"SCRIPT_NAME": said, "PATH_INFO": asked_for}, None))
    return seen[0]["SCRIPT_NAME"], seen[0]["PATH_INFO"]


@pytest.mark.parametrize(
    ("path", "asked_for", "said", "seen"),
    [
        ("", "/KTRVPD", "", ("", "/KTRVPD")),
        ("/bus", "/bus/KTRVPD", "", ("/bus", "/KTRVPD")),
        ("/bus", "/KTRVPD", "", ("/bus", "/KTRVPD")),  # the proxy took the path away
        ("/bus", "/bus", "", ("/bus", "/")),
        ("/bus", "/bus/", "", ("/bus", "/")),
        ("/bus", "/business", "", ("/bus", "/business")),
        ("", "/KTRVPD", "/bus", ("/bus", "/KTRVPD")),
        ("", "/bus/KTRVPD", "/bus/", ("/bus", "/KTRVPD")),
        ("/bus", "/tram/KTRVPD", "/tram", ("/tram", "/KTRVPD")),
        ("", "/KTRVPD", "//evil.example", ("", "/KTRVPD")),
        ("", "/KTRVPD", "https://evil.example", ("", "/KTRVPD")),
        ("/bus", "/KTRVPD", '/"><script>', ("/bus", "/KTRVPD")),
        ("/bus", "/KTRVPD", "/" + "x" * 1000, ("/bus", "/KTRVPD")),  # no QR code can hold it
    ],
)
def test_paths_of_both_kinds_of_proxies(path: str, asked_for: str, said: str, seen: tuple[str, str]) -> None:
    assert seen_below(path, asked_for, said) == seen


@pytest.mark.parametrize(
    ("said", "seen"), [("http", "http"), ("https", "https"), ("javascript", "http"), ("h" * 3000, "http")]
)
def test_a_proxy_can_name_two_schemes_only(said: str, seen: str) -> None:
    environ = {"SCRIPT_NAME": "", "PATH_INFO": "/", "wsgi.url_scheme": said}
    list(below(lambda _environ, _start: [], "")(environ, None))
    assert environ["wsgi.url_scheme"] == seen


def get(server: Server, path: str, **headers: str) -> tuple[int, str]:
    """Status and text, after redirects; of those only the last place."""
    request = urllib.request.Request(server.url + path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def addresses_in(page: str) -> list[str]:
    return re.findall(r'(?:href|src|data-base|data-join-url)="([^"]*)"', page)


@pytest.mark.parametrize(
    "environ",
    [{"PUBLIC_URL": "https://school.example/bus"}, {"SCRIPT_NAME": "/bus"}, {"TRUST_PROXY": "1"}],
    ids=lambda environ: next(iter(environ)),
)
def test_all_pages_and_files_stay_below_the_path(environ: dict[str, str], start_server: StartServer) -> None:
    server = start_server(**environ)
    code = create_room(server.url, hosted=True)["code"]
    for path in ("/", "/teachers", "/worksheet", "/algorithms", f"/{code}", f"/{code}/host", f"/{code}/report"):
        status, page = get(server, path, **PROXIED)
        assert status == 200, path
        inside = [address for address in addresses_in(page) if not address.startswith(("data:", "#", "?"))]
        assert inside
        for address in inside:
            at = address.removeprefix("https://school.example").removeprefix(server.url.replace("http", "https"))
            assert at == "/bus" or at.startswith("/bus/"), (path, address)
        for address in inside:
            if "/static/" in address:
                assert get(server, address, **PROXIED)[0] == 200
                assert get(server, address.removeprefix("/bus"), **PROXIED)[0] == 200
    status, source = get(server, f"/remote_barrier.py?room={code}", **PROXIED)
    assert re.search(rf'ROOM = "https?://[^/"]*/bus/{code}"', source)
    assert get(server, f"/bus/{code}/host", **PROXIED)[0] == 200  # a proxy that leaves the path


def test_without_trust_nobody_says_the_path(start_server: StartServer) -> None:
    server = start_server(TRUST_PROXY="0")
    assert 'data-base=""' in get(server, "/", **PROXIED)[1]


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ("/{}/", "/{}"),
        ("/{}.", "/{}"),
        ("/{},", "/{}"),
        ("/{})", "/{}"),
        ("/%22{}%22", "/{}"),
        ("/{}/host/", "/{}/host"),
        ("/{}/HOST", "/{}/host"),
        ("/{}/Host.", "/{}/host"),
        ("/{}/report/", "/{}/report"),
        ("/{}/Report", "/{}/report"),
        ("/teachers/", "/teachers"),
        ("/Teachers", "/teachers"),
        ("/teachers.", "/teachers"),
        ("/Worksheet", "/worksheet"),
        ("/Algorithms/", "/algorithms"),
    ],
)
def test_links_as_people_pass_them_on(asked_for: str, found: str, server: Server, code: str) -> None:
    lower = asked_for.format(code.lower())
    title = re.search("<title>.*</title>", get(server, found.format(code))[1])
    for path in (asked_for.format(code), lower):
        status, page = get(server, path)
        assert status == 200, path
        assert re.search("<title>.*</title>", page).group() == title.group(), path  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/" + "-" * LONG + "x", "/x" + "-" * LONG, "/" + "-x" * LONG, "-" * LONG])
def test_a_long_path_is_soon_put_right(path: str) -> None:
    assert takes_s(lambda: tidy(path)) < SHORT_S


@pytest.fixture
def code(server: Server) -> str:
    return str(create_room(server.url)["code"])


def test_a_redirect_stays_below_the_path(start_server: StartServer) -> None:
    server = start_server(SCRIPT_NAME="/bus")
    code = create_room(server.url)["code"]
    with urllib.request.urlopen(f"{server.url}/bus/{code}/HOST", timeout=30) as answer:
        assert answer.url == f"{server.url}/bus/{code}/host"


def test_the_qr_code_says_http_in_small_letters() -> None:
    url = "http://192.168.1.7:8000/KTRVPD"
    out = io.BytesIO()
    segno.make_qr(url).save(out, kind="svg", border=4, omitsize=True, dark="#000", light="#fff")
    assert qr_svg(url) == out.getvalue()
    assert qr_svg("http://bücher.example/KTRVPD") == qr_svg("http://xn--bcher-kva.example/KTRVPD")


def test_the_prefix_is_handed_on_by_one_proxy_of_two() -> None:
    seen: list[str] = []

    def application(environ: Environ, _start_response: Any) -> Iterable[bytes]:
        seen.append(environ["SCRIPT_NAME"])
        return []

    environ = {"SCRIPT_NAME": "", "PATH_INFO": "/", "HTTP_X_FORWARDED_PREFIX": "/bus", "wsgi.url_scheme": "http"}
    for hops in (1, 2):
        list(behind(below(application, ""), hops)({**environ}, None))
    assert seen == ["/bus", "/bus"]


def test_no_page_leaves_the_path() -> None:
    """Addresses of this server go through `at` in a script, and through `script_root` in a template."""
    bare = re.compile(r"""(?:href|src|action|assign|open|fetch)[=(]\s*\{?["'`]/(?!/)""")
    files = [*(ROOT / "static" / "src").rglob("*.ts*"), *(ROOT / "templates").glob("*.html")]
    assert [file.name for file in files if bare.search(file.read_text())] == []


@pytest.mark.parametrize("hops", [0, 1, 2])
@pytest.mark.parametrize(
    "said", [None, "", "192.0.2.1", "192.0.2.1, 192.0.2.2", "x,192.0.2.1 ,192.0.2.2", ",", "192.0.2.1,"]
)
def test_a_client_has_one_address_before_and_behind_the_proxies_headers(hops: int, said: str | None) -> None:
    seen: list[str] = []
    environ = {"REMOTE_ADDR": "198.51.100.1"} | ({} if said is None else {"HTTP_X_FORWARDED_FOR": said})
    found = client_of(environ, hops)

    def application(environ: Environ, _start_response: Any) -> Iterable[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    list(behind(application, hops)(environ, None))
    assert seen == [found]
