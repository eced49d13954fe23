"""Programs that wait in rooms: threads, processes, and a proxy between them and the server."""

from pathlib import Path

CHILD = Path(__file__).with_name("child.py")
