"""What connections hear of their own seat, and what becomes of them when it has gone."""

from app.core.apply import Applied
from app.core.events import WorkerLeft, WorkerRenamed
from app.core.refusals import Refusal
from app.core.room import Room, Worker
from app.rooms.broadcast import Broadcast
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.sockets.connections import Connections
from app.sockets.joining import Joining


class SeatNews(RoomListener):
    hears_of = (WorkerLeft, WorkerRenamed)

    def __init__(self, broadcast: Broadcast, connections: Connections, joining: Joining) -> None:
        self._broadcast = broadcast
        self._connections = connections
        self._joining = joining

    def on_connection(self, live: LiveRoom, worker: Worker) -> None:
        self._joining.supersede(live, worker)

    def on_nudge(self, live: LiveRoom, worker: int) -> None:
        if worker in live.seated:
            self._broadcast.notice(live.seated[worker], "nudge", "You are being nudged. The bus still has your seat.")

    def on_change(self, live: LiveRoom, before: Room, applied: Applied) -> None:
        """Notify connections whose seat has gone, which have none from now on, and those with a new name."""
        for event in applied.events:
            if isinstance(event, WorkerLeft):
                connection = self._connections.get(live.seated.pop(event.worker, ""))
                if connection is not None:
                    connection.worker = None
                    if live.room.kept_out != before.kept_out:
                        self._broadcast.notice(connection.sid, "kept_out", Refusal("kept_out").message)
                    elif event.reason == "dropped":
                        self._broadcast.notice(connection.sid, "dropped", "Your seat was given up. Get on again?")
            elif isinstance(event, WorkerRenamed) and event.worker in live.seated:
                self._broadcast.notice(live.seated[event.worker], "renamed", f"You are {event.name} now.")

    def on_fork(self, live: LiveRoom) -> None:
        """Pages connect again, and arrive again where their round is still open."""
        self.on_close(live)

    def on_close(self, live: LiveRoom) -> None:
        """A room that is made again under this code is another: nobody keeps a seat in it."""
        for connection in self._connections.of_room(live.room.code):
            self._broadcast.dismiss(live.room.code, connection.sid)
            connection.code = connection.worker = None
            self._connections.end(connection.sid)
