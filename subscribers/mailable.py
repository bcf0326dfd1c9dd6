"""Says who may be mailed: the view `mailable`, and the count of those who may not and why.

The view is the one thing of the roster's tables that other packages may read, and this is its contract:

* One row for each subscription that may be mailed: it is confirmed, and neither its subscriber's address nor the
  address's domain is suppressed. A subscriber of two lists has two rows.
* `subscriber_id`, `address` (as displayed), `address_key` (normalised, unique), `name`, `language` (BCP 47 or empty),
  `epoch` (what link tokens are minted with), `list_id`, `list` (its name, which may change; compares ignoring case),
  `list_title`, `joined_at` and `paused_until` (NULL or a time; times are UTC `YYYY-MM-DDTHH:MM:SSZ`).
* A pause depends on the clock, which a view must not read: a reader keeps rows for which
  `paused_until IS NULL OR paused_until <= :now`.
* A subscriber of a list may do without one of the editions that go to it, and a view cannot be told which edition it is
  asked for: a reader keeps rows for which `NOT EXISTS (SELECT 1 FROM skipped_editions AS s WHERE s.subscriber_id =
  mailable.subscriber_id AND s.edition = :edition)`, which is one more look-up.
* `list IN (...)`, `list_id IN (...)` and `subscriber_id = ... AND list_id IN (...)` are answered by index look-ups
  alone, so that the view is cheap for a million subscribers and for a single check before each mail. `list IN (SELECT
  value FROM json_each(:lists))` is as good and needs one parameter. Ask by JOIN, EXISTS or a scalar subquery: for a
  LEFT JOIN SQLite would first copy the whole view.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from subscribers.database import array, stamp
from subscribers.model import Audience

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.segments.filters import Filter

# A suppression is keyed by an address or by an @domain, so look-ups of two keys answer for both. An address has
# one @ only, since quoted local parts are not taken in. CROSS JOIN keeps SQLite to this order of look-ups: after an
# ANALYZE it would now and then read every subscription instead.
CREATE_MAILABLE = """
CREATE VIEW mailable AS
SELECT
    subscribers.id AS subscriber_id,
    subscribers.address AS address,
    subscribers.address_key AS address_key,
    subscribers.name AS name,
    subscribers.language AS language,
    subscribers.epoch AS epoch,
    lists.id AS list_id,
    lists.name AS list,
    lists.title AS list_title,
    subscriptions.joined_at AS joined_at,
    subscribers.paused_until AS paused_until  -- the reader compares it with its own now
FROM lists
CROSS JOIN subscriptions ON subscriptions.list_id = lists.id
CROSS JOIN subscribers ON subscribers.id = subscriptions.subscriber_id
WHERE subscriptions.state = 'confirmed'
    AND NOT EXISTS (
        SELECT 1 FROM suppressions
        WHERE key IN (subscribers.address_key, substr(subscribers.address_key, instr(subscribers.address_key, '@')))
    )
"""

# The same by two look-ups: for a list of values that are not constants SQLite builds a table with every row.
MAILABLE_BY_LOOK_UPS = (
    "DROP VIEW mailable",
    CREATE_MAILABLE[: CREATE_MAILABLE.index("    AND NOT EXISTS")]
    + """    AND NOT EXISTS (SELECT 1 FROM suppressions WHERE key = subscribers.address_key)
    AND NOT EXISTS (
        SELECT 1 FROM suppressions
        WHERE key = substr(subscribers.address_key, instr(subscribers.address_key, '@'))
    )
""",
)

# Few newsrooms suppress a whole domain. Whether any is suppressed is asked once a query, and the domain of each address
# looked up only then. Their keys alone begin with @, and A comes next.
ANY_DOMAIN = "EXISTS (SELECT 1 FROM suppressions WHERE key >= '@' AND key < 'A')"

MAILABLE_WITH_FEW_DOMAINS = (
    "DROP VIEW mailable",
    CREATE_MAILABLE[: CREATE_MAILABLE.index("    AND NOT EXISTS")]
    + f"""    AND NOT EXISTS (SELECT 1 FROM suppressions WHERE key = subscribers.address_key)
    AND NOT ({ANY_DOMAIN} AND EXISTS (
        SELECT 1 FROM suppressions
        WHERE key = substr(subscribers.address_key, instr(subscribers.address_key, '@'))
    ))
