"""Looks how the work of a newsroom goes: issues due and stopped, sources that fail, letters that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.slots import latest_slot
from digest.errors import DigestError, Locked
from digest.model.delivery import GUARDED, NOTHING_NEW, DeliveryStatus
from digest.model.health import doubtful, good, wrong
from digest.model.issue import IssueState
from digest.pipeline.delivery.delivering import UNDER_WAY
from digest.pipeline.delivery.standing import astray, mails, standing_of
from digest.pipeline.issues.proposal import propose
from digest.pipeline.operations.running import FAILURES_TOLD
from digest.pipeline.preview.theme_checking import check_theme
from digest.pipeline.roster.topics import notes_on_unknown
from digest.store.issues import editions, issues, unsent
from digest.store.lock import edition_lock
from digest.store.mail import letters
from digest.store.stories import sources
from digest.store.stories.story_tags import tags_there
from digest.store.upkeep import runs
from subscribers.errors import RosterError
from subscribers.mailable import audience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model.edition import Edition
    from digest.model.health import Examined
    from digest.pipeline.delivery.standing import Standing
    from digest.pipeline.newsroom import Newsroom
    from subscribers.model import Audience

LATE = timedelta(hours=1)
RUN_LATE = timedelta(hours=25)  # a crontab line may call it once a day
LETTERS_LATE = timedelta(hours=1)


def examine_work(newsroom: Newsroom) -> Iterator[Examined]:
    """Yield what was found of themes, editions, sources and letters."""
    audiences: dict[str, Audience] = {}
    for edition in newsroom.settings.editions.values():
        yield _theme(newsroom, edition, audiences)
    for edition in newsroom.settings.editions.values():
        yield from _edition(newsroom, edition)
        yield _readers(newsroom, edition, audiences.get(edition.name))
    yield from _half_way(newsroom)
    yield from _tags(newsroom)
    yield _runs(newsroom)
    yield from _sources(newsroom)
    yield from _letters(newsroom)


def _half_way(newsroom: Newsroom) -> Iterator[Examined]:
    """Judge what is half way beside the latest issue of each edition: no slot of later on sees to it."""
    for record in unsent.half_way(newsroom.db):
        edition = newsroom.settings.editions.get(record.edition)
        if edition is None:
            yield wrong(record.edition, *astray(record))
        elif record not in issues.latest(newsroom.db, record.edition, at=newsroom.now()):
            yield _open(newsroom, edition, standing_of(newsroom, record))


def _theme(newsroom: Newsroom, edition: Edition, audiences: dict[str, Audience]) -> Examined:
    """Render what there is today, or invented news where there is none: a theme that cannot be read fails there.

    Whom it is for has been counted then, and is put into `audiences`.
    """
    check = f"theme of {edition.name}"
    try:
        proposal = propose(newsroom, edition.name, at=None)
    except RosterError as error:
        return wrong(check, str(error), f"mend lists in [editions.{edition.name}]")
    except DigestError as error:
        return wrong(check, str(error), f"see it with: digest preview {edition.name}")
    audiences[edition.name] = proposal.audience
    if proposal.rendering:
        return good(check, f"{edition.theme} renders {len(proposal.rendering.html) / 1000:,.0f} kB")
    try:
        problem = next(check_theme(edition.theme, brand=newsroom.settings.brand)).problem
    except DigestError as error:
        problem = str(error)
    if problem:
        return wrong(check, problem, f"see all of it with: digest themes check {edition.theme}")
    return good(check, f"{edition.theme} renders invented news; there is no other now")


def _tags(newsroom: Newsroom) -> Iterator[Examined]:
    """Say which editions ask for a tag that nothing has: a word misspelt keeps stories out for ever."""
    if not tags_there(newsroom.db):  # a newsroom that has only begun
        return
    for edition in newsroom.settings.editions.values():
        if notes := notes_on_unknown(newsroom, sorted(edition.tags.named), besides=edition.name):
            yield doubtful(f"tags of {edition.name}", "; ".join(notes), f"mend tags in [editions.{edition.name}]")


def _edition(newsroom: Newsroom, edition: Edition) -> Iterator[Examined]:
    name, now = edition.name, newsroom.now()
    found = issues.latest(newsroom.db, name, at=now)
    due = latest_slot(edition, at=now, zone=newsroom.zone)
    since = editions.first_seen(newsroom.db, name, now=now)
    known = issues.latest_slot(newsroom.db, name, at=now)
    if edition.schedule and due.at > max(since, known or since) and not issues.at_slot(newsroom.db, name, due):
        slot = f"the slot of {due.at.astimezone(newsroom.zone):%a %d %b %H:%M}"
        if now - due.at > LATE:
            yield wrong(name, f"{slot} has passed, and nothing was sent", f"digest send {name}")
        else:
            yield good(name, f"{slot} is due; the next run sees to it")
    elif not found:
        yield good(name, "no issue yet")
    else:
        standing = standing_of(newsroom, found[0])
        record, counts = standing.record, standing.counts
        if record.state is IssueState.MERGED:
            missed = f"{record.name} was not sent: it was missed or reached nobody in time"
            yield doubtful(name, missed, f"digest cron show; if it is still wanted: digest compose {name} --extra")
        elif record.state is IssueState.PAUSED or (record.state in UNDER_WAY and not standing.only_deferred):
            yield _open(newsroom, edition, standing)
        elif standing.shortfall and counts[DeliveryStatus.UNKNOWN]:
            unknown = mails(counts[DeliveryStatus.UNKNOWN])
            yield doubtful(name, f"{record.name}: {unknown} of unknown fate", standing.next_step)
        elif expired := counts[DeliveryStatus.EXPIRED]:
            given_up = f"{record.name}: {mails(expired)} given up at its deadline"
            yield doubtful(name, given_up, f"digest status {record.name} --deliveries")
        else:
            yield good(name, f"{record.name} is {record.state}")


def _readers(newsroom: Newsroom, edition: Edition, known: Audience | None) -> Examined:
    """Say how many are on an edition's lists: a name misspelt there has it reach nobody for ever.

    Whom an issue is `known` to have something for is not counted again.
    """
    check, lists = f"readers of {edition.name}", ", ".join(edition.lists)
    found = known
    if not found or not found.mailable:
        found = audience(newsroom.db, edition.lists, now=newsroom.now(), edition=edition.name)
    if count := found.mailable + sum(found.skipped.get(reason, 0) for reason in ("segment", GUARDED, NOTHING_NEW)):
        return good(check, f"{count:,} on {lists}")
    return doubtful(
        check, f"{lists} has no confirmed subscriber", f"digest lists list; [editions.{edition.name}] lists"
    )


def _open(newsroom: Newsroom, edition: Edition, standing: Standing) -> Examined:
    """Judge an issue that is paused or being sent: a lock that nobody holds says that its run has died."""
    issue, note = standing.record.name, standing.record.note
    if standing.record.state is IssueState.PAUSED:
        return wrong(edition.name, f"{issue} is paused{f': {note}' if note else ''}", standing.next_step)
    try:
        with edition_lock(newsroom.settings.database, edition.name):
            return wrong(edition.name, f"{issue} was left half way, and no run is at it", standing.next_step)
    except Locked:
        return good(edition.name, f"{issue} is being sent")


def _runs(newsroom: Newsroom) -> Examined:
    """Judge the last run that ended; one without an end may be under way."""
    found = [run for run in runs.latest(newsroom.db, most=5) if run.ended_at]
    if not found:
        return doubtful("last run", "digest run has never been called here", "digest cron install")
    last = found[0]
    words = f"began {last.started_at.astimezone(newsroom.zone):%a %d %b %H:%M}"
    if last.exit_code:
        return wrong(
            "last run", f"{words}, and failed: {'; '.join(last.troubles) or last.exit_code}", "mend that; digest run"
        )
    if newsroom.now() - last.started_at > RUN_LATE:
        return doubtful("last run", f"{words}, and none since", "look whether cron calls it: digest cron show")
    return good("last run", f"{words}, and ended well")


def _sources(newsroom: Newsroom) -> Iterator[Examined]:
    found = sources.every(newsroom.db)
    failing = [source for source in found if source.failures >= FAILURES_TOLD]
    for source in failing:
        words = f"{source.name} failed {source.failures:,} times in a row: {source.error}"
        yield wrong("sources", words, f"digest fetch {source.name}; or digest sources remove {source.name}")
    if not failing:
        yield good("sources", f"{len(found)}, none of them failing for long" if found else "none; stories come by hand")


def _letters(newsroom: Newsroom) -> Iterator[Examined]:
    since = letters.waiting_since(newsroom.db)
    if since and newsroom.now() - since > LETTERS_LATE:
        yield wrong("letters", f"readers wait for mails since {since:%Y-%m-%d %H:%M}Z", "digest run, or digest serve")
    elif unknown := letters.unknown(newsroom.db):
        remedy = "whoever has not confirmed is asked again with: digest subscribers ask --remind"
        yield doubtful("letters", f"{mails(unknown)} to single readers of unknown fate", remedy)
    else:
        yield good("letters", "none waits")
