"""Lets nobody in of whom a row may say that they are not to be mailed, though it, or another, can be understood."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from subscribers.addresses import read
from subscribers.database import array
from subscribers.errors import BadAddress
from subscribers.files.intake.staging import REFUSED
from subscribers.files.text.formulas import CROSSED_OUT, MARKS
from subscribers.files.vocabulary.words import names_nobody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from subscribers.files.intake.staging import Staging

_REFUSED = "SELECT address, row FROM temp.set_aside WHERE kind = :kind"
_DROP = "DROP TABLE IF EXISTS temp.doubted"
_TABLE = "CREATE TEMP TABLE doubted (key TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID"
_DOUBT = "INSERT OR IGNORE INTO temp.doubted (key, row) VALUES (?, ?)"
# Whoever is not to be mailed by a row that is understood comes in by it as they are.
_LET_IN = "standing IS NOT 'unsubscribed' AND suppressed IS NULL AND left_all_at IS NULL"
_NAMES = f"SELECT seq, name FROM temp.arrivals WHERE name IS NOT NULL AND {_LET_IN}"
_OF_NO_NAME = "FROM temp.arrivals WHERE seq IN (SELECT value FROM json_each(:odd))"
_NAMED_SO = f"""
SELECT file, row, coalesce(given, address, key),
    'the name is ' || name || '; if they left, put unsubscribed into a column named status, else write their name there'
{_OF_NO_NAME}
"""
_TURN_AWAY_NAMED = f"DELETE {_OF_NO_NAME}"
_OTHERS = f"""
SELECT file, arrivals.row, coalesce(given, address, arrivals.key),
    'row ' || doubted.row || ' names them too, and is refused; mend that one, or take it out'
FROM temp.arrivals CROSS JOIN temp.doubted ON doubted.key = arrivals.key
WHERE {_LET_IN}
"""
_TURN_AWAY = f"DELETE FROM temp.arrivals WHERE key IN (SELECT key FROM temp.doubted) AND {_LET_IN}"

_COMMENT = re.compile(r"\([^()]*\)")  # RFC 5322, 3.2.2
_SPACED = re.compile(r"\s*@\s*")
_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:|/"]+@[^\s@<>()\[\],;:|/"]+""")


def turn_away_doubted(db: Database, staging: Staging) -> None:
    """Refuse whose name has a word on leaving in it, and then the other rows of whoever a refused row names.

    That is done before all that arrived is sorted.
    """
    with db.atomic():
        if staging.oddly_named:
            odd = {"odd": array(seq for seq, name in db.conn.execute(_NAMES) if names_nobody(name))}
            staging.set_aside(db.conn.execute(_NAMED_SO, odd).fetchall(), kind=REFUSED)
            db.conn.execute(_TURN_AWAY_NAMED, odd)
        if not staging.counts[REFUSED]:
            return
        db.conn.execute(_DROP)
        db.conn.execute(_TABLE)
        refused = db.conn.execute(_REFUSED, {"kind": REFUSED}).fetchall()
        db.conn.executemany(_DOUBT, ((key, row) for text, row in refused for key in named_in(text)))
        staging.set_aside(db.conn.execute(_OTHERS).fetchall(), kind=REFUSED)
        db.conn.execute(_TURN_AWAY)
        db.conn.execute(_DROP)


def named_in(text: str) -> Iterator[str]:
    """Yield the keys of the addresses in a text, however it writes them.

    >>> list(named_in("mailto:Ann@reader.example.")), list(named_in("#ann (home) @reader.example; ben@reader.example"))
    (['ann@reader.example'], ['ann@reader.example', 'ben@reader.example'])
    """
    shown = "".join(one for one in text if unicodedata.category(one) != "Cf")
    for found in _ADDRESS.findall(_SPACED.sub("@", _COMMENT.sub("", shown))):
        with suppress(BadAddress):
            yield read(found.lstrip(MARKS + CROSSED_OUT).rstrip(MARKS + "."))[1]
