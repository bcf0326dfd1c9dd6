"""`digest subscribers`: who is on the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.context import session
from digest.cli.output import Json, note, print_json, say, table

if TYPE_CHECKING:
    from subscribers.changes import Change
    from subscribers.model import Record, Subscriber

group = typer.Typer(
    help="Add, list, show, change and unsubscribe readers.", no_args_is_help=True, rich_markup_mode=None
)

Address = Annotated[str, typer.Argument(metavar="ADDRESS")]
List = Annotated[str | None, typer.Option("--list", metavar="L", help="Only this list (else every list).")]


@group.command("add")
def add(
    ctx: typer.Context,
    address: Address,
    name: Annotated[str, typer.Option(help="The reader's name.")] = "",
    lists: Annotated[
        list[str] | None, typer.Option("--list", metavar="L", help="Join this list (else the only one there is).")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option("--topic", metavar="T", help="Follow this tag.")] = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="The reader consented elsewhere; record it.")] = False,
    text: Annotated[str, typer.Option("--note", metavar="TEXT", help="Kept with the consent.")] = "",
    as_json: Json = False,
) -> None:
    """Add a reader to lists. A double opt-in list waits for the reader's own word, unless --confirmed.

    Example: digest subscribers add ana@reader.example --list daily --confirmed --note "signed at the fair"
    """
    from digest.errors import UsageError
    from subscribers.lists import Lists
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        every = Lists(newsroom.db).names()
        if not lists and len(every) > 1:
            raise UsageError(f"which list? say --list with one of {', '.join(every)}")
        joined = lists or every
        change = Roster(newsroom.db).add(
            address, now=newsroom.now(), name=name, lists=joined, topics=topic or (), confirmed=confirmed, note=text
        )
    _tell(ctx, change, as_json=as_json)


@group.command("list")
def list_(
    ctx: typer.Context,
    lists: List = None,
    state: Annotated[str | None, typer.Option(metavar="unconfirmed|confirmed|unsubscribed")] = None,
    segment: Annotated[
        str | None,
        typer.Option("--segment", metavar="EXPR", help="Only who is in this segment (a name or an expression)."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List readers and where they stand.

    Example: digest subscribers list --list daily --state confirmed

    Example: digest subscribers list --segment "topic in (sport, economy) and joined within 90d"
    """
    from digest.errors import UsageError
    from digest.pipeline.segmenting import chosen
    from subscribers.model import State
    from subscribers.roster import Roster
    from subscribers.segments.filters import EVERYBODY

    if state is not None and state not in list(State):
        raise UsageError(f"--state {state!r} is not one of {', '.join(State)}")
    with session(ctx).newsroom() as newsroom:
        wanted = State(state) if state else None
        only = EVERYBODY if segment is None else chosen(newsroom, segment)
        found = tuple(Roster(newsroom.db).list(list_name=lists, state=wanted, segment=only))
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    lines = [(one.address, one.name, _standings(one)) for one in found]
    table(("address", "name", "lists"), lines, empty="no subscribers; add one with: digest subscribers add ADDRESS")


@group.command("show")
def show(ctx: typer.Context, address: Address, as_json: Json = False) -> None:
    """Show everything kept about one reader, with the consent log."""
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        record = Roster(newsroom.db).show(address)
    if as_json:
        print_json(record.as_dict())
    else:
        _print_record(record)


@group.command("edit")
def edit(
    ctx: typer.Context,
    address: Address,
    new: Annotated[str | None, typer.Option("--address", metavar="NEW", help="The reader's new address.")] = None,
    name: Annotated[str | None, typer.Option(help="The reader's name.")] = None,
    as_json: Json = False,
) -> None:
    """Change a reader's address or name; lists and history stay."""
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).edit(address, now=newsroom.now(), new_address=new, name=name)
    _tell(ctx, change, as_json=as_json)


@group.command("confirm")
def confirm(ctx: typer.Context, address: Address, lists: List = None, as_json: Json = False) -> None:
    """Record that a reader confirmed their subscriptions."""
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).confirm(address, lists, now=newsroom.now())
    _tell(ctx, change, as_json=as_json)


@group.command("unsubscribe")
def unsubscribe(ctx: typer.Context, address: Address, lists: List = None, as_json: Json = False) -> None:
    """Take a reader off one list, or off every list.

    Example: digest subscribers unsubscribe ana@reader.example --list weekend
    """
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).unsubscribe(address, lists, now=newsroom.now())
    _tell(ctx, change, as_json=as_json)


@group.command("pause")
def pause(
    ctx: typer.Context,
    address: Address,
    until: Annotated[str, typer.Option(metavar="DATE", help="The day mail begins again.")],
    as_json: Json = False,
) -> None:
    """Send a reader nothing until a date."""
    from digest.clock import parse_time
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        moment = parse_time(until, zone=newsroom.settings.publication.timezone)
        change = Roster(newsroom.db).pause(address, moment, now=newsroom.now())
    _tell(ctx, change, as_json=as_json)


def _tell(ctx: typer.Context, change: Change, *, as_json: bool) -> None:
    if as_json:
        print_json(change.as_dict())
    elif session(ctx).verbosity >= 0:
        say(f"{change.address}: {change.outcome}{''.join(f', {one.list} {one.state}' for one in change.lists)}")
    if change.kept_out:
        note(f"note: {change.address} gets no mail all the same: {change.kept_out}")


def _standings(subscriber: Subscriber) -> str:
    return ", ".join(f"{one.list} {one.state}" for one in subscriber.subscriptions)


def _print_record(record: Record) -> None:
    say(f"{record.address}  {record.name}".rstrip())
    facts: dict[str, Any] = {
        "lists": _standings(record),
        "topics": ", ".join(record.topics),
        "note": record.note,
        "suppressed": record.suppressed,
        "paused until": record.paused_until and f"{record.paused_until:%Y-%m-%d}",
    }
    for name, value in facts.items():
        if value:
            say(f"  {name}: {value}")
    for one in record.consents:
        say(f"  {one.at:%Y-%m-%d %H:%M}Z  {one.action} {one.list} by {one.via}  {one.note}".rstrip())
