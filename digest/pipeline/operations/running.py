"""What cron calls: fetches the sources, goes on with what was interrupted, sends what is due, issues and letters.

Most runs find nothing to do and happen every few minutes, so what fetches, composes and sends is only loaded for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError, Held, Locked, NobodyListed, QuietDay, Unapproved, WrongClock
from digest.model.delivery import DeliveryStatus
from digest.model.source import FetchOutcome
from digest.pipeline.delivery.standing import Hooks, astray, standing_of
from digest.pipeline.delivery.timekeeping import look_at_clock
from digest.pipeline.letters.asking import told_in_doubt
from digest.pipeline.letters.clerk import write_to_readers
from digest.pipeline.operations.due import due, overdue, waiting_draft
from digest.store.issues import issues, unsent
from digest.store.lock import edition_lock
from digest.store.stories import sources
from digest.store.upkeep.home import must_be_home
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from threading import Event

    from digest.model.edition import Edition
    from digest.model.issue import IssueRecord
    from digest.pipeline.newsroom import Newsroom

# A source is worth a line when it has failed this often in a row, once: a hiccup is not, and one that stays broken
# would write the same mail every five minutes.
FAILURES_TOLD = 5


@dataclass(slots=True)
class RunReport:
    """What a run did, and what a person should know of; without troubles cron stays silent.

    `told_before` are those troubles that a run before this told, in the same words, within the day.
    """

    done: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    told_before: list[str] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    exit_code: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the report as a JSON object."""
        return {"issues": self.issues, "done": self.done, "troubles": self.troubles}

    def trouble(self, line: str, code: int) -> None:
        """Note what went wrong; the gravest exit code stands: what failed goes before what only waits."""
        self.troubles.append(line)
        self.exit_code = min(self.exit_code or code, code)

    def doubt(self, error: WrongClock) -> None:
        """Fail for the clock; aloud once, since its words are others each time, and each would be a mail."""
        self.trouble(str(error), error.exit_code)
        if error.told:
            self.told_before.append(str(error))


def run_due(
    newsroom: Newsroom, names: Sequence[str], *, at: datetime | None, stop: Event, trust_clock: bool = False
) -> RunReport:
    """Fetch every source, see to each edition (or those named), then to the letters; no trouble stops the rest.

    Raises:
        UnknownName: there is no such edition.
    """
    chosen = [newsroom.edition(name) for name in names or newsroom.settings.editions]
    result = RunReport()
    try:
        look_at_clock(newsroom, trusted=trust_clock)
    except WrongClock as error:
        result.doubt(error)
        return result
    _fetch(newsroom, result)
    now = at or newsroom.now()  # not earlier, so that the issue knows what was just fetched
    if why := _held(newsroom):
        result.trouble(why, Held.exit_code)
        return result
    for record in (one for one in unsent.half_way(newsroom.db) if one.edition not in newsroom.settings.editions):
        result.trouble("; ".join(astray(record)), 1)
    for edition in chosen:
        if stop.is_set():
            break
        try:
            with edition_lock(newsroom.settings.database, edition.name):
                _see_to(newsroom, edition, now=now, stop=stop, result=result)
        except Locked:
            result.done.append(f"{edition.name}: another run is sending it")
            result.troubles += overdue(newsroom, edition, now=now)
        except NobodyListed as nobody:
            result.troubles.append(str(nobody))
        except QuietDay as quiet:
            result.done.append(str(quiet))
        except (DigestError, RosterError) as error:  # the roster's is of a list that was renamed, and names no edition
            whose = f"{edition.name} cannot be sent: " if isinstance(error, RosterError) else ""
            result.trouble(f"{whose}{error}", error.exit_code)
    _write_letters(newsroom, stop=stop, result=result)
    return result


def _held(newsroom: Newsroom) -> str:
    """Return why nothing may be sent from this database and what to do; empty where it is at home.

    Sources are fetched all the same, since what feeds carry is gone from them after a while.
    """
    try:
        must_be_home(newsroom.db, newsroom.settings.database)
    except Held as error:
        return str(error)
    return ""


def _write_letters(newsroom: Newsroom, *, stop: Event, result: RunReport) -> None:
    """Hand over the letters that wait, and remind who is to be reminded; unless a server does so all the time."""
    try:
        written = write_to_readers(newsroom, stop=stop)
        if written:
            result.done.append(f"letters handed over, or tried: {written.total()}")
        if written[DeliveryStatus.UNKNOWN] and (doubt := told_in_doubt(newsroom)):
            result.troubles.append(f"letters: {doubt}")
    except Locked:
        result.done.append("another process is writing to readers")
    except (DigestError, RosterError) as error:
        result.trouble(f"letters wait: {error}", error.exit_code)


def _fetch(newsroom: Newsroom, result: RunReport) -> None:
    if not sources.every(newsroom.db):
        return
    from digest.pipeline.stories import intake

    for fetched, taken in intake.fetch_sources(newsroom, ()):
        name, failures = fetched.source.name, fetched.source.failures
        if fetched.outcome is FetchOutcome.FAILED and failures + 1 == FAILURES_TOLD:
            result.troubles.append(f"{name}: failed {FAILURES_TOLD} times in a row: {fetched.error}")
        elif failures >= FAILURES_TOLD and fetched.outcome in (FetchOutcome.OK, FetchOutcome.UNCHANGED):
            result.done.append(f"{name}: well again after {failures} failures")
        if taken.added:
            noun = "story" if len(taken.added) == 1 else "stories"
            result.done.append(f"{name}: {len(taken.added)} {noun} added")


def _see_to(newsroom: Newsroom, edition: Edition, *, now: datetime, stop: Event, result: RunReport) -> None:
    """Go on with every issue under way, then send the slot that is due; the edition's lock is held.

    An issue that reached nobody, and is past its deadline or overtaken by the next slot, goes into a later one.
    """
    waiting = waiting_draft(newsroom, edition, now=now)
    slot, missed = due(newsroom, edition, now=now)
    if waiting and slot is None:
        result.troubles.append(f"{waiting} was not approved in time; its news goes into the next issue")
    elif missed:
        (result.done if slot else result.troubles).append(f"{missed}; its news goes into the next issue")
    under_way = issues.under_way(newsroom.db, edition.name)
    if slot is None and not under_way:
        return
    from digest.pipeline.delivery import sending
    from digest.pipeline.delivery.delivering import go_on, merge_unsent

    hooks = Hooks(begin=lambda: (stop, None))
    for record in under_way:
        too_late = now > (record.frozen_at or record.slot) + edition.deadline
        if (slot or too_late) and merge_unsent(newsroom, record):
            result.trouble(f"{record.name} reached nobody; its news goes into the next issue", 1)
            continue
        go_on(newsroom, edition, record, hooks=hooks)
        _note(newsroom, record, result)
    if slot is None or stop.is_set():
        return
    try:
        sent = sending.send_slot(newsroom, edition, slot, cutoff=now, hooks=hooks)
    except Unapproved as unapproved:
        result.done.append(str(unapproved))
        return
    _note(newsroom, sent.record, result)


def _note(newsroom: Newsroom, record: IssueRecord, result: RunReport) -> None:
    found = standing_of(newsroom, record)
    result.issues.append(found.as_dict())
    noun = "recipient" if found.counts.recipients == 1 else "recipients"
    result.done.append(f"{found.record.name}: {found.record.state}, {found.counts.recipients:,} {noun}")
    # What is deferred is tried again by the next runs and told by `status`; a line each time would be a mail each time.
    if (shortfall := found.shortfall) and not found.only_deferred:
        result.trouble(str(shortfall), shortfall.exit_code)
