"""The browser's files: what was built into a folder, served compressed to clients that accept it."""

from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from app.web.guard import WSGI, Environ

MAX_AGE_S = 3600
"""Of files without a hash in their name; those with one never change."""
PREFIX = "static"


class BuiltFiles(WhiteNoise):  # type: ignore[misc]
    """Answers for the files that were there at the start, and lets the application answer for everything else."""

    def __init__(self, application: WSGI, folder: Path) -> None:
        super().__init__(
            application,
            root=str(folder),
            prefix=PREFIX,
            max_age=MAX_AGE_S,
            allow_all_origins=False,
            immutable_file_test=r"-[0-9A-Z]{8}\.(js|css)$",
        )

    def __call__(self, environ: Environ, start_response: Any) -> Any:
        try:
            return super().__call__(environ, start_response)
        except FileNotFoundError:  # built again meanwhile, under other names
            return self.application(environ, start_response)
