"""The commands of `digest subscribers` that change one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, note, print_json, say

if TYPE_CHECKING:
    from subscribers.changes import Change

Address = Annotated[str, typer.Argument(metavar="ADDRESS")]
List = Annotated[str | None, typer.Option("--list", metavar="L", help="Only this list (else every list).")]


def edit(
    ctx: typer.Context,
    address: Address,
    new: Annotated[str | None, typer.Option("--address", metavar="NEW", help="The reader's new address.")] = None,
    name: Annotated[str | None, typer.Option(help="The reader's name.")] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help='The language they read, such as pt-BR; "" for your own.')
    ] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", metavar="+T|-T", help="Follow a tag, or follow it no more.")
    ] = None,
    edition: Annotated[
        list[str] | None,
        typer.Option("--edition", metavar="+E|-E", help="Turn off one edition of their lists, or on again."),
    ] = None,
    text: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Your own words about them.")] = None,
    as_json: Json = False,
) -> None:
    """Change a reader's address, name, language, topics, editions or note; lists and history stay.

    Example: digest subscribers edit ana@reader.example --address ana@new.example --topic +harbour --edition -weekly
    """
    from digest.pipeline.people import Edit, edit_reader

    wanted = Edit(new_address=new, name=name, language=language, note=text, topics=topic or (), editions=edition or ())
    with session(ctx).newsroom() as newsroom:
        change = edit_reader(newsroom, address, wanted)
    tell(ctx, change, as_json=as_json)


def confirm(ctx: typer.Context, address: Address, lists: List = None, as_json: Json = False) -> None:
    """Record that a reader confirmed their subscriptions.

    Example: digest subscribers confirm ana@reader.example --list daily
    """
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).confirm(address, lists, now=newsroom.now())
    tell(ctx, change, as_json=as_json)


def unsubscribe(ctx: typer.Context, address: Address, lists: List = None, as_json: Json = False) -> None:
    """Take a reader off one list, or off all of them; no later import brings them back.

    Example: digest subscribers unsubscribe ana@reader.example --list daily
    """
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).unsubscribe(address, lists, now=newsroom.now())
    tell(ctx, change, as_json=as_json)


def pause(
    ctx: typer.Context,
    address: Address,
    until: Annotated[str, typer.Option(metavar="DATE", help="The day mail begins again.")],
    as_json: Json = False,
) -> None:
    """Send a reader nothing until a date.

    Example: digest subscribers pause ana@reader.example --until 2027-01-07
    """
    from digest.clock import parse_time
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        moment = parse_time(until, zone=newsroom.settings.publication.timezone)
        change = Roster(newsroom.db).pause(address, moment, now=newsroom.now())
    tell(ctx, change, as_json=as_json)


def resume(ctx: typer.Context, address: Address, as_json: Json = False) -> None:
    """End a reader's pause now.

    Example: digest subscribers resume ana@reader.example
    """
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).pause(address, None, now=newsroom.now())
    tell(ctx, change, as_json=as_json)


def tell(ctx: typer.Context, change: Change, *, as_json: bool) -> None:
    """Print what a change did to a reader, and why they get no mail all the same."""
    if as_json:
        print_json(change.as_dict())
    elif session(ctx).verbosity >= 0:
        say(f"{change.address}: {change.outcome}{''.join(f', {one.list} {one.state}' for one in change.lists)}")
    if change.kept_out:
        note(f"note: {change.address} gets no mail all the same: {change.kept_out}")
