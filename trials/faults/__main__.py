"""`python -m trials.faults`: each fault in turn while a hall goes through rounds, and what became of it.

The faults are real: processes are killed and frozen, Redis too, and the lines between them are cut and slow.
"""

import argparse
import contextlib
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import redis

from app.rooms import log as room_log
from app.settings import Settings
from app.stores.open_store import open_store
from tests.support.redis_server import RedisServer
from tests.support.running import free_port
from trials.faults.hall import AFTER_S, CALM_S, Scene, judge, scene
from trials.load.crowd import now_s

ON_WITHIN_S = 2.0
TOLD_WITHIN_S = 5.0
PLANNED_PEOPLE = 1000
LONGER_S, CONNECTS_PER_S = 3.0, 300
"""A restart that is planned makes the longest round so much longer, and so many come again in one second."""
NEW_ENTRIES = 10
"""Between two marks of a line."""
Fault = Callable[[Scene], None]


@dataclass(frozen=True)
class Row:
    """`options` are Redis's; `may_lose`: what was acknowledged may be lost, if everybody is told and arrives again;
    `is_planned`: a thousand people hardly notice."""

    name: str
    fault: Fault
    options: dict[str, str] = field(default_factory=dict)
    may_lose: bool = False
    is_planned: bool = False


def kill_a_process(stage: Scene) -> None:
    stage.servers[1].kill()


def kill_redis(stage: Scene) -> None:
    stage.redis.kill()
    stage.pass_time(1)
    stage.redis.start()


def leave_without_redis(stage: Scene) -> None:
    stage.redis.kill()
    stage.pass_time(20)
    stage.redis.start()


def freeze_redis(stage: Scene) -> None:
    stage.redis.signal(signal.SIGSTOP)
    stage.pass_time(10)
    stage.redis.signal(signal.SIGCONT)


def cut_off(stage: Scene) -> None:
    stage.ways[1].cut()
    stage.pass_time(10)
    stage.ways[1].cut(is_cut=False)


def slow_down(stage: Scene) -> None:
    stage.ways[1].there_ms = stage.ways[1].back_ms = 20
    stage.pass_time(10)


def double(stage: Scene) -> None:
    """Each entry is pushed once more."""
    client = redis.Redis(port=stage.port)
    seen: set[bytes] = set()
    is_over = threading.Event()

    def repeat() -> None:
        with client.pubsub() as pushes:  # type: ignore[no-untyped-call]
            pushes.psubscribe("aa:*:new")
            while not is_over.is_set():
                push = pushes.get_message(timeout=0.1)
                if push and push["type"] == "pmessage" and push["data"] not in seen:
                    seen.add(push["data"])
                    client.publish(push["channel"], push["data"])

    thread = threading.Thread(target=repeat)
    thread.start()
    stage.pass_time(8)
    is_over.set()
    thread.join()
    assert len(seen) > 100


def cut_off_readers(stage: Scene) -> None:
    """By the limit of what Redis keeps for a reader who does not read."""
    stage.redis.ask("CONFIG", "SET", "client-output-buffer-limit", "normal 1 1 1 pubsub 1 1 1")
    stage.pass_time(4)
    stage.redis.ask("CONFIG", "SET", "client-output-buffer-limit", "normal 0 0 0 pubsub 33554432 8388608 60")


def trim(stage: Scene) -> None:
    """While a process is frozen and its connection is lost, others delete the beginning of the line, as they do of one
    that grows very long: with what it has not read."""
    process = stage.servers[1].process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    stage.ways[1].cut()
    store = open_store(Settings(redis_url=f"redis://127.0.0.1:{stage.port}"))
    marked = 0
    for _ in range(2):
        number = 0
        while number < marked + NEW_ENTRIES:
            stage.pass_time(0.2)
            loaded = store.load(stage.hall.code)
            assert loaded is not None
            room, number, *_ = room_log.replay(loaded)
            marked = marked or number
        store.mark(stage.hall.code, number, room_log.encode_room(room))
        store.save_snapshot(stage.hall.code, number, room_log.encode_room(room), 0)
        marked = number
    store.close()
    stage.ways[1].cut(is_cut=False)
    process.send_signal(signal.SIGCONT)


