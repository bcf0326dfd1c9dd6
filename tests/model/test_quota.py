from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.quota import Quota
from digest.model.settings import Rate

MINUTE = timedelta(minutes=1)
RATES = st.builds(
    Rate,
    st.integers(1, 2000),
    st.sampled_from([timedelta(seconds=1), MINUTE, timedelta(hours=1)]),
)


@given(RATES, st.lists(st.tuples(st.floats(0, 2), st.integers(1, 500)), min_size=1, max_size=60))
def test_no_stretch_of_time_sees_more_than_the_rate(rate, steps):
    """Steps are shares of the rate's time that pass, and how many mails are wanted then."""
    quota, now, sent = Quota(rate), 1e9, []
    per = rate.per.total_seconds()
    for share, want in steps:
        now += share * per
        count = min(want, quota.allowance(now))
        quota = quota.spend(count, now)
        sent.append((now, count))
    for start, _ in sent:
        assert sum(count for at, count in sent if start <= at < start + per * (1 - 1e-9)) <= rate.count


@given(RATES, st.integers(1, 1000))
def test_after_the_wait_as_many_may_go_as_were_asked_for_or_a_burst(rate, want):
    quota = Quota(rate)
    quota = quota.spend(quota.allowance(1e9), 1e9)
    later = 1e9 + quota.wait(want, 1e9) + 1e-3
    assert quota.allowance(later) >= min(want, rate.count // 51)
    assert quota.allowance(later) >= 1


@pytest.mark.parametrize(("count", "per", "least"), [(600, 60, 580), (10, 1, 9), (5000, 3600, 4890)])
def test_the_rate_is_used_to_within_a_few_percent(count, per, least):
    quota, now, sent = Quota(Rate(count, timedelta(seconds=per))), 1e9, 0
    while now < 1e9 + per:
        sent += (allowed := quota.allowance(now))
        quota = quota.spend(allowed, now)
        now += max(quota.wait(1, now), 1e-3)
    assert least <= sent <= count


def test_what_was_not_used_long_ago_is_no_credit():
    assert Quota(Rate(600, MINUTE), free_at=0.0).allowance(1e9) <= 12


def test_a_moment_far_ahead_is_not_believed():
    quota = Quota(Rate(600, MINUTE), free_at=2e9)
    assert (quota.allowance(1e9), quota.wait(1, 1e9)) == (12, 0)
