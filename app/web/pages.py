"""The pages: HTML shells that name the built files, the QR code, and the Python files."""

import functools
import io
import json
from pathlib import Path

import segno
from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound
from werkzeug.wrappers import Response as BaseResponse

from app.assets import DIST
from app.core.refusals import Refusal
from app.presence.host_address import HostAddresses
from app.rooms.capacity import NEW_SEATS_BURST, NEW_SEATS_PER_SECOND
from app.rooms.rooms import Rooms
from app.settings import Settings
from app.web import languages, take_home
from app.web.addresses import base_url, is_this_computer, own_url
from app.web.answers import FindRoom, answer_http_error, redirect_to
from app.web.hosts import in_ascii
from app.web.paths import tidy
from app.web.proposals import Proposals, face_words
from app.web.report import Reports
from app.web.words import read_words

REMOTE_BARRIER = Path(__file__).parent / "remote_barrier.py"
PYTHON = "text/x-python"
UNAVAILABLE_AGAIN_S = 5
"""Until a page is asked for again whose room could not be read."""

Shell = tuple[str, int] | tuple[str, int, dict[str, str]]
"""A page, its status, and its headers."""


def read_manifest() -> dict[str, str]:
    """Name of each built file, by its plain name: {"room.js": "room-5XK2.js", …}."""
    manifest: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    return manifest


def room_url(settings: Settings, code: str) -> str:
    """The address at which others join this room, as this request's sender can pass it on."""
    listening_on = "" if settings.trust_proxy else settings.host
    asked_for = request.root_url
    first, *_ = request.headers.get("X-Forwarded-Proto", "").split(",")
    if first.strip().lower() == "https":  # in a link to oneself there is nothing to trust
        asked_for = asked_for.replace("http://", "https://", 1)
    return f"{base_url(settings.public_url, listening_on, asked_for)}/{code}"


@functools.lru_cache(maxsize=256)
def qr_svg(url: str) -> bytes:
    """The QR code of a join URL, made once for each of the latest."""
    image = io.BytesIO()
    segno.make_qr(in_ascii(url)).save(image, kind="svg", border=4, omitsize=True, dark="#000", light="#fff")
    return image.getvalue()


def make_blueprint(
    settings: Settings, rooms: Rooms, find: FindRoom, host_addresses: HostAddresses, reports: Reports
) -> Blueprint:
    pages = Blueprint("pages", __name__)
    files = read_manifest()
    words = read_words()
    language = languages.chooser(files)
    proposals = Proposals()
    pages.after_app_request(languages.note)

    @pages.app_context_processor
    def languages_of_pages() -> dict[str, object]:
        return {
            "words": words,
            "language": language,
            "is_right_to_left": languages.is_right_to_left,
            "page_at": languages.page_at,
            "here_in": languages.here_in,
            "pseudo": languages.PSEUDO,
        }

    @pages.app_template_filter()
    def spelled(code: str) -> str:
        """A room's code as people read it: "KTR VPD"."""
        return f"{code[:3]} {code[3:]}"

    @pages.get("/")
    def landing() -> str:
        return render_template("landing.html", files=files, shared_room=settings.shared_room)

    @pages.get("/teachers")
    def teachers() -> str:
        return render_template("teachers.html", files=files, burst=NEW_SEATS_BURST, per_second=NEW_SEATS_PER_SECOND)

    @pages.get("/worksheet")
    def worksheet() -> str:
        return render_template("worksheet.html", files=files)

    @pages.get("/algorithms")
    def algorithms() -> str:
        return render_template("algorithms.html", files=files)

    @pages.app_errorhandler(NotFound)
    @pages.app_errorhandler(InternalServerError)
    def error_page(error: HTTPException) -> Shell | BaseResponse:
        if request.path.startswith("/api/") or tidy(request.path) is not None:
            return answer_http_error(error)
        if isinstance(error, InternalServerError):
            return render_template("server_error.html", files=files), 500
        return render_template("not_found.html", files=files), 404

    def again_by_itself(template: str, asked: str, status: int, again_s: object) -> Shell:
        page = render_template(template, files=files, code=asked, again_s=again_s)
        return page, status, {"Retry-After": str(again_s)}

    def shell(template: str, code: str, *, is_door: bool = False, is_alone: bool = False) -> Shell:
        """A page of the room with this code; it says itself, with status 404, that there is no such room. Where too
        many codes were wrong, or the room cannot be read now, another page says so and asks again by itself. A page
        that `is_door` brings a name and a face for newcomers, and in a hosted room, where they may choose others and
        names may be hidden, the words for all; it tells no other site where the host's page is. A host who `is_alone`
        gets on beside the picture, without a door."""
        asked = code[:20].upper()
        try:
            live = rooms.find(find(code).code)
        except Refusal as refusal:
            if refusal.code == "rate_limited":
                return again_by_itself("too_many_codes.html", asked, 429, refusal.retry_after_s)
            if refusal.code == "unavailable":
                return again_by_itself("unavailable.html", asked, 503, UNAVAILABLE_AGAIN_S)
            if refusal.code != "room_not_found":
                raise
            return render_template(template, files=files, code=asked, known=False, join_url=""), 404
        known, hosted = live.room.code, live.room.is_hosted
        in_this_room = functools.partial(language, room=live.room.language)
        context = {
            "files": files,
            "code": known,
            "known": True,
            "language": in_this_room,
            "room_language": live.room.language,
            "hosted": hosted,
            "join_url": room_url(settings, known),
            "proposed": proposals.propose(live, words[in_this_room("room")]) if is_door or is_alone else None,
            "faces": face_words(words[in_this_room("room")]) if is_door and hosted else None,
            "own_at": own_url(request.root_url, request.remote_addr or ""),
            "host_at": None
            if is_door and not is_this_computer(request.remote_addr or "")
            else host_addresses.other_than(request.root_url.rstrip("/"), known),
        }
        return render_template(template, **context), 200

    @pages.get("/<code>")
    def room(code: str) -> Shell | BaseResponse:
        meant = tidy(request.path)
        if meant is not None:
            return redirect_to(meant)
        return shell("room.html", code, is_door=True)

    @pages.get("/<code>/host")
    def host(code: str) -> Shell:
        return shell("host.html", code, is_alone="alone" in request.args)

    @pages.get("/<code>/report")
    def report(code: str) -> Shell:
        return shell("report.html", code)

    @pages.get("/<code>/qr.svg")
    def qr(code: str) -> Response:
        known = find(code).code
        return Response(qr_svg(room_url(settings, known)), mimetype="image/svg+xml")

    @pages.get("/remote_barrier.py")
    def remote_barrier() -> Response:
        code = request.args.get("room", settings.shared_room)
        address = room_url(settings, find(code).code) if code else ""
        source = REMOTE_BARRIER.read_text().replace('ROOM = ""', f"ROOM = {json.dumps(address)}", 1)
        return Response(source, mimetype=PYTHON)

    @pages.get("/<code>/take-home.py")
    def take_home_script(code: str) -> Response | Shell:
        code, address = find(code).code, request.remote_addr or ""
        script = take_home.script(lambda: rooms.find(code).room, lambda: reports.faces(rooms.find(code), address))
        if script is None:
            return render_template("no_round_yet.html", files=files), 404
        return Response(script, mimetype=PYTHON)

    return pages
