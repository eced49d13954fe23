"""The browser's files, while somebody builds them anew."""

from pathlib import Path
from typing import Any

from werkzeug.test import Client
from werkzeug.wrappers import Response

from app.server.built_files import BuiltFiles

SCRIPT = "/static/room-AAAAAAAA.js"


def not_found(environ: dict[str, Any], start_response: Any) -> Any:
    return Response("nothing here", status=404)(environ, start_response)


def test_a_file_that_is_gone_is_not_found_and_is_no_error(tmp_path: Path) -> None:
    script = tmp_path / "room-AAAAAAAA.js"
    script.write_text("go()")
    client = Client(BuiltFiles(not_found, tmp_path))
    there = client.get(SCRIPT, buffered=True)
    assert (there.status_code, there.text) == (200, "go()")
    assert "immutable" in there.headers["Cache-Control"]
    script.unlink()
    gone = client.get(SCRIPT, buffered=True)
    assert (gone.status_code, gone.text) == (404, "nothing here")
    assert "Cache-Control" not in gone.headers
