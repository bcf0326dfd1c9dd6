import sys
import time
from datetime import timedelta

from digest.deliver.limiter import Limiter
from digest.model.settings import Rate

SECOND = timedelta(seconds=1)


def nothing_spent(age):
    return 0


def test_without_a_rate_there_is_no_limit():
    limiter = Limiter(None, spent_within=nothing_spent)
    limiter.spend(10**6)
    assert limiter.allowance() == sys.maxsize
    assert limiter.wait() == 0


def test_no_stretch_of_time_sees_more_than_the_rate():
    limiter = Limiter(Rate(20, SECOND / 5), spent_within=nothing_spent)
    sent = []
    end = time.monotonic() + 0.7
    while (now := time.monotonic()) < end:
        if limiter.allowance() >= 3:
            limiter.spend(3)
            sent += [now] * 3
        time.sleep(min(0.01, limiter.wait()))
    for moment in sent:
        assert sum(moment <= other < moment + 0.2 for other in sent) <= 20
    assert len(sent) >= 50


def test_what_an_earlier_run_spent_counts():
    limiter = Limiter(Rate(10, timedelta(hours=1)), spent_within=lambda age: 7)
    assert limiter.allowance() == 3


def test_what_an_earlier_run_spent_comes_free_as_it_ages():
    """Seven mails went out 0.8 s ago, three just now."""
    limiter = Limiter(Rate(10, SECOND), spent_within=lambda age: 10 if age >= timedelta(seconds=0.8) else 3)
    assert limiter.allowance() == 0
    assert 0.1 < limiter.wait() <= 0.25
    time.sleep(limiter.wait())
    assert limiter.allowance() == 7


def test_more_spent_than_a_lowered_rate_allows_is_no_error():
    limiter = Limiter(Rate(5, SECOND), spent_within=lambda age: 50)
    assert limiter.allowance() == 0
    assert limiter.wait() > 0
