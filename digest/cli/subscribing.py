"""`digest subscribers`: who is on the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.asking import ask, ask_one
from digest.cli.changing import (
    Address,
    List,
    confirm,
    edit,
    forget,
    note_halted,
    note_topics,
    note_waiting,
    pause,
    resume,
    tell,
    unsubscribe,
)
from digest.cli.context import session
from digest.cli.output import Json, note, print_json, table
from digest.cli.reader_files import export, import_, imports, undo_import
from digest.cli.record import print_record
from digest.cli.usage import Group

if TYPE_CHECKING:
    from datetime import datetime

    from subscribers.model import Subscriber

group = Group("Add, list, show, change and unsubscribe readers; import and export.")


@group.command("add")
def add(
    ctx: typer.Context,
    address: Address,
    name: Annotated[str, typer.Option(help="The reader's name.")] = "",
    lists: Annotated[
        list[str] | None, typer.Option("--list", metavar="L", help="Join this list (else the only one there is).")
    ] = None,
    language: Annotated[str, typer.Option(metavar="TAG", help="The language they read, such as pt-BR.")] = "",
    topic: Annotated[list[str] | None, typer.Option("--topic", metavar="T", help="Follow this tag.")] = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="The reader consented elsewhere; record it.")] = False,
    text: Annotated[str, typer.Option("--note", metavar="TEXT", help="Kept with the consent.")] = "",
    asks: Annotated[bool, typer.Option("--ask", help="Mail the reader now, for the word that confirms it.")] = False,
    as_json: Json = False,
) -> None:
    """Add a reader to lists. A double opt-in list waits for the reader's own word, unless --confirmed.

    Whoever left a list is not put back on it without --confirmed, and whoever was erased not at all: exit 1.

    Example: digest subscribers add ana@reader.example --list daily --confirmed
    """
    from digest.errors import UsageError
    from subscribers.changes import Outcome
    from subscribers.lists import Lists
    from subscribers.names import language_tag
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        every = Lists(newsroom.db).names()
        if not lists and len(every) > 1:
            raise UsageError(f"which list? say --list with one of {', '.join(every)}")
        change = Roster(newsroom.db).add(
            address,
            now=newsroom.now(),
            name=name,
            language=language_tag(language),
            lists=lists or every,
            topics=topic or (),
            confirmed=confirmed,
            note=text,
        )
        note_topics(newsroom, topic or ())
        note_halted(newsroom, change)
        tell(ctx, change, as_json=as_json)  # before the mail, which may fail
        unasked = ""
        if asks and not change.kept_out:
            unasked = ask_one(newsroom, change.address)
    if not asks:
        note_waiting(change, quiet=session(ctx).quiet)
    if unasked:
        note(f"note: {change.address} was not mailed: {unasked}")
    if change.kept_out and change.outcome is Outcome.UNCHANGED:
        raise typer.Exit(1)


@group.command("list")
def list_(
    ctx: typer.Context,
    lists: List = None,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="Only unconfirmed, confirmed or unsubscribed ones.")
    ] = None,
    segment: Annotated[
        str | None,
        typer.Option("--segment", metavar="EXPR", help="Only who is in this segment (a name or an expression)."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List readers and where they stand.

    Example: digest subscribers list --list daily --state confirmed

    Example: digest subscribers list --segment "joined within 90d"
    """
    from digest.errors import UsageError
    from digest.pipeline.roster.segmenting import chosen
    from subscribers.model import State
    from subscribers.roster import Roster
    from subscribers.segments.filters import EVERYBODY

    if state is not None and state not in list(State):
        raise UsageError(f"--state {state!r} is not one of {', '.join(State)}")
    with session(ctx).newsroom() as newsroom:
        wanted = State(state) if state else None
        only = EVERYBODY if segment is None else chosen(newsroom, segment)
        found = tuple(Roster(newsroom.db).list(list_name=lists, state=wanted, segment=only))
        now = newsroom.now()
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    lines = [(one.address, one.name, _standings(one, now)) for one in found]
    table(("address", "name", "lists"), lines, empty="no subscribers; add one with: digest subscribers add ADDRESS")


@group.command("show")
def show(ctx: typer.Context, address: Address, as_json: Json = False) -> None:
    """Show everything kept about one reader: since when, with what consent, what they asked for, and what they got.

    With --json it is complete, as the answer to somebody who asks what is kept about them.

    Example: digest subscribers show ana@reader.example --json
    """
    from digest.pipeline.roster.disclosure import everything

    with session(ctx).newsroom() as newsroom:
        record = everything(newsroom, address)
    if as_json:
        print_json(record)
    else:
        print_record(record)


for change_reader in (ask, edit, confirm, unsubscribe, pause, resume, forget):
    group.command()(change_reader)

for command, name in ((import_, "import"), (undo_import, "undo-import"), (imports, "imports"), (export, "export")):
    group.command(name)(command)


def _standings(subscriber: Subscriber, now: datetime) -> str:
    """Say how a reader stands with each list, and what else keeps mail from them."""
    parts = [", ".join(f"{one.list} {one.state}" for one in subscriber.subscriptions)]
    if subscriber.suppressed:
        parts.append(f"suppressed ({subscriber.suppressed})")
    if subscriber.paused_until and subscriber.paused_until > now:
        parts.append(f"paused until {subscriber.paused_until:%Y-%m-%d %H:%M}Z")
    return "; ".join(part for part in parts if part)