""",
)

# Whoever is, or was, on the lists asked for. A subscriber who only ever left them is no longer anybody's reader, yet
# stands in the count, so that an editor sees where they went. All states are named so that the index on (list_id,
# state) leads to a stretch of subscribers: a million readers then take no more memory than ten thousand.
PEOPLE = """
SELECT subscriber_id, {state} AS state FROM subscriptions
WHERE list_id IN (SELECT id FROM lists WHERE name IN (SELECT value FROM json_each(:lists)))
    AND state IN ('confirmed', 'unconfirmed', 'unsubscribed')
    AND subscriber_id > :after AND subscriber_id <= :upto
"""

# On one list everybody stands once, and not to look for a second time takes half of the time. On several, each counts
# by the best of them, since being on one is enough; and the better of two states is also the first by the alphabet.
OF_ONE_LIST = PEOPLE.replace("{state}", "state")
OF_SEVERAL = PEOPLE.replace("{state}", "min(state)") + "GROUP BY subscriber_id"

AUDIENCE = f"""
WITH people AS ({{people}}
), judged AS (
    SELECT CASE
        WHEN state = 'unsubscribed' THEN state
        WHEN EXISTS (SELECT 1 FROM suppressions WHERE key = subscribers.address_key) THEN 'suppressed'
        WHEN {ANY_DOMAIN} AND EXISTS (
            SELECT 1 FROM suppressions
            WHERE key = substr(subscribers.address_key, instr(subscribers.address_key, '@'))
        ) THEN 'suppressed'
        WHEN state = 'unconfirmed' THEN state
        WHEN paused_until > :now THEN 'paused'
        WHEN EXISTS (
            SELECT 1 FROM skipped_editions
            WHERE skipped_editions.subscriber_id = people.subscriber_id AND edition = :edition
        ) THEN 'edition turned off'
        {{outside}}
        ELSE ''
    END AS reason
    FROM people CROSS JOIN subscribers ON subscribers.id = people.subscriber_id
)
SELECT reason, count(*) FROM judged GROUP BY reason
"""
_LAST = "SELECT coalesce(max(id), 0) FROM subscribers"
_STRETCH = 20_000  # subscribers


def audience(
    db: Database, lists: Sequence[str], *, now: datetime, edition: str = "", filters: Mapping[str, Filter] | None = None
) -> Audience:
    """Count who of these lists' subscribers would be mailed an edition at `now`, and who would not, by reason.

    Who would be mailed but for one of the `filters` is left out for the reason that this goes by. Of an expression and
    of addresses there may be one each, since values are bound by name.
    """
    people = OF_ONE_LIST if len(lists) == 1 else OF_SEVERAL
    values: dict[str, object] = {"lists": array(lists), "now": stamp(now), "edition": edition}
    outside = []
    for number, (reason, one) in enumerate((filters or {}).items()):
        outside.append(f"WHEN NOT {one.on('subscribers.id')} THEN :reason_{number}")
        values |= {f"reason_{number}": reason, **one.values}
    sql = AUDIENCE.replace("{people}", people).replace("{outside}", " ".join(outside))
    counts: Counter[str] = Counter()
    with db.atomic():  # one view of the roster for all stretches
        (last,) = db.conn.execute(_LAST).fetchone()
        for after in range(0, last, _STRETCH):
            found = db.conn.execute(sql, values | {"after": after, "upto": after + _STRETCH}).fetchall()
            counts.update({str(reason): int(count) for reason, count in found})
    mailable = counts.pop("", 0)
    return Audience(mailable=mailable, skipped=dict(sorted(counts.items())))
