"""Holds what a file brings in temporary tables, sorted and each person once, before anything is judged or written.

A file may be larger than memory, slow to come, and name a person twice in ways that contradict each other. So it is
read to its end first, without a lock on the database; SQLite spills its temporary tables to disk. Sorting by address
makes the writes that follow go from one end of each index to the other: for a million rows in no order that takes a
fifth of the time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, cast

from subscribers.errors import BadAddress, BadCell, BadFile, quoted
from subscribers.files.records.meaning import TIME_UNREAD
from subscribers.files.records.titles import begun
from subscribers.files.text.separated import Broken
from subscribers.files.vocabulary.words import names_nobody
from subscribers.model import MAILBOX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlite_utils import Database

    from subscribers.files.records.cells import ListStanding
    from subscribers.files.records.meaning import Meaning

KEPT_OUT, REFUSED, MOVED = "kept out", "refused", "moved"

Chunk = dict[str, int]  # first and last of a range of arrivals

# What is known of a person, as `Meaning` names it; what a file says nothing of is NULL. `address` is NULL where it is
# spelt like its key, `given` where the file spells it as it will be kept.
COLUMNS = (
    "key",
    "address",
    "given",
    "name",
    "language",
    "note",
    "topics",
    "editions",
    "standing",
    "joined_at",
    "joined_from",
    "confirmed_at",
    "confirmed_from",
    "left_at",
    "left_all_at",
    "suppressed",
    "suppressed_at",
    "suppressed_by",
    "paused_until",
    "remark",
)
_TABLES = {
    "arrivals": f"(seq INTEGER PRIMARY KEY, file INTEGER, row INTEGER, {' TEXT, '.join(COLUMNS)} TEXT)",
    "standings": """(
        seq INTEGER, list_id INTEGER, state TEXT, joined_at TEXT, confirmed_at TEXT, left_at TEXT,
        PRIMARY KEY (seq, list_id)
    ) WITHOUT ROWID""",
    "doubles": "(ord INTEGER PRIMARY KEY, first INTEGER, file INTEGER, row INTEGER, spelt TEXT)",
    "set_aside": "(kind TEXT, file INTEGER, row INTEGER, address TEXT, reason TEXT)",
}
_TIMES_UNREAD = "SELECT count(*), min(row) FROM temp.arrivals WHERE instr(remark, :words)"
_FIRST_UNTOLD = """
SELECT min(row) FROM temp.arrivals
WHERE file = :file AND standing IS NULL AND suppressed IS NULL AND left_all_at IS NULL
"""
_DROP = "DROP TABLE IF EXISTS temp."
_ANY_FORMER = "SELECT EXISTS (SELECT 1 FROM former_addresses)"
_OF_FORMER = """
FROM temp.arrivals CROSS JOIN former_addresses ON former_addresses.address_key = arrivals.key
CROSS JOIN subscribers ON subscribers.id = subscriber_id
"""
_BOUNCED = f"IN {MAILBOX}"
_BOUNCED_FORMER = f"""
SELECT file, row, coalesce(given, arrivals.address, arrivals.key),
    'a former address of ' || subscribers.address || '; that it bounced says nothing of the new one'
{_OF_FORMER} WHERE suppressed {_BOUNCED}
"""
_DROP_BOUNCED = f"""
DELETE FROM temp.arrivals WHERE suppressed {_BOUNCED} AND key IN (SELECT address_key FROM former_addresses)
"""
_FORMER = f"""
SELECT file, row, coalesce(given, arrivals.address, arrivals.key), 'a former address of ' || subscribers.address
{_OF_FORMER} WHERE suppressed IS NULL OR suppressed NOT {_BOUNCED}
"""
_RESOLVE = """
UPDATE temp.arrivals SET given = coalesce(given, arrivals.address, key), key = subscribers.address_key,
    address = subscribers.address
