"""How often something may be asked for: by a network, about an address, and with bounded memory."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.web.limits import MOST_KEPT, Limit, network_of
from digest.web.premises import Limits
from digest.web.subscribing import AGAIN_AFTER


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(("count", "seconds"), [(1, 10.0), (3, 7.0), (20, 3600.0), (7, 0.1)])
def test_as_many_as_said_at_once_and_no_more(clock: Clock, count: int, seconds: float) -> None:
    limit = Limit(count, seconds=seconds, clock=clock)
    assert [limit.take("a") for _ in range(count + 2)] == [True] * count + [False] * 2
    assert limit.take("b"), "another key has a share of its own"


def test_the_share_comes_back_bit_by_bit(clock: Clock) -> None:
    limit = Limit(4, seconds=40, clock=clock)
    assert all(limit.take("a") for _ in range(4))
    assert limit.wait("a") == 10
    clock.now += 10
    assert [limit.take("a"), limit.take("a")] == [True, False]
    clock.now += 1000
    assert [limit.take("a") for _ in range(5)] == [True] * 4 + [False]


def test_what_is_refused_costs_nothing_more(clock: Clock) -> None:
    limit = Limit(1, seconds=10, clock=clock)
    assert limit.take("a")
    assert not any(limit.take("a") for _ in range(100))
    clock.now += 10
    assert limit.take("a")


def test_memory_is_bounded_whoever_comes(clock: Clock) -> None:
    limit = Limit(2, seconds=10, clock=clock)
    for number in range(MOST_KEPT + 5_000):
        limit.take(f"2001:db8:{number:x}::/64")
    assert len(limit._free_at) == MOST_KEPT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("203.0.113.7", "203.0.113.250"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("::ffff:203.0.113.9", "203.0.113.7"),
        ("", "nonsense"),
    ],
)
def test_neighbours_are_one_network(one: str, other: str) -> None:
    assert network_of(one) == network_of(other)


def test_strangers_are_not() -> None:
    assert len({network_of(one) for one in ("203.0.113.7", "203.0.114.7", "2001:db8:1:2::1", "2001:db8:1:3::1")}) == 4


@given(st.text(max_size=60))
def test_any_text_names_some_network(text: str) -> None:
    assert network_of(text)


def test_an_address_is_heard_again_by_the_minute_that_the_page_names() -> None:
    """However often the form was filled in before."""
    limit = Limits().address
    assert [limit.take("ana") for _ in range(20)].count(True) == 5
    assert timedelta(seconds=limit.wait("ana")) <= AGAIN_AFTER
