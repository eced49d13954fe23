"""Order in the room: halls, wrong codes, and rooms that do not disturb each other."""

import asyncio
from collections import Counter

from tests.clients import Client, create_room, http
from tests.conftest import StartServer
from tests.hall import Seat
from tests.running import Server

HALL = 300


def test_a_hall_that_scans_the_code_at_once_gets_on(server: Server) -> None:
    assert asyncio.run(_everybody_joins(server.url)) == {"seated": HALL}


async def _everybody_joins(url: str) -> Counter[str]:
    code = create_room(url, hosted=True)["code"]
    connections = await asyncio.gather(*(Seat.connect(url) for _ in range(HALL)))
    answers = await asyncio.gather(*(one.join(code, "brief") for one in connections))
    await asyncio.gather(*(one.close() for one in connections))
    return Counter(answer.get("error", "seated") for answer in answers)


def test_a_program_passes_for_the_teacher_no_more_than_a_person(server: Server) -> None:
    room = f"{server.url}/api/rooms/{create_room(server.url, hosted=False)['code']}"
    for name in ("Teacher", "Robot 3", "Ana"):
        assert http("POST", f"{room}/workers", {"name": name})[0] == 201
    names = [worker["name"] for worker in http("GET", room)[1]["workers"]]
    assert "Ana" in names
    assert not {"Teacher", "Robot 3"} & set(names)


def test_the_eleventh_wrong_code_waits_over_http_and_socket_alike(start_server: StartServer) -> None:
    server = start_server()
    wrong = f"{server.url}/api/rooms/BBBBBB"
    assert [http("GET", wrong)[1]["error"] for _ in range(6)] == ["room_not_found"] * 6
    with Client(server.url) as client:
        assert [client.join("BBBBBB")["error"] for _ in range(5)] == ["room_not_found"] * 4 + ["rate_limited"]
    status, answer = http("POST", f"{wrong}/abort", {}, bearer="x")
    assert (status, answer["error"]) == (429, "rate_limited")
    assert http("GET", f"{server.url}/api/rooms/BRRRRR")[0] == 200, "a good code passes"


def test_three_hundred_arrivals_reach_no_socket_of_the_room_next_door(server: Server) -> None:
    asyncio.run(_two_rooms(server.url))


async def _two_rooms(url: str) -> None:
    code_a, code_b = (create_room(url, hosted=False)["code"] for _ in range(2))
    room_a = [await Seat.take(url, code_a, "full" if nth % 2 else "brief") for nth in range(300)]
    room_b = [await Seat.take(url, code_b, view) for view in ("full", "brief", "full")]
    await asyncio.sleep(1)  # what B itself had to tell has been told
    for seat in room_b:
        seat.forget()
    await asyncio.gather(*(seat.call("command", {"type": "arrive", "generation": 0}) for seat in room_a))
    await asyncio.wait_for(asyncio.gather(*(seat.tripped.wait() for seat in room_a)), 10)
    await asyncio.sleep(1)
    assert [seat.messages for seat in room_b] == [0, 0, 0]
    for seat in room_b[:2]:
        await seat.call("command", {"type": "arrive", "generation": 0})
    loop = asyncio.get_running_loop()
    started_s = loop.time()
    await room_b[0].call("command", {"type": "drop", "worker": room_b[2].worker})
    await asyncio.wait_for(asyncio.gather(*(seat.tripped.wait() for seat in room_b[:2])), 1)
    assert loop.time() - started_s < 1
    await asyncio.gather(*(seat.close() for seat in [*room_a, *room_b]))
