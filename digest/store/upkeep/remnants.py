"""Sees to it that what was erased is gone from the file too: looks for its bytes, and can write the file anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.store.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlite_utils import Database

_AT_ONCE = 1 << 22  # octets

# Addresses of others that one address is part of: what is found inside them is not that one.
OTHERS = """
SELECT address AS one, address_key AS other FROM subscribers
WHERE instr(address_key, :key) AND address_key <> :key
UNION
SELECT address, address_key FROM deliveries WHERE instr(address_key, :key) AND address_key <> :key
"""


def let_go(db: Database) -> bool:
    """Move the write-ahead log into the file and empty it; tell whether that could be done, which readers may keep off.

    What was deleted the connections overwrite with zeros (PRAGMA secure_delete).
    """
    busy, *_ = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def rebuild(db: Database) -> None:
    """Write the whole file anew: pages that were split may keep copies of what has moved on, in space that is free."""
    db.conn.execute(
        "PRAGMA auto_vacuum = INCREMENTAL"
    )  # a file of an early version can shrink beside others from now on
    db.conn.execute("VACUUM")
    let_go(db)


def others_like(db: Database, address_key: str) -> tuple[str, ...]:
    """Return the addresses of others that contain this one, as displayed and as compared; reads the whole ledger."""
    found = rows(db, OTHERS, {"key": address_key})
    return tuple(dict.fromkeys(text for one in found for text in (one["one"], one["other"])))


def count_in_files(
    database: Path, words: Iterable[str], *, besides: Sequence[str] = (), at_once: int = _AT_ONCE
) -> int:
    """Return how often any of these words stands in the database, its log or its index, as bytes, ignoring case.

    What stands inside one of `besides` does not count. The files are read `at_once` octets after the other.
    """
    needles = _spellings(words)
    masks = sorted(_spellings(besides), key=len, reverse=True)
    files = [database.with_name(f"{database.name}{suffix}") for suffix in ("", "-wal", "-shm")]
    return sum(_count(file, needles, masks, at_once=at_once) for file in files if file.exists())


def _count(path: Path, needles: set[bytes], masks: Sequence[bytes], *, at_once: int) -> int:
    longest = max(map(len, (*needles, *masks)), default=0)
    count, tail = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(at_once):
            text = tail + chunk.lower()
            for mask in masks:
                text = text.replace(mask, b"\0" * len(mask))
            count += sum(text.count(needle) for needle in needles)
            # The end may hold the beginning of a word: it is looked at again, and counted then.
            tail = text[max(0, len(text) - longest + 1) :]
            count -= sum(tail.count(needle) for needle in needles)
    return count + sum(tail.count(needle) for needle in needles)


def _spellings(words: Iterable[str]) -> set[bytes]:
    """Return the bytes of each word in lower case; letters beyond ASCII also as they are in capitals."""
    return {form.encode().lower() for word in words for form in (word, word.lower(), word.upper(), word.casefold())}
