"""Keeps variants: staged while they are rendered one by one, then written down with their issue, and read again."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from digest.model.delivery import NOTHING_NEW
from digest.model.issue import Marks, Rendering, Variant
from digest.model.variety import VariantPlan
from digest.store.database import reading
from digest.store.rows import Row, row, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Self

    from sqlite_utils import Database

# In a file of its own that nobody else sees and SQLite takes away: rendering thousands of variants takes a while, and
# meanwhile others shall be able to write.
MAKE_STAGED = """
CREATE TEMP TABLE staged (id INTEGER PRIMARY KEY, key TEXT UNIQUE, language TEXT, subject TEXT, preheader TEXT,
    packed BLOB, shortened INTEGER, dropped INTEGER, full_size INTEGER,
    message BLOB, sender TEXT, token_mark TEXT, reason_mark TEXT)
"""
DROP_STAGED = "DROP TABLE IF EXISTS temp.staged"

_RENDERING = ("key", "language", "subject", "preheader", "packed", "shortened", "dropped", "full_size")
_COLUMNS = ", ".join((*_RENDERING, "message", "sender", "token_mark", "reason_mark"))

STAGE = f"INSERT INTO temp.staged ({', '.join(_RENDERING)}) VALUES ({', '.join(f':{name}' for name in _RENDERING)})"

STAGED = (
    f"SELECT id, {', '.join(_RENDERING)}, '' AS html, '' AS text FROM temp.staged WHERE id > :after ORDER BY id LIMIT 1"
)

COMPLETE = """
UPDATE temp.staged SET message = :message, sender = :sender, token_mark = :token_mark, reason_mark = :reason_mark
WHERE id = :id
"""

WRITE_DOWN = f"""
INSERT INTO variants (issue_id, html, text, {_COLUMNS})
SELECT :issue, '', '', {_COLUMNS} FROM temp.staged ORDER BY id
"""

PUT = f"""
INSERT INTO variants (issue_id, html, text, {_COLUMNS})
VALUES (:issue, '', '', {", ".join(f":{name}" for name in _COLUMNS.split(", "))}) RETURNING id
"""

IDS = "SELECT key, id FROM variants WHERE issue_id = :issue"

_ALL = f"SELECT id, html, text, {_COLUMNS} FROM variants"

BY_ID = f"{_ALL} WHERE id = :id"

# The first is that of the whole issue in the publication's language.
WHOLE = f"{_ALL} WHERE issue_id = :issue ORDER BY id LIMIT 1"

BY_NAME = f"{_ALL} WHERE issue_id = :issue AND key = :name"

_LANGUAGE = "CASE language WHEN '' THEN key ELSE language END AS language"

LANGUAGES = f"SELECT id, {_LANGUAGE} FROM variants WHERE issue_id = :issue"

# Who was skipped because there is nothing for them stands with the whole issue, and does not count.
PLANS = f"""
SELECT key, {_LANGUAGE}, (
    SELECT COUNT(*) FROM deliveries
    WHERE variant_id = variants.id AND NOT (status = 'skipped' AND detail = :nothing)
) AS n FROM variants WHERE issue_id = :issue ORDER BY id
"""

# The whole issue is kept even where all its readers follow topics, and get others.
COUNT = """
SELECT COUNT(*) AS every, COALESCE(SUM(EXISTS (
    SELECT 1 FROM deliveries
    WHERE variant_id = variants.id AND NOT (status = 'skipped' AND detail = :nothing) LIMIT 1)), 0) AS read