FROM former_addresses JOIN subscribers ON subscribers.id = subscriber_id
WHERE former_addresses.address_key = arrivals.key
"""
# Arrivals in order; their numbers are the rowid, without a gap, and so name a chunk by its first and last.
_SORT = "CREATE TEMP TABLE incoming AS SELECT * FROM temp.arrivals ORDER BY key, seq"
_RENAME = "ALTER TABLE temp.arrivals RENAME TO incoming"
_LAST = "SELECT max(rowid) FROM temp.incoming"
_STAND = """
INSERT INTO temp.standings (seq, list_id, state, joined_at, confirmed_at, left_at) VALUES (?, ?, ?, ?, ?, ?)
"""
_SET_ASIDE = "INSERT INTO temp.set_aside (kind, file, row, address, reason) VALUES (?, ?, ?, ?, ?)"
_LISTED = "SELECT file, row, address, reason FROM temp.set_aside WHERE kind = :kind ORDER BY file, row LIMIT :most"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that did not come in: in which file (empty where there is but one), its number, address, and why."""

    file: str
    row: int
    address: str
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON has it; the file only where there are several."""
        told: dict[str, object] = {"row": self.row, "address": self.address, "reason": self.reason}
        return {"file": self.file} | told if self.file else told


class Staging:
    """The temporary tables of one import, for as long as it is entered; one at a time on a connection."""

    def __init__(self, db: Database, *, lists: Mapping[str, int]) -> None:
        """`lists` are the ids of all lists, by name in lower case."""
        self._db, self._lists = db, lists
        self._in_order, self._latest = True, ""
        self.arrived = 0  # rows that were understood; they are numbered without a gap
        self.by_row = False  # whether rows say for themselves which lists they mean: all of them must, or none
        self.files: list[str] = []  # their names
        self.fields: set[str] = set()  # of COLUMNS, what any file has
        self.oddly_named = False  # whether a word on leaving stands in a name
        self.counts: Counter[str] = Counter()  # rows set aside, by kind

    def __enter__(self) -> Self:
        self._drop()
        for name, columns in _TABLES.items():
            self._db.conn.execute(f"CREATE TEMP TABLE {name} {columns}")
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def take(self, meaning: Meaning, records: Iterable[tuple[int, Sequence[str] | Broken]], *, file: int) -> None:
        """Take numbered records of a file in; those that cannot be understood are set aside."""
        arrived: list[list[Any]] = []
        standings: list[tuple[object, ...]] = []
        refused: list[tuple[object, ...]] = []
        for row, record in records:
            if isinstance(record, Broken):
                refused.append((file, row, record.text, record.reason))
                continue
            try:
                values = meaning.read(record)
                if meaning.by_row is not self.by_row:
                    raise BadCell("unlike the first row, it " + ("names lists" if meaning.by_row else "names no lists"))
                if self.by_row:
                    standings += self._standings(values.pop(), self.arrived + len(arrived) + 1)
            except (BadAddress, BadCell) as error:
                if reason := begun(row, record, columns=meaning.held):
                    raise BadFile(reason) from None
                refused.append((file, row, meaning.address_in(record), getattr(error, "reason", str(error))))
                continue
            values.append(row)
            arrived.append(values)
        columns = (*meaning.columns[: -1 if meaning.by_row else None], "row")
        self.fields.update(columns)
        self.arrived += len(arrived)
        self._look_at_order([values[0] for values in arrived])
        if "name" in columns and not self.oddly_named:
            name = columns.index("name")
            self.oddly_named = names_nobody("\n".join([values[name] or "" for values in arrived]))
        with self._db.atomic():
            self._db.conn.executemany(_arrive(columns, file), arrived)
            self._db.conn.executemany(_STAND, standings)
            self.set_aside(refused, kind=REFUSED)

    def set_aside(self, rows: Iterable[tuple[object, ...]], *, kind: str) -> None:
        """Remember rows that do not come in: file, row, address and reason of each."""
        values = [(kind, *row) for row in rows]
        self._db.conn.executemany(_SET_ASIDE, values)
        self.counts[kind] += len(values)

    def listed(self, kind: str, *, most: int = -1) -> Iterator[Aside]:
        """Yield the rows that were set aside, in order; take them all, or close the iterator, before the end."""
        for file, row, address, reason in self._db.conn.execute(_LISTED, {"kind": kind, "most": most}):
            yield Aside(self.files[file] if len(self.files) > 1 else "", row, address, reason)

    def times_unread(self) -> tuple[int, int]:
        """Return how many rows have a time that could not be read, and the first of them; before they are sorted."""
        if "remark" not in self.fields:
            return 0, 0
        count, first = self._db.conn.execute(_TIMES_UNREAD, {"words": TIME_UNREAD}).fetchone()
        return int(count), int(first or 0)

    def first_untold(self, file: int) -> int | None:
        """Return the row of the first in a file of whom nothing says how they stand."""
        return cast("int | None", self._db.conn.execute(_FIRST_UNTOLD, {"file": file}).fetchone()[0])

    def resolve(self) -> None:
        """Let rows that name an address which a reader has given up mean that reader, and remember which those are.

        That such an address bounced says nothing of the present one.
        """
        if not self._db.conn.execute(_ANY_FORMER).fetchone()[0]:
            return
        with self._db.atomic():
            for sql, kind in ((_BOUNCED_FORMER, KEPT_OUT), (_FORMER, MOVED)):
                self.set_aside(self._db.conn.execute(sql).fetchall(), kind=kind)
            self._db.conn.execute(_DROP_BOUNCED)
            if self._db.conn.execute(_RESOLVE).rowcount:
                self._in_order = False

    def sort(self) -> int:
        """Bring all that arrived in order, if it was in none, and return how many there are."""
        with self._db.atomic():
            if self._in_order:
                self._db.conn.execute(_RENAME)
            else:
                self._db.conn.execute(_SORT)
                self._db.conn.execute(f"{_DROP}arrivals")
        return int(self._db.conn.execute(_LAST).fetchone()[0] or 0)

    def _look_at_order(self, keys: list[str]) -> None:
        if keys:
            self._in_order = self._in_order and self._latest <= keys[0] and keys == sorted(keys)
            self._latest = keys[-1]

    def _standings(self, standings: Iterable[ListStanding] | None, number: int) -> list[tuple[object, ...]]:
        """Return the rows of an arrival's standings, as `standings_in` returns them; None has none."""
        rows: list[tuple[object, ...]] = []
        for one in standings or ():
            if (list_id := self._lists.get(one.list.lower())) is None:
                raise BadCell(f"there is no list {quoted(one.list)}; create it first: digest lists create {one.list}")
            rows.append((number, list_id, *one[1:]))
        return rows

    def _drop(self) -> None:
        for name in (*_TABLES, "incoming"):
            self._db.conn.execute(f"{_DROP}{name}")


def _arrive(columns: Sequence[str], file: int) -> str:
    """Return the statement for what one file tells, and no more: binding empty columns takes a third of the time."""
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO temp.arrivals ({', '.join(columns)}, file) VALUES ({marks}, {int(file)})"
