"""Standard output and standard error that may be closed, full, or a pipe whose reader is gone or hangs: what cannot be
written now is lost, and the server goes on. Imported before the standard library is patched."""

import io
import os
import select
import sys
from typing import Any, TextIO

CAN_ASK = sys.platform != "win32"
"""Windows says of sockets only whether they can be written to."""
AT_ONCE_BYTES = getattr(select, "PIPE_BUF", 512)
"""A pipe that can be written to takes this much without waiting (POSIX, "write")."""
_select = select.select
"""The one that asks the kernel, not the one of an event loop."""


def mend_standard_streams() -> None:
    """Make sure that descriptors 0 to 2 are open: a socket with such a number would be sent what is printed. No
    `print` fails from now on."""
    while (lowest := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(lowest)
    sys.stdout = _unfailing(sys.stdout, 1)
    sys.stderr = _unfailing(sys.stderr, 2)


class UnfailingFile(io.FileIO):
    """A file whose writes always succeed, as far as anybody can tell, and never wait. What is written next says how
    much was lost."""

    n_lost = 0

    def write(self, data: Any) -> int:
        whole = bytes(data)
        left = f"({self.n_lost} bytes could not be written here)\n".encode() + whole if self.n_lost else whole
        self.n_lost = 0
        try:
            while left and (not CAN_ASK or _select([], [self], [], 0)[1]):
                n_written = super().write(left[:AT_ONCE_BYTES])
                if not n_written:
                    break
                left = left[n_written:]
        except (OSError, ValueError):
            pass
        self.n_lost = len(left)
        return len(whole)


def _unfailing(stream: TextIO | None, descriptor: int) -> TextIO:
    if stream is not None and stream.isatty():
        return stream  # a terminal knows best how its letters are written
    file = io.BufferedWriter(UnfailingFile(descriptor, "wb", closefd=False))
    return io.TextIOWrapper(file, encoding=getattr(stream, "encoding", "utf-8"), errors="replace", line_buffering=True)
