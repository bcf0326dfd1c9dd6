"""Keeps the addresses and domains that must not be mailed, whatever lists they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from subscribers import former
from subscribers.addresses import parse, parse_domain
from subscribers.changes import SetAside, Tally
from subscribers.database import array, immediate, moment, rows, stamp
from subscribers.erasure import erased_among, erased_keys
from subscribers.errors import BadAddress, BadValue
from subscribers.model import MAILBOX, OF_THE_MAILBOX, Kind, Reason, Suppression
from subscribers.names import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

# The first reason stands: once suppressed, an address gets no mail that could give a newer one.
_INSERT = """
INSERT INTO suppressions (key, kind, reason, source, at) VALUES (:key, :kind, :reason, :source, :now)
ON CONFLICT (key) DO NOTHING
"""
# But for what somebody wants: that holds wherever they move to, and must not be lost behind a bounce.
_PREVAIL = f"""
UPDATE suppressions SET reason = :reason, source = :source, at = :now WHERE key = :key AND reason IN {MAILBOX}
"""
_TAKE_ALONG = f"""
INSERT INTO suppressions (key, kind, reason, source, at)
SELECT :after, kind, reason, source, at FROM suppressions WHERE key = :before AND reason NOT IN {MAILBOX}
ON CONFLICT (key) DO UPDATE SET reason = excluded.reason, source = excluded.source, at = excluded.at
WHERE suppressions.reason IN {MAILBOX}
"""
# What rests on the word of imports alone does so at the new address too.
_TAKE_IMPORTS_ALONG = f"""
INSERT INTO import_suppressions (key, import_id, reason, source, at)
SELECT :after, import_id, reason, source, at FROM import_suppressions
WHERE key = :before AND reason NOT IN {MAILBOX}
"""
_REMOVE = "DELETE FROM suppressions WHERE key = :key"
_ALL = "SELECT key, kind, reason, source, at FROM suppressions ORDER BY key"
_OF_KEYS = """
SELECT key, kind, reason, source, at FROM suppressions
WHERE key IN (SELECT value FROM json_each(:keys)) ORDER BY kind
"""
_IS_SUPPRESSED = "SELECT 1 FROM suppressions WHERE key = :key"
_ON_ROSTER = "SELECT address_key FROM subscribers WHERE address_key IN (SELECT value FROM json_each(:keys))"

_CHUNK = 1000  # entries a transaction: so few that a send beside it hardly waits for the lock
_SHOWN = 320  # characters of an entry that is refused


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a file: its number, the address or `@domain` as it stands there, why, who said so, and since when.

    What is empty is not told; a time is as `stamp` writes it.
    """

    row: int
    address: str
    reason: str = ""
    source: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The suppressions of one database; an address or an `@domain` matches ignoring case.

    A domain stands for itself alone: neither for its subdomains nor for the domain that it is part of.
    """

    db: Database

    def add(
        self, address: str, reason: str = Reason.MANUAL, *, now: datetime, source: str = "shell"
    ) -> tuple[Suppression, bool]:
        """Suppress an address or an `@domain`; return what stands, and whether it is new.

        The first reason stays, but what a person wants goes before a bounce. A former address means its present reader,
        who is suppressed too, unless the reason is the mailbox's.
        Of an address that was erased nothing is written down, since nobody is there to be mailed.

        Raises:
            BadAddress: it is neither.
            BadValue: the reason is empty.
        """
        (key, kind), words = _key(address), _reason(reason)
        with immediate(self.db):
            if self._erased([key]):
                return next(iter(self._of_keys(erased_keys(self.db, key)).values())), False
            values = {"key": key, "kind": kind, "reason": words, "source": clean(source), "now": stamp(now)}
            new = self._put([values]) == 1
            return self._of_keys([key])[key], new

    def add_many(self, entries: Iterable[Entry], reason: str, *, now: datetime, source: str) -> Tally:
        """Suppress many, a thousand to a transaction; `reason` is for those that bring none. Bad ones are refused.

        Those who were erased are kept out: they are not mailed as it is.

        Raises:
            BadValue: the reason is empty.
        """
        words = _reason(reason)
        added = unchanged = 0
        refused: list[SetAside] = []
        kept_out: list[SetAside] = []
        waiting = iter(entries)
        while chunk := list(islice(waiting, _CHUNK)):
            good: list[tuple[Entry, str, Kind]] = []
            for entry in chunk:
                try:
                    good.append((entry, *_key(entry.address)))
                except BadAddress as error:
                    refused.append(SetAside(entry.row, entry.address[:_SHOWN], error.reason))
            with immediate(self.db):
                erased = self._erased(key for _, key, _ in good)
                values = [
                    {
                        "key": key,
                        "kind": kind,
                        "reason": clean(entry.reason) or words,
                        "source": clean(entry.source) or clean(source),
                        "now": min(entry.at or stamp(now), stamp(now)),
                    }
                    for entry, key, kind in good
                    if key not in erased
                ]
                new = self._put(values)
            kept_out += [SetAside(entry.row, entry.address, "was erased") for entry, key, _ in good if key in erased]
            added += new
            unchanged += len(values) - new
        return Tally(added=added, updated=0, unchanged=unchanged, kept_out=tuple(kept_out), refused=tuple(refused))

    def remove(self, address: str) -> Suppression | None:
        """Let an address or an `@domain` be mailed again, also one that was erased; return what stood, None: nothing.

        Raises:
            BadAddress: it is neither.
        """
        key, _ = _key(address)
        keys = [key, *erased_keys(self.db, key)]
        with immediate(self.db):
            found = self._of_keys(keys)
            for one in found:
                self.db.execute(_REMOVE, {"key": one})
        return next((found[one] for one in keys if one in found), None)

    def list(self) -> tuple[Suppression, ...]:
        """Return every suppression, by what it is keyed by."""
        return tuple(_from_row(row) for row in rows(self.db, _ALL, {}))

    def check(self, address: str) -> Suppression | None:
        """Return what suppresses an address: its own suppression, else its domain's, else None.

        Raises:
            BadAddress: it is no address.
        """
        parsed = parse(address)
        found = self._of_keys([parsed.key, parsed.domain])
        return found.get(parsed.key) or found.get(parsed.domain)

    def about(self, address_keys: Iterable[str]) -> tuple[Suppression, ...]:
        """Return what suppresses any of these addresses: their own suppressions and those of their domains."""
        keys = {key for address in address_keys for key in (address, address[address.index("@") :])}
        return tuple(self._of_keys(keys).values())

    def _put(self, values: Sequence[dict[str, str]]) -> int:
        """Write suppressions down, also for whoever had these addresses before they moved; return how many are new."""
        new = self.db.conn.executemany(_INSERT, values).rowcount
        wanted = [one for one in values if one["reason"] not in OF_THE_MAILBOX]
        present = former.present(self.db, [one["key"] for one in wanted])
        moved = [one | {"key": present[one["key"]]} for one in wanted if one["key"] in present]
        self.db.conn.executemany(_INSERT, moved)
        self.db.conn.executemany(_PREVAIL, [*wanted, *moved])
        return max(new, 0)  # -1 where there was none to insert

    def _of_keys(self, keys: Iterable[str]) -> dict[str, Suppression]:
        return {row["key"]: _from_row(row) for row in rows(self.db, _OF_KEYS, {"keys": array(keys)})}

    def _erased(self, keys: Iterable[str]) -> frozenset[str]:
        """Return which of these were erased and did not come back to the roster since."""
        if not (erased := erased_among(self.db, keys)):
            return erased
        back = self.db.conn.execute(_ON_ROSTER, {"keys": array(erased)}).fetchall()
        return erased - {key for (key,) in back}


def take_along(db: Database, *, before: str, after: str) -> None:
    """Let what suppresses a person suppress them at their new address too; both are keys.

    What the old mailbox or its domain is suppressed for says nothing of the new one. Runs in the caller's transaction.
    """
    keys = {"before": before, "after": after}
    known = db.conn.execute(_IS_SUPPRESSED, {"key": after}).fetchone()
    if db.conn.execute(_TAKE_ALONG, keys).rowcount > 0 and not known:
        db.conn.execute(_TAKE_IMPORTS_ALONG, keys)


def _key(address: str) -> tuple[str, Kind]:
    if (everybody := address.strip().removeprefix("*")).startswith("@"):  # *@ is how mail servers write it
        return parse_domain(everybody), Kind.DOMAIN
    return parse(address).key, Kind.ADDRESS


def _reason(text: str) -> str:
    if not (words := clean(text)):
        raise BadValue(f"a suppression needs a reason, such as {', '.join(Reason)}")
    return words


def _from_row(row: dict[str, Any]) -> Suppression:
    return Suppression(
        address=row["key"], kind=Kind(row["kind"]), reason=row["reason"], source=row["source"], at=moment(row["at"])
    )
