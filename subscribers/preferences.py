"""What a reader asked for: topics, editions they do not want, a language, a pause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subscribers.database import stamp
from subscribers.errors import BadValue, quoted
from subscribers.model import Action, Printable
from subscribers.names import clean, language_tag, normal_topic
from subscribers.records import subscriber

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.consents import Evidence

MOST = 200  # topics, and editions, that one reader may name

_DROP_TOPICS = "DELETE FROM topics WHERE subscriber_id = :id"
_PUT_TOPIC = "INSERT INTO topics (subscriber_id, topic) VALUES (:id, :name)"
_DROP_EDITIONS = "DELETE FROM skipped_editions WHERE subscriber_id = :id"
_PUT_EDITION = "INSERT INTO skipped_editions (subscriber_id, edition) VALUES (:id, :name)"
_SPEAK = "UPDATE subscribers SET language = :language WHERE id = :id"
_PAUSE = "UPDATE subscribers SET paused_until = :until WHERE id = :id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences(Printable):
    """All that one reader asked for.

    They get every edition that goes to a list of theirs but `skipped_editions`, so that a new edition reaches whoever
    has not turned it off. `language` is a BCP 47 tag, empty for the publication's own; `paused_until` is None when
    there is no pause.
    """

    topics: tuple[str, ...] = ()
    skipped_editions: tuple[str, ...] = ()
    language: str = ""
    paused_until: datetime | None = None


def preferences_of(db: Database, subscriber_id: int) -> Preferences:
    """Return what a person asked for; topics and editions are sorted.

    Raises:
        UnknownSubscriber: there is none of this id.
    """
    found = subscriber(db, subscriber_id)
    return Preferences(
        topics=found.topics,
        skipped_editions=found.skipped_editions,
        language=found.language,
        paused_until=found.paused_until,
    )


def set_preferences(
    db: Database, subscriber_id: int, wanted: Preferences, *, evidence: Evidence, now: datetime
) -> bool:
    """Let a person's preferences be these, inside an open transaction, and tell whether that changed any.

    Raises:
        UnknownSubscriber: there is none of this id.
        BadValue: the language is no tag, there are too many topics or editions, or a new pause has passed already.
    """
    before = preferences_of(db, subscriber_id)
    topics = _names([normal_topic(topic) for topic in wanted.topics], what="topics")
    editions = _names([clean(edition).casefold() for edition in wanted.skipped_editions], what="editions")
    language = language_tag(wanted.language)
    changed = set_pause(db, subscriber_id, wanted.paused_until, before=before.paused_until, evidence=evidence, now=now)
    if topics != before.topics:
        _replace(db, _DROP_TOPICS, _PUT_TOPIC, subscriber_id=subscriber_id, names=topics)
    if editions != before.skipped_editions:
        _replace(db, _DROP_EDITIONS, _PUT_EDITION, subscriber_id=subscriber_id, names=editions)
    if note := _difference(before, topics=topics, editions=editions):
        evidence.log(db, [subscriber_id], action=Action.PREFERRED, note=note)
    if language != before.language:
        db.execute(_SPEAK, {"id": subscriber_id, "language": language})
    return changed or bool(note) or language != before.language


def set_pause(
    db: Database,
    subscriber_id: int,
    until: datetime | None,
    *,
    before: datetime | None,
    evidence: Evidence,
    now: datetime,
) -> bool:
    """Send a person nothing before `until`, inside an open transaction, and tell whether that is new.

    None ends the pause; one that ended by itself is put away without a line in the log.

    Raises:
        BadValue: the moment has passed.
    """
    if (before and stamp(before)) == (until and stamp(until)):
        return False
    if until is not None and until <= now:
        raise BadValue(f"{stamp(until)} has passed already; give a time to come")
    db.execute(_PAUSE, {"id": subscriber_id, "until": until and stamp(until)})
    if until:
        evidence.log(db, [subscriber_id], action=Action.PAUSED, note=f"until {stamp(until)}")
    elif before and before > now:
        evidence.log(db, [subscriber_id], action=Action.RESUMED)
    return until is not None or bool(before and before > now)


def _names(given: Iterable[str], *, what: str) -> tuple[str, ...]:
    names = tuple(sorted(set(given) - {""}))
    if len(names) > MOST:
        raise BadValue(f"{len(names)} {what} are too many, such as {quoted(names[0])}; name at most {MOST}")
    return names


def _replace(db: Database, drop: str, put: str, *, subscriber_id: int, names: Iterable[str]) -> None:
    db.conn.execute(drop, {"id": subscriber_id})
    db.conn.executemany(put, [{"id": subscriber_id, "name": name} for name in names])


def _difference(before: Preferences, *, topics: Collection[str], editions: Collection[str]) -> str:
    """Say what changed of what a person wants to be sent, for the consent log; empty where nothing did."""
    changes = {
        "follows": sorted(set(topics) - set(before.topics)),
        "follows no more": sorted(set(before.topics) - set(topics)),
        "without": sorted(set(editions) - set(before.skipped_editions)),
        "again with": sorted(set(before.skipped_editions) - set(editions)),
    }
    return "; ".join(f"{what} {', '.join(names)}" for what, names in changes.items() if names)
