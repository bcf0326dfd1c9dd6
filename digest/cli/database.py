"""`digest db`: the one database file."""

from __future__ import annotations

import typer

from digest.cli.context import session
from digest.cli.output import Json, print_json, say

group = typer.Typer(
    help="Make the database, and bring it up to date.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@group.callback()
def _group() -> None:
    """Keep `db` a group though it has one command."""


@group.command("migrate")
def migrate(ctx: typer.Context, as_json: Json = False) -> None:
    """Bring the database up to date; makes it if there is none."""
    from digest.store import database

    path = session(ctx).settings().database
    applied = database.migrate(path)
    if as_json:
        print_json({"database": str(path), "applied": applied})
        return
    for name in applied:
        say(f"applied {name}")
    say(f"{path} is up to date")
