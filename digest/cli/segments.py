"""`digest segments`: named filters over readers."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, note, print_json, say, table
from digest.cli.usage import Group

group = Group("List and show segments: filters over readers by list, topic, language, date and activity.")


@group.command("list")
def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """List the segments of digest.toml and how many readers are in each.

    Mailable are those whom some list's mail would reach now.

    Example: digest segments list --json
    """
    from digest.pipeline.roster.segmenting import every

    with session(ctx).newsroom() as newsroom:
        found = every(newsroom)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    lines = [
        (one.name, f"{one.size.subscribers:,}", f"{one.size.mailable:,}", ", ".join(one.editions), one.expression)
        for one in found
    ]
    empty = "no segments; write one into digest.toml, below [segments]: sporty = 'topic in (sport, football)'"
    table(("name", "readers", "mailable", "editions", "expression"), lines, empty=empty)


@group.command("show")
def show(
    ctx: typer.Context,
    segment: Annotated[str, typer.Argument(metavar="NAME|EXPR", help="A segment of digest.toml, or any expression.")],
    as_json: Json = False,
) -> None:
    """Show what a segment means and how many readers are in it.

    An expression can be tried before it is used; a topic in it that nobody follows is noted.

    Example: digest segments show sporty

    Example: digest segments show "topic = sport and not mailed within 7d"
    """
    from digest.pipeline.roster.segmenting import described

    with session(ctx).newsroom() as newsroom:
        found = described(newsroom, segment)
    if as_json:
        print_json(found.as_dict())
        return
    if found.name:
        say(found.name)
    say(f"  means: {found.means}")
    say(f"  readers: {found.size.subscribers:,}, of them mailable: {found.size.mailable:,}")
    if found.editions:
        say(f"  editions: {', '.join(found.editions)}")
    for doubt in found.doubts:
        note(f"note: {doubt}", quiet=session(ctx).quiet)
