"""Kills a run at a random moment of its work."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random
    from subprocess import Popen

_EARLY = 1 / 8  # of the kills; they fall into start-up, composing, freezing and resuming
_START_UP = 1.0  # seconds, about
_LONGEST = 60.0  # seconds that a run has to get to its moment
_BEYOND = 8  # mails that get out after the goal was reached, about
_LOOK = 0.0005  # seconds between looks at the sink


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """When to kill a run: once so many more mails are out, or so many seconds have passed; and then a moment later."""

    more: int
    within: float
    later: float


def aim(random: Random, *, unsent: int, kills: int, a_mail: float) -> Aim:
    """Choose the moment of the next of so many kills, so that what is unsent lasts for all of them.

    `a_mail` is about how many seconds a mail takes from claim to receipt: a kill falls anywhere in that.
    """
    share = (unsent - kills * _BEYOND) / (kills + 1)
    within = random.uniform(0, _START_UP) if random.random() < _EARLY else _LONGEST
    return Aim(more=random.randint(1, max(1, int(1.5 * share))), within=within, later=random.uniform(0, a_mail))


def kill(run: Popen[bytes], aim: Aim, *, reached: Callable[[], int]) -> bool:
    """Wait for the moment, and kill the run with SIGKILL; tell whether it was still at work."""
    goal, deadline = reached() + aim.more, time.monotonic() + aim.within
    while reached() < goal and run.poll() is None and time.monotonic() < deadline:
        time.sleep(_LOOK)
    time.sleep(aim.later)
    run.kill()
    return run.wait() == -signal.SIGKILL
