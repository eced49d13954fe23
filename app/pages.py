"""The pages: HTML shells that name the built files, the QR code, and the health check."""

import io
import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from app import protocol, take_home
from app.core.refusals import Refusal
from app.history import names_of
from app.rooms import Rooms
from app.settings import Settings

DIST = Path(__file__).parent.parent / "static" / "dist"
REMOTE_BARRIER = Path(__file__).parent / "remote_barrier.py"
PYTHON = "text/x-python"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
PROBE_ADDRESS = ("192.0.2.1", 9)
"""An address reserved for documentation (RFC 5737): asking for the way there sends nothing, and names our own side."""


def read_manifest() -> dict[str, str]:
    """Name of each built file, by its plain name: {"room.js": "room-5XK2.js", …}."""
    manifest: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    return manifest


def base_url(settings: Settings) -> str:
    """Where others reach this server: PUBLIC_URL, or the address under which this page was asked for; a laptop that
    listens on all interfaces names its address in the local network instead of itself."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    url = urlsplit(request.host_url)
    host, colon, port = request.host.rpartition(":") if url.port else (request.host, "", "")
    if settings.host in ("0.0.0.0", "::") and host in LOCAL_NAMES:
        return f"{url.scheme}://{local_address()}{colon}{port}"
    return request.host_url.rstrip("/")


def local_address() -> str:
    """This machine's address in the local network, or 127.0.0.1 without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(PROBE_ADDRESS)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def room_url(settings: Settings, code: str) -> str:
    return f"{base_url(settings)}/{code}"


def qr_svg(url: str) -> bytes:
    """The QR code of a join URL. Upper case needs the fewest modules; paths of rooms are case-blind, as hosts are."""
    if not urlsplit(url).path.strip("/").count("/"):
        url = url.upper()
    image = io.BytesIO()
    segno.make_qr(url).save(image, kind="svg", border=4, omitsize=True, dark="#000", light="#fff")
    return image.getvalue()


def make_blueprint(settings: Settings, rooms: Rooms) -> Blueprint:
    pages = Blueprint("pages", __name__)
    files = read_manifest()

    @pages.get("/")
    def landing() -> str:
        return render_template("landing.html", files=files, shared_room=settings.shared_room)

    @pages.get("/<code>")
    def room(code: str) -> tuple[str, int]:
        try:
            known = rooms.find(protocol.parse_code(code)).room.code
        except Refusal as refusal:
            if refusal.code != "room_not_found":
                raise
            return render_template("room.html", files=files, code=code[:20].upper(), known=False, join_url=""), 404
        join_url = room_url(settings, known)
        return render_template("room.html", files=files, code=known, known=True, join_url=join_url), 200

    @pages.get("/<code>/qr.svg")
    def qr(code: str) -> Response:
        known = rooms.find(protocol.parse_code(code)).room.code
        return Response(qr_svg(room_url(settings, known)), mimetype="image/svg+xml")

    @pages.get("/remote_barrier.py")
    def remote_barrier() -> Response:
        code = request.args.get("room", settings.shared_room)
        address = room_url(settings, rooms.find(protocol.parse_code(code)).room.code) if code else ""
        source = REMOTE_BARRIER.read_text().replace('ROOM = ""', f"ROOM = {json.dumps(address)}", 1)
        return Response(source, mimetype=PYTHON)

    @pages.get("/<code>/take-home.py")
    def take_home_script(code: str) -> Response:
        found = rooms.find(protocol.parse_code(code)).room
        script = take_home.script(found, lambda: names_of(rooms, found))
        if script is None:
            raise NotFound("No round has been played in this room yet.")
        return Response(script, mimetype=PYTHON)

    return pages
