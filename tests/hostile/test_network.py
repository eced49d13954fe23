"""A network that doubles, delays and reorders messages: arrivals count once, nobody goes early, all see the same."""

import asyncio

from tests.support.clients import create_room, http
from tests.support.running import Server
from trials.hostile.fickle import FickleNetwork
from trials.hostile.follower import Answer, Follower

N_CLIENTS = 8
N_GENERATIONS = 12


def test_arrivals_count_once_and_nobody_goes_early_on_a_fickle_network(server: Server) -> None:
    asyncio.run(_rounds(server))


async def _rounds(server: Server) -> None:
    code = create_room(server.url, hosted=False, gone="hold", lead_ms=0)["code"]
    async with FickleNetwork(server.port, seed=1) as network:
        clients = [await (await Follower.connect(network.url)).get_on(code) for _ in range(N_CLIENTS)]
        network.is_fickle = True
        sent: dict[int, set[int]] = {generation: set() for generation in range(N_GENERATIONS)}

        async def go(client: Follower) -> list[Answer]:
            answers = []
            for generation in range(N_GENERATIONS):
                sent[generation].add(client.worker)
                answers.append(await client.command("arrive", generation=generation))
                await client.hear("tripped", generation=generation)
                assert len(sent[generation]) == N_CLIENTS, "somebody was released early"
            return answers

        answers = await asyncio.gather(*(go(client) for client in clients))
        log = (await asyncio.to_thread(http, "GET", f"{server.url}/api/rooms/{code}/log.json"))[1]["events"]
        for client in clients:
            await client.until(lambda client=client: client.seq >= len(log))  # type: ignore[misc]
            assert client.events[: len(log) - client.joined_seq] == log[client.joined_seq :]
        for client in clients:
            await client.close()  # only now: that somebody has gone is an event too
        assert network.n_doubled > N_GENERATIONS
        assert network.n_overtaken > N_GENERATIONS

    arrived = [(event["generation"], event["worker"]) for event in log if event["type"] == "arrived"]
    assert sorted(arrived) == [(g, client.worker) for g in range(N_GENERATIONS) for client in clients]
    orders = {event["generation"]: event["order"] for event in log if event["type"] == "tripped"}
    assert [orders[generation].index(client.worker) for client in clients for generation in orders] == [
        answer["index"] for some in answers for answer in some
    ]
    for client in clients:
        for copies in client.acknowledged.values():
            places = {(copy["generation"], copy["index"]) for copy in copies if "index" in copy}
            assert len(places) <= 1, "a message that came twice was answered in two ways"
