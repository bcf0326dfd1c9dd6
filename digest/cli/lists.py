"""`digest lists`: what people join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, print_json, say, table

if TYPE_CHECKING:
    from subscribers.model import MailingList

group = typer.Typer(
    help="Create, list, show, rename and remove the lists readers join.", no_args_is_help=True, rich_markup_mode=None
)

Name = Annotated[str, typer.Argument(metavar="NAME")]


@group.command("create")
def create(
    ctx: typer.Context,
    name: Name,
    title: Annotated[str, typer.Option(help="What readers see (else the name).")] = "",
    opt_in: Annotated[str, typer.Option("--opt-in", metavar="single|double")] = "double",
    private: Annotated[bool, typer.Option("--private", help="Not offered on public pages.")] = False,
    as_json: Json = False,
) -> None:
    """Create a list; readers of a double opt-in list confirm before they get mail.

    Example: digest lists create weekend --title "Weekend reads"
    """
    from digest.errors import UsageError
    from subscribers.lists import Lists
    from subscribers.model import OptIn

    if opt_in not in list(OptIn):
        raise UsageError(f"--opt-in {opt_in!r} is not one of {', '.join(OptIn)}")
    with session(ctx).newsroom() as newsroom:
        made = Lists(newsroom.db).create(name, now=newsroom.now(), title=title, opt_in=OptIn(opt_in), private=private)
    _show(made, as_json=as_json)


@group.command("list")
def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """List every list and how many are on it."""
    from subscribers.lists import Lists

    with session(ctx).newsroom() as newsroom:
        found = Lists(newsroom.db).list()
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    lines = [(one.name, one.title, f"{one.opt_in} opt-in", _counts(one)) for one in found]
    table(("name", "title", "kind", "readers"), lines, empty="no lists; create one with: digest lists create NAME")


@group.command("show")
def show(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """Show one list."""
    from subscribers.lists import Lists

    with session(ctx).newsroom() as newsroom:
        _show(Lists(newsroom.db).show(name), as_json=as_json)


@group.command("rename")
def rename(
    ctx: typer.Context, name: Name, new: Annotated[str, typer.Argument(metavar="NEW")], as_json: Json = False
) -> None:
    """Give a list another name; mail already sent keeps its links."""
    from subscribers.lists import Lists

    with session(ctx).newsroom() as newsroom:
        renamed = Lists(newsroom.db).rename(name, new)
    if as_json:
        print_json(renamed.as_dict())
    else:
        say(f"{name} is now {renamed.name}; editions in digest.toml must name it so")


@group.command("remove")
def remove(
    ctx: typer.Context,
    name: Name,
    force: Annotated[bool, typer.Option("--force", help="Also when people are on it.")] = False,
    as_json: Json = False,
) -> None:
    """Remove a list."""
    from subscribers.lists import Lists

    with session(ctx).newsroom() as newsroom:
        gone = Lists(newsroom.db).remove(name, now=newsroom.now(), force=force)
    if as_json:
        print_json(gone.as_dict())
    else:
        say(f"removed list {gone.name}")


def _show(found: MailingList, *, as_json: bool) -> None:
    if as_json:
        print_json(found.as_dict())
        return
    say(f"{found.name}: {found.title}, {found.opt_in} opt-in{', private' if found.private else ''}; {_counts(found)}")


def _counts(found: MailingList) -> str:
    return ", ".join(f"{count} {state}" for state, count in found.counts.items() if count) or "nobody yet"