def write_slowly(stage: Scene) -> None:
    for _ in range(10):
        with contextlib.suppress(OSError):
            threading.Thread(target=stage.redis.ask, args=("DEBUG", "SLEEP", "0.5")).start()
        stage.pass_time(1)


def fill_memory(stage: Scene) -> None:
    stage.redis.ask("CONFIG", "SET", "maxmemory", "1")
    stage.pass_time(5)
    stage.redis.ask("CONFIG", "SET", "maxmemory", "0")


def make_read_only(stage: Scene) -> None:
    stage.redis.ask("REPLICAOF", "127.0.0.1", "1")
    stage.pass_time(5)
    stage.redis.ask("REPLICAOF", "NO", "ONE")


def fail_over(stage: Scene) -> None:
    """To a replica that stopped following a moment before."""
    stage.hall.goes_back = True
    port = free_port()
    replica = RedisServer(port=str(port))
    replica.ask("REPLICAOF", "127.0.0.1", str(stage.port))
    stage.hall.crowds[0].run(
        lambda: b"master_link_status:up" in replica.ask("INFO", "replication"), what="for a replica"
    )
    stage.pass_time(1)
    replica.ask("REPLICAOF", "NO", "ONE")
    stage.pass_time(0.3)
    stage.redis.kill()
    for way in stage.ways:
        way.target_port = port
    stage.redis = replica


def restart_in_turn(stage: Scene) -> None:
    stage.hall.is_balanced = True
    for server in stage.servers:
        restart = threading.Thread(target=lambda server=server: (server.terminate(), server.start()))
        restart.start()
        while restart.is_alive():
            stage.pass_time(0.1)
        stage.pass_time(2)


ROWS = (
    Row("kill -9 of one process of two", kill_a_process),
    Row("kill -9 of Redis with AOF, back after 1 s", kill_redis),
    Row("Redis frozen for 10 s", freeze_redis),
    Row("Redis gone for 20 s", leave_without_redis),
    Row("a process frozen for 10 s", lambda stage: stage.freeze(1, 10)),
    Row("a process frozen for 20 s", lambda stage: stage.freeze(1, 20)),
    Row("a process cut off from Redis for 10 s", cut_off),
    Row("20 ms each way to one process", slow_down),
    Row("each entry delivered twice", double),
    Row("readers cut off by the output-buffer limit", cut_off_readers),
    Row("a line trimmed under a frozen reader", trim),
    Row("ten pauses of 0.5 s, appendfsync always", write_slowly, {"enable_debug_command": "yes"}),
    Row("out of memory for 5 s", fill_memory),
    Row("READONLY for 5 s", make_read_only),
    Row("failover to a replica that lacks the last 0.3 s", fail_over, may_lose=True),
    Row("both processes restarted in turn", restart_in_turn, is_planned=True),
)


def carry_out(row: Row, n_people: int) -> bool:
    with scene(PLANNED_PEOPLE if row.is_planned else n_people, **row.options) as stage:
        stage.pass_time(CALM_S)
        began_s = now_s()
        row.fault(stage)
        ended_s = now_s()
        stage.pass_time(AFTER_S)
        verdict = judge(stage, began_s, ended_s)
        replaced = stage.redis
    replaced.close()
    faults = verdict.missing + verdict.wrong + verdict.bad_trips + verdict.lagging + verdict.away
    is_told = not row.may_lose or verdict.told_after_s <= TOLD_WITHIN_S
    is_smooth = verdict.longer_s <= LONGER_S and verdict.connects_per_s <= CONNECTS_PER_S
    is_good = not faults and is_told and verdict.on_after_s <= ON_WITHIN_S and (is_smooth or not row.is_planned)
    print(f"{'ok  ' if is_good else 'BAD '} {row.name:50} {verdict}", flush=True)
    return is_good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only the rows whose names contain this")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    rows = [row for row in ROWS if chosen.only in row.name]
    results = [carry_out(row, chosen.people) for row in rows for _ in range(chosen.times)]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
