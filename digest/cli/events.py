"""`digest events`: what came back of the mails."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, note, print_json, say

if TYPE_CHECKING:
    from io import BufferedReader

    from digest.pipeline.event_files import Imported

group = typer.Typer(
    help="Take in what came back: bounces, complaints, deliveries, unsubscribes.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@group.callback()
def _group() -> None:
    """Keep `events` a group though it has one command."""


@group.command("import")
def import_(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(metavar="FILE|DIR|-", help="JSON, a mail, mbox, Maildir, folder, or stdin.")],
    kind: Annotated[
        str, typer.Option("--from", metavar="sendgrid|mail", help="What it holds; else its first bytes tell.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Take in SendGrid's event JSON, and mails that bounced, complain or unsubscribe. Importing again is harmless.

    Example: digest events import ~/Maildir/
    """
    from digest.pipeline.event_files import import_events

    with session(ctx).newsroom() as newsroom:
        imported = import_events(newsroom, place, kind=kind, stdin=cast("BufferedReader", sys.stdin.buffer))
    if as_json:
        print_json(imported.as_dict())
    else:
        _print(imported, session(ctx).verbosity)
    if not (imported.tally.new or imported.tally.duplicate):
        raise typer.Exit(1)


def _print(imported: Imported, verbosity: int) -> None:
    tally = imported.tally
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
        note(f"set aside: {where}: {reason}", verbosity=verbosity)
