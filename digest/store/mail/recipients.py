"""Chooses whom an issue goes to, and which of its variants each gets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.clock import iso
from digest.model.delivery import NOTHING_NEW
from digest.model.variety import Choice
from digest.store.commits import others_commits
from digest.store.rows import row
from subscribers.database import array
from subscribers.following import FOLLOWED
from subscribers.segments.filters import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.segments.filters import Filter

# Who may be a recipient at all: whoever joins after this is not.
UPPER_BOUND = "SELECT COALESCE(MAX(id), 0) AS id FROM subscribers"

# The recipients, a stretch of subscribers at a time, so that a million take no more memory than ten thousand; within a
# stretch by address, since the index of addresses then grows page by page, in two thirds of the time.
CHOSEN = """
SELECT *, substr(address_key, instr(address_key, '@') + 1) AS domain
FROM mailable
WHERE {segment} AND list_id IN (SELECT value FROM json_each(:lists))
    AND subscriber_id > :after AND subscriber_id <= :upto
    AND (paused_until IS NULL OR paused_until <= :now)
    AND NOT EXISTS (SELECT 1 FROM skipped_editions AS s WHERE s.subscriber_id = mailable.subscriber_id
        AND s.edition = :edition)
"""

# A subscriber on several of the lists counts for the one joined first. Of one list nobody can be chosen twice, and it
# takes half of the time not to look.
CHOSEN_ONCE = f"""
SELECT * FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY subscriber_id ORDER BY joined_at, list) AS place FROM ({CHOSEN})
) WHERE place = 1
"""

_FOLLOWED = FOLLOWED.replace("{subscriber}", "chosen.subscriber_id")

CHOICES = f"""
SELECT followed, language, COUNT(*) FILTER (WHERE let_through) AS n
FROM (SELECT {_FOLLOWED} AS followed, language, {{guard}} AS let_through FROM ({{chosen}}) AS chosen)
GROUP BY followed, language
"""

# For the time of freezing: which variant who gets, by what they chose; none where there is nothing for them.
MAKE_GIVEN = """
CREATE TEMP TABLE given (followed TEXT, language TEXT, variant INTEGER, PRIMARY KEY (followed, language)) WITHOUT ROWID
"""
PUT_GIVEN = "INSERT INTO temp.given VALUES (:followed, :language, :variant)"
DROP_GIVEN = "DROP TABLE temp.given"

# Whose choice nobody knows yet, because they made it a moment ago, gets variant 0, which there is not: hence deferred.
DEFER_KEYS = "PRAGMA defer_foreign_keys = ON"

FREEZE = """
INSERT INTO deliveries (issue_id, variant_id, subscriber_id, address, address_key, name, list, list_title, joined_at,
    epoch, lane, status, detail, changed_at)
SELECT :issue, {given}, subscriber_id, address, address_key, name, list, list_title, joined_at, epoch,
    CASE WHEN domain IN (SELECT value FROM json_each(:domains)) THEN domain ELSE '' END,
    {standing}
FROM ({{chosen}}) AS chosen
{looked_up}
ORDER BY address_key
"""

FREEZE_BY_CHOICE = FREEZE.format(
    given="CASE WHEN given.followed IS NULL THEN 0 ELSE COALESCE(given.variant, :whole) END",
    standing="""CASE WHEN given.followed IS NULL OR given.variant IS NOT NULL THEN 'pending' ELSE 'skipped' END,
    CASE WHEN given.followed IS NULL OR given.variant IS NOT NULL THEN '' ELSE :nothing_new END,
    CASE WHEN given.followed IS NULL OR given.variant IS NOT NULL THEN NULL ELSE :now END""",
    looked_up=f"LEFT JOIN temp.given AS given ON given.followed = {_FOLLOWED} AND given.language = chosen.language",
)

# Where all get the same, nobody's choice need be looked up: a fifth of the time.
FREEZE_ALIKE = FREEZE.format(given=":variant", standing="'pending', '', NULL", looked_up="")

NEW_CHOICES = f"""
SELECT DISTINCT {_FOLLOWED} AS followed, chosen.language
FROM deliveries AS d JOIN mailable AS chosen ON chosen.subscriber_id = d.subscriber_id WHERE d.variant_id = 0
"""

GIVE = f"""
UPDATE deliveries SET variant_id = COALESCE(found.variant, :whole),
    status = CASE WHEN found.variant IS NULL THEN 'skipped' ELSE 'pending' END,
    detail = CASE WHEN found.variant IS NULL THEN :nothing_new ELSE '' END,
    changed_at = CASE WHEN found.variant IS NULL THEN :now END
