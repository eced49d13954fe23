"""A lecture hall: three hundred workers in one room."""

import asyncio

from tests.clients import create_room
from tests.hall import Seat
from tests.running import Server

N_FULL = 290
N_BRIEF = 10
ROUND_S = 2.0


def test_three_hundred_workers_make_one_round(server: Server) -> None:
    asyncio.run(_round(server.url))


async def _round(url: str) -> None:
    code = create_room(url, hosted=False)["code"]
    elsewhere = await Seat.take(url, create_room(url, hosted=False)["code"], "full")
    seats = [await Seat.take(url, code, "full" if i < N_FULL else "brief") for i in range(N_FULL + N_BRIEF)]
    for seat in seats:
        seat.forget()
    elsewhere.forget()

    async def arrive(nth: int, seat: Seat) -> int:
        await asyncio.sleep(ROUND_S * nth / len(seats))
        answer = await seat.call("command", {"type": "arrive", "generation": 0})
        return int(answer["index"])

    indices = await asyncio.gather(*(arrive(nth, seat) for nth, seat in enumerate(seats)))
    await asyncio.wait_for(asyncio.gather(*(seat.tripped.wait() for seat in seats)), 10)

    assert sorted(indices) == list(range(len(seats)))
    full, brief = seats[:N_FULL], seats[N_FULL:]
    for seat in full:
        assert seat.gaps == 0
        assert [event["type"] for event in seat.events].count("tripped") == 1
        assert seat.messages < 60
    order = next(event["order"] for event in full[0].events if event["type"] == "tripped")
    assert [index for _, index in sorted(zip(order, range(len(order)), strict=True))] == [
        index for _, index in sorted(zip([seat.worker for seat in seats], indices, strict=True))
    ]
    assert max(seat.n_bytes for seat in brief) <= 4096
    assert elsewhere.messages == 0
    await asyncio.gather(*(seat.close() for seat in [*seats, elsewhere]))
