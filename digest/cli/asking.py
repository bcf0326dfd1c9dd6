"""`digest subscribers ask`: the mails by which readers confirm that they want to be on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.changing import List  # noqa: TC001  Typer reads it
from digest.cli.context import session
from digest.cli.output import Json, counted, note, print_json, say
from digest.cli.send import stopping

if TYPE_CHECKING:
    from digest.pipeline.newsroom import Newsroom


def ask(
    ctx: typer.Context,
    lists: List = None,
    remind: Annotated[
        bool,
        typer.Option("--remind", help="Ask nobody anew; remind, once, those asked some days ago. What cron calls."),
    ] = False,
    unknown: Annotated[
        bool,
        typer.Option("--unknown", help="Ask those again who were mailed, or were not: a run was killed over it."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many it would be, and mail nobody.")] = False,
    as_json: Json = False,
) -> None:
    """Ask readers who are on a list unconfirmed, and whom nobody has asked yet, for their word by mail.

    Hands over what waits as well: letters to those who filled in the form on the web or were imported to be asked, and
    those that were put off.

    Example: digest subscribers ask --remind
    """
    from digest.errors import UsageError
    from digest.pipeline.letters import asking
    from digest.pipeline.letters.corresponding import correspond

    with session(ctx).newsroom() as newsroom, stopping() as stop:
        if remind and unknown:
            raise UsageError("--remind and --unknown are two things; say one of them")
        found = asking.to_remind if remind else asking.in_doubt if unknown else asking.to_ask
        people = found(newsroom, list_name=lists)
        if dry_run:
            if as_json:
                print_json({"would_be": len(people)})
            else:
                say(f"{counted(len(people), 'reader')} would be {'reminded' if remind else 'asked'}")
            return
        asking.act_on_signups(newsroom)
        asking.act_on_imports(newsroom)
        (asking.remind if remind else asking.ask)(newsroom, people)
        tally = correspond(newsroom, stop=stop)
    _tell(
        ctx, as_json=as_json, remind=remind, count=len(people), counts={str(status): n for status, n in tally.items()}
    )


def ask_one(newsroom: Newsroom, address: str) -> str:
    """Ask one reader, who was just added, and return why no mail went; empty where it did."""
    from digest.pipeline.letters import asking
    from digest.pipeline.letters.corresponding import correspond
    from subscribers.records import find

    person = find(newsroom.db, address)
    due = asking.ask(newsroom, asking.to_ask(newsroom, people=[person]))
    correspond(newsroom)
    return asking.why_not_asked(newsroom, person, due=bool(due))


def _tell(ctx: typer.Context, *, as_json: bool, remind: bool, count: int, counts: dict[str, int]) -> None:
    verb = "reminded" if remind else "asked"
    if as_json:
        print_json({verb: count, "counts": counts})
        return
    went = ", ".join(f"{number} {status}" for status, number in counts.items())
    if (count or counts) and not session(ctx).quiet:
        say(f"{counted(count, 'reader')} {verb}{f'; letters: {went}' if went else ''}")
    elif not remind:
        note("nobody waits to be asked", quiet=session(ctx).quiet)
