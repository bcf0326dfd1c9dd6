"""`digest events`: what came back of the mails."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, named, note, nothing_came_in, print_json, say
from digest.cli.usage import Group

if TYPE_CHECKING:
    from io import BufferedReader

    from digest.pipeline.returns.event_files import Imported
    from digest.pipeline.returns.returns import Tally

group = Group("Take in what came back: bounces, complaints, deliveries, unsubscribes.")


@group.command("import")
def import_(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(metavar="FILE|DIR|-", help="JSON, a mail, mbox, Maildir, folder, or stdin.")],
    kind: Annotated[
        str, typer.Option("--from", metavar="sendgrid|mail", help="What it holds; else its first bytes tell.")
    ] = "",
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Finding nothing is no failure, as for a mailbox read by cron.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take in SendGrid's event JSON, and mails that bounced, complain or unsubscribe. Importing again is harmless.

    Exit codes: 0 something came in, or was known; 1 nothing did (with --allow-empty: something could not be read); 2
    nothing stands there.

    Example: digest events import ~/Maildir/
    """
    from digest.pipeline.returns.event_files import import_events

    with session(ctx).newsroom() as newsroom:
        imported = import_events(newsroom, place, kind=kind, stdin=cast("BufferedReader", sys.stdin.buffer))
    quiet = session(ctx).quiet
    if as_json:
        print_json(imported.as_dict())
    elif not quiet:
        _print(imported)
    for where, reason in imported.unread:
        note(f"digest: {where}: {reason}; see to it, then do the same again")
    tally = imported.tally
    if tally.new or tally.duplicate:
        return
    if imported.unread:
        raise typer.Exit(1)
    nothing = nothing_came_in(_nothing(tally, place), quiet=quiet)
    if not allow_empty:
        raise nothing


def _print(imported: Imported) -> None:
    tally = imported.tally
    if tally.read:
        say(f"{counted(tally.read, 'event')}: {tally.new:,} new, {tally.duplicate:,} known, {tally.foreign:,} not ours")
    done = (
        (tally.moved, "status changed", "statuses changed"),
        (tally.suppressed, "address suppressed", "addresses suppressed"),
        (tally.unsubscribed, "reader unsubscribed", "readers unsubscribed"),
    )
    for count, one, many in done:
        if count:
            say(f"  {counted(count, one, many=many)}")
    for where, reason in imported.set_aside:
        note(f"set aside: {where}: {reason}")


def _nothing(tally: Tally, place: str) -> str:
    """Say why nothing came in, and what to look at."""
    if tally.read:
        return f"{named(place)} tells of no mail sent from here; if it should, check the configuration read (--config)"
    return f"{named(place)} holds nothing that tells what became of a mail; if it should, check the path and --from"
