"""Keeps the addresses and domains that must not be mailed, whatever lists they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subscribers.addresses import parse, parse_domain
from subscribers.database import array, immediate, moment, rows, stamp
from subscribers.errors import BadValue
from subscribers.model import Kind, Reason, Suppression
from subscribers.names import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

# The first reason stands: once suppressed, an address gets no mail that could give a newer one.
_INSERT = """
INSERT INTO suppressions (key, kind, reason, source, at) VALUES (:key, :kind, :reason, :source, :now)
ON CONFLICT (key) DO NOTHING
"""
_REMOVE = "DELETE FROM suppressions WHERE key = :key"
_ALL = "SELECT key, kind, reason, source, at FROM suppressions ORDER BY key"
_OF_KEYS = """
SELECT key, kind, reason, source, at FROM suppressions
WHERE key IN (SELECT value FROM json_each(:keys)) ORDER BY kind
"""


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The suppressions of one database; an address or an `@domain` matches ignoring case."""

    db: Database

    def add(
        self, address: str, reason: str = Reason.MANUAL, *, now: datetime, source: str = "shell"
    ) -> tuple[Suppression, bool]:
        """Suppress an address or an `@domain`; return what stands, and whether it is new. The first reason stays.

        Raises:
            BadAddress: it is neither.
            BadValue: the reason is empty.
        """
        key, kind = _key(address)
        words = clean(reason)
        if not words:
            raise BadValue(f"a suppression needs a reason, such as {', '.join(Reason)}")
        with immediate(self.db):
            values = {"key": key, "kind": kind, "reason": words, "source": clean(source), "now": stamp(now)}
            new = self.db.execute(_INSERT, values).rowcount == 1
            return self._of_keys([key])[key], new

    def remove(self, address: str) -> Suppression | None:
        """Let an address or an `@domain` be mailed again; return what stood, None where nothing did.

        Raises:
            BadAddress: it is neither.
        """
        key, _ = _key(address)
        with immediate(self.db):
            found = self._of_keys([key]).get(key)
            self.db.execute(_REMOVE, {"key": key})
        return found

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

    def _of_keys(self, keys: Iterable[str]) -> dict[str, Suppression]:
        return {row["key"]: _from_row(row) for row in rows(self.db, _OF_KEYS, {"keys": array(keys)})}


def _key(address: str) -> tuple[str, Kind]:
    if address.strip().startswith("@"):
        return parse_domain(address), Kind.DOMAIN
    return parse(address).key, Kind.ADDRESS


def _from_row(row: dict[str, Any]) -> Suppression:
    return Suppression(
        address=row["key"], kind=Kind(row["kind"]), reason=row["reason"], source=row["source"], at=moment(row["at"])
    )
