"""`digest check`: the rendered issue, judged before it goes out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, aside, counted, heading, in_colour, note, print_json, printable, say
from digest.cli.plan import At, Tags, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.finding import CheckReport, Finding


def check(
    ctx: typer.Context,
    issue: Annotated[str, typer.Argument(metavar="EDITION|ISSUE", help="Else the first edition.")] = "",
    at: At = "",
    tag: Tags = None,
    links: Annotated[
        bool, typer.Option("--links", help="Ask every link and picture whether it is there, over the network.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Judge the issue as a reader would get it: size, links, pictures, contrast, headers and more.

    Exit codes: 0 no error (there may be warnings); 1 there are errors, and send refuses the issue. digest.toml says
    which rules are not wanted, [check] ignore, and how grave others are, [check.rules].

    Example: digest check daily --links
    """
    from digest.pipeline.preview import checking

    with session(ctx).newsroom() as newsroom:
        report = checking.check(newsroom, issue, at=moment(newsroom, at), tags=tag or (), links=links)
    if as_json:
        print_json(report.as_dict())
    else:
        _print(report)
    if report.errors:
        raise typer.Exit(1)


def _print(report: CheckReport) -> None:
    """Print what was found, errors first, and a summary in the last line."""
    if report.note:
        note(report.note)
        say(f"{report.issue}: there was no issue to judge")
        return
    for title, colour, findings in (("errors", "red", report.errors), ("warnings", "yellow", report.warnings)):
        if findings:
            heading(title)
            _print_by_place(findings, colour)
            say("")
    counts = [(len(report.errors), "error"), (len(report.warnings), "warning")]
    summary = ", ".join(counted(count, word) for count, word in counts if count)
    say(f"{report.issue}: {summary or 'nothing to object to'}")


def _print_by_place(findings: Sequence[Finding], colour: str) -> None:
    for where, group in groupby(findings, key=lambda one: one.where):
        aside(f"  {where}")
        for one in group:
            typer.echo(f"    {in_colour(one.rule, colour)}  {printable(one.message)}")
