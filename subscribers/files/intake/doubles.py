"""Makes one arrival of all that files say of one person; of their standing the strictest word holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from subscribers.database import array, rows
from subscribers.files.intake.staging import COLUMNS
from subscribers.files.vocabulary.fields import STRICTNESS, Verdict
from subscribers.model import OF_THE_MAILBOX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

# Arrivals are sorted by address, so doubles follow each other; `first` is the one that stays.
_FIND = """
INSERT INTO temp.doubles (ord, first, file, row, spelt)
SELECT ord, min(ord) OVER (PARTITION BY ord - place) - 1, file, row, spelt
FROM (
    SELECT later.rowid AS ord, later.file AS file, later.row AS row,
        coalesce(later.given, later.address, later.key) AS spelt, row_number() OVER (ORDER BY later.rowid) AS place
    FROM temp.incoming AS earlier CROSS JOIN temp.incoming AS later ON later.rowid = earlier.rowid + 1
    WHERE later.key = earlier.key
)
"""
_FIRSTS = "SELECT DISTINCT first FROM temp.doubles WHERE first > :after ORDER BY first LIMIT :most"
_GROUPS = f"""
SELECT coalesce(first, incoming.rowid) AS first, seq, {", ".join(COLUMNS)}
FROM temp.incoming LEFT JOIN temp.doubles ON ord = incoming.rowid
WHERE incoming.rowid IN (
    SELECT value FROM json_each(:firsts)
    UNION ALL
    SELECT ord FROM temp.doubles WHERE first IN (SELECT value FROM json_each(:firsts))
)
ORDER BY incoming.rowid
"""
_MERGE = f"UPDATE temp.incoming SET {', '.join(f'{name} = :{name}' for name in COLUMNS)} WHERE rowid = :first"
_DROP = "DELETE FROM temp.incoming WHERE rowid IN (SELECT ord FROM temp.doubles)"
_STANDINGS = "SELECT * FROM temp.standings WHERE seq IN (SELECT value FROM json_each(:seqs))"
_UNSTAND = "DELETE FROM temp.standings WHERE seq IN (SELECT value FROM json_each(:seqs))"
_STAND = """
INSERT INTO temp.standings (seq, list_id, state, joined_at, confirmed_at, left_at)
VALUES (:seq, :list_id, :state, :joined_at, :confirmed_at, :left_at)
"""
_PAGE = 500  # people merged at once

_GATHERED = ("topics", "editions")  # JSON arrays, of which all names are wanted
_SUPPRESSION = ("suppressed", "suppressed_at", "suppressed_by")  # told together, by one row
_MAY_DIFFER = tuple(name for name in COLUMNS if name not in ("key", "address", "given", *_SUPPRESSION))
_EVIDENCE = ("standing", "joined_at", "joined_from", "confirmed_at", "confirmed_from", "left_at", "remark")

Row = dict[str, Any]


def merge_doubles(db: Database) -> int:
    """Leave each person once among the sorted arrivals, and return how many rows named one that had been named."""
    with db.atomic():
        found = db.conn.execute(_FIND).rowcount
        after = 0
        while firsts := [first for (first,) in db.conn.execute(_FIRSTS, {"after": after, "most": _PAGE})]:
            _merge(db, rows(db, _GROUPS, {"firsts": array(firsts)}))
            after = firsts[-1]
        if found:
            db.conn.execute(_DROP)
    return found


def _merge(db: Database, found: Iterable[Row]) -> None:
    groups: dict[int, list[Row]] = {}
    for row in found:
        groups.setdefault(row["first"], []).append(row)
    db.conn.executemany(_MERGE, [_merged(group) for group in groups.values()])
    _merge_standings(db, {row["seq"]: group[0]["seq"] for group in groups.values() for row in group})


def _merged(group: Sequence[Row]) -> Row:
    """Return one arrival: the first spelling of the address, the last word on each thing, all topics and editions, the
    evidence of the strictest standing, and of suppressions the last that is about the person, not about their mailbox.
    """
    merged = dict(group[0])
    by_strictness = sorted(group, key=lambda row: STRICTNESS[Verdict(row["standing"] or Verdict.SUBSCRIBED)])
    for name in _MAY_DIFFER:
        told = [row[name] for row in (by_strictness if name in _EVIDENCE else group) if row[name] is not None]
        if told and name in _GATHERED:
            merged[name] = array(dict.fromkeys(one for names in told for one in json.loads(names)))
        elif told:
            merged[name] = told[-1]
    suppressing = [row for row in group if row["suppressed"]]
    if suppressing:
        said = max(reversed(suppressing), key=lambda row: row["suppressed"] not in OF_THE_MAILBOX)
        merged |= {name: said[name] for name in _SUPPRESSION}
    return merged


def _merge_standings(db: Database, first_of: dict[int, int]) -> None:
    """Give what is said of each list to the arrival that stays, in the strictest state."""
    seqs = {"seqs": array(first_of)}
    kept: dict[tuple[int, int], Row] = {}
    for row in rows(db, _STANDINGS, seqs):
        place = (first_of[row["seq"]], row["list_id"])
        if place not in kept or _strictness(row) > _strictness(kept[place]):
            kept[place] = row | {"seq": place[0]}
    db.conn.execute(_UNSTAND, seqs)
    db.conn.executemany(_STAND, list(kept.values()))


def _strictness(row: Row) -> int:
    return STRICTNESS[Verdict(row["state"] or Verdict.SUBSCRIBED)]
