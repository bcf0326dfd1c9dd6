"""The commands of `digest subscribers` that change one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, asks, counted, note, print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.roster.forgetting import Forgotten
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
    new_links: Annotated[
        bool, typer.Option("--new-links", help="End every link in mail they got so far, also to unsubscribe.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Change a reader's address, name, language, topics, editions or note; lists and history stay.

    Example: digest subscribers edit ana@reader.example --topic +harbour
    """
    from digest.pipeline.roster.people import Edit, edit_reader

    known = {"new_address": new, "name": name, "language": language, "note": text}
    wanted = Edit(**known, topics=topic or (), editions=edition or (), new_links=new_links)
    with session(ctx).newsroom() as newsroom:
        change = edit_reader(newsroom, address, wanted)
        note_topics(newsroom, [one[1:] for one in topic or () if one.startswith("+")])
    tell(ctx, change, as_json=as_json)


def confirm(ctx: typer.Context, address: Address, lists: List = None, as_json: Json = False) -> None:
    """Record that a reader confirmed their subscriptions.

    Whoever left or was erased is not let in by this, also if a form was filled in with their address since: exit 1.

    Example: digest subscribers confirm ana@reader.example --list daily
    """
    from subscribers.changes import Outcome
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).confirm(address, lists, now=newsroom.now())
        note_halted(newsroom, change)
    tell(ctx, change, as_json=as_json)
    if change.outcome is Outcome.UNCHANGED and any(one.kept_out for one in change.lists):
        raise typer.Exit(1)


def unsubscribe(ctx: typer.Context, address: Address, lists: List = None, as_json: Json = False) -> None:
    """Take a reader off one list, or off every list, also those to come; no later import brings them back.

    Example: digest subscribers unsubscribe ana@reader.example --list daily
    """
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).unsubscribe(address, lists, now=newsroom.now())
    tell(ctx, change, as_json=as_json, for_mail=False)


def pause(
    ctx: typer.Context,
    address: Address,
    until: Annotated[str, typer.Option(metavar="DATE", help="The day mail begins again.")],
    as_json: Json = False,
) -> None:
    """Send a reader nothing until a date.

    Example: digest subscribers pause ana@reader.example --until 2027-01-07
    """
    from digest.clock import iso, parse_time
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        moment = parse_time(until, zone=newsroom.settings.publication.timezone)
        change = Roster(newsroom.db).pause(address, moment, now=newsroom.now())
        until = _local(newsroom, moment)
    facts = {"paused_until": iso(moment)}
    tell(ctx, change, as_json=as_json, more=f", paused until {until}", facts=facts, for_mail=False)


def resume(ctx: typer.Context, address: Address, as_json: Json = False) -> None:
    """End a reader's pause now.

    Example: digest subscribers resume ana@reader.example
    """
    from subscribers.roster import Roster

    with session(ctx).newsroom() as newsroom:
        change = Roster(newsroom.db).pause(address, None, now=newsroom.now())
    tell(ctx, change, as_json=as_json)


def forget(
    ctx: typer.Context,
    address: Address,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Erase a reader everywhere, for good; only a keyed hash stays, so that no import brings the address back.

    Subscriptions, consents, preferences, the address in the ledger and in events, own suppressions and the mails in the
    outbox go; the counts of past issues stay. Links in mails they got stop working. Safe while a send runs. Where
    nobody sits at a terminal, as in a script, it erases at once, also without --yes.

    Example: digest subscribers forget ana@reader.example --yes
    """
    from digest.errors import DigestError
    from digest.pipeline.roster.forgetting import forget as erase

    with session(ctx).newsroom() as newsroom:
        question = f"Erase {address} everywhere, for good?"
        if asks(yes=yes) and not typer.confirm(question, err=True):
            raise DigestError("nothing was erased")
        done = erase(newsroom, address)
    if as_json:
        print_json(done.as_dict())
    elif not session(ctx).quiet:
        files = counted(done.files, "file")
        say(f"{done.address}: erased, from {counted(done.mails, 'mail')} in the ledger and {files} in the outbox too")
    for line in _left(done):
        note(f"note: {line}")
    if done.waits or done.on_their_way:
        raise typer.Exit(1)


def _left(done: Forgotten) -> Iterator[str]:
    """Say what an erasure could not reach."""
    again = "once the send has ended, say the same again"
    if done.on_their_way:
        mails = counted(done.on_their_way, "mail")
        yield f"{mails} to them may still arrive: a send is handing over, or was killed when it did; {again}"
    if done.waits:
        yield f"the database's free space still holds the address until it is written anew; {again}"
    elif done.remains:
        yield f"the address still stands in words of others, {done.remains} times: a story, or a note about somebody"


def note_topics(newsroom: Newsroom, topics: Iterable[str]) -> None:
    """Say which of a reader's topics nothing has: such a reader may get no mail at all."""
    from digest.pipeline.roster.topics import notes_on_unknown
    from subscribers.names import normal_topic

    for said in notes_on_unknown(newsroom, map(normal_topic, topics)):
        note(f"note: {said}")


def note_halted(newsroom: Newsroom, change: Change) -> None:
    """Say where a reader who was let in sees to it themselves that nothing comes: by a pause, or edition by edition."""
    from subscribers.records import find
    from subscribers.roster import Roster

    if change.kept_out:
        return
    person = find(newsroom.db, change.address)
    asked = Roster(newsroom.db).preferences(person)
    if not asked.paused_until and not asked.skipped_editions:
        return
    from digest.pipeline.letters.list_mail import halted

    if not (why := halted(newsroom, person, [one.list for one in change.lists])):
        return
    if why.until:
        until = f"paused until {_local(newsroom, why.until)}"
        note(f"note: {change.address} is {until}; to end it: digest subscribers resume {change.address}")
    else:
        off, edit_ = ", ".join(asked.skipped_editions), f"digest subscribers edit {change.address} --edition +E"
        note(f"note: {change.address} gets nothing there: they turned off {off}; to turn one on again: {edit_}")


def note_waiting(change: Change, *, quiet: bool) -> None:
    """Say which lists wait for the word of a reader who was added, and what asks for it."""
    from subscribers.model import State

    waiting = ", ".join(one.list for one in change.lists if one.state is State.UNCONFIRMED)
    if waiting and not change.kept_out:
        ask_all = "digest subscribers ask mails whoever was not asked yet"
        note(f"note: {change.address} gets nothing of {waiting} before they confirm; {ask_all}", quiet=quiet)


def _local(newsroom: Newsroom, moment: datetime) -> str:
    return f"{moment.astimezone(newsroom.zone):%Y-%m-%d %H:%M %Z}"


def tell(
    ctx: typer.Context,
    change: Change,
    *,
    as_json: bool,
    more: str = "",
    facts: Mapping[str, str] | None = None,
    for_mail: bool = True,
) -> None:
    """Print what a change did to a reader, and `more` of it (`facts` in JSON).

    Of a change that is made for them to get mail, also why they get none all the same.
    """
    if as_json:
        print_json(change.as_dict() | dict(facts or {}))
    elif not session(ctx).quiet:
        say(f"{change.address}: {change.outcome}{''.join(f', {one.list} {one.state}' for one in change.lists)}{more}")
    if change.former:
        note(f"note: {change.former} is a former address of {change.address}, who was meant")
    if for_mail and change.kept_out:
        note(f"note: {change.address} gets no mail all the same: {change.kept_out}")
