"""The round just played as a script of plain threads: the same barrier at home, without a room."""

from collections.abc import Callable, Mapping

from app.core.hidden_names import past_name
from app.core.names import made_up_name
from app.core.room import Room, public_name
from app.web.report import Face

LONGEST_S = 3.0
"""The longest work in the script; a lesson's round may have taken minutes."""
APART_S, APART_IN_A_HALL_S = 0.25, 0.05
"""Between two arrivals at least, so that threads come in the same order also on a busy machine; less where that would
make the script longer than LONGEST_S."""

SCRIPT = '''"""A round of room {code}, with plain threads. Run it: python3 take-home.py"""

import sys
import threading
import time

if hasattr(sys.stdout, "reconfigure"):  # a name that this terminal cannot show must stop no thread
    sys.stdout.reconfigure(errors="replace")

PHASE = {phase}
WORK_S = [  # in order of coming; how long each one worked, {scale}
{work}
]

barrier = threading.Barrier(len(WORK_S))
went_on = []


def worker(name, work_s):
    time.sleep(work_s)  # the work before the barrier
    print(f"{{name}} arrives\\n", end="", flush=True)
    index = barrier.wait()  # everybody stops here until all have called it
    went_on.append((index, name))


threads = [threading.Thread(target=worker, args=each) for each in WORK_S]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"{all_go} on after {{PHASE!r}}.")
for index, name in sorted(went_on):
    print(f"{{index}}  {{name}}")
'''


ALL_GO = {1: "One goes", 2: "Both go"}


def script(find: Callable[[], Room], faces_of_all: Callable[[], Mapping[int, Face]]) -> str | None:
    """A script that plays the latest release of the room that `find` gives; None before there is one. All names are
    those that may leave the server. `faces_of_all` is asked where somebody has left since then; it may take a while,
    and need not know everybody."""
    room = find()
    release = room.last_release
    if release is None:
        return None
    worked_s = [max(0, at_ms - release.since_ms) / 1000 for at_ms in release.arrived_ms]
    factor = min(1.0, LONGEST_S / max(worked_s[-1], LONGEST_S))
    faces = {} if room.workers.keys() >= set(release.order) else faces_of_all()
    names = _names(find(), room, faces)  # last: they may be hidden by now
    apart_s = min(APART_S, max(APART_IN_A_HALL_S, LONGEST_S / len(release.order)))
    lines = []
    sleep_s = 0.0
    for number, real_s in zip(release.order, worked_s, strict=True):
        sleep_s = max(sleep_s + apart_s, real_s * factor)
        name = names.get(number) or made_up_name(room.seed, number)
        lines.append(f"    ({name!r}, {sleep_s:.2f}),")
    return SCRIPT.format(
        code=room.code,
        phase=repr(room.phases[(room.barrier.releases - 1) % len(room.phases)]),
        scale="in seconds" if factor == 1 else f"in seconds, {1 / factor:.3g} times as fast",
        work="\n".join(lines),
        all_go=ALL_GO.get(len(lines), "All {barrier.parties} go"),
    )


def _names(room: Room, earlier: Room, faces: Mapping[int, Face]) -> dict[int, str]:
    """As `room` may show them now, of everybody who is in it, was in the `earlier` one, or has a face."""
    return {
        **{worker: past_name(room, worker, face.name, face.kind) for worker, face in faces.items()},
        **{worker.number: public_name(room, worker) for worker in (*earlier.workers.values(), *room.workers.values())},
    }
