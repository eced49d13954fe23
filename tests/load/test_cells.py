"""The comparison finds the costs of which rounds are made."""

import math

import pytest

from trials.load.cells import BURST_S, SPREAD_S, Cell, costs_of
from trials.load.rounds import Round

N = 100
MESSAGE_US, SPREAD_ARRIVAL_US, BURST_ARRIVAL_US, IDLE = 9.0, 200.0, 60.0, 0.01


def a_round(seconds: float, arrival_us: float, n_messages: int) -> Round:
    work_us = N * (arrival_us + MESSAGE_US * n_messages)
    return Round(
        n_clients=N,
        seconds=seconds,
        server_s=work_us / 1e6 + IDLE * seconds,
        generator_s=0.0,
        messages=N * n_messages,
        batches=n_messages,
        n_bytes=0,
        seen_ms=[],
        release_spread_ms=0.0,
    )


def a_cell(view: str, n_spread: int, n_burst: int) -> Cell:
    spread = a_round(SPREAD_S, SPREAD_ARRIVAL_US, n_spread)
    burst = a_round(BURST_S, BURST_ARRIVAL_US, n_burst)
    return Cell("product", N, view, 0.0, 0.0, [spread], [burst, burst], [IDLE])


def test_what_a_round_is_made_of_is_found_again() -> None:
    costs = costs_of(a_cell("full", 50, 6), a_cell("brief", 6, 2))
    assert costs == {
        "message_us": pytest.approx(MESSAGE_US),
        "spread_arrival_us": pytest.approx(SPREAD_ARRIVAL_US),
        "burst_arrival_us": pytest.approx(BURST_ARRIVAL_US),
    }


def test_a_server_too_slow_for_more_messages_tells_nothing_of_their_cost() -> None:
    costs = costs_of(a_cell("full", 6, 2), a_cell("brief", 6, 2))
    assert all(math.isnan(cost) for cost in costs.values())


def test_a_few_rounds_in_which_a_slow_server_was_faster_tell_nothing_either() -> None:
    full, brief = a_cell("full", 6, 2), a_cell("brief", 6, 2)
    full.spread += [a_round(SPREAD_S, SPREAD_ARRIVAL_US, n_messages) for n_messages in (6, 20)]
    brief.spread *= 3
    assert all(math.isnan(cost) for cost in costs_of(full, brief).values())
