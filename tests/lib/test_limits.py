"""How often is too often."""

import pytest

from app.lib.limits import PerAddress, TokenBucket


@pytest.fixture
def now_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    time_s = [100.0]
    monkeypatch.setattr("app.lib.limits.time.monotonic", lambda: time_s[0])
    return time_s


def test_a_burst_passes_then_the_pace_holds(now_s: list[float]) -> None:
    bucket = TokenBucket(per_second=2, burst=3)
    assert [bucket.take() for _ in range(5)] == [True, True, True, False, False]
    assert bucket.wait_s() == 0.5
    now_s[0] += 0.5
    assert [bucket.take(), bucket.take()] == [True, False]
    now_s[0] += 1000
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_each_address_has_its_own(now_s: list[float]) -> None:
    per_address = PerAddress(per_minute=1)
    assert per_address["a"].take()
    assert not per_address["a"].take()
    assert per_address["b"].take()


def test_addresses_are_forgotten_before_there_are_too_many(now_s: list[float]) -> None:
    per_address = PerAddress(per_minute=1)
    per_address["first"].take()
    for number in range(PerAddress.MAX_ADDRESSES):
        per_address[str(number)].take()
    assert per_address["first"].take()
    assert not per_address["9999"].take()


@pytest.mark.parametrize(
    ("address", "other", "is_one_holder"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("x" * 200, "x" * 300, True),
    ],
)
def test_one_ipv6_network_is_one_holder(address: str, other: str, is_one_holder: bool) -> None:
    limits = PerAddress(1)
    assert limits[address].take()
    assert limits[other].take() != is_one_holder
