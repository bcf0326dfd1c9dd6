"""`digest lists`: what people join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, asks, counted, note, print_json, say, table
from digest.cli.usage import Group

if TYPE_CHECKING:
    from digest.pipeline.newsroom import Newsroom
    from subscribers.lists import Lists
    from subscribers.model import Joined, MailingList, OptIn

group = Group("Create, list, show, edit, rename and remove the lists readers join.")

Name = Annotated[str, typer.Argument(metavar="NAME")]
How = Annotated[
    str | None, typer.Option("--opt-in", metavar="single|double", help="Whether joining is enough, or is confirmed.")
]


@group.command("create")
def create(
    ctx: typer.Context,
    name: Name,
    title: Annotated[str, typer.Option(help="What readers see (else the name).")] = "",
    opt_in: How = "double",
    private: Annotated[bool, typer.Option("--private", help="Not offered on public pages.")] = False,
    as_json: Json = False,
) -> None:
    """Create a list; readers of a double opt-in list confirm before they get mail.

    Example: digest lists create weekend --title "Weekend reads"
    """
    from subscribers.lists import Lists
    from subscribers.model import OptIn
    from subscribers.namesakes import formerly

    how = _opt_in(opt_in) or OptIn.DOUBLE
    with session(ctx).newsroom() as newsroom:
        made = Lists(newsroom.db).create(name, now=newsroom.now(), title=title, opt_in=how, private=private)
        others = formerly(newsroom.db, made.name)
    _tell(made, as_json=as_json)
    _tell_others(made.name, others)


@group.command("list")
def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """List every list and how many are on it.

    Example: digest lists list
    """
    from subscribers.lists import Lists

    with session(ctx).newsroom() as newsroom:
        found = Lists(newsroom.db).list()
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    lines = [(one.name, one.title, _kind(one), _counts(one)) for one in found]
    table(("name", "title", "kind", "readers"), lines, empty="no lists; create one with: digest lists create NAME")


@group.command("show")
def show(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """Show one list: how many are on it, which editions go to it, and who joined last.

    Example: digest lists show daily
    """
    from subscribers.lists import Lists

    with session(ctx).newsroom() as newsroom:
        found, recent = Lists(newsroom.db).show(name), Lists(newsroom.db).recent(name)
        editions = _editions(newsroom, found.name)
    if as_json:
        print_json(found.as_dict() | {"editions": editions, "recent": [one.as_dict() for one in recent]})
        return
    _tell(found, as_json=False)
    say(f"editions: {', '.join(editions) or 'none goes to it'}")
    if recent:
        _print_recent(recent)


@group.command("edit")
def edit(
    ctx: typer.Context,
    name: Name,
    title: Annotated[str | None, typer.Option(help="What readers see.")] = None,
    opt_in: How = None,
    private: Annotated[
        bool | None, typer.Option("--private/--public", help="Whether public pages leave it out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Change a list's title, opt-in or whether it is public; who is on it stays as they are.

    Example: digest lists edit weekend --title "Weekend reads" --public
    """
    from digest.errors import UsageError
    from subscribers.lists import Lists

    if title is None and opt_in is None and private is None:
        raise UsageError("nothing to change; say --title, --opt-in, --private or --public")
    with session(ctx).newsroom() as newsroom:
        edited = Lists(newsroom.db).edit(name, title=title, opt_in=_opt_in(opt_in), private=private)
    _tell(edited, as_json=as_json)


@group.command("rename")
def rename(
    ctx: typer.Context, name: Name, new: Annotated[str, typer.Argument(metavar="NEW")], as_json: Json = False
) -> None:
    """Give a list another name; mail already sent keeps its links.

    Whoever left a list that had the new name stays off it, unless they confirmed this one since.

    Example: digest lists rename weekend saturday
    """
    from subscribers.lists import Lists
    from subscribers.namesakes import formerly

    with session(ctx).newsroom() as newsroom:
        renamed = Lists(newsroom.db).rename(name, new, now=newsroom.now())
        others = formerly(newsroom.db, renamed.name)
        editions = _editions(newsroom, name) if name.lower() != new.lower() else []
    if as_json:
        print_json(renamed.as_dict())
    else:
        say(f"{name} is now {renamed.name}")
    _tell_others(renamed.name, others)
    if editions:
        note(f"note: in digest.toml, name it so under {_tables(editions)}, or that edition cannot be sent")


@group.command("remove")
def remove(
    ctx: typer.Context,
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Also when people are on it, without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Remove a list, and with it who is on it; their consent logs stay.

    Whoever had left it stays off a list that is made anew under its name. On a terminal it asks when there are people
    on the list; elsewhere it is not removed then without --yes.

    Example: digest lists remove weekend --yes
    """
    from subscribers.lists import Lists
    from subscribers.model import State

    with session(ctx).newsroom() as newsroom:
        lists = Lists(newsroom.db)
        gone = lists.remove(name, now=newsroom.now(), force=yes or (asks(yes=yes) and _sure(lists, name)))
        editions = _editions(newsroom, gone.name)
    if as_json:
        print_json(gone.as_dict())
    else:
        left = gone.counts[State.UNSUBSCRIBED]
        say(f"removed list {gone.name}{f'; {left:,} who left it stay off any list of that name' if left else ''}")
    if editions:
        note(
            f"note: digest.toml still names it under {_tables(editions)}, so it will be made anew, with nobody to mail"
        )


def _opt_in(word: str | None) -> OptIn | None:
    from digest.errors import UsageError
    from subscribers.model import OptIn

    if word is None:
        return None
    if word not in list(OptIn):
        raise UsageError(f"--opt-in {word!r} is not one of {', '.join(OptIn)}")
    return OptIn(word)


def _sure(lists: Lists, name: str) -> bool:
    from digest.errors import DigestError

    found = lists.show(name)
    if (people := sum(found.counts.values())) and not typer.confirm(
        f"Remove {found.name} with {counted(people, 'subscription')}?", err=True
    ):
        raise DigestError(f"{found.name} was not removed")
    return True


def _editions(newsroom: Newsroom, name: str) -> list[str]:
    """Return the names of the editions that go to a list, by the configuration."""
    return [one.name for one in newsroom.settings.editions.values() if one.goes_to([name])]


def _tables(editions: list[str]) -> str:
    return ", ".join(f"[editions.{name}]" for name in editions)


def _tell_others(name: str, others: tuple[str, ...]) -> None:
    for other in others:
        note(f"note: {other} was called {name} before; links in mail of that time leave both lists")


def _tell(found: MailingList, *, as_json: bool) -> None:
    if as_json:
        print_json(found.as_dict())
    else:
        say(f"{found.name}: {found.title}, {_kind(found)}; {_counts(found)}")


def _print_recent(recent: tuple[Joined, ...]) -> None:
    say("joined last:")
    lines = [(f"  {one.address}", one.state, f"{one.joined_at:%Y-%m-%d %H:%M}Z") for one in recent]
    table(("  address", "state", "joined"), lines, empty="")


def _kind(found: MailingList) -> str:
    return f"{found.opt_in} opt-in{', private' if found.private else ''}"


def _counts(found: MailingList) -> str:
    return ", ".join(f"{count:,} {state}" for state, count in found.counts.items() if count) or "nobody yet"
