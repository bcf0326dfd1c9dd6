"""`digest status` and `digest issues`: how issues stand, and a person's word on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli import approving
from digest.cli.context import session
from digest.cli.output import Json, note, print_json, say, table, times
from digest.cli.plan_text import by_whom
from digest.cli.send import print_standing
from digest.cli.usage import Group

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from digest.model.delivery import Delivery
    from digest.model.issue import IssueRecord
    from digest.pipeline.delivery.standing import Standing
    from digest.pipeline.newsroom import Newsroom

group = Group("List, show, edit and approve issues; pause, resume and cancel them, and resolve what is unknown.")

Name = Annotated[str, typer.Argument(metavar="ISSUE", help="daily/2026-11-23, daily#12, or daily for its latest.")]


def status(
    ctx: typer.Context,
    issue: Annotated[
        str, typer.Argument(metavar="EDITION|ISSUE", help="Else the latest of each edition, and what else waits.")
    ] = "",
    deliveries: Annotated[bool, typer.Option("--deliveries", help="List each recipient.")] = False,
    as_json: Json = False,
) -> None:
    """Say how an issue stands: its state, and how many mails went where.

    Example: digest status daily/2026-11-23 --deliveries
    """
    from digest.cli.bars import draw
    from digest.pipeline.delivery.standing import standings
    from digest.pipeline.letters.asking import told_in_doubt
    from digest.store.mail.deliveries import every
    from digest.store.upkeep.home import why_held

    with session(ctx).newsroom() as newsroom:
        found = standings(newsroom, issue)
        doubt = "" if issue else told_in_doubt(newsroom)
        ledger = [every(newsroom.db, one.record.id) if deliveries else [] for one in found]
        zone = newsroom.zone
        why = why_held(newsroom.db, newsroom.settings.database)
    if why:
        note(f"the database is held and sends nothing: {why}; see: digest db adopt --help")
    if doubt:
        note(f"letters: {doubt}")
    if as_json:
        documents = [_document(*pair, deliveries=deliveries) for pair in zip(found, ledger, strict=True)]
        print_json((documents or [_nothing_yet(issue)])[0] if issue else documents)
        return
    for result, rows in zip(found, ledger, strict=True):
        _print_status(result)
        if hands := by_whom(result.record, zone):
            say(hands)
        draw(result.counts, result.record, zone)
        if deliveries:
            _print_deliveries(rows, zone)
    if not found:
        say("no issue yet; look at the first with: digest plan EDITION")


@group.command("list")
def list_(
    ctx: typer.Context, edition: Annotated[str, typer.Argument(metavar="EDITION")] = "", as_json: Json = False
) -> None:
    """List issues, the latest slot first.

    Example: digest issues list daily
    """
    from digest.store.issues import issues

    with session(ctx).newsroom() as newsroom:
        found = issues.every(newsroom.db, newsroom.edition(edition).name if edition else None)
    if as_json:
        print_json([issue_document(record) for record in found])
        return
    lines = [(one.name, f"#{one.number}" if one.number else "", one.state, one.subject) for one in found]
    table(("issue", "number", "state", "subject"), lines, empty="no issue yet")


@group.command("show")
def show(ctx: typer.Context, issue: Name, as_json: Json = False) -> None:
    """Show an issue: its stories, why each is there, what was left out and why, and how it stands.

    Example: digest issues show daily/2026-11-23
    """
    from digest.pipeline.delivery.standing import looked_at
    from digest.store.issues import issues

    with session(ctx).newsroom() as newsroom:
        record = issues.named(newsroom.db, issue, at=newsroom.now())
        result, plan = looked_at(newsroom, record), issues.plan(newsroom.db, record.id)
    if as_json:
        print_json(issue_document(record) | {"plan": plan, "counts": result.counts.as_dict()})
        return
    _print_status(result)
    for story in filter(None, (plan.get("lead"), *plan.get("briefs", ()))):
        say(f"{story['role']:>5}  {story['title']}\n       {story['source']} · {'; '.join(story['reasons'])}")
    for out in plan.get("left_out", ()):
        say(f"  out  {out['title']}: {out['reason']}")


@group.command("pause")
def pause(ctx: typer.Context, issue: Name, as_json: Json = False) -> None:
    """Stop handing an issue over, also from another terminal; mail in flight is finished.

    Example: digest issues pause daily
    """
    _change(ctx, issue, "pause", as_json=as_json)


@group.command("resume")
def resume(ctx: typer.Context, issue: Name, as_json: Json = False) -> None:
    """Let a paused issue go on; `digest send` or `digest run` then does.

    Example: digest issues resume daily
    """
    _change(ctx, issue, "resume", as_json=as_json)


@group.command("cancel")
def cancel(ctx: typer.Context, issue: Name, as_json: Json = False) -> None:
    """Call an issue off for good; what was handed over stays handed over.

    Example: digest issues cancel daily/2026-11-23
    """
    _change(ctx, issue, "cancel", as_json=as_json)


@group.command("resolve")
def resolve(
    ctx: typer.Context,
    issue: Name,
    unknown: Annotated[str, typer.Option(metavar="ask|resend|skip", help="What to do with mails of unknown fate.")],
    as_json: Json = False,
) -> None:
    """Decide on mails that may or may not have been handed over: send them again, leave them, or ask SendGrid's logs.

    Example: digest issues resolve daily/2026-11-23 --unknown skip
    """
    from digest.pipeline.delivery.intervention import resolve_unknown

    with session(ctx).newsroom() as newsroom:
        _tell_change(ctx, newsroom, issue, resolve_unknown(newsroom, issue, unknown), as_json=as_json)


group.command("edit")(approving.edit)
group.command("approve")(approving.approve)


def issue_document(record: IssueRecord) -> dict[str, Any]:
    """Return an issue as a JSON object."""
    moments = ("slot", "cutoff", "created_at", "frozen_at", "carried_at", "finished_at", "deadline_at")
    return {
        "issue": record.name,
        "edition": record.edition,
        "number": record.number,
        "state": str(record.state),
        "subject": record.subject,
    } | times(record, *moments)


def delivery_document(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery as a JSON object."""
    texts = {name: getattr(delivery, name) for name in ("address", "status", "attempts", "code", "detail")}
    return {"list": delivery.list_title} | texts | times(delivery, "changed_at", "retry_at")


