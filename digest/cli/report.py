"""`digest report`: how issues, readers and sources did, as a page of charts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, print_json, say, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model.figures import Figures

MOST_NAMED = 5  # slots that sent nothing, in a line


def report(
    ctx: typer.Context,
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="One issue, in place of all of some time.")] = "",
    edition: Annotated[list[str] | None, typer.Option("--edition", metavar="E", help="Only this one.")] = None,
    since: Annotated[str, typer.Option("--since", metavar="DURATION", help="From so long ago.")] = "90d",
    out: Annotated[
        str, typer.Option("--out", metavar="FILE.html", help="Write a page of charts there; - is stdout.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say how issues, readers and sources did; with --out as one self-contained page of charts.

    Example: digest report --since 90d --out report.html
    """
    from digest.clock import parse_duration
    from digest.errors import UsageError
    from digest.pipeline.operations import accounting

    if as_json and out == "-":
        raise UsageError("--json and --out - both want stdout; name a file for the page")
    if issue and edition:
        raise UsageError(f"{issue} is of one edition; leave --edition away, or the issue")
    length = parse_duration(since)
    with session(ctx).newsroom() as newsroom:
        if issue:
            found = accounting.account_of_issue(newsroom, issue)
        else:
            found = accounting.account(newsroom, editions=edition or (), since=length)
        if out == "-":
            typer.echo(accounting.page(newsroom, found), nl=False)
        elif out:
            accounting.write_page(newsroom, found, out)
    if as_json:
        print_json(accounting.document(found))
    elif out and out != "-":
        say(f"wrote {out}")
    elif not out:
        _print(found)


def _print(found: Figures) -> None:
    lines = [
        (
            one.name,
            f"{one.counts.recipients:,}",
            f"{one.arrived + one.accepted:,}",
            f"{one.share(one.came_back):.2f}%",
            f"{one.share(one.complained):.3f}%",
            one.subject,
        )
        for one in found.issues
    ]
    heads = ("issue", "recipients", "taken", "came back", "spam", "subject")
    table(heads, lines, empty="no issue went out in this time")
    for line in _unsent(found):
        say(line)
    if found.readers:
        came, left = (sum(getattr(day, what) for day in found.readers) for what in ("came", "left"))
        say(f"{counted(found.readers[-1].readers, 'reader')}; {came:,} came and {left:,} left")


def _unsent(found: Figures) -> Iterator[str]:
    """Name the latest of the slots that sent nothing, a line for each reason."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for one in reversed(found.unsent):
        names[one.why].append(one.name)
    for why, those in names.items():
        rest = f" and {len(those) - MOST_NAMED:,} before" if len(those) > MOST_NAMED else ""
        yield f"nothing sent, {why} ({len(those):,}): {', '.join(those[:MOST_NAMED])}{rest}"