FROM (
    SELECT chosen.subscriber_id, given.variant FROM deliveries AS d
    JOIN mailable AS chosen ON chosen.subscriber_id = d.subscriber_id
    JOIN temp.given AS given ON given.followed = {_FOLLOWED} AND given.language = chosen.language
    WHERE d.variant_id = 0
) AS found WHERE deliveries.variant_id = 0 AND deliveries.subscriber_id = found.subscriber_id
"""

STRETCH = 50_000  # subscribers


class Census(NamedTuple):
    """How many readers made which choice, and the sign of the moment when they were counted (`others_commits`).

    Whoever the guard keeps mail from does not count, and yet their choices stand here: they too are frozen.
    """

    choices: Mapping[Choice, int]
    commits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Whom an issue of an edition is for: who is on these lists (by id) and in the segment, and may be mailed now.

    `tags` are those that stories of the issue have. Whom the `guard` leaves out is a recipient, and will get no mail.
    """

    edition: str
    lists: tuple[int, ...]
    now: datetime
    segment: Filter = EVERYBODY
    guard: Filter = EVERYBODY
    tags: frozenset[str] = frozenset()

    @property
    def chosen(self) -> str:
        """The query for them."""
        sql = CHOSEN if len(self.lists) == 1 else CHOSEN_ONCE
        return sql.replace("{segment}", self.segment.on("mailable.subscriber_id"))

    @property
    def values(self) -> dict[str, Any]:
        """What the query asks for, but for the stretch."""
        tags, lists = array(sorted(self.tags)), array(self.lists)
        own = {"edition": self.edition, "lists": lists, "now": iso(self.now), "tags": tags}
        return {**own, **self.segment.values, **self.guard.values}


def census(db: Database, call: Call) -> Census:
    """Count the recipients by what they chose."""
    counts: Counter[Choice] = Counter()
    sql = CHOICES.replace("{chosen}", call.chosen).replace("{guard}", call.guard.on("chosen.subscriber_id"))
    with db.atomic():  # one view of the roster for all stretches
        for stretch in _stretches(db):
            for followed, language, count in db.conn.execute(sql, call.values | stretch).fetchall():
                counts[Choice(followed, language)] += count
        return Census(counts, others_commits(db))


def freeze_recipients(
    db: Database,
    issue_id: int,
    call: Call,
    *,
    known: Census,
    variant_of: Callable[[Choice], int | None],
    whole: int,
    limited: Iterable[str] = (),
) -> int:
    """Choose the recipients and the variant of each, once; runs in the caller's transaction. Returns how many.

    `variant_of` says which variant (by id) who gets, None where there is nothing new for them, who are skipped. It is
    asked for the `known` choices, and then for those that readers made since these were counted. `whole` is the
    variant of the whole issue; `limited` are the domains that have a rate of their own.
    """
    values = {"issue": issue_id, "domains": array(limited), "whole": whole, "nothing_new": NOTHING_NEW, **call.values}
    given = {choice: variant_of(choice) for choice in known.choices}
    alike = set(given.values()) if known.commits == others_commits(db) else set()
    if len(alike) == 1 and (variant := alike.pop()):
        return _freeze(db, FREEZE_ALIKE, call, values | {"variant": variant})
    db.conn.execute(DEFER_KEYS)
    db.conn.execute(MAKE_GIVEN)
    _give(db, given)
    count = _freeze(db, FREEZE_BY_CHOICE, call, values)
    if new := [Choice(*found) for found in db.conn.execute(NEW_CHOICES, values).fetchall()]:
        _give(db, {choice: variant_of(choice) for choice in new})
        db.conn.execute(GIVE, values)
    db.conn.execute(DROP_GIVEN)
    return count


def _freeze(db: Database, template: str, call: Call, values: dict[str, Any]) -> int:
    sql = template.replace("{chosen}", call.chosen)
    return sum(db.conn.execute(sql, values | stretch).rowcount for stretch in _stretches(db))


def _give(db: Database, given: Mapping[Choice, int | None]) -> None:
    db.conn.executemany(
        PUT_GIVEN,
        (
            {"followed": choice.followed, "language": choice.language, "variant": variant}
            for choice, variant in given.items()
        ),
    )


def _stretches(db: Database) -> Iterator[dict[str, int]]:
    found = row(db, UPPER_BOUND)
    last = found["id"] if found else 0
    for after in range(0, last, STRETCH):
        yield {"after": after, "upto": min(after + STRETCH, last)}
