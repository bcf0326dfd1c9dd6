"""`digest archive`: the public issues as files for any web server."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  Typer reads it
from typing import Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, note, print_json, progress, say
from digest.cli.usage import Group

group = Group("Build the archive of public issues as files for any web server.")


@group.command("build")
def build(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What stands at the publication's url; made if new.")],
    as_json: Json = False,
) -> None:
    """Write the archive into a folder: pages, a search, RSS and JSON Feed, a sitemap. Only what changed is written.

    Sent issues of public editions stand there, and nothing of any reader. What is not public any more is taken away;
    files that others put there are never touched.

    Example: digest archive build /srv/herald/public
    """
    from digest.pipeline.publishing.archive_build import build_archive

    with session(ctx).newsroom() as newsroom, progress("pages", wanted=not as_json) as advance:
        tally = build_archive(newsroom, folder, advance=advance)
    if as_json:
        print_json(tally.as_dict())
        return
    for path in tally.passed_over:
        note(f"{folder / path} is none of ours and stays as it is", quiet=session(ctx).quiet)
    if not session(ctx).quiet:
        say(f"{counted(tally.written, 'file')} written, {tally.unchanged:,} unchanged, {tally.removed:,} removed")
