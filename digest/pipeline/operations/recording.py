"""Runs what is due, keeps a record of it, and tells whoever watches over it from outside."""

from __future__ import annotations

import logging
import sqlite3
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from digest.errors import DigestError, UsageError
from digest.pipeline.delivery.timekeeping import past_or_now
from digest.pipeline.operations.pinging import ping
from digest.pipeline.operations.running import RunReport, run_due
from digest.store.upkeep import runs
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from threading import Event

    from digest.pipeline.newsroom import Newsroom

TOLD_EVERY = timedelta(days=1)

_log = logging.getLogger(__name__)


def run_recorded(
    newsroom: Newsroom, names: Sequence[str], *, at: datetime | None, stop: Event, trust_clock: bool = False
) -> RunReport:
    """Do what `run_due` does, and record what it raises too; no trouble of those who are told of it is one of the run.

    A moment still to come is a slip of whoever calls by hand: it is refused before there is a run to record. A name
    that there is not may stand in a crontab: it is recorded, and raised to be told each time.

    Raises:
        UsageError: it is a moment still to come, or there is no such edition.
    """
    past_or_now(newsroom, at)
    health = newsroom.settings.health
    run = runs.begin(newsroom.db, now=newsroom.now())
    begun, one = monotonic(), {"run": run}
    _log.info("run %d begins", run, extra=one)
    ping(health.start_url, timeout=health.timeout)
    done: Sequence[str] = ()
    troubles: Sequence[str] = ("it ended by a fault of the program",)
    exit_code = 1
    try:
        result = _run(newsroom, names, at=at, stop=stop, trust_clock=trust_clock)
        result.told_before += [line for line in result.troubles if _told_before(newsroom, line)]
        done, troubles, exit_code = result.done, result.troubles, result.exit_code
    except (sqlite3.Error, OSError) as error:  # a full disk, as a rule
        troubles = (f"the database or its disk: {error}",)
        raise
    except UsageError as error:
        troubles, exit_code = (str(error),), error.exit_code
        raise
    finally:
        for line in done:
            _log.info("run %d: %s", run, line, extra=one)
        for line in troubles:
            _log.warning("run %d: %s", run, line, extra=one)
        ended = one | {"exit_code": exit_code, "seconds": round(monotonic() - begun, 3)}
        level = logging.WARNING if exit_code else logging.INFO
        _log.log(level, "run %d ends with exit code %d", run, exit_code, extra=ended)
        runs.end(newsroom.db, run, exit_code=exit_code, done=done, troubles=troubles, now=newsroom.now())
        ping(health.failure_url if exit_code else health.success_url, timeout=health.timeout)
    return result


def _run(newsroom: Newsroom, names: Sequence[str], *, at: datetime | None, stop: Event, trust_clock: bool) -> RunReport:
    try:
        return run_due(newsroom, names, at=at, stop=stop, trust_clock=trust_clock)
    except UsageError:
        raise
    except (DigestError, RosterError) as error:
        failed = RunReport()
        failed.trouble(str(error), error.exit_code)
        return failed


def _told_before(newsroom: Newsroom, trouble: str) -> bool:
    """Tell whether the last run had the same trouble, and no further day of it has begun since."""
    found = runs.standing(newsroom.db, trouble)
    return found is not None and (newsroom.now() - found[0]) // TOLD_EVERY == (found[1] - found[0]) // TOLD_EVERY
