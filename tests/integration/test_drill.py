"""The class as the algorithm, over the wire: eight phones pass it on, and a killed server goes on."""

from contextlib import ExitStack

from tests.support.barrier_algorithms import play
from tests.support.clients import Client, create_room
from tests.support.running import StartServer

N, ROUNDS = 8, 3
NAMES = ("Ana", "Ben", "Chloé", "Dev", "Ela", "Femi", "Gus", "Hana")
ARRIVES = (0, 2, 0, 1, 0, 0, 3, 0)
"""In which step each of them calls `wait()`."""


def digits(client: Client) -> list[int]:
    return [int(done) for done in client.call("sync", {"seq": 0})["brief"]["drill"]["done"]]


def may_tell(done: list[int], seat: int) -> bool:
    k = done[seat]
    return k < ROUNDS and (k == 0 or done[(seat - 2 ** (k - 1)) % N] >= k)


def has_gone(done: list[int], seat: int) -> bool:
    return done[seat] == ROUNDS and done[(seat - 2 ** (ROUNDS - 1)) % N] == ROUNDS


def test_eight_phones_pass_it_on_in_three_rounds_though_the_server_is_killed(start_server: StartServer) -> None:
    server = start_server()
    made = create_room(server.url)
    code, key = str(made["code"]), str(made["host_key"])
    released, taps, step = [-1] * N, 0, 0
    with ExitStack() as stack:
        phones, host = join_all(server.url, code, key, stack)
        assert host.command("start")["ok"]
        assert host.command("drill", kind="dissemination")["run"] == 0
        assert host.command("signal", run=0, k=0)["error"] == "not_joined"
        assert phones[0].arrive(0)["error"] == "held"
        phones[1].until(lambda: phones[1].call("sync", {"seq": 0})["brief"]["drill"] is not None)
        seat = phones[1].call("sync", {"seq": 0})["you"]["seat"]
        assert (seat["index"], seat["faces"][2]["name"]) == (1, "Chloé")
        tokens = [phone.token for phone in phones]
        for step in range(2):
            taps += tap_all(phones, step, released)
        before = digits(phones[0])
        server.kill()
    server.start()
    with ExitStack() as stack:
        phones, host = join_all(server.url, code, key, stack, tokens)
        assert digits(phones[0]) == before, "a reload in round 2 goes on in round 2"
        while -1 in released:
            step += 1
            taps += tap_all(phones, step, released)
        assert taps == N * ROUNDS == 24
        assert released == play("dissemination", N, ARRIVES).released
        host.until(lambda: len(host.call("sync", {"seq": 0})["snapshot"]["drill"]["signals"]) == 24)
        snapshot = host.call("sync", {"seq": 0})["snapshot"]
        assert (snapshot["barrier"]["generation"], snapshot["barrier"]["waiting"]) == (0, [])
        assert host.command("drill", kind="off")["ok"]
        assert phones[0].arrive(0)["index"] == 0


def join_all(
    url: str, code: str, key: str, stack: ExitStack, tokens: list[str] | None = None
) -> tuple[list[Client], Client]:
    clients = [stack.enter_context(Client(url)) for _ in range(N + 1)]
    for i, client in enumerate(clients[:N]):
        client.join(code, view="brief", **({"token": tokens[i]} if tokens else {"name": NAMES[i]}))
    clients[N].join(code, role="host", host_key=key)
    return clients[:N], clients[N]


def tap_all(phones: list[Client], step: int, released: list[int]) -> int:
    """All who may, once and then again by a nervous finger; how many signals counted."""
    done = digits(phones[0])
    ready = [seat for seat in range(N) if ARRIVES[seat] <= step and may_tell(done, seat)]
    for seat in ready:
        for _ in range(2):
            assert phones[seat].command("signal", run=0, k=done[seat])["k"] == done[seat]
    phones[0].until(lambda: all(digits(phones[0])[seat] > done[seat] for seat in ready))  # others' processes know first
    after = digits(phones[0])
    for seat in range(N):
        if has_gone(after, seat) and released[seat] < 0:
            released[seat] = step + 1
            assert min(after) > 0, "nobody goes on before all have come"
    return sum(after) - sum(done)


def test_an_open_room_has_no_drill(start_server: StartServer) -> None:
    server = start_server()
    code = str(create_room(server.url, hosted=False)["code"])
    with Client(server.url) as ana:
        ana.join(code, name="Ana")
        assert ana.command("drill", kind="dissemination")["error"] == "host_required"
        assert ana.command("signal", run=0, k=0)["error"] == "stale_generation"
