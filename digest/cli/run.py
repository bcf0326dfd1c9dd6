"""`digest run`: what cron calls."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from digest.cli.context import session
from digest.cli.look import At, moment
from digest.cli.output import Json, note, print_json, say
from digest.cli.send import TrustClock, stopping


def run(
    ctx: typer.Context,
    editions: Annotated[list[str] | None, typer.Argument(metavar="EDITION", help="Only these.")] = None,
    at: At = "",
    summary: Annotated[bool, typer.Option("--summary", help="Say in one line what was done, whatever it was.")] = False,
    trust_clock: TrustClock = False,
    as_json: Json = False,
) -> None:
    """Fetch the sources, then send every edition that is due. Silent when all is well; made to be called often.

    A trouble that lasts is told when it begins and then once a day; its exit code is the same each time.

    Example: */5 * * * * digest --config /srv/herald/digest.toml run
    """
    from digest.pipeline.recording import run_recorded

    with session(ctx).newsroom() as newsroom, stopping() as stop:
        result = run_recorded(newsroom, editions or (), at=moment(newsroom, at), stop=stop, trust_clock=trust_clock)
    if as_json:
        print_json(result.as_dict())
    elif summary:
        say("; ".join(result.done) or ("nothing was sent" if result.troubles else "nothing was due"))
    elif session(ctx).verbosity > 0:
        for line in result.done:
            note(line)
    wants_all = summary or sys.stderr.isatty() or session(ctx).verbosity > 0
    for line in result.troubles:
        if wants_all or line not in result.told_before:
            note(f"digest: {line}")
    if result.exit_code:
        raise typer.Exit(result.exit_code)