def _document(result: Standing, rows: list[Delivery], *, deliveries: bool) -> dict[str, Any]:
    listed = {"deliveries": [delivery_document(one) for one in rows]} if deliveries else {}
    return result.as_dict() | listed


def _nothing_yet(edition: str) -> dict[str, Any]:
    """Return the document of an edition that has had no issue."""
    from digest.model.delivery import Counts

    names = ("issue", "number", "slot", "cutoff", "state", "subject")
    return {"edition": edition, "counts": Counts({}).as_dict()} | dict.fromkeys(names)


def _print_status(result: Standing) -> None:
    from digest.model.issue import IssueState

    print_standing(result)
    if result.next_step:
        busy = "unless a run is at it now, " if result.record.state is IssueState.SENDING else ""
        say(f"next: {busy}{result.next_step}")


def _print_deliveries(rows: list[Delivery], zone: ZoneInfo) -> None:
    lines = []
    for one in rows:
        again = f"; again from {one.retry_at.astimezone(zone):%a %d %b %H:%M}" if one.retry_at else ""
        lines.append((one.address, one.status, one.code, f"{one.detail}{again}"))
    table(("address", "status", "code", "detail"), lines, empty="no recipients yet")


def _change(ctx: typer.Context, issue: str, verb: str, *, as_json: bool) -> None:
    from digest.pipeline.delivery import intervention

    with session(ctx).newsroom() as newsroom:
        _tell_change(ctx, newsroom, issue, getattr(intervention, verb)(newsroom, issue), as_json=as_json)


def _tell_change(ctx: typer.Context, newsroom: Newsroom, issue: str, words: str, *, as_json: bool) -> None:
    from digest.pipeline.delivery.standing import standing_of
    from digest.store.issues import issues

    if as_json:
        print_json(standing_of(newsroom, issues.named(newsroom.db, issue, at=newsroom.now())).as_dict())
    elif not session(ctx).quiet:
        say(words)
