"""`digest plan`, `compose` and `preview`: an issue before it goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.context import session
from digest.cli.output import Json, heading, note, print_json, say, say_written
from digest.cli.plan_text import print_plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom

At = Annotated[str, typer.Option("--at", metavar="TIME", help="As of this moment (ISO-8601, or local wall time).")]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="T", help="In place of the edition's tags, for this look alone.")
]
Edition = Annotated[str, typer.Argument(metavar="EDITION")]


def plan(
    ctx: typer.Context,
    edition: Edition,
    at: At = "",
    tag: Tags = None,
    diff: Annotated[bool, typer.Option("--diff", help="What is new, gone or moved since the last issue.")] = False,
    as_json: Json = False,
) -> None:
    """Say which stories an issue carries and why, what is left out, and who gets it; sends nothing.

    It is the issue of the latest slot; of one to come with --at.

    Example: digest plan daily --tag world --json
    """
    from digest.pipeline.issues.ahead import at_next
    from digest.pipeline.issues.differing import difference
    from digest.pipeline.issues.hinting import hints_for
    from digest.pipeline.issues.plan import document, perhaps
    from digest.pipeline.issues.proposal import propose

    with session(ctx).newsroom() as newsroom:
        as_of = moment(newsroom, at)
        proposal = propose(newsroom, edition, at=as_of, tags=tag or ())
        found = difference(newsroom, proposal) if diff else None
        hints = hints_for(newsroom, proposal, seen_from=as_of)
        if as_json:
            print_json(document(proposal) | perhaps(hints) | ({"diff": found} if found else {}))
        elif found:
            _print_difference(proposal, found)
        else:
            ahead = at_next(newsroom, proposal.edition) if proposal.kept and not at else ""
            print_plan(proposal, newsroom.zone, anew=bool(at or tag), ahead=ahead, hints=hints)


def _print_difference(proposal: Proposal, found: dict[str, Any]) -> None:
    against = found["against"] or "nothing: there was no issue yet"
    if against == proposal.name and proposal.record:
        state = proposal.record.state
        against = "its draft" if state == "draft" else f"itself, which is {state}"
    heading(f"{proposal.name} against {against}")
    for sign, kind in (("+", "new"), ("-", "gone")):
        for one in found[kind]:
            say(f"{sign} {one['title']}")
    for one in found["moved"]:
        say(f"  {one['title']}: from place {one['from']} to {one['to']}")
    for one in found["updated"]:
        say(f"  {one['title']}: now an update of what {one['update_of']} told")
    if not any(found[kind] for kind in ("new", "gone", "moved", "updated")):
        say("the same stories, in the same order")


def compose(
    ctx: typer.Context,
    edition: Edition,
    at: At = "",
    extra: Annotated[
        bool, typer.Option("--extra", help="An issue outside the schedule, its slot this moment.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Store a draft issue for the slot, to be looked at and sent later.

    Example: digest compose daily
    """
    from digest.errors import QuietDay
    from digest.pipeline.issues.drafting import draft, to_draft
    from digest.pipeline.issues.plan import document

    with session(ctx).newsroom() as newsroom:
        when = moment(newsroom, at)
        try:
            proposal = draft(newsroom, edition, at=when, extra=extra)
        except QuietDay:
            if as_json:
                print_json(document(to_draft(newsroom, edition, at=when, extra=extra)))
            raise
        if as_json:
            print_json(document(proposal))
        else:
            say(f"{proposal.name}: {proposal.rendering.subject if proposal.rendering else 'nothing to carry'}")


def preview(
    ctx: typer.Context,
    issue: Annotated[str, typer.Argument(metavar="EDITION|ISSUE", help="Else the first edition.")] = "",
    at: At = "",
    tag: Tags = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 is any free port.")] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help="Write issue.html, .txt and .eml there, and end.")
    ] = "",
    variant: Annotated[
        str, typer.Option("--variant", metavar="NAME", help="With --out: a variant, as plan names it.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Show the issue in a browser as readers would get it, or write it to files.

    Example: digest preview daily --out look
    """
    from digest.errors import UsageError
    from digest.pipeline.preview import previewing

    if as_json and not out:
        raise UsageError("--json reports on files; name a folder for them with --out")
    with session(ctx).newsroom() as newsroom:
        moment_at = moment(newsroom, at)
        if out:
            written = previewing.write(newsroom, issue, out, at=moment_at, tags=tag or (), variant=variant)
            say_written(written, as_json=as_json)
            return
        serve_preview(newsroom, issue, at=moment_at, tags=tag or (), port=port, no_open=no_open)


def serve_preview(
    newsroom: Newsroom,
    issue: str,
    *,
    at: datetime | None = None,
    tags: Sequence[str] = (),
    port: int = 0,
    no_open: bool = False,
) -> None:
    """Serve the preview until Ctrl-C, and open it in a browser unless told not to."""
    from digest.pipeline.preview import previewing

    def ready(url: str) -> None:
        note(f"the preview is at {url}; end it with Ctrl-C")
        if not no_open:
            import webbrowser

            webbrowser.open(url)

    previewing.serve(newsroom, issue, at=at, tags=tags, port=port, on_ready=ready)


def moment(newsroom: Newsroom, text: str) -> datetime | None:
    """Read `--at` in the publication's zone; None when it is not given."""
    from digest.clock import parse_time

    return parse_time(text, zone=newsroom.settings.publication.timezone) if text else None