FROM variants WHERE issue_id = :issue
"""


class Staging:
    """The variants of an issue that is about to be frozen; gone when it is left, or with the process."""

    def __init__(self, db: Database) -> None:
        """Take the database whose connection keeps them."""
        self._db = db

    def __enter__(self) -> Self:
        self._db.conn.execute(DROP_STAGED)
        self._db.conn.execute(MAKE_STAGED)
        return self

    def __exit__(self, *_: object) -> None:
        self._db.conn.execute(DROP_STAGED)

    def put(self, name: str, rendering: Rendering) -> None:
        """Keep one more."""
        self._db.conn.execute(STAGE, _values(name, rendering))

    def __iter__(self) -> Iterator[tuple[str, Rendering]]:
        """Yield their names and renderings in order, one at a time."""
        return ((found["key"], _rendering(found)) for found in self._rows())

    def complete(self, encode: Callable[[str, Rendering], Variant]) -> None:
        """Add the message of each."""
        for found in self._rows():
            made = encode(found["key"], _rendering(found))
            self._db.conn.execute(COMPLETE, _message_values(made) | {"id": found["id"]})

    def write_down(self, issue_id: int) -> dict[str, int]:
        """Write them down as the issue's, in the caller's transaction; return their ids by name."""
        self._db.conn.execute(WRITE_DOWN, {"issue": issue_id})
        return dict(self._db.conn.execute(IDS, {"issue": issue_id}).fetchall())

    def _rows(self) -> Iterator[Row]:
        after = 0
        while found := row(self._db, STAGED, {"after": after}):
            yield found
            after = found["id"]


def put(db: Database, issue_id: int, made: Variant) -> int:
    """Write one more variant of an issue down, in the caller's transaction; return its id."""
    values = _values(made.name, made.rendering) | _message_values(made)
    return int(db.conn.execute(PUT, values | {"issue": issue_id}).fetchone()[0])


def fetch(database: Path, variant_id: int) -> Variant:
    """Return the variant of this id, on a connection of its own, so that any thread may ask."""
    with reading(database) as db:
        found = row(db, BY_ID, {"id": variant_id})
    assert found is not None
    return _variant(found)


def whole(db: Database, issue_id: int) -> Variant | None:
    """Return the whole issue as it was frozen, or None before that."""
    found = row(db, WHOLE, {"issue": issue_id})
    return _variant(found) if found else None


def named(db: Database, issue_id: int, name: str) -> Variant | None:
    """Return a frozen issue's variant of that name, or None."""
    found = row(db, BY_NAME, {"issue": issue_id, "name": name})
    return _variant(found) if found else None


def languages(db: Database, issue_id: int) -> dict[int, str]:
    """Return the language of each of the issue's variants, by id."""
    return {found["id"]: found["language"] for found in rows(db, LANGUAGES, {"issue": issue_id})}


def count(db: Database, issue_id: int) -> int:
    """Return how many variants of a frozen issue somebody gets."""
    every, read = db.conn.execute(COUNT, {"issue": issue_id, "nothing": NOTHING_NEW}).fetchone()
    return int(read or every)  # all that is known once the ledger is folded


def plans(db: Database, issue_id: int) -> tuple[VariantPlan, ...]:
    """Return the variants of a frozen issue, the whole issue first, and how many recipients each has."""
    return tuple(
        VariantPlan(language=found["language"], topics=_topics(found["key"]), recipients=found["n"])
        for found in rows(db, PLANS, {"issue": issue_id, "nothing": NOTHING_NEW})
    )


def html_of(found: Row) -> str:
    """Return the HTML of a row with the columns `packed` and `html`."""
    return _unpacked(found["packed"])[0] if found["packed"] else str(found["html"])


def _topics(key: str) -> tuple[str, ...]:
    followed = key.partition(" ")[2]
    return tuple(followed.split("+")) if followed else ()


def _values(name: str, rendering: Rendering) -> dict[str, Any]:
    return {
        "key": name,
        "language": rendering.language,
        "subject": rendering.subject,
        "preheader": rendering.preheader,
        "packed": zlib.compress(json.dumps([rendering.html, rendering.text]).encode("ascii")),
        "shortened": rendering.shortened,
        "dropped": rendering.dropped,
        "full_size": rendering.full_size,
    }


def _message_values(made: Variant) -> dict[str, Any]:
    return {
        "message": zlib.compress(made.message),
        "sender": made.sender,
        "token_mark": made.marks.token,
        "reason_mark": made.marks.reason,
    }


def _unpacked(packed: bytes) -> tuple[str, str]:
    html, text = json.loads(zlib.decompress(packed))
    return html, text


def _rendering(found: Row) -> Rendering:
    html, text = _unpacked(found["packed"]) if found["packed"] else (found["html"], found["text"])
    return Rendering(
        subject=found["subject"],
        preheader=found["preheader"],
        html=html,
        text=text,
        language=found["language"] or found["key"],
        shortened=found["shortened"],
        dropped=found["dropped"],
        full_size=found["full_size"],
    )


def _variant(found: Row) -> Variant:
    message = found["message"]
    if found["packed"] and message:  # which goes when a finished issue is folded
        message = zlib.decompress(message)
    marks = Marks(found["token_mark"], found["reason_mark"])
    return Variant(rendering=_rendering(found), message=message, sender=found["sender"], marks=marks, name=found["key"])
