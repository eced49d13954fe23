"""The ways to a Redis: TLS, a Sentinel, and every mode of the server."""

import json
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings, read_settings
from app.stores.base import Line, StoreError
from app.stores.open_store import open_store
from tests.support.reader import Reader
from tests.support.redis_server import PROGRAM, needs_redis, running_redis
from tests.support.running import StartServer, reserve_port

pytestmark = needs_redis
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make a certificate")
DEADLINE_S = 30


@pytest.fixture
def tls_url(tmp_path: Path) -> Iterator[str]:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    files = {"tls_cert_file": str(certificate), "tls_key_file": str(key), "tls_ca_cert_file": str(certificate)}
    port, reserved = reserve_port()
    with reserved, running_redis(tls_port=str(port), tls_auth_clients="no", **files):
        yield f"rediss://127.0.0.1:{port}?ssl_ca_certs={certificate}"


@needs_openssl
def test_one_reads_while_others_write_over_tls(tls_url: str) -> None:
    line = open_store(Settings(redis_url=tls_url))
    reader = Reader(line)
    reader.create("AAA")

    def put() -> None:
        for _ in range(100):
            reader.put("AAA", b"x" * 2_000)

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.number for entry in line.entries("AAA")] == list(range(1, 402))
    line.close()


@needs_openssl
def test_only_herokus_redis_may_sign_its_certificate_itself(tls_url: str) -> None:
    address = {"REDIS_URL": tls_url.partition("?")[0]}
    with pytest.raises(StoreError, match="certificate"):
        open_store(read_settings(address))
    open_store(read_settings({**address, "DYNO": "web.1"})).close()


@needs_openssl
@pytest.mark.parametrize("mode", ["eventlet", "gevent", "threading"])
def test_a_server_of_every_mode_keeps_its_rooms_behind_tls(start_server: StartServer, tls_url: str, mode: str) -> None:
    server = start_server(REDIS_URL=tls_url, ASYNC_MODE=mode)
    with urllib.request.urlopen(f"{server.url}/healthz") as answer:
        health = json.load(answer)
    assert (health["store"], health["durability"]) == ("redis", "everysec")
    seats = [post(f"{server.url}/api/rooms/BRRRRR/workers", {"name": name}) for name in ("load", "calc")]
    answers = [
        post(f"{server.url}/api/rooms/BRRRRR/wait", {"ticket": "1", "hold_s": 0}, seat["token"]) for seat in seats
    ]
    assert [answer["state"] for answer in answers] == ["waiting", "released"]
    assert "Traceback" not in server.output


def post(url: str, body: object, token: object = None) -> dict[str, object]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        read: dict[str, object] = json.load(answer)
    return read


def test_a_sentinel_says_where_the_master_is(tmp_path: Path) -> None:
    assert PROGRAM is not None
    (port, reserved), (sentinel_port, also_reserved) = reserve_port(), reserve_port()
    configuration = tmp_path / "sentinel.conf"
    configuration.write_text(f"port {sentinel_port}\nsentinel monitor rooms 127.0.0.1 {port} 1\n")
    with reserved, also_reserved, running_redis(port=str(port)):
        sentinel = subprocess.Popen([PROGRAM, str(configuration), "--sentinel"], stdout=subprocess.DEVNULL)
        try:
            reader = Reader(open_soon(f"sentinel://127.0.0.1:{sentinel_port}/rooms"))
            reader.create("AAA")
            assert reader.put("AAA", b"2").number == 2
            reader.line.close()
        finally:
            sentinel.kill()
            sentinel.wait()


def open_soon(url: str) -> Line:
    """When the Sentinel has begun to answer."""
    deadline_s = time.monotonic() + DEADLINE_S
    while True:
        try:
            return open_store(Settings(redis_url=url))
        except StoreError:
            assert time.monotonic() < deadline_s
            time.sleep(0.05)
