"""`digest suppressions`: addresses and domains that must not be mailed."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, print_json, say, table

group = typer.Typer(
    help="List, add and remove addresses that must not be mailed.", no_args_is_help=True, rich_markup_mode=None
)

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="An address, or a whole @domain.")]


@group.command("list")
def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """List what is suppressed and why."""
    from subscribers.suppressions import Suppressions

    with session(ctx).newsroom() as newsroom:
        found = Suppressions(newsroom.db).list()
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    lines = [(one.address, one.reason, one.source, f"{one.at:%Y-%m-%d}") for one in found]
    table(("address", "reason", "source", "since"), lines, empty="nothing is suppressed")


@group.command("add")
def add(
    ctx: typer.Context,
    address: Address,
    reason: Annotated[str, typer.Option(metavar="R", help="Why, for whoever asks later.")],
    as_json: Json = False,
) -> None:
    """Suppress an address or a domain; stronger than any list.

    Example: digest suppressions add @spamtrap.example --reason "never asked for mail"
    """
    from subscribers.suppressions import Suppressions

    with session(ctx).newsroom() as newsroom:
        made, new = Suppressions(newsroom.db).add(address, reason, now=newsroom.now())
    if as_json:
        print_json(made.as_dict())
    else:
        say(f"{made.address} is {'now' if new else 'already'} suppressed: {made.reason}")


@group.command("remove")
def remove(ctx: typer.Context, address: Address, as_json: Json = False) -> None:
    """Let an address or a domain be mailed again, if it is on a list."""
    from digest.errors import UsageError
    from subscribers.suppressions import Suppressions

    with session(ctx).newsroom() as newsroom:
        found = Suppressions(newsroom.db).remove(address)
    if found is None:
        raise UsageError(f"{address} is not suppressed; see: digest suppressions list")
    if as_json:
        print_json(found.as_dict())
    else:
        say(f"{found.address} may be mailed again")
