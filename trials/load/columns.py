"""The servers that are compared, each a column of the table."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app import assets
from tests.support.running import ROOT, Server

RIVALS = Path(__file__).parent / "rivals"
CACHE = ROOT / ".bench"
"""What the comparison leaves behind: results, and Socket.IO for Node."""
NODE_ROOM = CACHE / "node"


class Rival(Server):
    """The same room on other software; it makes rooms as they are joined."""

    def __init__(self, command: list[str], log_file: Path, **environ: str) -> None:
        super().__init__(":memory:", log_file, **environ)
        self.command = command


@dataclass(frozen=True)
class Column:
    """`start` makes the server; it is given its log file, a folder of its own and the cost of a message in µs, as
    measured with fewer clients: by it the rivals keep to the pace that the product keeps to."""

    name: str
    title: str
    make: Callable[[Path, float], Server]
    is_product: bool = False
    sizes: tuple[int, ...] | None = None
    """Only with this many clients."""


def product(name: str, title: str, sizes: tuple[int, ...] | None = None, **environ: str) -> Column:
    def make(folder: Path, _message_cost_us: float) -> Server:
        return Server(folder / "bench.sqlite3", folder / "output", ROOMS_PER_MINUTE="100000", **environ)

    return Column(name, title, make, is_product=True, sizes=sizes)


def stock_flask() -> Column:
    def make(folder: Path, message_cost_us: float) -> Server:
        command = [sys.executable, "-m", "trials.load.rivals.flask_room"]
        return Rival(command, folder / "output", MESSAGE_COST_US=str(message_cost_us))

    return Column("stock", "stock Flask-SocketIO", make)


def node() -> Column:
    """Socket.IO on Node, which npm fetches into the cache.

    Raises:
        AssetsError: there is no Node, or npm cannot fetch it.
    """
    npm, environ = assets.find_npm()
    NODE_ROOM.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc", "room.mjs"):
        shutil.copy(RIVALS / name, NODE_ROOM)
    assets.install(NODE_ROOM, npm, environ)
    program = shutil.which("node", path=environ.get("PATH")) or "node"

    def make(folder: Path, message_cost_us: float) -> Server:
        return Rival([program, str(NODE_ROOM / "room.mjs")], folder / "output", MESSAGE_COST_US=str(message_cost_us))

    return Column("node", "Socket.IO on Node", make)
