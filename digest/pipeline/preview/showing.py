"""Puts together what the editor's desk shows of an issue."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from typing import TYPE_CHECKING

from digest.check.registry import RULES
from digest.model.delivery import DeliveryStatus
from digest.model.finding import Severity
from digest.model.issue import IssueState
from digest.model.links import media_url
from digest.pipeline.issues.proposal import quiet
from digest.pipeline.preview.checking import judged
from digest.pipeline.preview.neutral import filled
from digest.render.plaintext import width
from digest.render.subject import SUBJECT_COLUMNS
from digest.render.theme_file import theme_names
from digest.store.issues import issues
from digest.store.issues.contents import content_of
from digest.store.mail import deliveries
from digest.web.look import Checked, Chosen, Inbox, Look, Mail, Menu, Option, Readers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model.issue import IssueRecord, Rendering
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom

LATEST = 5  # issues of each edition that the menu offers
MOST_READ = 30  # variants that it offers
GONE = (IssueState.SENT, IssueState.PARTIAL)
NOT_SENT = (DeliveryStatus.SKIPPED, DeliveryStatus.EXPIRED, DeliveryStatus.CANCELLED)


def shown(newsroom: Newsroom, proposal: Proposal, *, name: str, usual_theme: str, fixed: bool) -> Look:
    """Return the look at an issue that `name` asked for, for whose edition the theme `usual_theme` is configured.

    `fixed` says that it was frozen: its readers are those it was frozen for, even where it is shown in another theme.
    """
    rendering, settings = proposal.rendering, newsroom.settings
    issue_name = name if name in settings.editions else proposal.name
    return Look(
        issue=proposal.name,
        state=str(proposal.record.state) if proposal.record else "not composed yet",
        news=_news(newsroom, proposal),
        issues=Menu(issue_name, tuple(_issues(newsroom, shown=proposal))),
        themes=_themes(newsroom, proposal, usual_theme, fixed=fixed),
        variants=_variants(proposal),
        inbox=_inbox(newsroom, proposal, rendering) if rendering else None,
        mail=_mail(newsroom, proposal) if rendering else None,
        quiet="" if rendering else str(quiet(proposal)),
        checked=_checked(newsroom, proposal) if rendering else Checked(),
        readers=_readers(newsroom, proposal, fixed=fixed),
        picks=tuple(
            Chosen(pick.headline, str(pick.role), pick.story.source, pick.reasons) for pick in proposal.selection.picks
        ),
        left_out=tuple((out.story.title, out.reason) for out in proposal.selection.left_out),
        fitted=_fitted(rendering) if rendering else "",
        media_url=media_url(settings.publication.url) if settings.media else "",
        media=settings.media,
    )


def _news(newsroom: Newsroom, proposal: Proposal) -> str:
    first, last = (at.astimezone(newsroom.zone) for at in (proposal.selection.window.start, proposal.cutoff))
    return f"{first:%a %d %b %H:%M} to {last:%a %d %b %H:%M}"


def _issues(newsroom: Newsroom, *, shown: Proposal) -> Iterator[Option]:
    """Offer the next issue of each edition, its latest ones, and the one that is shown."""
    for edition in newsroom.settings.editions.values():
        latest = issues.every(newsroom.db, edition.name, limit=LATEST)
        own = shown.record
        if own and own.edition == edition.name and own.id not in {one.id for one in latest}:
            latest.append(own)
        yield Option(edition.name, edition.name, f"{edition.title}, as of now")
        yield from (Option(record.name, record.name, _note(record)) for record in latest)


def _note(record: IssueRecord) -> str:
    return f"{record.state} · {record.subject}" if record.subject else str(record.state)


def _themes(newsroom: Newsroom, proposal: Proposal, usual: str, *, fixed: bool) -> Menu:
    """Offer the configured theme and all of ours; first of all what was frozen, which no theme changes any more."""
    names = dict.fromkeys((usual, *theme_names())) if usual not in theme_names() else theme_names()
    notes = {usual: "as configured, to try" if fixed else "as configured"}
    options = [Option(name, Path(name).name, notes.get(name, "to try")) for name in names]
    if not fixed:
        return Menu(proposal.edition.theme, tuple(options))
    assert proposal.record is not None
    content = content_of(newsroom.db, proposal.record.id, publication=newsroom.settings.publication)
    state = "as it was sent" if proposal.record.state in GONE else "as it was frozen"
    title = f"{Path(content.theme).name}, {state}" if content else state
    return Menu("" if proposal.variety.frozen else proposal.edition.theme, (Option("", title), *options))


def _variants(proposal: Proposal) -> Menu:
    """Offer the whole issue, the variants that most readers get, and the one that is shown."""
    plans = proposal.variety.plans
    offered = [plan for n, plan in enumerate(plans) if n < MOST_READ or plan.name == proposal.variant]
    options = [Option("" if plan is plans[0] else plan.name, plan.name, _read_by(plan.recipients)) for plan in offered]
    shown = "" if plans and proposal.variant == plans[0].name else proposal.variant
    return Menu(shown, tuple(options), len(plans) - len(offered))


def _read_by(count: int) -> str:
    return f"{count:,} reader{'' if count == 1 else 's'}"


def _inbox(newsroom: Newsroom, proposal: Proposal, rendering: Rendering) -> Inbox:
    return Inbox(
        sender=newsroom.settings.mail.from_name,
        subject=rendering.subject,
        preheader=rendering.preheader,
        time=f"{proposal.cutoff.astimezone(newsroom.zone):%H:%M}",
        subject_columns=width(rendering.subject),
        most_columns=SUBJECT_COLUMNS,
    )


def _mail(newsroom: Newsroom, proposal: Proposal) -> Mail:
    _, html, text, message = filled(newsroom, proposal)
    headers = message_from_bytes(message, policy=modern)
    return Mail(html, text, message, tuple((key, str(value)) for key, value in headers.items()))


def _checked(newsroom: Newsroom, proposal: Proposal) -> Checked:
    """Judge the variant that is shown; `digest check` and a send judge all of them."""
    findings, settings = judged(newsroom, proposal), newsroom.settings.check
    found = {one.rule for one in findings}
    wanted = [rule for rule in RULES if settings.severity(rule.name, rule.severity) is not Severity.OFF]
    content = tuple((str(rule.name), rule.finds) for rule in wanted if rule.name not in found)
    return Checked(tuple(sorted(findings, key=lambda one: one.severity is not Severity.ERROR)), content)


def _readers(newsroom: Newsroom, proposal: Proposal, *, fixed: bool) -> Readers:
    audience, edition = proposal.audience, proposal.edition
    total, skipped, gone = audience.mailable, audience.skipped, False
    if fixed and proposal.record:
        counts = deliveries.counts(newsroom.db, proposal.record.id)
        total, skipped = counts.recipients - sum(counts[one] for one in NOT_SENT), counts.skipped
        gone = proposal.record.state in GONE
    return Readers(total, tuple(edition.lists), " ".join(edition.segment.split()), tuple(skipped.items()), gone)


def _fitted(rendering: Rendering) -> str:
    counts = ((rendering.shortened, "shortened"), (rendering.dropped, "left to the web"))
    return ", ".join(f"{count} brief{'' if count == 1 else 's'} {what}" for count, what in counts if count)
