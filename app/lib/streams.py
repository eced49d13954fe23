"""Standard output and standard error that may be closed, full, or a pipe that nobody reads any more: what cannot be
written is lost, and the server goes on."""

import io
import os
import sys
from typing import Any, TextIO


def mend_standard_streams() -> None:
    """Make sure that descriptors 0 to 2 are open: a socket with such a number would be sent what is printed. No
    `print` fails from now on."""
    while (lowest := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(lowest)
    sys.stdout = _unfailing(sys.stdout, 1)
    sys.stderr = _unfailing(sys.stderr, 2)


class UnfailingFile(io.FileIO):
    """A file whose writes always succeed, as far as anybody can tell."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data) or len(data)
        except OSError:
            return len(data)


def _unfailing(stream: TextIO | None, descriptor: int) -> TextIO:
    if stream is not None and stream.isatty():
        return stream  # a terminal knows best how its letters are written
    file = io.BufferedWriter(UnfailingFile(descriptor, "wb", closefd=False))
    return io.TextIOWrapper(file, encoding=getattr(stream, "encoding", "utf-8"), errors="replace", line_buffering=True)
