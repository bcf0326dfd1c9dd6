"""A run is killed at the moment aimed at, and moments are spread over the whole of what is left to send."""

from __future__ import annotations

import subprocess
import sys
import time
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from digest.drill.kills import Aim, aim, kill


def python(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code])


def test_a_run_is_killed_once_so_many_more_mails_are_out() -> None:
    counts = iter([100, 101, 104, 105, 106])
    with python("import time; time.sleep(60)") as run:
        assert kill(run, Aim(more=5, within=60, later=0), reached=lambda: next(counts))
    assert next(counts) == 106


def test_a_run_is_killed_at_the_latest_when_its_time_is_over() -> None:
    with python("import time; time.sleep(60)") as run:
        assert kill(run, Aim(more=5, within=0.01, later=0.01), reached=lambda: 0)
    assert run.returncode == -9


def test_a_run_that_ended_by_itself_was_not_killed() -> None:
    with python("pass") as run:
        before = time.monotonic()
        assert not kill(run, Aim(more=5, within=60, later=0), reached=lambda: 0)
        assert time.monotonic() - before < 50
    assert run.returncode == 0


def test_the_same_seed_chooses_the_same_moments() -> None:
    chosen = [
        [aim(random, unsent=1000, kills=10, a_mail=0.01) for _ in range(20)]
        for random in (Random(7), Random(7), Random(8))
    ]
    assert chosen[0] == chosen[1] != chosen[2]


def test_some_kills_fall_into_the_start_and_most_into_the_sending() -> None:
    random = Random(7)
    early = sum(aim(random, unsent=1000, kills=10, a_mail=0.01).within < 60 for _ in range(1000))
    assert 50 < early < 250


@given(seed=st.integers(), unsent=st.integers(0, 10_000), kills=st.integers(1, 200))
def test_no_kill_waits_for_more_than_one_and_a_half_shares_of_what_is_left(seed: int, unsent: int, kills: int) -> None:
    chosen = aim(Random(seed), unsent=unsent, kills=kills, a_mail=0.01)
    assert 1 <= chosen.more <= max(1, 1.5 * unsent / (kills + 1))
    assert 0 <= chosen.later < 0.01
