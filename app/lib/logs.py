"""At most one line a second for each cause: a thousand complaints a second must not fill the disk."""

import logging
import threading

LINE_EVERY_S = 1.0


class OncePerSecond(logging.Filter):
    """Lets one record a second through for each cause, which is a place in the code and a kind of exception. The next
    one of that cause says how many were left out."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._causes: dict[object, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        cause = (record.pathname, record.lineno, record.exc_info and record.exc_info[0])
        with self._lock:
            until_s, left_out = self._causes.get(cause, (0.0, 0))
            if record.created < until_s:
                self._causes[cause] = (until_s, left_out + 1)
                return False
            self._causes[cause] = (record.created + LINE_EVERY_S, 0)
        if left_out:
            record.msg = f"{record.msg} (and {left_out} more like this before)"
        return True


def log_to_stderr() -> None:
    """Every logger of the process writes to standard error, through the limit. A line that cannot be written is lost,
    and nothing else."""
    handler = logging.StreamHandler()
    handler.addFilter(OncePerSecond())
    logging.basicConfig(handlers=[handler], format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.raiseExceptions = False
    for name in ("engineio.server", "socketio.server"):  # with a level of their own, they add no handler of their own
        logging.getLogger(name).setLevel(logging.ERROR)
