"""`digest run`: what cron calls."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.failures import in_words
from digest.cli.output import Json, note, print_json, say
from digest.cli.plan import At, moment
from digest.cli.send import TrustClock, stopping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.pipeline.operations.running import RunReport

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # or Python prints what it finds no place for


def run(
    ctx: typer.Context,
    editions: Annotated[list[str] | None, typer.Argument(metavar="EDITION", help="Only these.")] = None,
    at: At = "",
    summary: Annotated[bool, typer.Option("--summary", help="Say in one line what was done, whatever it was.")] = False,
    trust_clock: TrustClock = False,
    as_json: Json = False,
) -> None:
    """Fetch the sources, then send every edition that is due. Silent when all is well; made to be called often.

    A trouble that lasts is told when it begins and then once a day; its exit code is the same each time. What cannot
    be run as it was asked for, such as an edition that there is not, is told each time.

    Exit codes: that of the gravest trouble, 1 or 2 before 4; what is merely deferred is none.

    Example: */5 * * * * digest --config /srv/herald/digest.toml run
    """
    result = _result(ctx, editions or (), at=at, trust_clock=trust_clock)
    if as_json:
        print_json(result.as_dict())
    elif summary:
        say("; ".join(result.done) or ("nothing was sent" if result.troubles else "nothing was due"))
    elif session(ctx).verbose:
        for line in result.done:
            note(line)
    wants_all = summary or sys.stderr.isatty() or session(ctx).verbose
    for line in result.troubles:
        if wants_all or line not in result.told_before:
            note(f"digest: {line}")
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def _result(ctx: typer.Context, editions: Sequence[str], *, at: str, trust_clock: bool) -> RunReport:
    """Run what is due; what keeps it from being done, or cannot be recorded, is a trouble like any other."""
    from digest import clock
    from digest.cli.told import told_before
    from digest.errors import UsageError
    from digest.pipeline.operations.recording import run_recorded
    from digest.pipeline.operations.running import RunReport

    result = RunReport()
    unrecorded: list[str] = []
    try:
        with session(ctx).newsroom(complain=unrecorded.append) as newsroom, stopping() as stop:
            result = run_recorded(newsroom, editions, at=moment(newsroom, at), stop=stop, trust_clock=trust_clock)
    except Exception as error:
        if (failure := in_words(error)) is None:
            raise
        lasting = not isinstance(error, UsageError)  # a slip in how it was called is told each time
        (unrecorded if lasting else result.troubles).extend(failure.lines)
        result.exit_code = failure.exit_code
        for line in failure.lines:
            _log.error("%s", line)
    result.troubles += unrecorded
    now = clock.now(os.environ)
    result.told_before += told_before(session(ctx).config_file(), unrecorded, now=now, environ=os.environ)
    return result
