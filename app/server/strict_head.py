"""The head of a request, read more strictly than the standard library does: what another server, in front of this one,
may read otherwise is refused (RFC 9112, sections 2.2, 3.2, 5 and 6)."""

from email import errors
from http.client import HTTPMessage
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler as Handler
else:
    Handler = object

OF_BODIES = (
    errors.CloseBoundaryNotFoundDefect,
    errors.MultipartInvariantViolationDefect,
    errors.NoBoundaryInMultipartDefect,
    errors.StartBoundaryNotFoundDefect,
)
"""The standard library reads a head as a letter without its text, and misses the parts of a form."""

MALFORMED = "The head of the request is malformed."


class MalformedHeadError(ValueError):
    """A line of the head has an end in its middle."""


class StrictLines:
    """Reads lines as `file` does."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readline(self, size: int = -1) -> bytes:
        """
        Raises:
            MalformedHeadError: for Python a bare CR ends a line, for others it does not. Or it goes on with the line
                before it (RFC 9112, section 5.2).
        """
        line: bytes = self._file.readline(size)
        if not is_whole(line) or line.startswith((b" ", b"\t")):
            raise MalformedHeadError(MALFORMED)
        return line


def is_whole(line: bytes) -> bool:
    """Is its only end where it ends?"""
    return b"\r" not in line.removesuffix(b"\n").removesuffix(b"\r") and b"\0" not in line


def is_clear(headers: HTTPMessage, version: str) -> bool:
    """Do these headers mean the same to everybody? Not with two lengths, or two hosts, or none."""
    hosts = headers.get_all("Host", [])
    defects = [defect for defect in headers.defects if not isinstance(defect, OF_BODIES)]
    if defects or len(headers.get_all("Content-Length", [])) > 1 or len(hosts) > 1:
        return False
    return version in ("HTTP/1.0", "HTTP/0.9") or (len(hosts) == 1 and bool(hosts[0].strip()))


class StrictHead(Handler):
    """For request handlers of the standard library: mix it in before them."""

    rfile: Any
    headers: Any
    raw_requestline: bytes
    requestline: Any
    command: Any

    def parse_request(self) -> bool:
        file = self.rfile
        self.rfile = StrictLines(file)
        try:
            if not super().parse_request():
                return False
            is_good = is_whole(self.raw_requestline) and is_clear(self.headers, self.request_version)
        except MalformedHeadError:
            is_good = False
        finally:
            self.rfile = file
        if not is_good:
            self.close_connection = True
            self.send_error(400, MALFORMED)
        return is_good
