"""`digest segments`: named filters over readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, note, print_json, say, table

if TYPE_CHECKING:
    from digest.pipeline.segmenting import Described

group = typer.Typer(
    help="List and show segments: filters over readers by list, topic, language, date and activity.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@group.command("list")
def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """List the segments of digest.toml, how many readers are in each, and which editions use it."""
    from digest.pipeline.segmenting import every

    with session(ctx).newsroom() as newsroom:
        found = every(newsroom)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    lines = [(one.name, _readers(one), ", ".join(one.editions), one.expression) for one in found]
    empty = "no segments; write one into digest.toml, below [segments]: sporty = 'topic in (sport, football)'"
    table(("name", "readers", "editions", "expression"), lines, empty=empty)


@group.command("show")
def show(
    ctx: typer.Context,
    segment: Annotated[str, typer.Argument(metavar="NAME|EXPR", help="A segment of digest.toml, or any expression.")],
    as_json: Json = False,
) -> None:
    """Show what a segment means and how many readers are in it; an expression can be tried before it is used.

    Examples: digest segments show sporty; digest segments show "topic = sport and not mailed within 7d"
    """
    from digest.pipeline.segmenting import described

    with session(ctx).newsroom() as newsroom:
        found = described(newsroom, segment)
    if as_json:
        print_json(found.as_dict())
        return
    if found.name:
        say(found.name)
    say(f"  means: {found.means}")
    say(f"  readers: {_readers(found)}")
    if found.editions:
        say(f"  editions: {', '.join(found.editions)}")
    for doubt in found.doubts:
        note(f"note: {doubt}")


def _readers(segment: Described) -> str:
    return f"{counted(segment.size.subscribers, 'reader')}, {segment.size.mailable:,} mailable"
